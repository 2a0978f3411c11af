namespace VipOrleans.Pilot;

using System.Globalization;
using System.Text.Json;
using Sylvan.Data.Csv;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Silo;

/// <summary>
/// The sample city as its files tell it. What the files say is checked by the API, as for any client; here only that it can be read.
/// </summary>
public sealed record SampleFiles
{
    /// <summary>The city: its id, name, currency, time zone, policy and quota, as the API takes them.</summary>
    public required SampleCity City { get; init; }

    /// <summary>The citizens, in the order of the file: a guardian and the first of a household stand before the others.</summary>
    public required IReadOnlyList<SampleHost> Hosts { get; init; }

    /// <summary>The migrants.</summary>
    public required IReadOnlyList<SampleMigrant> Migrants { get; init; }

    /// <summary>The sponsorships, in the order in which they ask for a place.</summary>
    public required IReadOnlyList<SampleSponsorship> Sponsorships { get; init; }

    /// <summary>What was earned, in the order of the reports.</summary>
    public required IReadOnlyList<SampleEarnings> Earnings { get; init; }

    /// <summary>The deduction profile that the city chooses on the day of loading, as the API takes it.</summary>
    public required JsonElement DeductionProfile { get; init; }

    /// <summary>What is corrected after the shares were paid out, in the order of the corrections.</summary>
    public required IReadOnlyList<SampleEarnings> Corrections { get; init; }

    /// <summary>Where hosts are paid.</summary>
    public required IReadOnlyList<SamplePayee> Payees { get; init; }

    /// <summary>The second nation, whose people decide, choose, change and move.</summary>
    public required SampleChoices Choices { get; init; }

    /// <summary>The city whose employers send files.</summary>
    public required SamplePayroll Payroll { get; init; }

