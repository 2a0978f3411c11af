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

    /// <summary>The account from which the migrant sends money; null where there is none. Who reads it is written down.</summary>
    [Alias("read-own-account")]
    Task<BankParty?> ReadOwnAccount(PersonReader reader);

    /// <summary>Makes the file for the migrant's own bank out of what the vault has, and keeps it there.</summary>
    [Alias("make-remittance-file")]
    Task<RemittanceFileAnswer> MakeRemittanceFile(PersonReader reader, RemittanceFile file);

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

    /// <summary>The migrant as they are; null where there is none.</summary>
    [Alias("get")]
    Task<MigrantView?> Get();

    /// <summary>As <see cref="Get"/>, once what is being written is there: for who is asked because of news in the feed.</summary>
    [Alias("get-settled")]
    Task<MigrantView?> GetSettled();

    /// <summary>Reads the person's data and writes down who read it and why; null where there is none.</summary>
    [Alias("read-person")]
    Task<Person?> ReadPerson(PersonReader reader);

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
[GenerateSerializer, Immutable, Alias("vip.migrant-view")]
public sealed record MigrantView
{
    /// <summary>The migrant's id.</summary>
    [Id(0)]
    public required MigrantId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The nation that the migrant is registered with.</summary>
    [Id(2)]
    public required NationId Nation { get; init; }

    /// <summary>The country that the migrant comes from.</summary>
    [Id(3)]
    public required string Origin { get; init; }

    /// <summary>Languages.</summary>
    [Id(4)]
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Skills.</summary>
    [Id(5)]
    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Yearly earnings at home; null before they are declared.</summary>
    [Id(6)]
    public Baseline? Baseline { get; init; }

    /// <summary>The one live sponsorship.</summary>
    [Id(7)]
    public SponsorshipId? Sponsorship { get; init; }

    /// <summary>True once name and documents have been deleted.</summary>
    [Id(8)]
    public required bool Erased { get; init; }

    /// <summary>The newest version of the baseline that an officer has verified; null where none is.</summary>
    [Id(9)]
    public VerifiedBaseline? VerifiedBaseline { get; init; }

    /// <summary>The sponsorship in another city that is to continue the live one; null for none.</summary>
    [Id(10)]
    public SponsorshipId? NextSponsorship { get; init; }

    /// <summary>The principal record of the same person, to which this one is linked; null where this is it, or stands alone.</summary>
    [Id(11)]
    public MigrantId? LinkedTo { get; init; }

    /// <summary>Other records of the same person, of which this one is the principal; null for none.</summary>
    [Id(12)]
    public IReadOnlyList<MigrantId>? Records { get; init; }
}

/// <summary>A migrant's baseline in all its versions.</summary>
[GenerateSerializer, Immutable, Alias("vip.baselines-view")]
public sealed record BaselinesView
{
    /// <summary>The migrant.</summary>
    [Id(0)]
    public required MigrantId Migrant { get; init; }

    /// <summary>How many events made the migrant what they are.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>What the migrant declares now; null where nothing is.</summary>
    [Id(2)]
    public Baseline? Declared { get; init; }

    /// <summary>Every verified version, the newest last, each with what was declared by then.</summary>
    [Id(3)]
    public required IReadOnlyList<VerifiedBaseline> Verified { get; init; }
}
