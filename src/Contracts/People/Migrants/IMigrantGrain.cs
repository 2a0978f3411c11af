namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Shares;

/// <summary>A migrant. The key is the migrant's id.</summary>
[Alias("vip.migrant"), GrainInterfaceType("vip.migrant")]
public interface IMigrantGrain : IGrainWithStringKey
{
    /// <summary>Registers a migrant with a nation. The person's data goes to the vault.</summary>
    [Alias("register")]
    Task<CommandResult> Register(CommandContext context, MigrantRegistration registration);

    /// <summary>Names somebody who comes with the migrant. The data goes to a record of their own in the vault.</summary>
    [Alias("name-dependant")]
    Task<CommandResult> NameDependant(CommandContext context, DependantId id, Dependant dependant);

    /// <summary>Somebody does not come with the migrant: their record in the vault is erased.</summary>
    [Alias("remove-dependant")]
    Task<CommandResult> RemoveDependant(CommandContext context, DependantId id);

    /// <summary>Reads who comes with the migrant, and writes down in each record who read it; null if there is no such migrant.</summary>
    [Alias("dependants")]
    Task<IReadOnlyList<DependantView>?> Dependants(PersonReader reader);

    /// <summary>Puts the date of birth that an officer has seen into the vault, and notes whether the migrant is of age.</summary>
    [Alias("verify-age")]
    Task<CommandResult> VerifyAge(CommandContext context, AgeVerification verification);

    /// <summary>
    /// What an officer has verified of the migrant's age, on this day: a minor who has come of age since is noted as an adult. Null while
    /// nobody has.
    /// </summary>
    [Alias("age-today")]
    Task<AgeGroup?> AgeToday();

    /// <summary>Declares what the migrant earns at home in a year.</summary>
    [Alias("declare-baseline")]
    Task<CommandResult> DeclareBaseline(CommandContext context, Baseline baseline);

    /// <summary>An officer verifies it, as a new version.</summary>
    [Alias("verify-baseline")]
    Task<CommandResult> VerifyBaseline(CommandContext context, BaselineVerification verification);

    /// <summary>What was declared and every version that was verified; null if there is no such migrant.</summary>
    [Alias("baselines")]
    Task<BaselinesView?> Baselines();

    /// <summary>Makes a sponsorship the migrant's one live one; or, where it is to continue the live one, the next.</summary>
    [Alias("take")]
    Task<CommandResult> Take(CommandContext context, SponsorshipId sponsorship, SponsorshipId? continues = null);

    /// <summary>
    /// Decides <see cref="Take"/>, and offers it to be written with the rest of the sponsorship. Until <see cref="SettleTake"/> tells what
    /// became of it, the migrant answers nothing else. Null if there is nothing to offer: it is refused, or not as simple as that.
    /// </summary>
    [Alias("offer-take")]
    Task<OfferedAppend?> OfferTake(CommandContext context, SponsorshipId sponsorship);

    /// <summary>Tells what became of what <see cref="OfferTake"/> has offered.</summary>
    [Alias("settle-take")]
    Task SettleTake(Guid append, OfferSettled settled);

    /// <summary>Ends what <see cref="Take"/> began, whether it has come or not.</summary>
    [Alias("free")]
    Task<CommandResult> Free(CommandContext context, SponsorshipId sponsorship, string takeCommand, bool nextLetsGo = false);

    /// <summary>Every sponsorship that the migrant was ever taken for, the newest last; null if there is no such migrant.</summary>
    [Alias("sponsorships")]
    Task<IReadOnlyList<SponsorshipId>?> Sponsorships();

    /// <summary>Names someone to whom the migrant may send money. Who it is goes to the vault, and never changes under one id.</summary>
    [Alias("name-beneficiary")]
    Task<CommandResult> NameBeneficiary(CommandContext context, BeneficiaryId id, Beneficiary beneficiary);

    /// <summary>Takes a beneficiary out, and their data out of the vault.</summary>
    [Alias("remove-beneficiary")]
    Task<CommandResult> RemoveBeneficiary(CommandContext context, BeneficiaryId id);

    /// <summary>Reads whom the migrant may send money to and writes down who read it; null if there is no such migrant.</summary>
    [Alias("beneficiaries")]
    Task<IReadOnlyList<BeneficiaryView>?> Beneficiaries(PersonReader reader);

