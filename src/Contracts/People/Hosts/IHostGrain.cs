namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;

/// <summary>A host. The key is the host's id.</summary>
[Alias("vip.host"), GrainInterfaceType("vip.host")]
public interface IHostGrain : IGrainWithStringKey
{
    /// <summary>Registers a citizen as a host. The person's data goes to the vault.</summary>
    [Alias("register")]
    Task<CommandResult> Register(CommandContext context, HostRegistration registration);

    /// <summary>Keeps the host from entering a sponsorship.</summary>
    [Alias("suspend")]
    Task<CommandResult> Suspend(CommandContext context, SuspensionReason reason, CaseWords? words = null);

    /// <summary>Lifts a suspension because its ruling was.</summary>
    [Alias("lift-suspension")]
    Task<CommandResult> LiftSuspension(CommandContext context, RulingId ruling, ReinstatementReason reason);

    /// <summary>Ends a suspension.</summary>
    [Alias("reinstate")]
    Task<CommandResult> Reinstate(CommandContext context, ReinstatementReason reason);

    /// <summary>
    /// Notes that the host is abroad, in prison or dead. The guest of a sponsorship that runs keeps the place, and is told.
    /// </summary>
    [Alias("note-situation")]
    Task<CommandResult> NoteSituation(CommandContext context, HostAbsence absence);

    /// <summary>Notes that it is over, or was wrong.</summary>
    /// <param name="context">The command.</param>
    /// <param name="document">The reference of what shows it.</param>
    [Alias("end-situation")]
    Task<CommandResult> EndSituation(CommandContext context, string document);

    /// <summary>Puts the date of birth that an officer has seen into the vault, and notes whether the host is of age.</summary>
    [Alias("verify-age")]
    Task<CommandResult> VerifyAge(CommandContext context, AgeVerification verification);

    /// <summary>
    /// What an officer has verified of the host's age, on this day: a minor who has come of age since is noted as an adult. Null while
    /// nobody has.
    /// </summary>
    [Alias("age-today")]
    Task<AgeGroup?> AgeToday();

    /// <summary>Has this host act for one more minor.</summary>
    /// <param name="context">The command.</param>
    /// <param name="ward">The minor.</param>
    /// <param name="most">For how many one may act in the city.</param>
    [Alias("admit-ward")]
    Task<CommandResult> AdmitWard(CommandContext context, HostId ward, int most);

    /// <summary>Ends what <see cref="AdmitWard"/> began.</summary>
    [Alias("release-ward")]
    Task<CommandResult> ReleaseWard(CommandContext context, HostId ward);

    /// <summary>Makes a sponsorship the host's one live one.</summary>
    [Alias("take")]
    Task<CommandResult> Take(CommandContext context, SponsorshipId sponsorship);

    /// <summary>
    /// Decides <see cref="Take"/>, and offers it to be written with the rest of the sponsorship. Until <see cref="SettleTake"/> tells what
    /// became of it, the host answers nothing else. Null if there is nothing to offer: it is refused, or not as simple as that.
    /// </summary>
    [Alias("offer-take")]
    Task<OfferedAppend?> OfferTake(CommandContext context, SponsorshipId sponsorship);

    /// <summary>Tells what became of what <see cref="OfferTake"/> has offered.</summary>
    [Alias("settle-take")]
    Task SettleTake(Guid append, OfferSettled settled);

    /// <summary>Ends what <see cref="Take"/> began, whether it has come or not.</summary>
    [Alias("free")]
    Task<CommandResult> Free(CommandContext context, SponsorshipId sponsorship, string takeCommand);

    /// <summary>Makes this record the principal of another one of the same person.</summary>
    [Alias("admit-record")]
    Task<CommandResult> AdmitRecord(CommandContext context, HostId record, long since);

    /// <summary>Ends what <see cref="AdmitRecord"/> began, whether it has come or not.</summary>
    [Alias("release-record")]
    Task<CommandResult> ReleaseRecord(CommandContext context, HostId record, string admitCommand);

    /// <summary>Puts this record under a principal, which has admitted it, and tells it what this one holds before it answers.</summary>
    [Alias("attach")]
    Task<CommandResult> Attach(CommandContext context, HostId principal);

    /// <summary>Ends what <see cref="Attach"/> began, whether it has come or not.</summary>
    [Alias("detach")]
    Task<CommandResult> Detach(CommandContext context, HostId principal, string attachCommand);

    /// <summary>Tells the principal what a record holds or asks for; what is older than what it knows changes nothing.</summary>
    [Alias("note-record")]
    Task<CommandResult> NoteRecord(HostId record, long version, SponsorshipId? claim);

    /// <summary>Asks the principal whether a record may be taken.</summary>
    [Alias("claim-record")]
    Task<CommandResult> ClaimRecord(HostId record, long version, SponsorshipId sponsorship);

