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

    /// <summary>The sponsorship for which the principal is being asked; null where none is.</summary>
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

    /// <summary>Why a record cannot become one of this principal's; null where it can.</summary>
    public Rejection? ProblemOfAdmitting(TId self, TId record)
    {
        if (self.Equals(record)) return new(RejectionCode.InvalidInput, "A record is not linked to itself.");
        if (Principal is not null)
        {
            return new(RejectionCode.RecordLinked, "This record is linked to another one. Link to that one, or unlink first.");
        }

        return Records.Count < MaxRecords ? null : new(RejectionCode.RecordLinked, $"At most {MaxRecords} records are linked to one.");
    }

    /// <summary>Why this record cannot be put under a principal; null where it can.</summary>
    public Rejection? ProblemOfAttaching(TId self, TId principal)
    {
        if (self.Equals(principal)) return new(RejectionCode.InvalidInput, "A record is not linked to itself.");
        if (Principal is not null) return new(RejectionCode.RecordLinked, "The record is linked to another one. Unlink it there first.");
        if (!Records.IsEmpty)
        {
            return new(RejectionCode.RecordLinked, "Other records are linked to this one. Link the other way round, or unlink them first.");
        }

        return Asking is null ? null : new(RejectionCode.Busy, "The record is just being asked for a sponsorship; try again in a moment.");
    }

    /// <summary>Why a record of this principal's may not be taken; null where it may, as far as the links say.</summary>
    /// <param name="record">The record.</param>
    /// <param name="version">The version in which it asks. An older one than is known here was overtaken by what came of it.</param>
    public Rejection? ProblemOfClaiming(TId record, long version)
    {
        if (Find(record) is not { } known) return new(RejectionCode.RecordsNotLinked, "The record is not linked to this one.");
        return version < known.Version ? new(RejectionCode.VersionMismatch, "What the record asked for has been settled since.") : null;
    }

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

    /// <summary>True where this tells something newer of a record than is known.</summary>
    public bool IsNews(TId record, long version) => Find(record) is { } known && version > known.Version;

    internal RecordLinks<TId>? Admit(TId record, long since) => this with { Records = Records.Add(new(record, since, null)) };

    internal RecordLinks<TId>? Release(TId record) => (this with { Records = Records.RemoveAll(r => r.Record.Equals(record)) }).OrNull();

    internal RecordLinks<TId>? Note(TId record, long version, SponsorshipId? claim) =>
        this with { Records = [.. Records.Select(r => r.Record.Equals(record) ? new(record, version, claim) : r)] };

    internal RecordLinks<TId>? Attach(TId principal) => this with { Principal = principal };

    internal RecordLinks<TId>? Detach(TId principal) =>
        (Principal is { } now && now.Equals(principal) ? this with { Principal = null } : this).OrNull();

    internal RecordLinks<TId>? Ask(SponsorshipId sponsorship) => this with { Asking = sponsorship };

    internal RecordLinks<TId>? Refuse(SponsorshipId sponsorship, RejectionCode code) =>
        this with { Asking = null, Refused = new(sponsorship, code) };

    internal RecordLinks<TId>? Settle() => (this with { Asking = null }).OrNull();

    internal RecordLinks<TId>? Void(SponsorshipId sponsorship) => Asking == sponsorship ? Settle() : OrNull();

    // A record that stands alone costs nothing in memory and in snapshots.
    private RecordLinks<TId>? OrNull() => IsNone ? null : this;
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
