namespace VipOrleans.Pilot;

using System.Globalization;
using VipOrleans.Domain.Money;

/// <summary>What has become of the city of the payroll, as its API tells it.</summary>
/// <param name="Names">The names of the migrants, by their ids in the sample's files.</param>
/// <param name="Files">What the employers' files were answered.</param>
/// <param name="Settled">How many entries of the bank's file have settled something.</param>
/// <param name="Paid">What employers have paid, by employer.</param>
/// <param name="Open">What is still open, by employer.</param>
/// <param name="Contested">The contested weeks: whose, and why.</param>
/// <param name="Flagged">The deductions that break a rule: whose, how much, and how much is allowed.</param>
/// <param name="Refunds">What came back to those who left, by the state of its payment.</param>
/// <param name="Books">The city's books.</param>
public sealed record SamplePayrollReport(IReadOnlyDictionary<string, string> Names, IReadOnlyList<PayrollFile> Files, int Settled,
    IReadOnlyDictionary<string, Money> Paid, IReadOnlyDictionary<string, Money> Open,
    IReadOnlyList<(string Person, string Reason)> Contested,
    IReadOnlyList<(string Person, Money Taken, Money Allowed)> Flagged, IReadOnlyList<PaymentTotalAnswer> Refunds, BooksAnswer Books)
{
    /// <summary>Asks the API.</summary>
    public static async Task<SamplePayrollReport> Read(SampleClient client, LoadedPayroll loaded, CancellationToken cancellation)
    {
        var city = $"/v1/cities/{loaded.Payroll.City.Id}";
        var officer = await client.Token(
            new { role = "city-officer", city = loaded.Payroll.City.Id, subject = "sample-city-officer" }, cancellation);
        var settled = 0;
        foreach (var file in (await client.Get<Page<ListedAnswer>>($"{city}/credit-files", officer, cancellation)).Items)
        {
            settled += (await client.Get<CreditFileAnswer>($"{city}/credit-files/{file.Id}", officer, cancellation)).Settled;
        }

        var people = loaded.Sponsorships.ToDictionary(s => s.Value, s => s.Key);
        var dues = new Dictionary<string, DuesAnswer>();
        foreach (var employer in loaded.Payroll.Employers)
        {
            dues[employer] = (await client.Get<AccountAnswer>($"{city}/employer-account?employer={employer}", officer, cancellation)).Dues!;
        }

        var contested = new List<(string, string)>();
        foreach (var (person, id) in loaded.Sponsorships.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var pays = await client.Get<Page<PayAnswer>>($"/v1/sponsorships/{id}/pays", officer, cancellation);
            contested.AddRange(pays.Items.Where(p => p.Contest is not null).Select(p => (person, p.Contest!.Reason)));
        }

        var findings = await client.Get<Page<FindingAnswer>>($"{city}/deduction-findings", officer, cancellation);
        var payout = await SampleMoney.Find(client, loaded.Payroll.City.Id, officer, cancellation, SamplePayrollLoader.RefundReference);
        return new(loaded.Payroll.People.ToDictionary(p => p.Id, p => p.Migrant), loaded.Files, settled,
            dues.ToDictionary(d => d.Key, d => d.Value.Paid), dues.ToDictionary(d => d.Key, d => d.Value.Open), contested,
            [.. findings.Items.SelectMany(f => f.Findings.Select(d => (people[f.Sponsorship], d.Reported, d.Permitted)))],
            (await client.Get<PayoutAnswer>($"{city}/payouts/{payout}", officer, cancellation)).Totals,
            await client.Get<BooksAnswer>($"{city}/trial-balance", officer, cancellation));
    }

    /// <summary>The report in sentences.</summary>
    public IEnumerable<ChoiceRow> Rows()
    {
        foreach (var file in Files)
        {
            var (withhold, back) = (Sum(file.Rows.Select(r => r.Withhold)), Sum(file.Rows.Select(r => r.GiveBack)));
            yield return new($"A file of {file.Employer}, by the {file.Frequency}",
                $"{Number(file.Rows.Count)} pays of {People(file)}, each answered: "
                    + $"{withhold.Amount} to withhold and {back.Amount} to give back");
        }

        yield return new("A bank file settles them",
            $"{Number(Settled)} credits: {string.Join(", ", Paid.Select(p => $"{p.Value.Amount} of {p.Key}"))}; "
                + $"{Sum(Open.Values).Amount} is open");
        foreach (var (person, reason) in Contested)
        {
            yield return new($"{Names[person]} contests a week", $"{reason}: nothing more is taken of it until an officer has decided");
        }

        foreach (var (person, taken, allowed) in Flagged)
        {
            yield return new($"The rent of {Names[person]} is flagged",
                $"{taken.Amount} was kept of a pay, and {allowed.Amount} is allowed");
        }

        foreach (var refund in Refunds)
        {
            yield return new("Days without pay close by themselves",
                $"with the leaving: {refund.Sum.Amount} came back to the migrant's own account ({refund.State})".ToLowerInvariant());
        }

        static string People(PayrollFile file) =>
            file.Rows.Select(r => r.Person).Distinct().Count() is > 1 and var people ? $"{Number(people)} people" : "one person";

        static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate((a, b) => a + b);
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Page<T>(IReadOnlyList<T> Items);

    private sealed record ListedAnswer(string Id);

    private sealed record CreditFileAnswer(int Settled);

    private sealed record AccountAnswer(DuesAnswer? Dues);

    private sealed record DuesAnswer(Money Paid, Money Open);

    private sealed record PayAnswer(ContestAnswer? Contest);

    private sealed record ContestAnswer(string Reason);

    private sealed record FindingAnswer(string Sponsorship, IReadOnlyList<FaultAnswer> Findings);

    private sealed record FaultAnswer(Money Reported, Money Permitted);
}
