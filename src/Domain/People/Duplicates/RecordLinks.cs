namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// How a record stands to the other records of the same person. One of them is the principal, and knows what the others hold or ask for;
/// none of the others is taken by a sponsorship before the principal has agreed. So one live sponsorship is the person's, whichever record
/// it names.
/// </summary>
/// <typeparam name="TId">Ids of the records: of hosts, or of migrants.</typeparam>
public sealed record RecordLinks<TId> where TId : struct, IId<TId>, IEquatable<TId>
{
    /// <summary>Most records of one person besides the principal.</summary>
    public const int MaxRecords = 20;

    /// <summary>A record that is linked to none.</summary>
    public static RecordLinks<TId> None { get; } = new();

    /// <summary>The person's principal record; null where this is it, or stands alone.</summary>
    public TId? Principal { get; init; }

    /// <summary>The sponsorship for which the principal is being asked; null if none is.</summary>
    public SponsorshipId? Asking { get; init; }

    /// <summary>The last sponsorship that was not to be had, and why.</summary>
    public ClaimRefusal? Refused { get; init; }

    /// <summary>Of a principal: the person's other records.</summary>
    public ImmutableList<LinkedRecord<TId>> Records { get; init; } = [];

    /// <summary>True where nothing is known of any other record.</summary>
    [JsonIgnore]
    public bool IsNone => Principal is null && Asking is null && Refused is null && Records.IsEmpty;

    /// <summary>True where this is the principal of other records, or one of them.</summary>
    [JsonIgnore]
    public bool IsOneOfSeveral => Principal is not null || Asking is not null || !Records.IsEmpty;

    /// <summary>True where another record of the person holds, or asks for, another sponsorship.</summary>
    /// <param name="sponsorship">The one that is wanted.</param>
    /// <param name="besides">A record that is not counted.</param>
    public bool IsHeldBesides(SponsorshipId sponsorship, TId? besides = null) =>
        Records.Exists(r => r.Claim is { } claim && claim != sponsorship && !(besides is { } id && r.Record.Equals(id)));

    /// <summary>What is known of a record; null where it is none of the person's.</summary>
    public LinkedRecord<TId>? Find(TId record) => Records.Find(r => r.Record.Equals(record));

    /// <summary>
    /// Of a principal: the other records' claims that stand beside a record's own. Empty if that record has none: then what the others ask
    /// for is refused or granted with all of it known.
    /// </summary>
    /// <param name="record">The record that was put under this principal.</param>
    public IReadOnlyList<LinkedRecord<TId>> ClaimsBeside(TId record) =>
        Find(record)?.Claim is { } own
            ? [.. Records.Where(r => !r.Record.Equals(record) && r.Claim is { } claim && claim != own)]
            : [];

    /// <summary>
    /// Of a record: true once a claim that its principal knows of is decided, so that the record is in the sponsorship or never will be by
    /// that claim. A record that is older than what the principal knows cannot say so.
    /// </summary>
    /// <param name="version">The version of this record.</param>
    /// <param name="known">The claim, as the principal knows it.</param>
    public bool HasDecided(long version, LinkedRecord<TId> known) => version >= known.Version && Asking != known.Claim;

    /// <summary>The links after an event; null for a record that stands alone, which costs nothing in memory and in snapshots.</summary>
    internal RecordLinks<TId>? Evolve(RecordLinkEvent<TId> e)
    {
        var links = e switch
        {
            RecordLinkEvent<TId>.Admitted x => this with { Records = Records.Add(new(x.Record, x.Since, null)) },
            RecordLinkEvent<TId>.Released x => this with { Records = Records.RemoveAll(r => r.Record.Equals(x.Record)) },
            RecordLinkEvent<TId>.Noted x =>
                this with { Records = [.. Records.Select(r => r.Record.Equals(x.Record) ? new(x.Record, x.Version, x.Held) : r)] },
            RecordLinkEvent<TId>.Attached x => this with { Principal = x.Principal },
            RecordLinkEvent<TId>.Detached x when Principal is { } now && now.Equals(x.Principal) => this with { Principal = null },
            RecordLinkEvent<TId>.ClaimAsked x => this with { Asking = x.Sponsorship },
            RecordLinkEvent<TId>.ClaimRefused x => this with { Asking = null, Refused = new(x.Sponsorship, x.Code) },
            RecordLinkEvent<TId>.ClaimVoided x when Asking == x.Sponsorship => this with { Asking = null },
            RecordLinkEvent<TId>.Taken => this with { Asking = null },
            _ => this,
        };
        return links.IsNone ? null : links;
    }
}

/// <summary>Another record of the same person, as the principal knows it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">The version of which this is known.</param>
/// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
/// <typeparam name="TId">Ids of the records.</typeparam>
public sealed record LinkedRecord<TId>(TId Record, long Version, SponsorshipId? Claim) where TId : struct;

/// <summary>A sponsorship that was not to be had, and why.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Code">Why.</param>
public sealed record ClaimRefusal(SponsorshipId Sponsorship, RejectionCode Code);
