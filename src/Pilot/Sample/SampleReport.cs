namespace VipOrleans.Pilot;

using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;

/// <summary>What the sample city has come to, as its API tells it.</summary>
public sealed record SampleReport
{
    /// <summary>The city's name.</summary>
    public required string City { get; init; }

    /// <summary>How many places the city offers.</summary>
    public required int Offered { get; init; }

    /// <summary>How many of them are held while checks are made.</summary>
    public required long Held { get; init; }

    /// <summary>How many are in use.</summary>
    public required long Used { get; init; }

    /// <summary>How many sponsorships wait for one.</summary>
    public required int Waiting { get; init; }

    /// <summary>Sponsorships by where they stand, in the order of their course.</summary>
    public required IReadOnlyList<(SponsorshipStatus Status, int Count)> ByStatus { get; init; }

    /// <summary>How many were granted, whatever came after.</summary>
    public required int Formed { get; init; }

    /// <summary>Every sponsorship with earnings.</summary>
    public required IReadOnlyList<SponsorshipRow> Rows { get; init; }

    /// <summary>The sums of all rows.</summary>
    public required Totals Sum { get; init; }

    /// <summary>The households of more than one host.</summary>
    public required IReadOnlyList<HouseholdYear> Households { get; init; }

    /// <summary>The city's books.</summary>
    public required BooksAnswer Books { get; init; }

    /// <summary>The payout; null where nothing was collected.</summary>
    public required PayoutAnswer? Payout { get; init; }

    /// <summary>Every sponsorship in which the law limits what is taken.</summary>
    public required IReadOnlyList<LimitRow> Limited { get; init; }

    /// <summary>Every report that corrected one before it.</summary>
    public required IReadOnlyList<CorrectionRow> Corrections { get; init; }

    /// <summary>The city whose employers send files; null while it is not loaded.</summary>
    public SamplePayrollReport? Payroll { get; init; }

    /// <summary>
    /// What people of the second nation decided, chose and changed. It is loaded and read after all else, because it waits for a ballot.
    /// </summary>
    public IReadOnlyList<ChoiceRow> Choices { get; init; } = [];

    /// <summary>Asks the API what the first city has come to.</summary>
    public static async Task<SampleReport> Read(SampleClient client, LoadedSample sample, CancellationToken cancellation)
    {
        var files = sample.Files;
        var officer =
            await client.Token(new { role = "city-officer", city = files.City.Id, subject = "sample-city-officer" }, cancellation);
        var city = await client.Get<CityAnswer>($"/v1/cities/{files.City.Id}", officer, cancellation);
        var hosts = files.Hosts.ToDictionary(h => sample.Hosts[h.Id], h => h.Person.Name);
        var migrants = files.Migrants.ToDictionary(m => sample.Migrants[m.Id]);
        var sponsorships = new List<SponsorshipAnswer>();
        var rows = new List<SponsorshipRow>();
        var corrections = new List<CorrectionRow>();
        var limited = new List<LimitRow>();
        foreach (var s in files.Sponsorships)
        {
            var path = $"/v1/sponsorships/{sample.Sponsorships[s.Id]}";
            sponsorships.Add(await client.Get<SponsorshipAnswer>(path, officer, cancellation));
            var statement = await client.Get<StatementAnswer>($"{path}/statement", officer, cancellation);
            if (Row(s.Id, sponsorships[^1].Status, statement) is { } row) rows.Add(row);
            if (statement.Lines.LastOrDefault(l => l.Limit is not null) is { } last)
            {
                limited.Add(
                    new(s.Id, last.Limit!.Profile, statement.Lines[^1].DueToDate, last.Limit.Allowed, statement.Totals!.Share,
                        statement.Totals.Expired));
            }

            corrections.AddRange(
                statement.Lines.Where(l => l.EarnedBefore is not null)
                    .Select(l => new CorrectionRow(s.Id, l.Year, l.Month, l.EarnedBefore!.Value, l.Earned, l.Taken)));
        }

        var byStatus = sponsorships.GroupBy(s => s.Status).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key).ToList();
        return new()
        {
            City = city.Name,
            Offered = city.Quota?.Places ?? 0,
            Held = city.Held,
            Used = city.Used,
            Waiting = city.Waiting,
            ByStatus = byStatus,
            Formed = sponsorships.Count(s => s.Status == SponsorshipStatus.Granted || s.ArrivedOn is not null),
            Rows = rows,
            Sum = rows.Select(r => r.Totals).Aggregate(Totals.Zero(Currency.Parse(city.Currency)), (a, b) => a + b),
            Households = await Households(),
            Books = await client.Get<BooksAnswer>($"/v1/cities/{files.City.Id}/trial-balance", officer, cancellation),
            Payout = await SampleMoney.Find(client, files.City.Id, officer, cancellation) is { } payout
                ? await client.Get<PayoutAnswer>($"/v1/cities/{files.City.Id}/payouts/{payout}", officer, cancellation)
                : null,
            Limited = limited,
            Corrections = corrections,
        };

        SponsorshipRow? Row(string id, SponsorshipStatus status, StatementAnswer s) =>
            s.Totals is { } totals && s.Baseline is { } baseline && s.Lines.Count > 0
                ? new(id, hosts[s.Host], migrants[s.Migrant].Person.Name, migrants[s.Migrant].Origin, status,
                    s.Lines.Select(l => (l.Year, l.Month)).Distinct().Count(), baseline.Yearly, totals.ToTotals())
                : null;

