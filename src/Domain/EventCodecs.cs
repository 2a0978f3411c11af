namespace VipOrleans.Domain;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;

/// <summary>The codecs of all aggregates.</summary>
public static class EventCodecs
{
    /// <summary>Events of a city.</summary>
    public static EventCodec<CityEvent> City { get; } = new(PlacesJson.Default.CityEvent);

    /// <summary>Events of a ballot.</summary>
    public static EventCodec<BallotEvent> Ballot { get; } = new(PlacesJson.Default.BallotEvent);

    /// <summary>Events of an opening.</summary>
    public static EventCodec<OpeningEvent> Opening { get; } = new(PlacesJson.Default.OpeningEvent);

    /// <summary>Events of a part of a ballot's register.</summary>
    public static EventCodec<BallotRegisterEvent> BallotRegister { get; } = new(PlacesJson.Default.BallotRegisterEvent);

    /// <summary>Events of a part of a ballot's box.</summary>
    public static EventCodec<BallotBoxEvent> BallotBox { get; } = new(PlacesJson.Default.BallotBoxEvent);

    /// <summary>Events of a nation.</summary>
    public static EventCodec<NationEvent> Nation { get; } = new(PlacesJson.Default.NationEvent);

    /// <summary>Events of a host.</summary>
    public static EventCodec<HostEvent> Host { get; } = new(PeopleJson.Default.HostEvent);

    /// <summary>Events of a migrant.</summary>
    public static EventCodec<MigrantEvent> Migrant { get; } = new(PeopleJson.Default.MigrantEvent);

    /// <summary>Events of a sponsorship.</summary>
    public static EventCodec<SponsorshipEvent> Sponsorship { get; } = new(SponsorshipsJson.Default.SponsorshipEvent);

    /// <summary>Events of an import of earnings.</summary>
    public static EventCodec<ImportEvent> Import { get; } = new(ReportsJson.Default.ImportEvent);

    /// <summary>Events of a table of exchange rates.</summary>
    public static EventCodec<RateTableEvent> RateTable { get; } = new(MoneyJson.Default.RateTableEvent);

    /// <summary>Events of a nation's list of rate sources.</summary>
    public static EventCodec<RateSourcesEvent> RateSources { get; } = new(MoneyJson.Default.RateSourcesEvent);

    /// <summary>Events of a batch of payments.</summary>
    public static EventCodec<PayoutEvent> Payout { get; } = new(PaymentsJson.Default.PayoutEvent);

    /// <summary>Events of a nation's offers to send money.</summary>
    public static EventCodec<RemittanceOffersEvent> RemittanceOffers { get; } = new(PaymentsJson.Default.RemittanceOffersEvent);

    /// <summary>Events of a person's profile.</summary>
    public static EventCodec<ProfileEvent> Profile { get; } = new(MatchingJson.Default.ProfileEvent);

    /// <summary>Events of a city's entry of a migrant.</summary>
    public static EventCodec<SeekerEvent> Seeker { get; } = new(MatchingJson.Default.SeekerEvent);

    /// <summary>Events of an invitation.</summary>
    public static EventCodec<InvitationEvent> Invitation { get; } = new(MatchingJson.Default.InvitationEvent);

    /// <summary>Events of a matching round.</summary>
    public static EventCodec<RoundEvent> Round { get; } = new(MatchingJson.Default.RoundEvent);

    /// <summary>Events of somebody's part in a round.</summary>
    public static EventCodec<RoundEntryEvent> RoundEntry { get; } = new(MatchingJson.Default.RoundEntryEvent);
    /// <summary>Events of a concern.</summary>
    public static EventCodec<ConcernEvent> Concern { get; } = new(SafeguardingJson.Default.ConcernEvent);

    /// <summary>Events of a welfare check.</summary>
    public static EventCodec<WelfareCheckEvent> WelfareCheck { get; } = new(SafeguardingJson.Default.WelfareCheckEvent);

    /// <summary>Events of a ruling.</summary>
    public static EventCodec<RulingEvent> Ruling { get; } = new(SafeguardingJson.Default.RulingEvent);

    /// <summary>Events of what officers note about two records.</summary>
    public static EventCodec<DuplicateEvent> Duplicate { get; } = new(PeopleJson.Default.DuplicateEvent);
}
