namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What a migrant can be asked.</summary>
public abstract record MigrantCommand
{
    private MigrantCommand() { }

    /// <summary>About a migrant's registration.</summary>
    public abstract record MigrantRegistrationCommand : MigrantCommand;

    /// <summary>About the migrant's earnings at home.</summary>
    public abstract record MigrantBaselineCommand : MigrantCommand;

    /// <summary>About the sponsorship that has the migrant, and other records of the same person.</summary>
    public abstract record MigrantClaimCommand : MigrantCommand;

    /// <summary>About what the migrant sends home.</summary>
    public abstract record MigrantRemittanceCommand : MigrantCommand;

    /// <summary>What age decides.</summary>
    public abstract record MigrantAgeCommand : MigrantCommand;

    /// <summary>About who comes with the migrant.</summary>
    public abstract record MigrantDependantCommand : MigrantCommand;

    /// <summary>About what stands in the migrant's record in the vault.</summary>
    public abstract record MigrantRecordCommand : MigrantCommand;

    /// <summary>Notes that the migrant's data in the vault was corrected; what stood there before is kept beside it.</summary>
    /// <param name="Correction">Which parts.</param>
    public sealed record CorrectMigrant(PersonCorrection Correction) : MigrantRecordCommand;

    /// <summary>Notes that the migrant wants to be erased.</summary>
    public sealed record AskMigrantErasure : MigrantRecordCommand;

    /// <summary>Names somebody who comes with the migrant. The data is in the vault by then.</summary>
    /// <param name="Dependant">Who.</param>
    /// <param name="Age">What the date of birth says; null if none was given.</param>
    public sealed record NameDependant(DependantId Dependant, AgeGroup? Age) : MigrantDependantCommand;

    /// <summary>Somebody does not come with the migrant.</summary>
    public sealed record RemoveDependant(DependantId Dependant) : MigrantDependantCommand;

    /// <summary>Notes what an officer has verified of the migrant's age. The date of birth is in the vault by then.</summary>
    /// <param name="Group">Of age on the day, or not.</param>
    /// <param name="Document">The reference of what the officer has seen.</param>
    public sealed record VerifyMigrantAge(AgeGroup Group, string Document) : MigrantAgeCommand;

    /// <summary>Notes that a minor has come of age since: the vault says so.</summary>
    public sealed record ComeOfAge : MigrantAgeCommand;

    /// <summary>Registers a migrant with a nation.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Origin">ISO 3166-1 alpha-2 in upper case.</param>
    /// <param name="Languages">BCP 47 tags, at most 20, none twice.</param>
    /// <param name="Skills">Words of 1 to 60 characters, at most 50, none twice.</param>
    /// <param name="Age">What the date of birth says that was given, which nobody has verified; null if none was.</param>
    public sealed record RegisterMigrant(MigrantId Migrant, string Origin, IReadOnlyList<string> Languages, IReadOnlyList<string> Skills,
        AgeGroup? Age = null) : MigrantRegistrationCommand;

    /// <summary>Declares what the migrant earns at home in a year. An officer verifies it before the arrival.</summary>
    /// <param name="Baseline">The baseline; its evidence cannot be of a later day than today.</param>
    public sealed record DeclareBaseline(Baseline Baseline) : MigrantBaselineCommand;

    /// <summary>Verifies what the migrant earns at home. Later versions hold from the next share year on.</summary>
    public sealed record VerifyBaseline(BaselineVerification Verification) : MigrantBaselineCommand;

    /// <summary>Makes a sponsorship the migrant's one live one, or the next one after it.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Continues">The sponsorship that it is to continue: while that is the live one, this is the next. Null for one of its
    /// own.</param>
    public sealed record TakeMigrant(SponsorshipId Sponsorship, SponsorshipId? Continues = null) : MigrantClaimCommand;

    /// <summary>Ends what <see cref="TakeMigrant"/> began, whether it has come or not.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="TakeCommand">The id of the command that took the migrant: if it has not come yet, it comes to nothing.</param>
    /// <param name="NextLetsGo">True if the one that was to continue it will not go on, but let go as well.</param>
    public sealed record FreeMigrant(SponsorshipId Sponsorship, string TakeCommand, bool NextLetsGo = false) : MigrantClaimCommand;

    /// <summary>Names someone to whom the migrant may send money. The data is in the vault by then.</summary>
    public sealed record NameBeneficiary(BeneficiaryId Beneficiary) : MigrantRemittanceCommand;

    /// <summary>Takes a beneficiary out, who must not stand in the plan.</summary>
    public sealed record RemoveBeneficiary(BeneficiaryId Beneficiary) : MigrantRemittanceCommand;

    /// <summary>Sets, changes or clears what the migrant sends home. It holds for every month that is worked out from now on.</summary>
    /// <param name="Plan">The instructions, in order; none to send nothing.</param>
    /// <param name="Offers">The nation's offers.</param>
    /// <param name="Currencies">The currency of each beneficiary's account.</param>
    public sealed record SetRemittancePlan(IReadOnlyList<RemittanceInstruction> Plan, IReadOnlyList<RemittanceOffer> Offers,
        IReadOnlyDictionary<BeneficiaryId, Currency> Currencies) : MigrantRemittanceCommand;

    /// <summary>Says from which own account money is sent home. It counts for files that are made from now on.</summary>
    /// <param name="Account">Names what is in the vault: a keyed code that does not tell it.</param>
    public sealed record ProvideOwnAccount(string Account) : MigrantRemittanceCommand;

    /// <summary>Notes that the account and address of the migrant's estate are in the vault, after the migrant's death.</summary>
    /// <param name="Payee">Names what is there: a keyed code that does not tell it.</param>
    /// <param name="Document">The reference of what shows who takes the estate, such as a probate's.</param>
    public sealed record ProvideMigrantEstatePayee(string Payee, string Document) : MigrantRemittanceCommand;

    /// <summary>Notes that the migrant's name and documents were deleted.</summary>
    public sealed record EraseMigrant : MigrantRegistrationCommand;

    /// <summary>Asks the migrant's record because it is one of several of the same person.</summary>
    public sealed record LinkMigrant(RecordLinkCommand<MigrantId> Command) : MigrantClaimCommand;

    /// <summary>What a record of a person is asked, a migrant's is.</summary>
    public static implicit operator MigrantCommand(RecordLinkCommand<MigrantId> command) => new LinkMigrant(command);
}