        async Task<List<HouseholdYear>> Households()
        {
            var years = new List<HouseholdYear>();
            foreach (var (word, id) in sample.Households)
            {
                var members = files.Hosts.Where(h => h.Household == word).ToList();
                if (members.Count < 2) continue;
                var answer = await client.Get<HouseholdAnswer>($"/v1/households/{id}/statement", officer, cancellation);
                var ids = sample.Sponsorships.ToDictionary(s => s.Value, s => s.Key);
                var ofMembers = answer.Members.SelectMany(m => m.Statements)
                    .Select(s => (Answer: s, Row: rows.SingleOrDefault(r => r.Id == ids.GetValueOrDefault(s.Sponsorship)))).ToList();
                years.Add(new(word, members.Count,
                    [.. ofMembers.Where(m => m.Row is not null).Select(m => m.Row! with { Totals = m.Answer.Totals!.ToTotals() })
                        .OrderBy(r => r.Id, StringComparer.Ordinal)], answer.Totals));
            }

            return years;
        }
    }

    private sealed record CityAnswer(string Name, string Currency, SampleQuota? Quota, long Held, long Used, int Waiting);

    private sealed record SponsorshipAnswer(SponsorshipStatus Status, DateOnly? ArrivedOn);

    private sealed record StatementAnswer(string Sponsorship, string Host, string Migrant, BaselineAnswer? Baseline,
        IReadOnlyList<LineAnswer> Lines, TotalsAnswer? Totals);

    private sealed record TotalsAnswer(Money Earned, Money Gain, Money Share, Money Kept, Money Expired)
    {
        public Totals ToTotals() => new(Earned, Gain, Share, Kept);
    }

    private sealed record LimitAnswer(string Profile, Money Allowed);

    private sealed record BaselineAnswer(Money Yearly);

    private sealed record LineAnswer(int Year, int Month, Money Earned, Money? EarnedBefore, Money DueToDate, Money Taken,
        LimitAnswer? Limit);

    private sealed record HouseholdAnswer(IReadOnlyList<MemberAnswer> Members, Totals? Totals);

    private sealed record MemberAnswer(string Host, IReadOnlyList<StatementAnswer> Statements);
}

/// <summary>What was earned, gained, shared and kept.</summary>
/// <param name="Earned">All that was earned.</param>
/// <param name="Gain">Earned less what the same months brought at home.</param>
/// <param name="Share">What went to the host.</param>
/// <param name="Kept">What stayed with the migrant.</param>
public sealed record Totals(Money Earned, Money Gain, Money Share, Money Kept)
{
    /// <summary>Nothing.</summary>
    public static Totals Zero(Currency currency) =>
        new(Money.Zero(currency), Money.Zero(currency), Money.Zero(currency), Money.Zero(currency));

    /// <summary>The sum, column by column.</summary>
    public static Totals operator +(Totals a, Totals b) => new(a.Earned + b.Earned, a.Gain + b.Gain, a.Share + b.Share, a.Kept + b.Kept);
}

/// <summary>One sponsorship with earnings.</summary>
/// <param name="Id">The id of its row in the sample.</param>
/// <param name="Host">The host's name in the sample.</param>
/// <param name="Migrant">The migrant's name in the sample.</param>
/// <param name="Origin">The country that the migrant comes from.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Months">How many months were reported.</param>
/// <param name="Baseline">What the migrant earned at home in a year, in the city's currency.</param>
/// <param name="Totals">What it has come to.</param>
public sealed record SponsorshipRow(string Id, string Host, string Migrant, string Origin, SponsorshipStatus Status, int Months,
    Money Baseline, Totals Totals);

/// <summary>What a household has come to.</summary>
/// <param name="Name">The word for it in the sample.</param>
/// <param name="Hosts">How many hosts it has.</param>
/// <param name="Rows">Its sponsorships.</param>
/// <param name="Sum">Their sums as the API gives them; null before the first report.</param>
public sealed record HouseholdYear(string Name, int Hosts, IReadOnlyList<SponsorshipRow> Rows, Totals? Sum);

/// <summary>A sponsorship in which the law limits what is taken.</summary>
/// <param name="Id">The sponsorship's row in the sample.</param>
/// <param name="Profile">The deduction profile.</param>
/// <param name="Due">What the formula has come to.</param>
/// <param name="Allowed">What the law lets be taken from the last pay.</param>
/// <param name="Taken">What was taken.</param>
/// <param name="Expired">What the law kept from being taken until the share year ended: gone, and nobody's debt.</param>
public sealed record LimitRow(string Id, string Profile, Money Due, Money Allowed, Money Taken, Money Expired);

/// <summary>A month that was corrected.</summary>
/// <param name="Id">The sponsorship's row in the sample.</param>
/// <param name="Year">The share year.</param>
/// <param name="Month">The month.</param>
/// <param name="Before">What had been reported.</param>
/// <param name="Now">What was reported instead.</param>
/// <param name="Taken">What was taken for it; below zero it was given back to the migrant.</param>
public sealed record CorrectionRow(string Id, int Year, int Month, Money Before, Money Now, Money Taken);

/// <summary>A city's trial balance as the API tells it.</summary>
/// <param name="Accounts">Every account.</param>
/// <param name="Sum">Their sum: zero.</param>
/// <param name="Advanced">What the guarantee has given to migrants for hosts.</param>
/// <param name="Repaid">What hosts have repaid of it out of later shares.</param>
public sealed record BooksAnswer(IReadOnlyList<AccountAnswer> Accounts, Money Sum, Money Advanced, Money Repaid);

/// <summary>An account.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Balance">Its balance.</param>
public sealed record AccountAnswer(string Account, Money Balance);
