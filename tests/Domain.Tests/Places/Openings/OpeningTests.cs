namespace VipOrleans.Domain.Tests.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.OpeningCommand;
using static VipOrleans.Domain.Places.OpeningEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class OpeningTests
{
    private static readonly OpeningId Id = OpeningId.From(Auckland, "opening");
    private static readonly OpeningTerms Terms = new(Now.AddDays(1), Now.AddDays(8), "Charter, article 12");
    private static readonly OpeningAnnounced Announced = new(Id, Terms, PublishedOrder.CommitmentTo("secret"), Now);
    private static readonly OpeningEvent[] Open = [Announced, new OpeningTaken()];
    private static readonly OpeningEvent[] Closed = [.. Open, new OpeningClosed(3, Terms.Until)];
    private static readonly OpeningEvent[] Listed = [.. Closed, new OpeningListed(["a", "b"]), new OpeningListed(["c"])];
    private static readonly OpeningRevealed Revealed = new("secret", "seed");

    [Fact]
    public void An_opening_is_announced_with_its_window_and_the_hash_of_its_secret()
    {
        Given.Opening().When(Announce(Terms)).Then(Announced).WithOutcome("announced");
        Given.Opening().When(Announce(Terms with { From = Now, Until = Now.AddSeconds(1) })).WithOutcome("announced");
        Given.Opening().When(Announce(Terms with { From = Now.AddDays(366), Until = Now.AddDays(366 + 90) })).WithOutcome("announced");
        // No beginning is named: at once.
        Given.Opening().When(Announce(Terms with { From = default })).Then(Announced with { Terms = Terms with { From = Now } });
        Given.Opening(Announced).When(Announce(Terms)).ThenRejected(RejectionCode.AlreadyExists);
        Given.Opening().When(new NoteOpeningTaken()).ThenRejected(RejectionCode.OpeningNotFound);
    }

    [Fact]
    public void An_opening_that_makes_no_sense_is_not_announced()
    {
        foreach (var terms in new[]
        {
            Terms with { LegalBasis = "" }, Terms with { LegalBasis = new('x', 201) },
            Terms with { Until = Terms.From.AddSeconds(1).AddTicks(-1) }, Terms with { Until = Terms.From.AddDays(90).AddTicks(1) },
            Terms with { From = Now.AddDays(366).AddTicks(1), Until = Now.AddDays(367) }, Terms with { Until = Terms.From.AddDays(-1) },
        })
        {
            Given.Opening().When(Announce(terms)).ThenRejected(RejectionCode.InvalidInput);
        }

        Given.Opening().When(Announce(Terms with { From = Now.AddTicks(-1) })).ThenRejected(RejectionCode.DateInPast);
    }

    [Fact]
    public void The_city_takes_it_up_or_has_another_one()
    {
        Given.Opening(Announced).When(new NoteOpeningTaken()).Then(new OpeningTaken()).WithOutcome("open");
        Given.Opening(Open).When(new NoteOpeningTaken()).ThenNothing();
        Given.Opening(Announced).When(new NoteOpeningRefused()).Then(new OpeningRefused()).WithOutcome("refused");
        Given.Opening(Announced, new OpeningRefused()).When(new NoteOpeningRefused()).ThenNothing();
        Given.Opening(Announced, new OpeningRefused()).When(new NoteOpeningTaken()).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening(Open).When(new NoteOpeningRefused()).ThenRejected(RejectionCode.OpeningWrongState);
    }

    [Fact]
    public void It_is_called_off_until_its_window_is_over_and_not_later()
    {
        Given.Opening(Announced).When(new CallOffOpening()).Then(new OpeningCalledOff());
        Given.Opening(Open).When(new CallOffOpening(), At(Terms.Until.AddTicks(-1))).Then(new OpeningCalledOff()).WithOutcome("called-off");
        Given.Opening(Open).When(new CallOffOpening(), At(Terms.Until)).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening([.. Open, new OpeningCalledOff()]).When(new CallOffOpening(), At(Terms.Until)).ThenNothing();
        foreach (var later in new OpeningEvent[][] { Closed, Listed, [.. Listed, Revealed], [.. Listed, Revealed, new OpeningDrawn()],
            [Announced, new OpeningRefused()] })
        {
            Given.Opening(later).When(new CallOffOpening()).ThenRejected(RejectionCode.OpeningWrongState);
        }

    }

    [Fact]
    public void The_whole_list_is_published_in_order_before_the_secret_is_revealed()
    {
        Given.Opening(Announced).When(new CloseOpening(3), At(Terms.Until)).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening(Open).When(new CloseOpening(3), At(Terms.Until)).Then(new OpeningClosed(3, Terms.Until)).WithOutcome("closed");
        Given.Opening(Closed).When(new CloseOpening(2), At(Terms.Until)).ThenNothing();
        Given.Opening(Open).When(new ListOpening(0, ["a"])).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening(Closed).When(new ListOpening(0, ["a", "b"])).Then(new OpeningListed(["a", "b"]));
        foreach (var piece in new ListOpening[] { new(1, ["b"]), new(0, []), new(0, ["a", "b", "c", "d"]) })
        {
            Given.Opening(Closed).When(piece).ThenRejected(RejectionCode.OpeningWrongState);
        }

        Given.Opening([.. Open, new OpeningClosed(1_000, Terms.Until)])
            .When(new ListOpening(0, [.. Enumerable.Repeat("a", Opening.PerEvent + 1)])).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening([.. Closed, new OpeningListed(["a", "b"])]).When(new RevealOpening("secret", "seed"))
            .ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening(Open).When(new RevealOpening("secret", "seed")).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening(Listed).When(new RevealOpening("secret", "seed")).Then(Revealed);
        Given.Opening(Listed).When(new RevealOpening("another", "seed")).ThenRejected(RejectionCode.InvalidInput);
        Given.Opening([.. Listed, Revealed]).When(new RevealOpening("secret", "another")).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening([.. Listed, Revealed]).When(new ListOpening(3, ["d"])).ThenRejected(RejectionCode.OpeningWrongState);
    }

    [Fact]
    public void It_is_drawn_once_the_secret_is_out()
    {
        Given.Opening(Listed).When(new NoteOpeningDrawn()).ThenRejected(RejectionCode.OpeningWrongState);
        Given.Opening([.. Listed, Revealed]).When(new NoteOpeningDrawn()).Then(new OpeningDrawn()).WithOutcome("drawn");
        Given.Opening([.. Listed, Revealed, new OpeningDrawn()]).When(new NoteOpeningDrawn()).ThenNothing();
        Given.Opening([.. Listed, Revealed, new OpeningDrawn()]).When(new CloseOpening(3)).ThenNothing();
    }

    [Fact]
    public void What_is_to_be_done_follows_from_its_journal()
    {
        Assert.Equal(OpeningStep.None, Next([], Now));
        Assert.Equal(OpeningStep.TellCity, Next([Announced], Now));
        Assert.Equal(OpeningStep.None, Next([Announced, new OpeningRefused()], Terms.Until));
        Assert.Equal(OpeningStep.Wait, Next(Open, Terms.Until.AddTicks(-1)));
        Assert.Equal(OpeningStep.Close, Next(Open, Terms.Until));
        Assert.Equal(OpeningStep.Close, Next([.. Open, new OpeningCalledOff()], Now));
        Assert.Equal(OpeningStep.TellCity, Next([Announced, new OpeningCalledOff()], Now));
        Assert.Equal(OpeningStep.List, Next(Closed, Now));
        Assert.Equal(OpeningStep.Reveal, Next(Listed, Now));
        Assert.Equal(OpeningStep.Reveal, Next([.. Open, new OpeningClosed(0, Now)], Now));
        Assert.Equal(OpeningStep.Draw, Next([.. Listed, Revealed], Now));
        Assert.Equal(OpeningStep.None, Next([.. Listed, Revealed, new OpeningDrawn()], Now));
        Assert.NotEqual(OpeningSaga.CommandId(Id, OpeningStep.Draw), OpeningSaga.CommandId(Id, OpeningStep.Draw, 200));
    }

    private static OpeningStep Next(OpeningEvent[] events, DateTimeOffset now) =>
        OpeningSaga.Next(events.Aggregate(OpeningDecider.Initial, OpeningDecider.Evolve), now);

    private static AnnounceOpening Announce(OpeningTerms terms) => new(Id, terms, PublishedOrder.CommitmentTo("secret"));
}
