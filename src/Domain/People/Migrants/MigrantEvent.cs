namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What happened to a migrant. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MigrantRegistered), "migrant-registered")]
[JsonDerivedType(typeof(BaselineDeclared), "baseline-declared")]
[JsonDerivedType(typeof(BaselineVerified), "baseline-verified")]
[JsonDerivedType(typeof(MigrantTaken), "migrant-taken")]
[JsonDerivedType(typeof(MigrantFreed), "migrant-freed")]
[JsonDerivedType(typeof(MigrantClaimVoided), "migrant-claim-voided")]
[JsonDerivedType(typeof(BeneficiaryNamed), "beneficiary-named")]
[JsonDerivedType(typeof(BeneficiaryRemoved), "beneficiary-removed")]
[JsonDerivedType(typeof(RemittancePlanSet), "remittance-plan-set")]
[JsonDerivedType(typeof(OwnAccountProvided), "own-account-provided")]
[JsonDerivedType(typeof(MigrantErased), "migrant-erased")]
[JsonDerivedType(typeof(MigrantNextTaken), "migrant-next-taken")]
[JsonDerivedType(typeof(MigrantRecordAdmitted), "migrant-record-admitted")]
[JsonDerivedType(typeof(MigrantRecordReleased), "migrant-record-released")]
[JsonDerivedType(typeof(MigrantRecordNoted), "migrant-record-noted")]
[JsonDerivedType(typeof(MigrantAttached), "migrant-attached")]
[JsonDerivedType(typeof(MigrantDetached), "migrant-detached")]
[JsonDerivedType(typeof(MigrantClaimAsked), "migrant-claim-asked")]
[JsonDerivedType(typeof(MigrantClaimRefused), "migrant-claim-refused")]
public abstract record MigrantEvent;

/// <summary>A migrant joined the programme.</summary>
public sealed record MigrantRegistered(MigrantId Migrant, string Origin, IReadOnlyList<string> Languages, IReadOnlyList<string> Skills)
    : MigrantEvent;

/// <summary>Earnings at home were declared.</summary>
public sealed record BaselineDeclared(Baseline Baseline) : MigrantEvent;

/// <summary>An officer verified what the migrant earns at home.</summary>
public sealed record BaselineVerified(VerifiedBaseline Baseline) : MigrantEvent;

/// <summary>A sponsorship became the migrant's live one.</summary>
public sealed record MigrantTaken(SponsorshipId Sponsorship) : MigrantEvent;

/// <summary>A sponsorship is to continue the migrant's live one in another city.</summary>
/// <param name="Sponsorship">The sponsorship there.</param>
/// <param name="Continues">The live one.</param>
public sealed record MigrantNextTaken(SponsorshipId Sponsorship, SponsorshipId Continues) : MigrantEvent;

/// <summary>A sponsorship let the migrant go.</summary>
/// <param name="Sponsorship">The live sponsorship, or the one that was to continue it.</param>
/// <param name="Next">The one that was to continue it, which is the live one from now on; null for none.</param>
/// <param name="NextLetsGo">True where that one is about to let go as well.</param>
public sealed record MigrantFreed(SponsorshipId Sponsorship, SponsorshipId? Next = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NextLetsGo = false) : MigrantEvent;

/// <summary>A sponsorship gave up a migrant whom it had asked for and not got.</summary>
public sealed record MigrantClaimVoided(SponsorshipId Sponsorship) : MigrantEvent;

/// <summary>The migrant named someone to whom money may be sent; who it is stands in the vault.</summary>
public sealed record BeneficiaryNamed(BeneficiaryId Beneficiary) : MigrantEvent;

/// <summary>The migrant took a beneficiary out.</summary>
public sealed record BeneficiaryRemoved(BeneficiaryId Beneficiary) : MigrantEvent;

/// <summary>The migrant set, changed or cleared what they send home.</summary>
/// <param name="Plan">The instructions, in order; none for nothing.</param>
public sealed record RemittancePlanSet(IReadOnlyList<RemittanceInstruction> Plan) : MigrantEvent;

/// <summary>The migrant said from which own account money is sent home.</summary>
/// <param name="Account">Names what is in the vault: a keyed code that does not tell it.</param>
public sealed record OwnAccountProvided(string Account) : MigrantEvent;

/// <summary>The migrant's name and documents were deleted; amounts and states stay.</summary>
public sealed record MigrantErased : MigrantEvent;
