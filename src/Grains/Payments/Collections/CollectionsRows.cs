namespace VipOrleans.Grains.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>A sponsorship in whose books something may be due.</summary>
internal sealed class PayingRow
{
    public required SponsorshipId Id { get; init; }

    public required MigrantId Migrant { get; init; }

    /// <summary>The first day of share year 1; the default before the arrival.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>What the next posting is of, if the last event was a report, a withdrawal, or a posting of one.</summary>
    public ReportedMonth? Reported { get; set; }

    /// <summary>The employers who have ever owed something here.</summary>
    public List<string> Employers { get; init; } = [];

    [JsonIgnore]
    public List<(EmployerRow Employer, DebtRow Debt)> Debts { get; } = [];
}

/// <summary>The month of an employer that a report was of, and the share year of its last posting.</summary>
internal sealed record ReportedMonth(string Employer, int Year, int Month, int Posted = 0);

/// <summary>An employer, and what it owes.</summary>
internal sealed class EmployerRow
{
    public required long Position { get; init; }

    public required string Employer { get; init; }

    public required CityId City { get; init; }

    public DateOnly? RemindedOn { get; set; }

    public int Reminders { get; set; }

    /// <summary>What was owed for months that are closed and no longer here: as much as was paid.</summary>
    public long Closed { get; set; }

    public List<DebtRow> Debts { get; init; } = [];
}

/// <summary>What an employer owes for one month of one person.</summary>
internal sealed class DebtRow
{
    public required SponsorshipId Sponsorship { get; init; }

    public required int Year { get; init; }

    public required int Month { get; init; }

    public required DateOnly LastDay { get; init; }

    /// <summary>What was withheld less what was given back, in minor units.</summary>
    public long Owed { get; set; }

    /// <summary>What of it has arrived.</summary>
    public long Paid { get; set; }

    /// <summary>What the host was paid out of a payment that the bank took back.</summary>
    public long Gap { get; set; }

    public DateOnly By { get; set; }

    /// <summary>
    /// By when it was to be paid at first: a statement of that month still pays it when a correction has put the day off.
    /// </summary>
    public DateOnly FirstBy { get; set; }

    public DateOnly BookedOn { get; set; }

    /// <summary>True if an earlier part of it may have been closed: then the journal has the whole of it.</summary>
    public bool IsPart { get; set; }

    /// <summary>What is planned and not written yet.</summary>
    [JsonIgnore]
    public long Promised { get; set; }

    [JsonIgnore]
    public long PromisedGap { get; set; }

    [JsonIgnore]
    public long Open => Owed - Paid;

    public OpenDebt ToPlan(string employer) => new(Sponsorship, employer, Year, Month, Open - Promised, Gap - PromisedGap);
}

/// <summary>A credit in the lists.</summary>
internal sealed class CreditRowState
{
    public required long Position { get; init; }

    public required CreditId Id { get; init; }

    public required Money Amount { get; init; }

    public required DateOnly On { get; init; }

    public bool IsReversal { get; init; }

    public string? Reference { get; set; }

    public string[] Traces { get; init; } = [];

    public CreditStatus Status { get; set; }

    public long Rest { get; set; }

    public RejectionCode? Why { get; set; }

    /// <summary>Of a reversal: the credit that it takes back.</summary>
    public CreditId? Original { get; set; }
}

internal sealed record Promise(CreditPlan Plan, DateTimeOffset Until);

/// <summary>A file in the list.</summary>
internal sealed class FileRow
{
    public required long Position { get; init; }

    public required CreditFileId Id { get; init; }

    public CreditFileState State { get; set; }

    public int? Rows { get; set; }

    public string? MessageId { get; set; }
}

/// <summary>What a collection that was noted by hand has paid.</summary>
internal sealed record ManualPart(string Employer, int Year, int Month, long Amount);

internal sealed record CollectionsSnapshot(long Position, string? Currency, IReadOnlyList<PayingRow> Sponsorships,
    IReadOnlyList<EmployerRow> Employers, IReadOnlyList<CreditRowState> Credits, IReadOnlyList<FileRow> Files,
    Dictionary<string, List<ManualPart>> Manual, DateOnly Month, IReadOnlyList<string> Aside);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CollectionsSnapshot))]
internal sealed partial class CollectionsJson : JsonSerializerContext;
