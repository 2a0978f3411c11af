namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class CheckReachTests
{
    // 1 and 2 are of one host; 3 is of another host at the same address; 4 has nothing to do with them.
    private static readonly CheckReach Street = new[] { (1, 1, 1), (2, 1, 1), (3, 3, 1), (4, 4, 4) }
        .Aggregate(CheckReach.Empty, (reach, c) => reach.Apply(Case(c.Item1), Proposal(c.Item1, c.Item2, c.Item3)).Next);

    [Theory]
    [InlineData(CheckKind.Background, new[] { 2 })]
    [InlineData(CheckKind.AccommodationExists, new[] { 2, 3 })]
    [InlineData(CheckKind.AccommodationSuitable, new[] { 2, 3 })]
    [InlineData(CheckKind.Identity, new int[0])]
    [InlineData(CheckKind.HealthInsurance, new int[0])]
    public void A_failed_check_reaches_every_open_sponsorship_that_it_concerns(CheckKind kind, int[] reached)
    {
        var news = Street.Apply(Case(1), new CheckRecorded(kind, Failed())).News;
        Assert.Equal(reached.Select(Case).ToHashSet(), news.Select(n => n.To).ToHashSet());
        Assert.All(news, n => Assert.Equal((kind, Case(1), CheckOutcome.Failed), (n.Kind, n.Result!.Via!.Value, n.Result.Outcome)));
    }

    [Fact]
    public void No_event_but_those_that_it_names_changes_anything()
    {
        var others = EventCodec<SponsorshipEvent>.All.Where(e => !CheckReach.Events.Contains(e.Key)).ToArray();
        Assert.NotEmpty(others);
        foreach (var (_, name) in others)
        {
            var golden = File.ReadAllBytes(ProjectFiles.PathOf("golden", $"{name}.json"));
            var (next, news) = Street.Apply(Case(1), SponsorshipDecider.Aggregate.Events.Read(golden));
            Assert.True(ReferenceEquals(Street, next) && news.Count == 0, name);
        }
    }

    [Fact]
    public void It_does_not_reach_one_that_has_ended()
    {
        var reach = Street.Apply(Case(2), new SponsorshipEnded(EndReason.Withdrawn, Today)).Next;
        Assert.Empty(reach.Apply(Case(1), new CheckRecorded(CheckKind.Background, Failed())).News);
    }

    [Fact]
    public void It_reaches_one_that_is_proposed_later_until_the_check_is_passed()
    {
        var failed =
            Street.Apply(Case(1), new CheckRecorded(CheckKind.AccommodationSuitable, Failed())).Next.Apply(Case(1),
                new SponsorshipEnded(EndReason.Refused, Today)).Next;
        Assert.Equal([new(Case(5), CheckKind.AccommodationSuitable, Failed() with { Via = Case(1) })],
            failed.Apply(Case(5), Proposal(5, 5, 1)).News);
        var passed = failed.Apply(Case(3), new CheckRecorded(CheckKind.AccommodationSuitable, Passed())).Next;
        Assert.Empty(passed.Apply(Case(5), Proposal(5, 5, 1)).News);
    }

    [Fact]
    public void What_came_from_elsewhere_goes_no_further() =>
        Assert.Empty(Street.Apply(Case(2), new CheckRecorded(CheckKind.Background, Failed() with { Via = Case(1) })).News);

    [Fact]
    public void One_failure_that_is_lifted_leaves_the_others_standing_for_those_who_are_proposed_later()
    {
        var (one, two) = (Failed() with { Ruling = Ruling(1) }, Failed() with { Ruling = Ruling(2) });
        var both = Street.Apply(Case(1), new CheckRecorded(CheckKind.AccommodationSuitable, one)).Next.Apply(Case(3),
            new CheckRecorded(CheckKind.AccommodationSuitable, two)).Next;
        Assert.Equal([one with { Via = Case(1) }, two with { Via = Case(3) }],
            both.Apply(Case(5), Proposal(5, 5, 1)).News.Select(n => n.Result!));
        var left = both.Apply(Case(1), Lift(CheckKind.AccommodationSuitable, 1, 1, 1)).Next;
        Assert.Equal([two with { Via = Case(3) }], left.Apply(Case(5), Proposal(5, 5, 1)).News.Select(n => n.Result!));
        var none = left.Apply(Case(3), Lift(CheckKind.AccommodationSuitable, 2, 3, 1)).Next;
        Assert.Empty(none.Apply(Case(5), Proposal(5, 5, 1)).News);
        Assert.Empty(none.Failures);
    }

    [Fact]
    public void Who_was_told_of_a_failure_is_told_that_it_was_lifted_even_after_the_source_ended_or_passed()
    {
        var failed = Street.Apply(Case(1), new CheckRecorded(CheckKind.Background, Failed() with { Ruling = Ruling(1) })).Next;
        foreach (var later in new SponsorshipEvent[] { new SponsorshipEnded(EndReason.Withdrawn, Today),
            new CheckRecorded(CheckKind.Background, Passed()) })
        {
            Assert.Equal([new CheckNews(Case(2), CheckKind.Background, null, Ruling(1), Case(1))],
                failed.Apply(Case(1), later).Next.Apply(Case(1), Lift(CheckKind.Background, 1, 1, 1)).News);
        }

        // What was lifted elsewhere goes no further, and what stands is known already.
        Assert.Empty(failed.Apply(Case(2), Lift(CheckKind.Background, 1, 1, 1) with { Via = Case(1) }).News);
        Assert.Empty(failed.Apply(Case(1), Lift(CheckKind.Background, 1, 1, 1) with { Effect = RulingEffect.Stands }).News);
        Assert.Empty(failed.Apply(Case(1), Lift(CheckKind.Identity, 1, 1, 1)).News);
    }

    [Fact]
    public void A_failure_that_waits_for_its_ruling_reaches_nobody() =>
        Assert.Empty(Street.Apply(Case(1), new CheckRecorded(CheckKind.Background, Failed() with { Ruling = Ruling(1) }, null, true)).News);

    private static RulingId Ruling(int n) => RulingId.From(Auckland, $"ruling {n}");

    private static CheckRuled Lift(CheckKind kind, int ruling, int host, int home) =>
        new(kind, Ruling(ruling), RulingEffect.Lifted, Host(host), Home(home));

    private static SponsorshipProposed Proposal(int sponsorship, int host, int home) =>
        new(Case(sponsorship), Host(host), Migrant(sponsorship), Household(home), Home(home), Party.Host);
}
