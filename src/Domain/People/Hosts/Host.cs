namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostEvent;

/// <summary>A citizen of a city who sponsors: one live sponsorship at a time.</summary>
public sealed record Host : IRecordOfPerson<HostId>
{
    /// <summary>The host's id; null before the registration.</summary>
    public HostId? Id { get; init; }

    /// <summary>The household that the host belongs to.</summary>
    public HouseholdId Household { get; init; }

    /// <summary>The address at which the host lives, without saying which.</summary>
    public HomeId Home { get; init; }

    /// <summary>Who acts for a host who is a minor; null for others.</summary>
    public HostId? Guardian { get; init; }

    /// <summary>What an officer has verified of the host's age; null while nobody has.</summary>
    public AgeGroup? Age { get; init; }

    /// <summary>The minors for whom this host acts.</summary>
    public ImmutableList<HostId> Wards { get; init; } = [];

    /// <summary>Why the host is not there; null while they are.</summary>
    public HostAbsence? Absence { get; init; }

    /// <summary>The officer who noted it.</summary>
    public string? AbsenceBy { get; init; }

    /// <summary>Why the host may not enter a sponsorship now; null while they may.</summary>
    public SuspensionReason? Suspended { get; init; }

    /// <summary>The ruling on the suspension; null while there is none.</summary>
    public RulingId? SuspendedUnder { get; init; }

    /// <summary>The one live sponsorship, or null.</summary>
    public SponsorshipId? Live { get; init; }

    /// <summary>How the record stands to other records of the same person; null where it stands alone.</summary>
    public RecordLinks<HostId>? Links { get; init; }

    /// <summary>The same, never null.</summary>
    [JsonIgnore]
    public RecordLinks<HostId> Linked => Links ?? RecordLinks<HostId>.None;

    /// <summary>How often the data in the vault was corrected: so many former versions are kept beside it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Corrections { get; init; }

    /// <summary>When the host asked to be erased; null for never.</summary>
    public DateOnly? ErasureAskedOn { get; init; }

    /// <summary>True once name and documents have been deleted.</summary>
    public bool Erased { get; init; }

    /// <summary>Names the account and the address in the vault to which the host is paid; null where there are none.</summary>
    public string? Payee { get; init; }

    /// <summary>The officer who said so; null if the host did.</summary>
    public string? PayeeBy { get; init; }

    /// <summary>The reference of what shows who takes the estate of a host who has died; null for others.</summary>
    public string? Estate { get; init; }

    /// <summary>The record of the same person in the city that they came from; null for who has not moved.</summary>
    public HostId? MovedFrom { get; init; }

    /// <summary>The sponsorship that this record was made for, until its migrant has arrived here; null once the record is open.</summary>
    public SponsorshipId? OpensWith { get; init; }

    /// <summary>The move of this person to another city, under way or complete; null for none.</summary>
    public HostMove? Move { get; init; }

    /// <summary>True for a record that was made for a move that did not come about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsVoid { get; init; }

    /// <summary>True while a move from here or to here is under way.</summary>
    [JsonIgnore]
    public bool IsMoving => this is { Move.IsComplete: false } or { OpensWith: not null };

    Party IRecordOfPerson<HostId>.Side => Party.Host;

    Rejection? IRecordOfPerson<HostId>.ProblemOfLinking => IsMoving
        ? new(RejectionCode.HostMoving, "A move of the host is under way; link the records when it is over.") : null;

    Rejection? IRecordOfPerson<HostId>.ProblemAsPrincipal => Suspended is not null
        ? new(RejectionCode.HostSuspended, "The principal record of the same host is suspended.") : null;

    Rejection? IRecordOfPerson<HostId>.ProblemOfEntering(SponsorshipId sponsorship)
    {
        if (HostMoveDecider.ProblemOfEntering(this, sponsorship) is { } moves) return moves;
        if (Erased) return new(RejectionCode.HostNotFound, "The host's registration was erased.");
        if (this is { Age: AgeGroup.Minor, Guardian: null }) return HostAgeDecider.Alone;
        if (Absence is { Situation: var situation })
        {
            return new(RejectionCode.HostAway, $"The host is {Codes<HostSituation>.Text(situation)}: no sponsorship begins meanwhile.");
        }

        return Suspended is { } reason
            ? new(RejectionCode.HostSuspended, $"The host is suspended: {Codes<SuspensionReason>.Text(reason)}.") : null;
    }
}

/// <summary>A host's move to another city.</summary>
/// <param name="Begun">Where to, and what the record there is made of.</param>
/// <param name="IsComplete">True once this record is closed for good.</param>
public sealed record HostMove(HostMoveBegun Begun, bool IsComplete)
{
    /// <summary>The record there.</summary>
    [JsonIgnore]
    public HostId To => Begun.To;
}

/// <summary>Why a suspended host may host again.</summary>
[JsonConverter(typeof(CodeConverter<ReinstatementReason>))]
public enum ReinstatementReason
{
    /// <summary>The suspicion was not confirmed.</summary>
    Cleared,

    /// <summary>What was wrong has been put right.</summary>
    Remedied,

    /// <summary>An appeal was upheld.</summary>
    AppealUpheld,

    /// <summary>The host asked for it.</summary>
    OwnRequest,
}
