namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What a migrant can be asked.</summary>
public abstract record MigrantCommand
{
    private MigrantCommand() { }

    /// <summary>Registers a migrant with a nation.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Origin">ISO 3166-1 alpha-2 in upper case.</param>
    /// <param name="Languages">BCP 47 tags, at most 20, none twice.</param>
    /// <param name="Skills">Words of 1 to 60 characters, at most 50, none twice.</param>
    public sealed record RegisterMigrant(MigrantId Migrant, string Origin, IReadOnlyList<string> Languages, IReadOnlyList<string> Skills)
        : MigrantCommand;

    /// <summary>Declares what the migrant earns at home in a year. An officer verifies it before the arrival.</summary>
    /// <param name="Baseline">The baseline.</param>
    /// <param name="Today">The day; evidence cannot be of a later one.</param>
    public sealed record DeclareBaseline(Baseline Baseline, DateOnly Today) : MigrantCommand;

    /// <summary>Verifies what the migrant earns at home. Later versions hold from the next share year on.</summary>
    /// <param name="Yearly">Earnings of a year, zero or more.</param>
    /// <param name="Method">How it was verified.</param>
    /// <param name="Source">What it was verified with: 1 to 100 letters, digits and <c>. - _ : | /</c>, never personal.</param>
    /// <param name="On">The day on which it was verified.</param>
    /// <param name="Today">The day; a verification cannot be of a later one.</param>
    public sealed record VerifyBaseline(Money Yearly, BaselineMethod Method, string Source, DateOnly On, DateOnly Today) : MigrantCommand;

    /// <summary>Makes a sponsorship the migrant's one live one, or the next one after it.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Continues">The sponsorship that it is to continue: while that is the live one, this is the next. Null for one of its
    /// own.</param>
    public sealed record TakeMigrant(SponsorshipId Sponsorship, SponsorshipId? Continues = null) : MigrantCommand;

    /// <summary>Ends what <see cref="TakeMigrant"/> began, whether it has come or not.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="TakeCommand">The id of the command that took the migrant: where it has not come yet, it comes to nothing.</param>
    /// <param name="NextLetsGo">True where the one that was to continue it will not go on, but let go as well.</param>
    public sealed record FreeMigrant(SponsorshipId Sponsorship, string TakeCommand, bool NextLetsGo = false) : MigrantCommand;

    /// <summary>Names someone to whom the migrant may send money. The data is in the vault by then.</summary>
    public sealed record NameBeneficiary(BeneficiaryId Beneficiary) : MigrantCommand;

    /// <summary>Takes a beneficiary out, who must not stand in the plan.</summary>
    public sealed record RemoveBeneficiary(BeneficiaryId Beneficiary) : MigrantCommand;

    /// <summary>Sets, changes or clears what the migrant sends home. It holds for every month that is worked out from now on.</summary>
    /// <param name="Plan">The instructions, in order; none to send nothing.</param>
    /// <param name="Offers">The nation's offers.</param>
    /// <param name="Currencies">The currency of each beneficiary's account.</param>
    public sealed record SetRemittancePlan(IReadOnlyList<RemittanceInstruction> Plan, IReadOnlyList<RemittanceOffer> Offers,
        IReadOnlyDictionary<BeneficiaryId, Currency> Currencies) : MigrantCommand;

    /// <summary>Says from which own account money is sent home. It counts for files that are made from now on.</summary>
    /// <param name="Account">Names what is in the vault: a keyed code that does not tell it.</param>
    public sealed record ProvideOwnAccount(string Account) : MigrantCommand;

    /// <summary>Notes that the migrant's name and documents were deleted.</summary>
    public sealed record EraseMigrant : MigrantCommand;

    /// <summary>What a migrant's record can be asked because it is one of several of the same person.</summary>
    public abstract record MigrantLinkCommand : MigrantCommand;

    /// <summary>Makes this record the principal of another one.</summary>
    /// <param name="Record">The other record.</param>
    /// <param name="Since">Its version now: what it asked for before is not heard.</param>
    public sealed record AdmitMigrantRecord(MigrantId Record, long Since) : MigrantLinkCommand;

    /// <summary>
    /// Ends what <see cref="AdmitMigrantRecord"/> began, whether it has come or not. The record has been detached by then.
    /// </summary>
    /// <param name="Record">The other record.</param>
    /// <param name="AdmitCommand">The id of the command that admitted it: where it has not come yet, it comes to nothing.</param>
    public sealed record ReleaseMigrantRecord(MigrantId Record, string AdmitCommand) : MigrantLinkCommand;

    /// <summary>Tells the principal what a record holds or asks for. What is older than what is known changes nothing.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version of which this is so.</param>
    /// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
    public sealed record NoteMigrantRecord(MigrantId Record, long Version, SponsorshipId? Claim) : MigrantLinkCommand;

    /// <summary>Asks the principal whether a record may be taken.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version in which it asks.</param>
    /// <param name="Sponsorship">The sponsorship.</param>
    public sealed record ClaimMigrantRecord(MigrantId Record, long Version, SponsorshipId Sponsorship) : MigrantLinkCommand;

    /// <summary>Puts this record under a principal, who has admitted it.</summary>
    public sealed record AttachMigrant(MigrantId Principal) : MigrantLinkCommand;

    /// <summary>Ends what <see cref="AttachMigrant"/> began, whether it has come or not.</summary>
    /// <param name="Principal">The principal.</param>
    /// <param name="AttachCommand">The id of the command that attached the record: where it has not come yet, it comes to nothing.</param>
    public sealed record DetachMigrant(MigrantId Principal, string AttachCommand) : MigrantLinkCommand;

    /// <summary>What the principal answered to a claim.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Principal">Who answered; null where nobody had to be asked any more.</param>
    /// <param name="Refused">Why it may not be; null where it may.</param>
    public sealed record AnswerMigrantClaim(SponsorshipId Sponsorship, MigrantId? Principal, RejectionCode? Refused) : MigrantLinkCommand;
}