    /// <summary>Sets, changes or clears what the migrant sends home each month.</summary>
    [Alias("set-remittance-plan")]
    Task<CommandResult> SetRemittancePlan(CommandContext context, IReadOnlyList<RemittanceInstruction> plan);

    /// <summary>What the migrant sends home each month; null if there is no such migrant.</summary>
    [Alias("remittance-plan")]
    Task<RemittancePlanView?> RemittancePlan();

    /// <summary>
    /// Puts the account from which the migrant sends money into the vault. It counts for files that are made from now on.
    /// </summary>
    [Alias("provide-own-account")]
    Task<CommandResult> ProvideOwnAccount(CommandContext context, BankParty account);

    /// <summary>The account from which the migrant sends money; null if there is none. Who reads it is written down.</summary>
    [Alias("read-own-account")]
    Task<BankParty?> ReadOwnAccount(PersonReader reader);

    /// <summary>Puts the account of the migrant's estate into the vault, after the migrant's death: refunds are paid to it.</summary>
    /// <param name="context">The command, of an officer.</param>
    /// <param name="payee">The holder of the account.</param>
    /// <param name="document">The reference of what shows who takes the estate.</param>
    [Alias("provide-estate-payee")]
    Task<CommandResult> ProvideEstatePayee(CommandContext context, BankParty payee, string document);

    /// <summary>True if the vault has an account to which refunds are paid: the estate's, or the migrant's own.</summary>
    [Alias("has-payee")]
    Task<bool> HasPayee();

    /// <summary>Reads where refunds are paid, with the officer who said so; null if there is no account.</summary>
    /// <param name="reader">Who reads, and why: written down before anything is given.</param>
    [Alias("read-provided-payee")]
    Task<ProvidedPayee?> ReadProvidedPayee(PersonReader reader);

    /// <summary>Makes the file for the migrant's own bank out of what the vault has, and keeps it there.</summary>
    [Alias("make-remittance-file")]
    Task<MadeRemittanceFile> MakeRemittanceFile(PersonReader reader, RemittanceFile file);

    /// <summary>A file that was made, byte for byte; null where it is not there. Who reads it is written down.</summary>
    [Alias("read-remittance-file")]
    Task<byte[]?> ReadRemittanceFile(PersonReader reader, string sha256);

    /// <summary>Makes this record the principal of another one of the same person.</summary>
    [Alias("admit-record")]
    Task<CommandResult> AdmitRecord(CommandContext context, MigrantId record, long since);

    /// <summary>Ends what <see cref="AdmitRecord"/> began, whether it has come or not.</summary>
    [Alias("release-record")]
    Task<CommandResult> ReleaseRecord(CommandContext context, MigrantId record, string admitCommand);

    /// <summary>Puts this record under a principal, which has admitted it, and tells it what this one holds before it answers.</summary>
    [Alias("attach")]
    Task<CommandResult> Attach(CommandContext context, MigrantId principal);

    /// <summary>Ends what <see cref="Attach"/> began, whether it has come or not.</summary>
    [Alias("detach")]
    Task<CommandResult> Detach(CommandContext context, MigrantId principal, string attachCommand);

    /// <summary>Tells the principal what a record holds or asks for; what is older than what it knows changes nothing.</summary>
    [Alias("note-record")]
    Task<CommandResult> NoteRecord(MigrantId record, long version, SponsorshipId? claim);

    /// <summary>Asks the principal whether a record may be taken.</summary>
    [Alias("claim-record")]
    Task<CommandResult> ClaimRecord(MigrantId record, long version, SponsorshipId sponsorship);

    /// <summary>Of a principal: what its other records hold or ask for beside a record's own claim.</summary>
    [Alias("claims-beside")]
    Task<IReadOnlyList<RecordClaim>> ClaimsBeside(MigrantId record);

    /// <summary>Of a record: whether a claim that its principal knows of is decided.</summary>
    [Alias("has-decided")]
    Task<bool> HasDecided(RecordClaim claim);

    /// <summary>The migrant as they are; null if there is none.</summary>
    [Alias("get")]
    Task<MigrantView?> Get();

    /// <summary>As <see cref="Get"/>, once what is being written is there: for who is asked because of news in the feed.</summary>
    [Alias("get-settled")]
    Task<MigrantView?> GetSettled();

    /// <summary>Reads the person's data and writes down who read it and why; null if there is none.</summary>
    [Alias("read-person")]
    Task<Person?> ReadPerson(PersonReader reader);

