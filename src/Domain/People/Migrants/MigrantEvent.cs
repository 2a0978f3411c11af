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
[JsonDerivedType(typeof(MigrantEstatePayeeProvided), "migrant-estate-payee-provided")]
[JsonDerivedType(typeof(MigrantErased), "migrant-erased")]
[JsonDerivedType(typeof(MigrantNextTaken), "migrant-next-taken")]
[JsonDerivedType(typeof(MigrantRecordAdmitted), "migrant-record-admitted")]
[JsonDerivedType(typeof(MigrantRecordReleased), "migrant-record-released")]
[JsonDerivedType(typeof(MigrantRecordNoted), "migrant-record-noted")]
[JsonDerivedType(typeof(MigrantAttached), "migrant-attached")]
[JsonDerivedType(typeof(MigrantDetached), "migrant-detached")]
[JsonDerivedType(typeof(MigrantClaimAsked), "migrant-claim-asked")]
[JsonDerivedType(typeof(MigrantClaimRefused), "migrant-claim-refused")]
[JsonDerivedType(typeof(MigrantAgeVerified), "migrant-age-verified")]
[JsonDerivedType(typeof(MigrantCameOfAge), "migrant-came-of-age")]
[JsonDerivedType(typeof(DependantNamed), "dependant-named")]
[JsonDerivedType(typeof(DependantRemoved), "dependant-removed")]
[JsonDerivedType(typeof(MigrantCorrected), "migrant-corrected")]
[JsonDerivedType(typeof(MigrantErasureAsked), "migrant-erasure-asked")]
public abstract record MigrantEvent
{
    private MigrantEvent() { }

    /// <summary>What happened to a migrant's registration. The names of all groups are listed with all of a migrant's.</summary>
    public abstract record MigrantRegistrationEvent : MigrantEvent;

    /// <summary>What is known of the migrant's earnings at home.</summary>
    public abstract record MigrantBaselineEvent : MigrantEvent;

    /// <summary>Which sponsorship has the migrant, and what is known of other records of the same person.</summary>
    public abstract record MigrantClaimEvent : MigrantEvent;

    /// <summary>What the migrant sends home, and to whom.</summary>
    public abstract record MigrantRemittanceEvent : MigrantEvent;

    /// <summary>What is known of the migrant's age.</summary>
    public abstract record MigrantAgeEvent : MigrantEvent;

    /// <summary>Who comes with the migrant.</summary>
    public abstract record MigrantDependantEvent : MigrantEvent;

    /// <summary>What stands in the migrant's record in the vault.</summary>
    public abstract record MigrantRecordEvent : MigrantEvent;

    /// <summary>The migrant's data in the vault was corrected; what stood there before is kept beside it.</summary>
    /// <param name="Fields">The parts that have changed.</param>
    /// <param name="By">Who corrected it.</param>
    /// <param name="Document">Of an officer: the reference of what shows it; null for none.</param>
    public sealed record MigrantCorrected(IReadOnlyList<PersonField> Fields, string By, string? Document = null) : MigrantRecordEvent;

    /// <summary>The migrant wants to be erased.</summary>
    /// <param name="On">The day.</param>
    public sealed record MigrantErasureAsked(DateOnly On) : MigrantRecordEvent;

    /// <summary>Somebody comes with the migrant.</summary>
    /// <param name="Dependant">Who.</param>
    /// <param name="Age">Of age on that day, or not; null if no date of birth was given.</param>
    public sealed record DependantNamed(DependantId Dependant, AgeGroup? Age) : MigrantDependantEvent;

    /// <summary>Somebody does not come with the migrant.</summary>
    public sealed record DependantRemoved(DependantId Dependant) : MigrantDependantEvent;

    /// <summary>An officer verified the migrant's age.</summary>
    /// <param name="Group">Of age on that day, or not.</param>
    /// <param name="Document">The reference of what the officer has seen.</param>
    /// <param name="By">The officer.</param>
    public sealed record MigrantAgeVerified(AgeGroup Group, string Document, string By) : MigrantAgeEvent;

    /// <summary>The migrant has come of age.</summary>
    public sealed record MigrantCameOfAge : MigrantAgeEvent;

    /// <summary>A migrant joined the programme.</summary>
    public sealed record MigrantRegistered(MigrantId Migrant, string Origin, IReadOnlyList<string> Languages, IReadOnlyList<string> Skills)
        : MigrantRegistrationEvent;

