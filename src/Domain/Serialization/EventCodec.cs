using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VipOrleans.Domain;

/// <summary>Writes and reads the events of one aggregate under their stable names.</summary>
/// <typeparam name="TEvent">The union of events: an abstract record that lists its members with <see cref="JsonDerivedTypeAttribute"/>.</typeparam>
public sealed class EventCodec<TEvent>(JsonTypeInfo<TEvent> json) where TEvent : class
{
    private static readonly FrozenDictionary<Type, string> Names =
        typeof(TEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    /// <summary>The stable names of all events, with their types.</summary>
    public static IReadOnlyDictionary<Type, string> All => Names;

    /// <summary>The stable name of an event.</summary>
    public static string NameOf(TEvent e) => Names[e.GetType()];

    /// <summary>Writes an event as UTF-8 JSON; its name stands first, as <c>type</c>.</summary>
    public byte[] Write(TEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, json);

    /// <summary>Reads an event.</summary>
    /// <exception cref="JsonException">The JSON is not an event of this aggregate.</exception>
    public TEvent Read(ReadOnlySpan<byte> data) => JsonSerializer.Deserialize(data, json) ?? throw new JsonException("An event is not null.");
}

/// <summary>The codecs of all aggregates.</summary>
public static class EventCodecs
{
    /// <summary>Events of a city.</summary>
    public static EventCodec<CityEvent> City { get; } = new(DomainJson.Default.CityEvent);

    /// <summary>Events of a ballot.</summary>
    public static EventCodec<BallotEvent> Ballot { get; } = new(DomainJson.Default.BallotEvent);

    /// <summary>Events of an opening.</summary>
    public static EventCodec<OpeningEvent> Opening { get; } = new(DomainJson.Default.OpeningEvent);

    /// <summary>Events of a part of a ballot's register.</summary>
    public static EventCodec<BallotRegisterEvent> BallotRegister { get; } = new(DomainJson.Default.BallotRegisterEvent);

    /// <summary>Events of a part of a ballot's box.</summary>
    public static EventCodec<BallotBoxEvent> BallotBox { get; } = new(DomainJson.Default.BallotBoxEvent);

    /// <summary>Events of a nation.</summary>
    public static EventCodec<NationEvent> Nation { get; } = new(DomainJson.Default.NationEvent);

    /// <summary>Events of a host.</summary>
    public static EventCodec<HostEvent> Host { get; } = new(DomainJson.Default.HostEvent);

    /// <summary>Events of a migrant.</summary>
    public static EventCodec<MigrantEvent> Migrant { get; } = new(DomainJson.Default.MigrantEvent);

    /// <summary>Events of a sponsorship.</summary>
    public static EventCodec<SponsorshipEvent> Sponsorship { get; } = new(DomainJson.Default.SponsorshipEvent);

    /// <summary>Events of an import of earnings.</summary>
    public static EventCodec<ImportEvent> Import { get; } = new(DomainJson.Default.ImportEvent);

    /// <summary>Events of a table of exchange rates.</summary>
    public static EventCodec<RateTableEvent> RateTable { get; } = new(DomainJson.Default.RateTableEvent);

    /// <summary>Events of a nation's list of rate sources.</summary>
    public static EventCodec<RateSourcesEvent> RateSources { get; } = new(DomainJson.Default.RateSourcesEvent);

    /// <summary>Events of a batch of payments.</summary>
    public static EventCodec<PayoutEvent> Payout { get; } = new(DomainJson.Default.PayoutEvent);

    /// <summary>Events of a nation's offers to send money.</summary>
    public static EventCodec<RemittanceOffersEvent> RemittanceOffers { get; } = new(DomainJson.Default.RemittanceOffersEvent);

    /// <summary>Events of a person's profile.</summary>
    public static EventCodec<ProfileEvent> Profile { get; } = new(DomainJson.Default.ProfileEvent);

    /// <summary>Events of a city's entry of a migrant.</summary>
    public static EventCodec<SeekerEvent> Seeker { get; } = new(DomainJson.Default.SeekerEvent);

    /// <summary>Events of an invitation.</summary>
    public static EventCodec<InvitationEvent> Invitation { get; } = new(DomainJson.Default.InvitationEvent);

    /// <summary>Events of a matching round.</summary>
    public static EventCodec<RoundEvent> Round { get; } = new(DomainJson.Default.RoundEvent);

    /// <summary>Events of somebody's part in a round.</summary>
    public static EventCodec<RoundEntryEvent> RoundEntry { get; } = new(DomainJson.Default.RoundEntryEvent);
    /// <summary>Events of a concern.</summary>
    public static EventCodec<ConcernEvent> Concern { get; } = new(DomainJson.Default.ConcernEvent);

    /// <summary>Events of a welfare check.</summary>
    public static EventCodec<WelfareCheckEvent> WelfareCheck { get; } = new(DomainJson.Default.WelfareCheckEvent);

    /// <summary>Events of a ruling.</summary>
    public static EventCodec<RulingEvent> Ruling { get; } = new(DomainJson.Default.RulingEvent);

    /// <summary>Events of what officers note about two records.</summary>
    public static EventCodec<PersonCaseEvent> PersonCase { get; } = new(DomainJson.Default.PersonCaseEvent);
}
