namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>A person who wants to live and work in a city: one live sponsorship at a time.</summary>
public sealed record Migrant : IRecordOfPerson<MigrantId>
{
    /// <summary>The migrant's id; null before the registration.</summary>
    public MigrantId? Id { get; init; }

    /// <summary>The country that the migrant comes from: ISO 3166-1 alpha-2, upper case.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What an officer has verified of the migrant's age; null while nobody has.</summary>
    public AgeGroup? Age { get; init; }

    /// <summary>Languages, BCP 47.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Skills, as words.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Yearly earnings at home; null before they are declared.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The officer who declared it for the migrant; null if the migrant did.</summary>
    public string? BaselineBy { get; init; }

    /// <summary>Every version of it that an officer has verified, the newest last.</summary>
    public ImmutableList<VerifiedBaseline> Verified { get; init; } = [];

    /// <summary>Every sponsorship that the migrant was taken for, the newest last.</summary>
    public ImmutableList<SponsorshipId> Sponsorships { get; init; } = [];

    /// <summary>The one live sponsorship, or null.</summary>
    public SponsorshipId? Live { get; init; }

    /// <summary>
    /// The sponsorship in another city that is to continue the live one; null for none. It is the live one as soon as that has ended.
    /// </summary>
    public SponsorshipId? Next { get; init; }

    /// <summary>The live sponsorship, where it was to continue one that the migrant has ended otherwise: it is about to let go.</summary>
    public SponsorshipId? LettingGo { get; init; }

    /// <summary>Who comes with the migrant, in the order in which they were named. Who they are is in the vault.</summary>
    public ImmutableList<MigrantDependant> Dependants { get; init; } = [];

    /// <summary>To whom the migrant may send money, in the order in which they were named. Who they are is in the vault.</summary>
    public ImmutableList<BeneficiaryId> Beneficiaries { get; init; } = [];

    /// <summary>What the migrant sends home each month, in order; empty for nothing.</summary>
    public IReadOnlyList<RemittanceInstruction> RemittancePlan { get; init; } = [];

    /// <summary>Names the migrant's own account in the vault; null if there is none.</summary>
    public string? OwnAccount { get; init; }

    /// <summary>Names the account of the estate in the vault, after the migrant's death; null before.</summary>
    public EstatePayee? Estate { get; init; }

    /// <summary>
    /// Names in the vault where refunds are paid: the estate's account, or else the migrant's own; null if there is none.
    /// </summary>
    [JsonIgnore]
    public string? Payee => Estate?.Payee ?? OwnAccount;

    /// <summary>How the record stands to other records of the same person; null where it stands alone.</summary>
    public RecordLinks<MigrantId>? Links { get; init; }

    /// <summary>The same, never null.</summary>
    [JsonIgnore]
    public RecordLinks<MigrantId> Linked => Links ?? RecordLinks<MigrantId>.None;

    /// <summary>How often the data in the vault was corrected: so many former versions are kept beside it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Corrections { get; init; }

    /// <summary>When the migrant asked to be erased; null for never.</summary>
    public DateOnly? ErasureAskedOn { get; init; }

    /// <summary>True once name and documents have been deleted.</summary>
    public bool Erased { get; init; }

    Party IRecordOfPerson<MigrantId>.Side => Party.Migrant;

    Rejection? IRecordOfPerson<MigrantId>.ProblemOfLinking => null;

    Rejection? IRecordOfPerson<MigrantId>.ProblemAsPrincipal => null;

    Rejection? IRecordOfPerson<MigrantId>.ProblemOfEntering(SponsorshipId sponsorship) =>
        Erased ? new(RejectionCode.MigrantNotFound, "The migrant's registration was erased.")
            : Age == AgeGroup.Minor ? MigrantAgeDecider.Alone : null;
}

/// <summary>Where an estate is paid.</summary>
/// <param name="Payee">Names what is in the vault: a keyed code that does not tell it.</param>
/// <param name="Document">The reference of what shows who takes the estate.</param>
/// <param name="By">The officer who said so.</param>
public sealed record EstatePayee(string Payee, string Document, string By);