    /// <summary>Earnings at home were declared.</summary>
    /// <param name="Baseline">What was declared.</param>
    /// <param name="By">The officer who declared it for the migrant; null if the migrant did.</param>
    public sealed record BaselineDeclared(Baseline Baseline, string? By = null) : MigrantBaselineEvent;

    /// <summary>An officer verified what the migrant earns at home.</summary>
    public sealed record BaselineVerified(VerifiedBaseline Baseline) : MigrantBaselineEvent;

    /// <summary>A sponsorship became the migrant's live one.</summary>
    public sealed record MigrantTaken(SponsorshipId Sponsorship) : MigrantClaimEvent;

    /// <summary>A sponsorship is to continue the migrant's live one in another city.</summary>
    /// <param name="Sponsorship">The sponsorship there.</param>
    /// <param name="Continues">The live one.</param>
    public sealed record MigrantNextTaken(SponsorshipId Sponsorship, SponsorshipId Continues) : MigrantClaimEvent;

    /// <summary>A sponsorship let the migrant go.</summary>
    /// <param name="Sponsorship">The live sponsorship, or the one that was to continue it.</param>
    /// <param name="Next">The one that was to continue it, which is the live one from now on; null for none.</param>
    /// <param name="NextLetsGo">True if that one is about to let go as well.</param>
    public sealed record MigrantFreed(SponsorshipId Sponsorship, SponsorshipId? Next = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NextLetsGo = false) : MigrantClaimEvent;

    /// <summary>A sponsorship gave up a migrant whom it had asked for and not got.</summary>
    public sealed record MigrantClaimVoided(SponsorshipId Sponsorship) : MigrantClaimEvent;

    /// <summary>The migrant named someone to whom money may be sent; who it is stands in the vault.</summary>
    public sealed record BeneficiaryNamed(BeneficiaryId Beneficiary) : MigrantRemittanceEvent;

    /// <summary>The migrant took a beneficiary out.</summary>
    public sealed record BeneficiaryRemoved(BeneficiaryId Beneficiary) : MigrantRemittanceEvent;

    /// <summary>The migrant set, changed or cleared what they send home.</summary>
    /// <param name="Plan">The instructions, in order; none for nothing.</param>
    public sealed record RemittancePlanSet(IReadOnlyList<RemittanceInstruction> Plan) : MigrantRemittanceEvent;

    /// <summary>The migrant said from which own account money is sent home.</summary>
    /// <param name="Account">Names what is in the vault: a keyed code that does not tell it.</param>
    public sealed record OwnAccountProvided(string Account) : MigrantRemittanceEvent;

    /// <summary>The migrant has died, and the estate's account and address were stored, or replaced, in the vault.</summary>
    /// <param name="Payee">Names what is in the vault: a keyed code that does not tell it.</param>
    /// <param name="Document">The reference of what shows who takes the estate.</param>
    /// <param name="By">The officer who said so.</param>
    public sealed record MigrantEstatePayeeProvided(string Payee, string Document, string By) : MigrantRemittanceEvent;

    /// <summary>The migrant's name and documents were deleted; amounts and states stay.</summary>
    public sealed record MigrantErased : MigrantRegistrationEvent;

    /// <summary>The record became the principal of another one.</summary>
    /// <param name="Record">The other record.</param>
    /// <param name="Since">Its version then.</param>
    public sealed record MigrantRecordAdmitted(MigrantId Record, long Since) : MigrantClaimEvent;

    /// <summary>The other record is this one's no more, or was never to be.</summary>
    public sealed record MigrantRecordReleased(MigrantId Record) : MigrantClaimEvent;

    /// <summary>The principal knows what a record holds or asks for.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version of which this is so.</param>
    /// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
    public sealed record MigrantRecordNoted(MigrantId Record, long Version, SponsorshipId? Claim) : MigrantClaimEvent;

    /// <summary>The record was put under a principal.</summary>
    public sealed record MigrantAttached(MigrantId Principal) : MigrantClaimEvent;

    /// <summary>The record is not under this principal, or not any more.</summary>
    public sealed record MigrantDetached(MigrantId Principal) : MigrantClaimEvent;

    /// <summary>A sponsorship wants the record, and the principal is being asked.</summary>
    public sealed record MigrantClaimAsked(SponsorshipId Sponsorship) : MigrantClaimEvent;

    /// <summary>The sponsorship does not get the record.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Code">Why.</param>
    public sealed record MigrantClaimRefused(SponsorshipId Sponsorship, RejectionCode Code) : MigrantClaimEvent;
}