    /// <summary>Of a principal: what its other records hold or ask for beside a record's own claim.</summary>
    [Alias("claims-beside")]
    Task<IReadOnlyList<RecordClaim>> ClaimsBeside(HostId record);

    /// <summary>Of a record: whether a claim that its principal knows of is decided.</summary>
    [Alias("has-decided")]
    Task<bool> HasDecided(RecordClaim claim);

    /// <summary>The host as it is; null if there is none.</summary>
    [Alias("get")]
    Task<HostView?> Get();

    /// <summary>As <see cref="Get"/>, once what is being written is there: for who is asked because of news in the feed.</summary>
    [Alias("get-settled")]
    Task<HostView?> GetSettled();

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

    /// <summary>
    /// Stores the account and the address to which the host is paid in the vault. They count from now on; what was instructed stays.
    /// </summary>
    [Alias("provide-payee")]
    Task<CommandResult> ProvidePayee(CommandContext context, BankParty payee);

    /// <summary>Puts the account of the host's estate into the vault, after the host's death: the share is paid to it.</summary>
    /// <param name="context">The command, of an officer.</param>
    /// <param name="payee">The holder of the account.</param>
    /// <param name="document">The reference of what shows who takes the estate.</param>
    [Alias("provide-estate-payee")]
    Task<CommandResult> ProvideEstatePayee(CommandContext context, BankParty payee, string document);

    /// <summary>
    /// Reads the account and the address to which the host is paid, and writes down who read them and why; null where there are none.
    /// </summary>
    [Alias("read-payee")]
    Task<BankParty?> ReadPayee(PersonReader reader);

    /// <summary>The same, with the officer who said where the host is paid: somebody else instructs the payment.</summary>
    /// <param name="reader">Who reads, and why: written down before anything is given.</param>
    [Alias("read-provided-payee")]
    Task<ProvidedPayee?> ReadProvidedPayee(PersonReader reader);

    /// <summary>
    /// True if the host is paid to the account of a code, as an employer's record has it. That it was looked at is written down.
    /// </summary>
    /// <param name="code">The code.</param>
    [Alias("is-paid-to")]
    Task<bool> IsPaidTo(string code);

    /// <summary>
    /// Moves to another city. Name, contact and the new address go to the vault under the new record's id; <c>Moves.GoOn</c> makes
    /// that record.
    /// </summary>
    [Alias("move")]
    Task<CommandResult> Move(CommandContext context, HostMoveOrder order);

    /// <summary>The move of the host, under way or complete; null if there is none.</summary>
    [Alias("get-move")]
    Task<HostMoveView?> GetMove();

    /// <summary>Makes this record for a move: asked of the new record.</summary>
    [Alias("register-moved")]
    Task<CommandResult> RegisterMoved(CommandContext context, HostMoveView move);

    /// <summary>Completes a move: asked of the old record, which closes, and of the new one, which opens.</summary>
    [Alias("complete-move")]
    Task<CommandResult> CompleteMove(CommandContext context, HostId to);

    /// <summary>
    /// Undoes a move that did not come about: asked of the new record, which closes and loses the person's data, and of the old one, which
    /// opens.
    /// </summary>
    [Alias("undo-move")]
    Task<CommandResult> UndoMove(CommandContext context, HostId to);

    /// <summary>
    /// Deletes the person's data and its key; amounts and states stay. The data of a record that the person has moved from goes with it.
    /// </summary>
    [Alias("erase-person")]
    Task<CommandResult> ErasePerson(CommandContext context, string reason);
}

/// <summary>What is needed to register a host.</summary>
[GenerateSerializer, Immutable, Alias("vip.host-registration")]
public sealed record HostRegistration
{
    /// <summary>The person's data.</summary>
    [Id(0)]
    public required Person Person { get; init; }

    /// <summary>The household that the host joins; null for a new one.</summary>
    [Id(1)]
    public HouseholdId? Household { get; init; }

    /// <summary>Who acts for the host, where the host is a minor.</summary>
    [Id(2)]
    public HostId? Guardian { get; init; }
}

