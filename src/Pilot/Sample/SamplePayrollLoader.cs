namespace VipOrleans.Pilot;

using System.Globalization;
using System.Xml.Linq;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Silo;

/// <summary>
/// Loads the city whose employers send files: what to withhold is answered row by row, a bank file settles it, one week is contested, one
/// rent is above what the profile allows, and the months of who has left close by themselves and give back what was too much.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="payroll">The city and its people.</param>
/// <param name="time">The clock that says which day it is.</param>
public sealed class SamplePayrollLoader(SampleClient client, SamplePayroll payroll, TimeProvider time)
{
    /// <summary>The reference by which the sample's payout of refunds is known again.</summary>
    public const string RefundReference = "Sample refunds";

    private const string Account = "12-3113-0098765-00";

    private static readonly XNamespace Book = BankFileReader.StatementNamespace;

    private readonly Dictionary<string, string> _sponsorships = [];
    private readonly Dictionary<string, string> _migrants = [];
    private readonly Dictionary<string, DateOnly> _arrivals = [];
    private readonly List<PayrollFile> _files = [];
    private string _officer = "", _second = "";

    private SampleCity City => payroll.City;

    private DateOnly Today =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(City.TimeZone)).Date);

    /// <summary>Loads everything, and answers what the employers' files were answered.</summary>
    /// <param name="progress">Is told after each step.</param>
    /// <param name="cancellation">Gives up; what was sent stays.</param>
    /// <exception cref="OperatorException">The API refused a row.</exception>
    public async Task<LoadedPayroll> Load(Action<SampleProgress> progress, CancellationToken cancellation)
    {
        _officer = await Officer("sample-city-officer", cancellation);
        _second = await Officer("sample-second-officer", cancellation);
        Func<CancellationToken, Task>[] steps = [Open, Form, SendFiles, Settle, Contest, PayRefunds];
        for (var i = 0; i < steps.Length; i++)
        {
            await steps[i](cancellation);
            progress(new(SamplePart.Payroll, i + 1, steps.Length));
        }

        return new(payroll, _sponsorships, _arrivals, _files);
    }

    private Task<string> Officer(string subject, CancellationToken cancellation) =>
        client.Token(new { role = "city-officer", city = City.Id, subject }, cancellation);

    private async Task Open(CancellationToken cancellation)
    {
        var nation =
            await client.Token(new { role = "nation-officer", nation = City.Nation, subject = "sample-nation-officer" }, cancellation);
        await client.Post("/v1/cities", nation, "sample.payroll.city",
            new { City.Id, City.Name, City.Currency, City.TimeZone, City.Policy }, cancellation);
        // While no quota is decided nobody has a past in the city, and a profile may be for any day.
        await client.Put($"/v1/cities/{City.Id}/deduction-profile", _officer, "sample.payroll.profile",
            new { from = City.Quota.On, payroll.Profile }, cancellation);
        await client.Put($"/v1/cities/{City.Id}/quota", _officer, "sample.payroll.quota", City.Quota, cancellation);
        await client.Put($"/v1/cities/{City.Id}/paying-account", _officer, "sample.payroll.account",
            SampleMoney.Party($"{City.Name} Council", Account, "ASBBNZ2A", "Example Street", "101", City.Name,
                City.Nation.ToUpperInvariant()),
            cancellation);
        await client.Post($"/v1/cities/{City.Id}/guarantee/top-ups", _officer, "sample.payroll.guarantee",
            new { reference = "budget/sample", amount = Money(payroll.Guarantee), on = City.Quota.On }, cancellation);
    }

    private async Task Form(CancellationToken cancellation) =>
        await Task.WhenAll(payroll.People.Select(p => Form(p, cancellation)));

    private async Task Form(SampleWorker p, CancellationToken cancellation)
    {
        string Key(string step) => $"sample.payroll.{p.Id}.{step}";
        object Person(string name, string number) => new
        {
            name, address = $"{p.ArrivedDaysAgo} Sample Street, {City.Name}",
            documents = new[] { new { kind = "passport", issuedBy = City.Nation.ToUpperInvariant(), number } },
        };
        var host = await client.Post($"/v1/cities/{City.Id}/hosts", _officer, Key("host"),
            new { person = Person(p.Host, $"SAMPLE-PAYROLL-H-{p.Id}") }, cancellation);
        var migrant = await client.Post("/v1/migrants", _officer, Key("migrant"),
            new { City.Nation, person = Person(p.Migrant, $"SAMPLE-PAYROLL-M-{p.Id}"), origin = "TO" }, cancellation);
        await client.Put($"/v1/migrants/{migrant}/baseline", _officer, Key("baseline"),
            new { yearly = Money(p.Baseline), evidence = "payslips", on = City.Quota.On }, cancellation);
        await client.Post($"/v1/migrants/{migrant}/baseline-verification", _second, Key("verification"),
            new { yearly = Money(p.Baseline), method = "payslips", source = $"sample/{p.Id}", on = City.Quota.On }, cancellation);
        var (asHost, asMigrant) = (await client.Token(new { role = "host", person = host, subject = $"sample-{p.Id}-host" }, cancellation),
            await MigrantToken(p.Id, migrant, cancellation));
        var id = await client.Post("/v1/sponsorships", asHost, Key("proposal"), new { host, migrant }, cancellation);
        var path = $"/v1/sponsorships/{id}";
        await client.Post($"{path}/acceptance", asMigrant, Key("acceptance"), new { }, cancellation);
        await Until(async () => (await Sponsorship(path, cancellation)).Status != "accepted", cancellation);
        foreach (var kind in City.RequiredChecks)
        {
            await client.Post($"{path}/checks", _officer, Key($"checks.{kind}"), new { kind, outcome = "passed", on = City.Quota.On },
                cancellation);
        }

        await Until(async () => (await Sponsorship(path, cancellation)).Status != "checking", cancellation);
        var arrived = (await Sponsorship(path, cancellation)).ArrivedOn ?? Today.AddDays(-p.ArrivedDaysAgo);
        await client.Post($"{path}/arrival", _officer, Key("arrival"), new { on = arrived }, cancellation);
        await client.Post($"{path}/employments", asMigrant, Key("employment"), new { p.Employer, from = arrived }, cancellation);
        await client.Post($"{path}/activation", _officer, Key("activation"), new { }, cancellation);
        lock (_sponsorships)
        {
            (_sponsorships[p.Id], _migrants[p.Id], _arrivals[p.Id]) = (id, migrant, arrived);
        }
    }

    private async Task SendFiles(CancellationToken cancellation)
    {
        foreach (var employer in payroll.Employers)
        {
            var people = payroll.People.Where(p => p.Employer == employer).Select(p => p.Id).ToHashSet();
            SamplePay[] pays = [.. payroll.Pays.Where(p => people.Contains(p.Person))];
            var isWeekly = pays[0].Week is not null;
            var (token, path) = (await EmployerToken(employer, cancellation), $"/v1/cities/{City.Id}/earnings-imports");
            var file = isWeekly ? Weeks(pays) : Months(pays);
            var import = await client.PostCsv(path, token, $"sample.payroll.{employer}.file", file, cancellation);
            await Until(async () => (await client.Get<StateAnswer>($"{path}/{import}", token, cancellation)).State == "done", cancellation);
            var results = await client.Get<ResultsAnswer>($"{path}/{import}/results?limit=200", token, cancellation);
            _files.Add(new(employer, isWeekly ? "week" : "month", [.. results.Items.Zip(pays).Select(r =>
                r.First.Status == "refused" ? throw new OperatorException($"The sample's file of {employer} has a bad row: {r.First.Code}.")
                    : new PayrollRow(r.Second.Person, (r.Second.Week ?? r.Second.Month)!.Value, r.First.Status, r.First.Withhold!.Value,
                        r.First.GiveBack!.Value, r.First.Reference!))]));
        }
    }

    private string Weeks(IEnumerable<SamplePay> pays) => "sponsorship,from,to,frequency,gross,currency,rent,rentConsentOn\n"
        + string.Concat(pays.Select(p =>
        {
            var arrived = _arrivals[p.Person];
            return string.Create(CultureInfo.InvariantCulture, $"{_sponsorships[p.Person]},{p.From(arrived):yyyy-MM-dd},")
                + string.Create(CultureInfo.InvariantCulture, $"{p.To(arrived):yyyy-MM-dd},week,{p.Gross},{City.Currency},{p.Rent},")
                + (p.Rent is null ? "\n" : $"{arrived:yyyy-MM-dd}\n");
        }));

    private string Months(IEnumerable<SamplePay> pays) => "sponsorship,year,month,earned,currency\n"
        + string.Concat(pays.Select(p => $"{_sponsorships[p.Person]},1,{p.Month},{p.Gross},{City.Currency}\n"));

    // Each employer pays one sum for each month in which something is due, under its one reference; the bank's file has them all.
    private async Task Settle(CancellationToken cancellation)
    {
        var path = $"/v1/cities/{City.Id}/credit-files";
        // What was paid before is not owed any more.
        if ((await client.Get<FilesAnswer>(path, _officer, cancellation)).Items.Count > 0) return;
        var credits = new List<XElement>();
        foreach (var employer in payroll.Employers)
        {
            var owed = _files.Single(f => f.Employer == employer).Rows.Aggregate(Domain.Money.Money.Zero(Currency.Parse(City.Currency)),
                (sum, r) => sum + r.Withhold - r.GiveBack);
            var token = await EmployerToken(employer, cancellation);
            IReadOnlyList<MonthAnswer> months = [];
            await Until(async () =>
            {
                months = (await client.Get<AccountAnswer>($"/v1/cities/{City.Id}/employer-account", token, cancellation)).Dues?.Months
                    ?? [];
                return months.Sum(m => m.Open.Minor) == owed.Minor;
            }, cancellation);
            credits.AddRange(months.Where(m => m.Open.Minor > 0).Select((m, i) => Credit(m, $"SAMPLE-{employer}-{i}")));
        }

        var file = await client.PostXmlForId(path, _officer, "sample.payroll.credits", Statement(credits), cancellation);
        await Until(async () => (await client.Get<StateAnswer>($"{path}/{file}", _officer, cancellation)).State == "done", cancellation);
    }

    private XElement Credit(MonthAnswer due, string reference) => new(Book + "Ntry",
        new XElement(Book + "Amt", new XAttribute("Ccy", City.Currency), due.Open.Amount),
        new XElement(Book + "CdtDbtInd", "CRDT"),
        new XElement(Book + "Sts", new XElement(Book + "Cd", "BOOK")),
        new XElement(Book + "BookgDt", new XElement(Book + "Dt", $"{Today:yyyy-MM-dd}")),
        new XElement(Book + "AcctSvcrRef", reference),
        new XElement(Book + "NtryDtls", new XElement(Book + "TxDtls",
            new XElement(Book + "Refs", new XElement(Book + "EndToEndId", "NOTPROVIDED")),
            new XElement(Book + "RmtInf", new XElement(Book + "Strd",
                new XElement(Book + "CdtrRefInf", new XElement(Book + "Ref", due.Reference)))))));

    private static string Statement(IEnumerable<XElement> entries) => new XElement(Book + "Document", new XElement(Book + "BkToCstmrStmt",
        new XElement(Book + "GrpHdr", new XElement(Book + "MsgId", "SAMPLE-CREDITS")),
        new XElement(Book + "Stmt", new XElement(Book + "Id", "1"),
            new XElement(Book + "Acct", new XElement(Book + "Id", new XElement(Book + "Othr", new XElement(Book + "Id", Account)))),
            entries))).ToString(SaveOptions.DisableFormatting);

    private async Task Contest(CancellationToken cancellation)
    {
        foreach (var pay in payroll.Pays.Where(p => p.IsContested))
        {
            var path = $"/v1/sponsorships/{_sponsorships[pay.Person]}/pays";
            var token = await MigrantToken(pay.Person, _migrants[pay.Person], cancellation);
            var from = pay.From(_arrivals[pay.Person]);
            var listed = (await client.Get<PaysAnswer>(path, token, cancellation)).Items.Single(p => p.Report.From == from);
            await client.Post($"{path}/{listed.Id}/contest", token, $"sample.payroll.{pay.Person}.contest", new { reason = "amount-wrong" },
                cancellation);
        }
    }

    // Who leaves is paid for no day after the last pay: those days close by themselves, and what was taken too much comes back.
    private async Task PayRefunds(CancellationToken cancellation)
    {
        var left = payroll.People.Where(p => p.LeftAfterDays is not null).ToArray();
        foreach (var p in left)
        {
            var token = await MigrantToken(p.Id, _migrants[p.Id], cancellation);
            await client.Put($"/v1/migrants/{_migrants[p.Id]}/own-account", token, $"sample.payroll.{p.Id}.own-account",
                SampleMoney.Party(p.Migrant, "01-0001-2000001-00", "ANZBNZ22", "Sample Street", "1", City.Name,
                    City.Nation.ToUpperInvariant()), cancellation);
            await client.Post($"/v1/sponsorships/{_sponsorships[p.Id]}/end", token, $"sample.payroll.{p.Id}.end",
                new { reason = "migrant-left", on = _arrivals[p.Id].AddDays(p.LeftAfterDays!.Value) }, cancellation);
        }

        var payouts = $"/v1/cities/{City.Id}/payouts";
        if (await SampleMoney.Find(client, City.Id, _officer, cancellation, RefundReference) is not { } id)
        {
            await Until(async () => (await client.Get<FilesAnswer>($"/v1/cities/{City.Id}/unpaid-refunds", _officer, cancellation))
                .Items.Count == left.Length, cancellation);
            id = await client.Post(payouts, _officer, "sample.payroll.payout",
                new { executionDay = Today, minimum = Money("10.00"), reference = RefundReference, to = "migrant" }, cancellation);
        }

        var path = $"{payouts}/{id}";
        if ((await SampleMoney.Rested(client, path, _officer, cancellation)).Status == PayoutStatus.Reserved)
        {
            await client.Post($"{path}/instruction", _second, "sample.payroll.payout.instruction", new { }, cancellation);
        }

        await SampleMoney.Rested(client, path, _officer, cancellation);
        var bank = new SampleBank(await client.GetBytes($"{path}/pain.001?purpose=send-to-bank", _second, cancellation),
            rejectsLast: false);
        await client.PostXml($"/v1/cities/{City.Id}/bank-files", _second, "sample.payroll.bank", bank.Statement(), cancellation);
        await SampleMoney.Rested(client, path, _officer, cancellation);
    }

    private Task<string> MigrantToken(string person, string migrant, CancellationToken cancellation) =>
        client.Token(new { role = "migrant", person = migrant, subject = $"sample-{person}-migrant" }, cancellation);

    private Task<string> EmployerToken(string employer, CancellationToken cancellation) =>
        client.Token(new { role = "employer", employer, nation = City.Nation, subject = $"sample-{employer}" }, cancellation);

    private Task<SponsorshipAnswer> Sponsorship(string path, CancellationToken cancellation) =>
        client.Get<SponsorshipAnswer>(path, _officer, cancellation);

    private object Money(string amount) => new { amount, City.Currency };

    private static async Task Until(Func<Task<bool>> condition, CancellationToken cancellation)
    {
        for (var look = 0; !await condition(); look++)
        {
            if (look == 300) throw new OperatorException("The sample's payroll does not come to rest.");
            await Task.Delay(Math.Min(10 * (look + 1), 200), cancellation);
        }
    }

    private sealed record SponsorshipAnswer(string Status, DateOnly? ArrivedOn);

    private sealed record StateAnswer(string State);

    private sealed record ResultsAnswer(IReadOnlyList<ResultAnswer> Items);

    private sealed record ResultAnswer(string Status, string? Code, Money? Withhold, Money? GiveBack, string? Reference);

    private sealed record FilesAnswer(IReadOnlyList<System.Text.Json.JsonElement> Items);

    private sealed record AccountAnswer(DuesAnswer? Dues);

    private sealed record DuesAnswer(IReadOnlyList<MonthAnswer> Months);

    private sealed record MonthAnswer(string Reference, Money Open);

    private sealed record PaysAnswer(IReadOnlyList<PayAnswer> Items);

    private sealed record PayAnswer(string Id, ReportAnswer Report);

    private sealed record ReportAnswer(DateOnly From);
}

/// <summary>The city of the payroll as it stands in the API.</summary>
/// <param name="Payroll">The city and its people.</param>
/// <param name="Sponsorships">Ids of sponsorships by the pair.</param>
/// <param name="Arrivals">Days of arrival by the pair.</param>
/// <param name="Files">What the employers' files were answered.</param>
public sealed record LoadedPayroll(SamplePayroll Payroll, IReadOnlyDictionary<string, string> Sponsorships,
    IReadOnlyDictionary<string, DateOnly> Arrivals, IReadOnlyList<PayrollFile> Files);