    /// <summary>Corrects the person's data in the vault, and keeps what stood there before.</summary>
    [Alias("correct-person")]
    Task<CommandResult> CorrectPerson(CommandContext context, PersonChange change);

    /// <summary>
    /// Reads what stood in the record before each correction, the newest first, and writes down who read it and why.
    /// </summary>
    [Alias("person-versions")]
    Task<IReadOnlyList<PersonVersion>> PersonVersions(PersonReader reader);

    /// <summary>Notes that the person wants to be erased: the office is told.</summary>
    [Alias("ask-erasure")]
    Task<CommandResult> AskErasure(CommandContext context);

    /// <summary>Who has read the person's data: the newest first.</summary>
    [Alias("person-accesses")]
    Task<IReadOnlyList<PersonAccess>> PersonAccesses(int limit);

    /// <summary>Deletes the person's data and its key; amounts and states stay.</summary>
    [Alias("erase-person")]
    Task<CommandResult> ErasePerson(CommandContext context, string reason);
}

/// <summary>What is needed to register a migrant.</summary>
[GenerateSerializer, Immutable, Alias("vip.migrant-registration")]
public sealed record MigrantRegistration
{
    /// <summary>The person's data.</summary>
    [Id(0)]
    public required Person Person { get; init; }

    /// <summary>ISO 3166-1 alpha-2 in upper case.</summary>
    [Id(1)]
    public required string Origin { get; init; }

    /// <summary>BCP 47 tags.</summary>
    [Id(2)]
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Skills, as words.</summary>
    [Id(3)]
    public IReadOnlyList<string> Skills { get; init; } = [];
}

/// <summary>A migrant without name or contact.</summary>
/// <param name="Id">The migrant's id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Nation">The nation that the migrant is registered with.</param>
/// <param name="Origin">The country that the migrant comes from.</param>
/// <param name="Languages">Languages.</param>
/// <param name="Skills">Skills.</param>
/// <param name="Baseline">Yearly earnings at home; null before they are declared.</param>
/// <param name="Sponsorship">The one live sponsorship.</param>
/// <param name="Erased">True once name and documents have been deleted.</param>
/// <param name="VerifiedBaseline">The newest version of the baseline that an officer has verified; null if none is.</param>
/// <param name="NextSponsorship">The sponsorship in another city that is to continue the live one; null for none.</param>
/// <param name="LinkedTo">The principal record of the same person, to which this one is linked; null if this is it, or stands
/// alone.</param>
/// <param name="Records">Other records of the same person, of which this one is the principal; null for none.</param>
/// <param name="Age">What an officer has verified of the migrant's age; null while nobody has.</param>
/// <param name="Dependants">Who comes with the migrant, without saying who; null for nobody.</param>
/// <param name="ErasureAskedOn">When the migrant asked to be erased; null for never.</param>
[GenerateSerializer, Immutable, Alias("vip.migrant-view")]
public sealed record MigrantView(
    [property: Id(0)] MigrantId Id, [property: Id(1)] long Version, [property: Id(2)] NationId Nation,
    [property: Id(3)] string Origin, [property: Id(4)] IReadOnlyList<string> Languages,
    [property: Id(5)] IReadOnlyList<string> Skills, [property: Id(6)] Baseline? Baseline,
    [property: Id(7)] SponsorshipId? Sponsorship, [property: Id(8)] bool Erased,
    [property: Id(9)] VerifiedBaseline? VerifiedBaseline, [property: Id(10)] SponsorshipId? NextSponsorship,
    [property: Id(11)] MigrantId? LinkedTo, [property: Id(12)] IReadOnlyList<MigrantId>? Records,
    [property: Id(13)] AgeGroup? Age = null, [property: Id(14)] IReadOnlyList<MigrantDependant>? Dependants = null,
    [property: Id(15)] DateOnly? ErasureAskedOn = null);

/// <summary>A migrant's baseline in all its versions.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="Version">How many events made the migrant what they are.</param>
/// <param name="Declared">What the migrant declares now; null if nothing is.</param>
/// <param name="Verified">Every verified version, the newest last, each with what was declared by then.</param>
[GenerateSerializer, Immutable, Alias("vip.baselines-view")]
public sealed record BaselinesView(
    [property: Id(0)] MigrantId Migrant, [property: Id(1)] long Version, [property: Id(2)] Baseline? Declared,
    [property: Id(3)] IReadOnlyList<VerifiedBaseline> Verified);
