namespace VipOrleans.Domain.Tests.Money;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Money.RateSourcesCommand;
using static VipOrleans.Domain.Money.RateSourcesEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RateSourcesTests
{
    private static readonly RateSource ReserveBank = new(RateSourceId.Parse("rbnz"), "Reserve Bank of New Zealand", Nzd, 5);

    [Fact]
    public void A_nation_decides_its_sources_and_their_order()
    {
        Sources().When(new DecideRateSources([Ecb, ReserveBank])).Then(new RateSourcesDecided([Ecb, ReserveBank])).WithOutcome("decided");
        Sources(Ecb, ReserveBank).When(new DecideRateSources([Ecb, ReserveBank])).ThenNothing();
        Assert.Equal([ReserveBank, Ecb], Sources(Ecb, ReserveBank).When(new DecideRateSources([ReserveBank, Ecb])).State.InOrder);
    }

    [Fact]
    public void The_base_of_a_source_never_changes_even_when_it_was_left_out_for_a_while()
    {
        var left = new Story<RateSourcesDecider, RateSources, RateSourcesCommand, RateSourcesEvent>(
            [new RateSourcesDecided([Ecb, ReserveBank]), new RateSourcesDecided([ReserveBank])]);
        left.When(new DecideRateSources([Ecb with { Base = Nzd }])).ThenRejected(RejectionCode.CurrencyMismatch);
        Assert.Null(left.When(new DecideRateSources([Ecb with { Name = "ECB", MaxAgeDays = 4 }])).Decision.Rejection);
    }

    [Fact]
    public void A_list_that_cannot_be_is_refused()
    {
        ImmutableArray<RateSource>[] bad =
        [
            [], [Ecb, Ecb with { Name = "Again" }], [Ecb with { Id = default }], [Ecb with { Name = "" }], [Ecb with { Name = " " }],
            [Ecb with { Name = new('x', 101) }], [Ecb with { Name = "E\nCB" }],
            [Ecb with { Base = default }], [Ecb with { MaxAgeDays = -1 }], [Ecb with { MaxAgeDays = RateSource.MaxAge + 1 }],
            [.. Enumerable.Range(0, RateSources.Max + 1).Select(n => Ecb with { Id = RateSourceId.Parse($"bank-{n}") })],
        ];
        Assert.All(bad, list => Sources().When(new DecideRateSources(list)).ThenRejected(RejectionCode.InvalidInput));
    }

    private static Story<RateSourcesDecider, RateSources, RateSourcesCommand, RateSourcesEvent> Sources(params RateSource[] sources) =>
        new(sources.Length == 0 ? [] : [new RateSourcesDecided([.. sources])]);
}
