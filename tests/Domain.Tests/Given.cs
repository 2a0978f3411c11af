namespace VipOrleans.Domain.Tests;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.News;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;

/// <summary>The beginning of a story: given these events, when this command, then these events, or this rejection.</summary>
internal static class Given
{
    public static Story<CityDecider, City, CityCommand, CityEvent> City(params CityEvent[] events) => new(events);

    public static Story<NationDecider, Nation, NationCommand, NationEvent> Nation(params NationEvent[] events) => new(events);

    public static Story<BallotDecider, Ballot, BallotCommand, BallotEvent> Ballot(params BallotEvent[] events) => new(events);

    public static Story<OpeningDecider, Opening, OpeningCommand, OpeningEvent> Opening(params OpeningEvent[] events) => new(events);

    public static Story<BallotRegisterDecider, BallotRegister, BallotRegisterCommand, BallotRegisterEvent> Register(
        params BallotRegisterEvent[] events) => new(events);

    public static Story<BallotBoxDecider, BallotBox, BallotBoxCommand, BallotBoxEvent> Box(params BallotBoxEvent[] events) => new(events);

    public static Story<HostDecider, Host, HostCommand, HostEvent> Host(params HostEvent[] events) => new(events);

    public static Story<MigrantDecider, Migrant, MigrantCommand, MigrantEvent> Migrant(params MigrantEvent[] events) => new(events);

    public static Story<SignInsDecider, SignIns, SignInsCommand, SignInsEvent> SignIns(params SignInsEvent[] events) => new(events);

    public static Story<AllowanceDecider, Allowance, AllowanceCommand, AllowanceEvent> Allowance(params AllowanceEvent[] events) =>
        new(events);

    public static Story<ProfileDecider, PersonProfile, ProfileCommand, ProfileEvent> Profile(params ProfileEvent[] events) => new(events);

    public static Story<SeekerDecider, Seeker, SeekerCommand, SeekerEvent> Seeker(params SeekerEvent[] events) => new(events);

    public static Story<InvitationDecider, Invitation, InvitationCommand, InvitationEvent> Invitation(params InvitationEvent[] events) =>
        new(events);

    public static Story<RoundDecider, Round, RoundCommand, RoundEvent> Round(params RoundEvent[] events) => new(events);

    public static Story<RoundEntryDecider, RoundEntry, RoundEntryCommand, RoundEntryEvent> RoundEntry(params RoundEntryEvent[] events) =>
        new(events);

    public static Story<RemittanceOffersDecider, RemittanceOffers, RemittanceOffersCommand, RemittanceOffersEvent> RemittanceOffers(
        params RemittanceOffersEvent[] events) => new(events);

    public static Story<GuaranteeDecider, Guarantee, GuaranteeCommand, GuaranteeEvent> Guarantee(params GuaranteeEvent[] events) =>
        new(events);

    public static Story<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent> Sponsorship(
        params SponsorshipEvent[] events) => new(events);

    public static Story<ConcernDecider, Concern, ConcernCommand, ConcernEvent> Concern(params ConcernEvent[] events) => new(events);

    public static Story<WelfareCheckDecider, WelfareCheck, WelfareCheckCommand, WelfareCheckEvent> WelfareCheck(
        params WelfareCheckEvent[] events) => new(events);

    public static Story<RulingDecider, Ruling, RulingCommand, RulingEvent> Ruling(params RulingEvent[] events) => new(events);

    public static Story<DuplicateDecider, Duplicate, DuplicateCommand, DuplicateEvent> Duplicate(params DuplicateEvent[] events) =>
        new(events);

    public static Story<EarningsImportDecider, EarningsImport, ImportCommand, ImportEvent> Import(params ImportEvent[] events) =>
        new(events);

    public static Story<InboxDecider, Inbox, InboxCommand, InboxEvent> Inbox(params InboxEvent[] events) => new(events);

    /// <summary>A sponsorship that has come to a status the shortest way.</summary>
    public static Story<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent> Sponsorship(SponsorshipStatus status,
        params SponsorshipEvent[] then) =>
        Sponsorship([.. Histories.To(status), .. then]);
}

/// <summary>A story that has begun.</summary>
internal sealed class Story<TDecider, TState, TCommand, TEvent>(IEnumerable<TEvent> given)
    where TDecider : IDecider<TState, TCommand, TEvent>
    where TEvent : class
{
    public TState State { get; } = given.Aggregate(TDecider.Initial, TDecider.Evolve);

    public Ending<TState, TEvent> When(TCommand command, Moment? moment = null)
    {
        var decision = TDecider.Decide(State, command, moment ?? Sample.MomentOf(command));
        return new(TDecider.Aggregate.Events, decision, decision.Events.Aggregate(State, TDecider.Evolve));
    }
}

/// <summary>How a story ends.</summary>
internal sealed class Ending<TState, TEvent>(EventCodec<TEvent> codec, Decision<TEvent> decision, TState state)
    where TEvent : class
{
    public Decision<TEvent> Decision => decision;

    /// <summary>The state after the events.</summary>
    public TState State => state;

    /// <summary>Events compare by what stands in the journal, in order.</summary>
    public Ending<TState, TEvent> Then(params TEvent[] expected)
    {
        Assert.Null(decision.Rejection);
        Assert.Equal(expected.Select(Text), decision.Events.Select(Text));
        return this;
    }

    /// <summary>These events, and others after them, which another test looks at.</summary>
    public Ending<TState, TEvent> ThenBegins(params TEvent[] expected)
    {
        Assert.Null(Decision.Rejection);
        Assert.Equal(expected, Decision.Events.Take(expected.Length));
        return this;
    }

    public Ending<TState, TEvent> ThenNothing() => Then();

    public Ending<TState, TEvent> ThenRejected(RejectionCode code)
    {
        Assert.Equal(code, decision.Rejection?.Code);
        Assert.Empty(decision.Events);
        Assert.False(string.IsNullOrWhiteSpace(decision.Rejection!.Detail), "A rejection says what is wrong.");
        return this;
    }

    /// <summary>It is refused with these words.</summary>
    public Ending<TState, TEvent> ThenRejected(RejectionCode code, string detail)
    {
        Assert.Equal(detail, decision.Rejection?.Detail);
        return ThenRejected(code);
    }

    public Ending<TState, TEvent> WithOutcome(string outcome)
    {
        Assert.Equal(outcome, decision.Outcome);
        return this;
    }

    private string Text(TEvent e) => Encoding.UTF8.GetString(codec.Write(e));
}
