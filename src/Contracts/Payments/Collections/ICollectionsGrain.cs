namespace VipOrleans.Contracts.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>
/// What employers owe a city and what has arrived, folded from the feed, and the clock that reminds those who are late. The key is the
/// city's id. An answer has everything that was acknowledged before the question was put.
/// </summary>
[Alias("vip.collections"), GrainInterfaceType("vip.collections")]
public interface ICollectionsGrain : IGrainWithStringKey
{
    /// <summary>
    /// How credits are allocated, in their order. What is planned for one is not planned for another, until the one is written or a while
    /// has passed.
    /// </summary>
    [Alias("plan")]
    Task<IReadOnlyList<CreditPlan>> Plan(IReadOnlyList<CreditToPlan> credits);

    /// <summary>
    /// What is set aside and fits by now: a reversal whose credit has come, and money for which something is owed by now.
    /// </summary>
    [Alias("rematches")]
    Task<IReadOnlyList<CreditRematch>> Rematches();

    /// <summary>Credits in the order in which they came.</summary>
    /// <param name="status">Only those that stand so; null for all.</param>
    /// <param name="after">Where to go on; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("credits")]
    Task<ListPage<CreditEntry>> Credits(CreditStatus? status, long after, int limit);

    /// <summary>Credits by their ids; those that are not known are left out.</summary>
    [Alias("credits-of")]
    Task<IReadOnlyList<CreditEntry>> CreditsOf(IReadOnlyList<CreditId> ids);

    /// <summary>Files of booked credits in the order in which they came.</summary>
    [Alias("files")]
    Task<ListPage<CreditFileEntry>> Files(long after, int limit);

    /// <summary>What each employer owes, in the order in which they first reported.</summary>
    /// <param name="isLate">Only those who are late, or only the others; null for all.</param>
    /// <param name="after">Where to go on; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("employers")]
    Task<ListPage<EmployerDues>> Employers(bool? isLate, long after, int limit);

    /// <summary>What one employer owes; null if it never reported here.</summary>
    [Alias("dues-of")]
    Task<EmployerDues?> DuesOf(string employer);

    /// <summary>What is due in a month or a year, person by person; null if the employer never reported here.</summary>
    /// <param name="employer">The employer.</param>
    /// <param name="period">The month or year in which it is due.</param>
    /// <param name="page">Which lines.</param>
    [Alias("statement")]
    Task<EmployerStatement?> Statement(string employer, StatementPeriod period, PageOfLines page);

    /// <summary>A migrant has arrived in the city: from now on the clock ticks, if it did not already.</summary>
    [Alias("watch")]
    Task Watch();

