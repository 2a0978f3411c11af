namespace VipOrleans.Pilot;

using System.Text.Json;

/// <summary>A city of the sample whose employers pay by the week and by the month, and send files.</summary>
/// <param name="City">The city.</param>
/// <param name="Profile">Its deduction profile, as the API takes it.</param>
/// <param name="Guarantee">What its guarantee account begins with, in its currency.</param>
/// <param name="People">Hosts and migrants, with the employers.</param>
public sealed record SamplePayroll(SampleCity City, JsonElement Profile, string Guarantee, IReadOnlyList<SampleWorker> People)
{
    /// <summary>What was paid, in the order of the file.</summary>
    public IReadOnlyList<SamplePay> Pays { get; init; } = [];

    /// <summary>The employers, in the order in which people name them.</summary>
    public IEnumerable<string> Employers => People.Select(p => p.Employer).Distinct();
}

/// <summary>A pair of which the migrant is paid.</summary>
/// <param name="Id">The pair, in the sample's files.</param>
/// <param name="Host">The host's name.</param>
/// <param name="Migrant">The migrant's name.</param>
/// <param name="Baseline">What the migrant earned at home in a year, in the currency of the city.</param>
/// <param name="Employer">Who pays.</param>
/// <param name="ArrivedDaysAgo">How many days before the sample is first loaded the migrant arrived.</param>
/// <param name="LeftAfterDays">How many days after the arrival the migrant left; null for one who is there.</param>
public sealed record SampleWorker(string Id, string Host, string Migrant, string Baseline, string Employer, int ArrivedDaysAgo,
    int? LeftAfterDays);

/// <summary>A pay of a week since the arrival, or a report of a share month.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Week">Which week, from 1; null for a month.</param>
/// <param name="Month">Which month of the first share year; null for a week.</param>
/// <param name="Gross">How much.</param>
/// <param name="Rent">What the employer keeps of it as rent; null for nothing.</param>
/// <param name="IsContested">True if the migrant contests it.</param>
public sealed record SamplePay(string Person, int? Week, int? Month, string Gross, string? Rent, bool IsContested)
{
    /// <summary>The first day of a week's pay.</summary>
    public DateOnly From(DateOnly arrived) => arrived.AddDays(7 * (Week!.Value - 1));

    /// <summary>The last day of a week's pay.</summary>
    public DateOnly To(DateOnly arrived) => From(arrived).AddDays(6);
}

/// <summary>What a file of an employer was answered.</summary>
/// <param name="Employer">The employer.</param>
/// <param name="Frequency">How often it pays: week or month.</param>
/// <param name="Rows">The answer to each row.</param>
public sealed record PayrollFile(string Employer, string Frequency, IReadOnlyList<PayrollRow> Rows);

/// <summary>What a row of an employer's file was answered.</summary>
/// <param name="Person">Whose pay it is.</param>
/// <param name="Number">The week, or the month.</param>
/// <param name="Status">How it went.</param>
/// <param name="Withhold">What is withheld.</param>
/// <param name="GiveBack">What is given back.</param>
/// <param name="Reference">Under which it is paid to the city.</param>
public sealed record PayrollRow(string Person, int Number, string Status, Domain.Money.Money Withhold, Domain.Money.Money GiveBack,
    string Reference);
