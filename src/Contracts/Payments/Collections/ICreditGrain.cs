namespace VipOrleans.Contracts.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>One credit that a bank has booked, or one that it took back. The key is the credit's id.</summary>
[Alias("vip.credit"), GrainInterfaceType("vip.credit")]
public interface ICreditGrain : IGrainWithStringKey
{
    /// <summary>
    /// The bank has booked it: what it pays is collected in the sponsorships' books before this is answered, unless it takes long. Asked
    /// again, it goes on with what is left.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="facts">What the bank says.</param>
    /// <param name="plan">How it is allocated.</param>
    [Alias("book")]
    Task<CreditBooking> Book(CommandContext context, BookedCredit facts, CreditPlan plan);

    /// <summary>An officer assigns what is set aside.</summary>
    [Alias("assign")]
    Task<CommandResult> Assign(CommandContext context, CreditAssignment assignment);

    /// <summary>An officer lets go of what is set aside.</summary>
    [Alias("release")]
    Task<CommandResult> Release(CommandContext context, CreditRelease reason);

    /// <summary>The bank takes it back.</summary>
    /// <param name="context">The command.</param>
    /// <param name="by">The reversal.</param>
    /// <param name="facts">What the bank says of the reversal.</param>
    [Alias("reverse")]
    Task<CommandResult> Reverse(CommandContext context, CreditId by, BookedCredit facts);

    /// <summary>What is set aside fits by now: its credit came, or what it pays was reported.</summary>
    [Alias("rematch")]
    Task<CommandResult> Rematch(CreditPlan plan);

    /// <summary>The credit as it is; null if there is none.</summary>
    [Alias("get")]
    Task<CreditView?> Get();

    /// <summary>Its parts in their order; null if there is no such credit.</summary>
    /// <param name="after">The last number seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("parts")]
    Task<ListPage<CreditPart>?> Parts(long after, int limit);
}

/// <summary>What became of a credit that was booked.</summary>
/// <param name="Result">Whether it was.</param>
/// <param name="Status">Where it stands.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-booking")]
public sealed record CreditBooking(CommandResult Result, CreditStatus Status);

/// <summary>A credit.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Amount">How much.</param>
/// <param name="On">The day of the bank's booking.</param>
/// <param name="IsReversal">True if the bank takes an earlier credit back.</param>
/// <param name="Reference">The reference under which it is allocated.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Rest">What of it pays nothing.</param>
/// <param name="Held">What arrived for months of which a part had been given back to the migrant by then.</param>
/// <param name="Parts">How many parts it has.</param>
/// <param name="Why">Why the rest is set aside; null if nothing is.</param>
/// <param name="Released">Why the rest was released; null if it was not.</param>
/// <param name="ReversedBy">The reversal that has taken it back; null if none has.</param>
/// <param name="Original">Of a reversal: the credit that it takes back; null while none is known.</param>
/// <param name="File">The file in which it came first.</param>
/// <param name="Line">The line of it.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-view")]
public sealed record CreditView(CreditId Id, long Version, Money Amount, DateOnly On, bool IsReversal, string? Reference,
    CreditStatus Status, Money Rest, Money Held, int Parts, RejectionCode? Why, CreditRelease? Released, CreditId? ReversedBy,
    CreditId? Original, CreditFileId File, int Line);

/// <summary>A part of a credit.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Sponsorship">In whose books it is.</param>
/// <param name="Employer">Who owed it.</param>
/// <param name="Year">The share year.</param>
/// <param name="Month">The month of it.</param>
/// <param name="Amount">How much; below zero for what was overpaid before and is used up.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="State">How far the books are.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-part")]
public sealed record CreditPart(int Number, SponsorshipId Sponsorship, string Employer, int Year, int Month, Money Amount,
    AllocationKind Kind, AllocationState State);

/// <summary>
/// One file of booked credits: takes it in chunks, works it off by itself, and says how far it is. The key is the file's id.
/// </summary>
[Alias("vip.credit-file"), GrainInterfaceType("vip.credit-file")]
public interface ICreditFileGrain : IGrainWithStringKey
{
    /// <summary>A file begins to come.</summary>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context);

    /// <summary>A chunk comes. They come in their order; one that is here already changes nothing.</summary>
    [Alias("receive")]
    Task<CommandResult> Receive(CommandContext context, CreditFileChunk chunk);

    /// <summary>The file is at its end: from now on it is worked off.</summary>
    [Alias("close")]
    Task<CommandResult> Close(CommandContext context, CreditFileTotals totals);

    /// <summary>The file as it is; null if there is none.</summary>
    [Alias("get")]
    Task<CreditFileView?> Get();

    /// <summary>Its entries in their order and what became of them by now; null if there is no such file.</summary>
    /// <param name="after">The last row seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("entries")]
    Task<ListPage<CreditFileRow>?> Entries(long after, int limit);
}

/// <summary>A file of booked credits and how far it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Rows">How many credits, and credits taken back, it has.</param>
/// <param name="Settled">Those that paid what is owed, or took back what had.</param>
/// <param name="SetAside">Those of which something was set aside for an officer.</param>
/// <param name="Known">Those that had come before.</param>
/// <param name="Refused">Those that contradict what came before under the bank's same reference.</param>
/// <param name="Kind">What kind of file it is; null before all was received, as what follows.</param>
/// <param name="MessageId">The bank's id of it.</param>
/// <param name="Others">How many other movements it has, which are no credits.</param>
/// <param name="Sha256">The SHA-256 of the file.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-file-view")]
public sealed record CreditFileView(CreditFileId Id, long Version, CreditFileState State, int Rows, int Settled, int SetAside, int Known,
    int Refused, BankFileKind? Kind, string? MessageId, int? Others, string? Sha256);

/// <summary>An entry of a file of booked credits.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Credit">The credit.</param>
/// <param name="Amount">How much.</param>
/// <param name="On">The day of the booking.</param>
/// <param name="IsReversal">True if the bank takes an earlier credit back.</param>
/// <param name="Reference">The reference that came with it; null if none of the form of ours did.</param>
/// <param name="Status">Where the credit stands; null while the row waits.</param>
/// <param name="Why">Why something of it is set aside; null if nothing is.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-file-row")]
public sealed record CreditFileRow(int Line, CreditId Credit, Money Amount, DateOnly On, bool IsReversal, string? Reference,
    CreditStatus? Status, RejectionCode? Why);