    /// <summary>Throws the sums away and makes them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>A credit for which a plan is wanted.</summary>
/// <param name="Credit">The credit.</param>
/// <param name="Facts">What the bank says of it.</param>
/// <param name="Reference">The reference under which it is allocated.</param>
/// <param name="Rest">How much of it is to be allocated, in minor units.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-to-plan")]
public sealed record CreditToPlan(CreditId Credit, BookedCredit Facts, string? Reference, long Rest);

/// <summary>A credit that was set aside and fits by now.</summary>
/// <param name="Credit">The credit, or the reversal.</param>
/// <param name="Plan">How it is allocated.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-rematch")]
public sealed record CreditRematch(CreditId Credit, CreditPlan Plan);

/// <summary>Some lines of a statement.</summary>
/// <param name="After">How many are passed over.</param>
/// <param name="Limit">How many at most.</param>
[GenerateSerializer, Immutable, Alias("vip.page-of-lines")]
public readonly record struct PageOfLines(int After, int Limit);

/// <summary>A credit in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Amount">How much.</param>
/// <param name="On">The day of the bank's booking.</param>
/// <param name="IsReversal">True if the bank takes an earlier credit back.</param>
/// <param name="Reference">The reference under which it is allocated; null for none.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Rest">What of it is set aside.</param>
/// <param name="Why">Why something is set aside; null if nothing is.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-entry")]
public sealed record CreditEntry(CreditId Id, Money Amount, DateOnly On, bool IsReversal, string? Reference, CreditStatus Status,
    Money Rest, RejectionCode? Why);

/// <summary>A file of booked credits in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Rows">How many credits it has; null before all was received.</param>
/// <param name="MessageId">The bank's id of it; null before all was received.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-file-entry")]
public sealed record CreditFileEntry(CreditFileId Id, CreditFileState State, int? Rows, string? MessageId);

/// <summary>What an employer owes a city, month by month of the days on which it is due.</summary>
/// <param name="Employer">The employer's id.</param>
/// <param name="Owed">What it had to withhold in all, less what it gave back.</param>
/// <param name="Paid">What of that has arrived.</param>
/// <param name="Open">What is open; below zero if too much was paid.</param>
/// <param name="Late">What is late.</param>
/// <param name="LateSince">The last day on which the oldest of it was to be paid; null if nothing is late.</param>
/// <param name="DaysLate">How many days ago that was; null if nothing is late.</param>
/// <param name="RemindedOn">The day of the last reminder; null before the first.</param>
/// <param name="Reminders">How many reminders there were.</param>
/// <param name="Months">The months, newest first, at most 24.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-dues")]
public sealed record EmployerDues(string Employer, Money Owed, Money Paid, Money Open, Money Late, DateOnly? LateSince, int? DaysLate,
    DateOnly? RemindedOn, int Reminders, IReadOnlyList<MonthDue> Months);

/// <summary>What is due in a month.</summary>
/// <param name="Month">The month.</param>
/// <param name="By">The last day on which it is paid.</param>
/// <param name="Reference">The reference under which all of it is paid in one sum, ISO 11649.</param>
/// <param name="People">How many months of people it is for.</param>
/// <param name="Owed">What is owed.</param>
/// <param name="Paid">What of that has arrived.</param>
/// <param name="Open">What is open; below zero if too much was paid.</param>
[GenerateSerializer, Immutable, Alias("vip.month-due")]
public sealed record MonthDue(StatementPeriod Month, DateOnly By, string Reference, int People, Money Owed, Money Paid, Money Open);

/// <summary>What is due in a month or a year, person by person.</summary>
/// <param name="City">The city.</param>
/// <param name="Employer">The employer's id.</param>
/// <param name="Period">The month or year in which it is due.</param>
/// <param name="Reference">For a month: the reference under which all of it is paid in one sum; null for a year.</param>
/// <param name="By">For a month: the last day on which it is paid; null for a year, and if nothing is due.</param>
/// <param name="Lines">How many lines it has in all.</param>
/// <param name="Withheld">What is withheld.</param>
/// <param name="GivenBack">What is given back with pays.</param>
/// <param name="Paid">What of it has arrived.</param>
/// <param name="Open">What is open; below zero if too much was paid.</param>
/// <param name="Items">The lines, in the order of the days on which they are due.</param>
/// <param name="Next">How many lines to pass over for the next page; null after the last one.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-statement")]
public sealed record EmployerStatement(CityId City, string Employer, StatementPeriod Period, string? Reference, DateOnly? By, int Lines,
    Money Withheld, Money GivenBack, Money Paid, Money Open, IReadOnlyList<EmployerLine> Items, int? Next);

/// <summary>One month of one person.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Year">The share year.</param>
/// <param name="Month">The month of it.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Withhold">What is withheld.</param>
/// <param name="GiveBack">What is given back with the pay.</param>
/// <param name="Paid">What of it has arrived.</param>
/// <param name="Open">What is open; below zero if too much was paid.</param>
/// <param name="Reference">Under which it can be paid alone, ISO 11649.</param>
/// <param name="By">The last day on which it is paid.</param>
/// <param name="BookedOn">The day on which its last report was booked.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-line")]
public sealed record EmployerLine(SponsorshipId Sponsorship, int Year, int Month, DateOnly From, DateOnly To, Money Withhold,
    Money GiveBack, Money Paid, Money Open, string Reference, DateOnly By, DateOnly BookedOn);

/// <summary>An employer as one that is late. The key is the id of a late employer.</summary>
[Alias("vip.late-employer"), GrainInterfaceType("vip.late-employer")]
public interface ILateEmployerGrain : IGrainWithStringKey
{
    /// <summary>Reminds it, unless it was reminded a short while ago.</summary>
    /// <param name="employer">The employer.</param>
    /// <param name="late">What is late.</param>
    [Alias("remind")]
    Task<CommandResult> Remind(string employer, LateSum late);
}