/// <summary>A host without name or contact.</summary>
/// <param name="Id">The host's id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="City">The city whose citizen the host is.</param>
/// <param name="Household">The household.</param>
/// <param name="Home">The address, without saying which.</param>
/// <param name="Guardian">Who acts for the host, if the host is a minor.</param>
/// <param name="Suspended">Why the host is suspended; null if not.</param>
/// <param name="Sponsorship">The one live sponsorship.</param>
/// <param name="Erased">True once name and documents have been deleted.</param>
/// <param name="HasPayee">True if the vault has the account and the address to which the host is paid.</param>
/// <param name="MovedFrom">The record of the same person in the city that they came from.</param>
/// <param name="MovedTo">The record of the same person in the city that they have moved to: this one is closed.</param>
/// <param name="MovingTo">The record of the same person in the city that they are moving to: this one enters no sponsorship
/// meanwhile.</param>
/// <param name="OpensWith">The one sponsorship that this record serves until its migrant has arrived; null for a record that is
/// open.</param>
/// <param name="IsVoid">True for a record that was made for a move that did not come about: it is closed.</param>
/// <param name="LinkedTo">The principal record of the same person, to which this one is linked; null if this is it, or stands
/// alone.</param>
/// <param name="Records">Other records of the same person, of which this one is the principal; null for none.</param>
/// <param name="Age">What an officer has verified of the host's age; null while nobody has.</param>
/// <param name="Wards">The minors for whom the host acts; null for none.</param>
/// <param name="Absence">Why the host is not there; null while they are.</param>
/// <param name="ErasureAskedOn">When the host asked to be erased; null for never.</param>
[GenerateSerializer, Immutable, Alias("vip.host-view")]
public sealed record HostView(
    [property: Id(0)] HostId Id, [property: Id(1)] long Version, [property: Id(2)] CityId City,
    [property: Id(3)] HouseholdId Household, [property: Id(4)] HomeId Home, [property: Id(5)] HostId? Guardian,
    [property: Id(6)] SuspensionReason? Suspended, [property: Id(7)] SponsorshipId? Sponsorship, [property: Id(8)] bool Erased,
    [property: Id(9)] bool HasPayee, [property: Id(10)] HostId? MovedFrom, [property: Id(11)] HostId? MovedTo,
    [property: Id(12)] HostId? MovingTo, [property: Id(13)] SponsorshipId? OpensWith, [property: Id(14)] bool IsVoid,
    [property: Id(15)] HostId? LinkedTo, [property: Id(16)] IReadOnlyList<HostId>? Records,
    [property: Id(17)] AgeGroup? Age = null, [property: Id(18)] IReadOnlyList<HostId>? Wards = null,
    [property: Id(19)] HostAbsence? Absence = null,
    [property: Id(20)] DateOnly? ErasureAskedOn = null);

/// <summary>What is needed to move to another city.</summary>
[GenerateSerializer, Immutable, Alias("vip.host-move-order")]
public sealed record HostMoveOrder
{
    /// <summary>The new city.</summary>
    [Id(0)]
    public required CityId City { get; init; }

    /// <summary>Where the host will live. It goes to the vault.</summary>
    [Id(1)]
    public required string Address { get; init; }

    /// <summary>The household that the host joins there; null for a new one.</summary>
    [Id(2)]
    public HouseholdId? Household { get; init; }

    /// <summary>Who acts there for a host who is a minor.</summary>
    [Id(3)]
    public HostId? Guardian { get; init; }

    /// <summary>From it derive the ids of the new record and of the sponsorship there.</summary>
    [Id(4)]
    public required string Seed { get; init; }

    /// <summary>The new record.</summary>
    public HostId Host => HostId.From(City, Seed);

    /// <summary>The sponsorship there in which the migrant is asked to come along.</summary>
    public SponsorshipId Sponsorship => SponsorshipId.From(City, Seed);

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "HostMoveOrder (not shown)";
}

/// <summary>A host's move to another city.</summary>
/// <param name="From">The record that the host comes from.</param>
/// <param name="To">The record in the new city.</param>
/// <param name="Household">The household there.</param>
/// <param name="Home">The address there, without saying which.</param>
/// <param name="Guardian">Who acts there for a host who is a minor.</param>
/// <param name="Sponsorship">The sponsorship there in which the migrant is asked to come along; null if the host had none.</param>
/// <param name="Succeeds">The sponsorship that it is to continue; null if the host had none.</param>
/// <param name="IsComplete">True once the old record is closed and the new one open.</param>
[GenerateSerializer, Immutable, Alias("vip.host-move-view")]
public sealed record HostMoveView(
    [property: Id(0)] HostId From, [property: Id(1)] HostId To, [property: Id(2)] HouseholdId Household,
    [property: Id(3)] HomeId Home, [property: Id(4)] HostId? Guardian, [property: Id(5)] SponsorshipId? Sponsorship,
    [property: Id(6)] SponsorshipId? Succeeds, [property: Id(7)] bool IsComplete);

/// <summary>Where a host is paid, and who said so.</summary>
/// <param name="Payee">The holder of the account.</param>
/// <param name="By">The officer who said so; null if the host did.</param>
[GenerateSerializer, Immutable, Alias("vip.provided-payee")]
public sealed record ProvidedPayee([property: Id(0)] BankParty Payee, [property: Id(1)] string? By);