    /// <summary>Exchange rates of one day: the file as the API takes it.</summary>
    public required string Rates { get; init; }

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="OperatorException">A file is missing or cannot be read; the message names file, line and column.</exception>
    public static SampleFiles Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new OperatorException($"There is no folder {folder} with the sample.");
        return new()
        {
            City = ReadJson<SampleCity>(Path.Combine(folder, "city.json")),
            DeductionProfile = ReadJson<JsonElement>(Path.Combine(folder, "deduction-profile.json")),
            Hosts = ReadRows(folder, "hosts.csv", r => new SampleHost(
                r["id"], Person(r, r.Optional("address")), r.Optional("household"), r.Optional("guardian"))),
            Migrants = ReadRows(folder, "migrants.csv", r => new SampleMigrant(
                r["id"], Person(r, null), r["origin"], r.List("languages", ' '), r.List("skills", ';'), r.Money("baseline", "currency"),
                r["evidence"], r.Date("evidence_on"))),
            Sponsorships = ReadRows(folder, "sponsorships.csv", r => new SampleSponsorship(
                r["id"], r["host"], r["migrant"], r["proposed_by"], r.State("state"), r.List("checks_passed", ' '),
                r.OptionalDate("checked_on"),
                r.Optional("reason"), r.OptionalDay("arrived_on"), r.OptionalDay("ended_on"))),
            Earnings = ReadRows(folder, "earnings.csv",
                r => new SampleEarnings(r["sponsorship"], r.Number("year"), r.Number("month"), r["earned"])),
            Corrections =
                ReadRows(folder, "corrections.csv",
                    r => new SampleEarnings(r["sponsorship"], r.Number("year"), r.Number("month"), r["earned"])),
            Payees = ReadRows(folder, "payees.csv", r => new SamplePayee(
                r["host"], r["name"], r["account"], r["bic"], r["street"], r["building_number"], r["town"], r["country"])),
            Choices = ReadJson<SampleChoices>(Path.Combine(folder, "choices.json")),
            Payroll = ReadJson<SamplePayroll>(Path.Combine(folder, "payroll.json")) with
            {
                Pays = ReadRows(folder, "payroll.csv", r => new SamplePay(r["person"], r.OptionalNumber("week"), r.OptionalNumber("month"),
                    r["gross"], r.Optional("rent"), r.Optional("contested") is not null)),
            },
            Rates = ReadText(folder, "rates.csv"),
        };
    }

    private static SamplePerson Person(Row row, string? address) =>
        new(row["name"], row.Optional("contact"), address, row["document_kind"], row["document_issued_by"], row["document_number"]);

    private static string ReadText(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException e)
        {
            throw new OperatorException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static T ReadJson<T>(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<T>(stream, JsonSerializerOptions.Web) ?? throw new JsonException("It is empty.");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new OperatorException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static List<T> ReadRows<T>(string folder, string name, Func<Row, T> make)
    {
        var file = Path.Combine(folder, name);
        try
        {
            using var reader = CsvDataReader.Create(file);
            var row = new Row(reader, name);
            var rows = new List<T>();
            while (reader.Read()) rows.Add(make(row));
            return rows;
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new OperatorException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private sealed class Row(CsvDataReader reader, string file)
    {
        public string this[string column] => Optional(column) ?? throw Wrong(column, "is empty");

        public string? Optional(string column)
        {
            int ordinal;
            try
            {
                ordinal = reader.GetOrdinal(column);
            }
            catch (IndexOutOfRangeException)
            {
                throw Wrong(column, "is missing");
            }

            var text = reader.GetString(ordinal).Trim();
            return text.Length == 0 ? null : text;
        }

        public string[] List(string column, char separator) =>
            Optional(column)?.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

        public int Number(string column) =>
            int.TryParse(this[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : throw Wrong(column, "is not a whole number");

        public int? OptionalNumber(string column) => Optional(column) is null ? null : Number(column);

        public DateOnly Date(string column) => OptionalDate(column) ?? throw Wrong(column, "is empty");

        public DateOnly? OptionalDate(string column)
        {
            if (Optional(column) is not { } text) return null;
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date : throw Wrong(column, "is not a date such as 2026-03-31");
        }

        public SampleDay? OptionalDay(string column) =>
            Optional(column) == "today" ? SampleDay.Today : OptionalDate(column) is { } date ? new(date) : null;

        public Money Money(string column, string currencyColumn)
        {
            if (!Currency.TryParse(this[currencyColumn], out var currency))
            {
                throw Wrong(currencyColumn, "is not a currency code of ISO 4217");
            }

            return Domain.Money.Money.TryParse(this[column], currency, out var money)
                ? money : throw Wrong(column, $"is not an amount with exactly {currency.Decimals} decimals");
        }

        public SampleState State(string column) =>
            Codes<SampleState>.TryParse(this[column], out var state)
                ? state : throw Wrong(column, $"is not one of: {string.Join(", ", Codes<SampleState>.All)}");

        private OperatorException Wrong(string column, string what) =>
            new($"samples/{file}, line {reader.RowNumber + 1}: {column} {what}.");
    }
}

/// <summary>The city, with policy and quota as the API takes them.</summary>
public sealed record SampleCity(string Id, string Name, string Currency, string TimeZone, JsonElement Policy, SampleQuota Quota)
{
    /// <summary>The nation that the city belongs to.</summary>
    public string Nation => Id[..2];

    /// <summary>The checks that its policy requires.</summary>
    public IReadOnlyList<string> RequiredChecks => [.. Policy.GetProperty("requiredChecks").EnumerateArray().Select(c => c.GetString()!)];
}

/// <summary>How many places the city offers, and who decided so.</summary>
public sealed record SampleQuota(int Places, string By, string Reference, DateOnly On);

/// <summary>A person with one identity document.</summary>
public sealed record SamplePerson(string Name, string? Contact, string? Address, string DocumentKind, string DocumentIssuedBy,
    string DocumentNumber);

/// <summary>A citizen; <c>Household</c> is a word that hosts of one household share.</summary>
public sealed record SampleHost(string Id, SamplePerson Person, string? Household, string? Guardian);

/// <summary>A migrant and what they earn at home in a year.</summary>
public sealed record SampleMigrant(
    string Id, SamplePerson Person, string Origin, IReadOnlyList<string> Languages, IReadOnlyList<string> Skills, Money Baseline,
    string Evidence, DateOnly EvidenceOn);

/// <summary>A sponsorship and how far it is to be taken.</summary>
public sealed record SampleSponsorship(
    string Id, string Host, string Migrant, string ProposedBy, SampleState State, IReadOnlyList<string> ChecksPassed, DateOnly? CheckedOn,
    string? Reason, SampleDay? ArrivedOn, SampleDay? EndedOn)
{
    /// <summary>The side that answers the proposal.</summary>
    public string AnsweredBy => ProposedBy == "host" ? "migrant" : "host";
}

/// <summary>A day, or the day on which the sample is loaded for the first time.</summary>
/// <param name="Date">The day; null for that of the loading.</param>
public sealed record SampleDay(DateOnly? Date)
{
    /// <summary>The day of the loading.</summary>
    public static readonly SampleDay Today = new((DateOnly?)null);
}

/// <summary>What was earned in a month of a share year, in the city's currency.</summary>
public sealed record SampleEarnings(string Sponsorship, int Year, int Month, string Earned);

/// <summary>Where a host is paid, as the bank knows them.</summary>
public sealed record SamplePayee(string Host, string Name, string Account, string Bic, string Street, string BuildingNumber, string Town,
    string Country)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "SamplePayee (not shown)";
}

/// <summary>How far a sponsorship of the sample is taken.</summary>
public enum SampleState
{
    /// <summary>One side has proposed.</summary>
    Proposed,

    /// <summary>The other side said no.</summary>
    Declined,

    /// <summary>The side that proposed has withdrawn, after the other had said yes.</summary>
    Withdrawn,

    /// <summary>In line for a place.</summary>
    Waiting,

    /// <summary>Being checked.</summary>
    Checking,

    /// <summary>Refused by the city.</summary>
    Refused,

    /// <summary>All checks passed.</summary>
    Granted,

    /// <summary>The migrant has come.</summary>
    Arrived,

    /// <summary>The city has confirmed that the migrant lives and may work there.</summary>
    Active,

    /// <summary>The host has given notice.</summary>
    Notice,

    /// <summary>Over.</summary>
    Ended,
}
