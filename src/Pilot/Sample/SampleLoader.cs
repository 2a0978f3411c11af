namespace VipOrleans.Pilot;

using System.Text.Json;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Silo;

/// <summary>How far the loading of the sample has come.</summary>
/// <param name="Part">What is being loaded.</param>
/// <param name="Done">How many are loaded.</param>
/// <param name="Total">Of how many.</param>
/// <param name="WaitingFor">What the loading waits for, if it can only wait.</param>
public readonly record struct SampleProgress(SamplePart Part, int Done, int Total, string? WaitingFor = null);

/// <summary>The parts in which the sample is loaded, in their order.</summary>
public enum SamplePart
{
    /// <summary>The people of the second nation, and their votes.</summary>
    Votes,

    /// <summary>Hosts.</summary>
    Hosts,

    /// <summary>Migrants.</summary>
    Migrants,

    /// <summary>Sponsorships.</summary>
    Sponsorships,

    /// <summary>Reports of earnings.</summary>
    Earnings,

    /// <summary>Collections, a payout with the bank's answers, and corrections after it.</summary>
    Money,

    /// <summary>The city whose employers send files.</summary>
    Payroll,

    /// <summary>The result of the ballot, a round, and what follows in the second nation.</summary>
    Choices,
}

/// <summary>The sample as it stands in the API: the id of each row of its files.</summary>
/// <param name="Files">The files.</param>
/// <param name="Hosts">Ids of hosts by their row's id.</param>
/// <param name="Migrants">Ids of migrants by their row's id.</param>
/// <param name="Sponsorships">Ids of sponsorships by their row's id.</param>
/// <param name="Households">Ids of households by the word that their hosts share.</param>
/// <param name="Arrivals">The days of arrival of sponsorships by their row's id.</param>
/// <param name="Choices">The second nation; null while it is not loaded.</param>
public sealed record LoadedSample(
    SampleFiles Files,
    IReadOnlyDictionary<string, string> Hosts,
    IReadOnlyDictionary<string, string> Migrants,
    IReadOnlyDictionary<string, string> Sponsorships,
    IReadOnlyDictionary<string, string> Households,
    IReadOnlyDictionary<string, DateOnly> Arrivals,
    LoadedChoices? Choices = null);

/// <summary>
/// Loads the sample through the API. Every row is sent under an Idempotency-Key of its own that is always the same, so loading again, or
/// going on after a load that was cut short, changes nothing that is there.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="files">The sample.</param>
/// <param name="time">The clock that says which months have begun.</param>
public sealed class SampleLoader(SampleClient client, SampleFiles files, TimeProvider time)
{
    private const int Concurrency = 8;

    private const string Employer = "sample-works";

    private readonly SampleChoicesLoader _choices = new(client, files.Choices, time);
    private readonly Dictionary<string, string> _hosts = [];
    private readonly Dictionary<string, string> _migrants = [];
    private readonly Dictionary<string, string> _sponsorships = [];
    private readonly Dictionary<string, string> _households = [];
    private readonly Dictionary<string, DateOnly> _arrivals = [];
    private SampleCity City => files.City;

    /// <summary>Loads everything.</summary>
    /// <param name="progress">Is told after each row.</param>
    /// <param name="cancellation">Gives up; what was sent stays.</param>
    /// <exception cref="OperatorException">The API refused a row.</exception>
    public async Task<LoadedSample> Load(Action<SampleProgress> progress, CancellationToken cancellation) =>
        await LoadChoices(await LoadCity(progress, cancellation), progress, cancellation);

    /// <summary>Loads the first city, and the second nation up to its votes.</summary>
    /// <param name="progress">Is told after each row.</param>
    /// <param name="cancellation">Gives up; what was sent stays.</param>
    /// <exception cref="OperatorException">The API refused a row.</exception>
    public async Task<LoadedSample> LoadCity(Action<SampleProgress> progress, CancellationToken cancellation)
    {
        var officer = await client.Token(new { role = "city-officer", city = City.Id, subject = "sample-city-officer" }, cancellation);
        var second = await client.Token(new { role = "city-officer", city = City.Id, subject = "sample-second-officer" }, cancellation);
        await OpenCity(officer, cancellation);

        // The citizens of the second nation vote first; the first city is loaded until their ballot ends.
        await _choices.Begin(progress, cancellation);

        // One after the other: a guardian and the first of a household come before the others.
        await Each(files.Hosts, SamplePart.Hosts, 1, h => Register(h, officer, cancellation), progress);
        await Each(files.Migrants, SamplePart.Migrants, 1, m => Register(m, officer, second, cancellation), progress);
        var employer =
            await client.Token(new { role = "employer", employer = Employer, nation = City.Nation, subject = "sample-employer" },
                cancellation);
        // Places go in the order of the requests, and the sample says who comes first.
        await Each(files.Sponsorships, SamplePart.Sponsorships, 1, s => Form(s, officer, employer, cancellation), progress);
        await Balanced(officer, cancellation);
        await Report(employer, progress, cancellation);
        await Balanced(officer, cancellation);
        var loaded = new LoadedSample(files, _hosts, _migrants, _sponsorships, _households, _arrivals);
        await Settle(new(client, loaded, employer, officer, row => HostToken(row, cancellation), Today), officer, progress, cancellation);
        await Each([.. files.Sponsorships.Where(s => s.State is SampleState.Notice)], null, 1, s => GiveNotice(s, cancellation), progress);
        await Balanced(officer, cancellation);
        return loaded;
    }

    /// <summary>Loads the city whose employers send files, while the ballot of the second nation goes on.</summary>
    /// <param name="progress">Is told after each step.</param>
    /// <param name="cancellation">Gives up; what was sent stays.</param>
    /// <exception cref="OperatorException">The API refused a row.</exception>
    public Task<LoadedPayroll> LoadPayroll(Action<SampleProgress> progress, CancellationToken cancellation) =>
        new SamplePayrollLoader(client, files.Payroll, time).Load(progress, cancellation);

    /// <summary>Loads the rest of the second nation, which waits for the ends of its ballot, its round and its opening.</summary>
    /// <param name="city">What <see cref="LoadCity"/> has loaded.</param>
    /// <param name="progress">Is told after each step, and before each wait.</param>
    /// <param name="cancellation">Gives up; what was sent stays.</param>
    /// <exception cref="OperatorException">The API refused a row.</exception>
    public async Task<LoadedSample> LoadChoices(LoadedSample city, Action<SampleProgress> progress, CancellationToken cancellation) =>
        city with { Choices = await _choices.Finish(progress, cancellation) };

    private DateOnly Today =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(City.TimeZone)).Date);

    private async Task Settle(SampleMoney money, string officer, Action<SampleProgress> progress, CancellationToken cancellation)
    {
        Func<Task>[] steps = [() => money.Collect(cancellation), () => money.PayOut(cancellation),
            () => money.Correct(() => Balanced(officer, cancellation), cancellation)];
        for (var i = 0; i < steps.Length; i++)
        {
            await steps[i]();
            await Balanced(officer, cancellation);
            progress(new(SamplePart.Money, i + 1, steps.Length));
        }
    }

    // After every part the books must balance: a sample that shows otherwise is not loaded any further.
    private async Task Balanced(string officer, CancellationToken cancellation)
    {
        var sum = (await client.Get<TrialBalanceAnswer>($"/v1/cities/{City.Id}/trial-balance", officer, cancellation)).Sum;
        if (sum.Minor != 0) throw new OperatorException($"The trial balance of {City.Id} is {sum} and not zero.");
    }

    private async Task OpenCity(string officer, CancellationToken cancellation)
    {
        var nation =
            await client.Token(new { role = "nation-officer", nation = City.Nation, subject = "sample-nation-officer" }, cancellation);
        await client.Post("/v1/cities", nation, "sample.city", new { City.Id, City.Name, City.Currency, City.TimeZone, City.Policy },
            cancellation);
        await client.Put($"/v1/cities/{City.Id}/quota", officer, "sample.quota", City.Quota, cancellation);
        await ChooseProfile(officer, cancellation);
        await ImportRates(nation, cancellation);
    }

    // A profile is chosen for today or later and never for the past, so it limits those who come on the day of loading, and nobody's
    // earlier months.
    private async Task ChooseProfile(string officer, CancellationToken cancellation)
    {
        if ((await client.Get<CityAnswer>($"/v1/cities/{City.Id}", officer, cancellation)).DeductionProfile is not null) return;
        await client.Put($"/v1/cities/{City.Id}/deduction-profile", officer, "sample.deduction-profile",
            new { from = Today, profile = files.DeductionProfile }, cancellation);
    }

    // The sample knows the rates of one day, for arrivals of years. A nation imports them daily and lets none grow older than some days.
    private async Task ImportRates(string nation, CancellationToken cancellation)
    {
        object[] sources =
            [new { id = "sample", name = "European Central Bank, one day for the sample", @base = "EUR", maxAgeDays = 1500 }];
        await client.Put($"/v1/nations/{City.Nation}/exchange-rate-sources", nation, "sample.rate-sources", new { sources }, cancellation);
        await client.PostCsv($"/v1/nations/{City.Nation}/exchange-rates?source=sample", nation, "sample.rates", files.Rates, cancellation);
    }

    private async Task Register(SampleHost host, string officer, CancellationToken cancellation)
    {
        var household = host.Household is { } word ? _households.GetValueOrDefault(word) : null;
        var guardian = host.Guardian is { } row ? Known(_hosts, row, "host") : null;
        var id = await client.Post($"/v1/cities/{City.Id}/hosts", officer, $"sample.{host.Id}",
            new { person = Person(host.Person), household, guardian }, cancellation);
        _hosts[host.Id] = id;
        if (host.Household is not null && household is null)
        {
            _households[host.Household] = (await client.Get<HostAnswer>($"/v1/hosts/{id}", officer, cancellation)).Household;
        }
    }

    private async Task Register(SampleMigrant migrant, string officer, string second, CancellationToken cancellation)
    {
        var id = await client.Post(
            "/v1/migrants", officer, $"sample.{migrant.Id}",
            new { City.Nation, person = Person(migrant.Person), migrant.Origin, migrant.Languages, migrant.Skills }, cancellation);
        await client.Put(
            $"/v1/migrants/{id}/baseline", officer, $"sample.{migrant.Id}.baseline",
            new { yearly = migrant.Baseline, migrant.Evidence, on = migrant.EvidenceOn }, cancellation);
        // An officer takes what was declared as true if there is evidence, and a published figure if there is only a word.
        await client.Post(
            $"/v1/migrants/{id}/baseline-verification", second, $"sample.{migrant.Id}.verification",
            new
            {
                yearly = migrant.Baseline, method = migrant.Evidence == "own-statement" ? "country-reference" : migrant.Evidence,
                source = $"sample/{migrant.Id}", on = migrant.EvidenceOn
            }, cancellation);
        _migrants[migrant.Id] = id;
    }

    private async Task Form(SampleSponsorship s, string officer, string employer, CancellationToken cancellation)
    {
        var parties =
            new Dictionary<string, string>
            {
                ["host"] = await HostToken(s.Host, cancellation),
                ["migrant"] = await MigrantToken(s.Migrant, cancellation)
            };
        var id = await client.Post(
            "/v1/sponsorships", parties[s.ProposedBy], $"sample.{s.Id}",
            new { host = _hosts[s.Host], migrant = _migrants[s.Migrant] }, cancellation);
        _sponsorships[s.Id] = id;

        Task Step(string token, string step, object body, string suffix = "") =>
            client.Post($"/v1/sponsorships/{id}/{step}", token, $"sample.{s.Id}.{step}{suffix}", body, cancellation);
        Task Check(string kind, string outcome, string? reason) =>
            Step(officer, "checks", new { kind, outcome, reason, on = s.CheckedOn }, $".{kind}");
        Task Settled(params string[] passing) => WaitWhile(id, officer, passing, cancellation);

        if (s.State == SampleState.Proposed) return;
        if (s.State == SampleState.Declined)
        {
            await Step(parties[s.AnsweredBy], "decline", new { });
            return;
        }

        await Step(parties[s.AnsweredBy], "acceptance", new { });
        await Settled("accepted");
        if (s.State == SampleState.Withdrawn) await Step(parties[s.ProposedBy], "withdrawal", new { });
        if (s.State is SampleState.Withdrawn or SampleState.Waiting) return;

        foreach (var kind in s.ChecksPassed is ["all"] ? City.RequiredChecks : s.ChecksPassed) await Check(kind, "passed", null);
        if (s.State == SampleState.Checking) return;
        if (s.State == SampleState.Refused)
        {
            await Step(officer, "refusal", new { reasons = new[] { s.Reason } });
            return;
        }

        await Settled("checking");
        if (s.State == SampleState.Granted) return;
        var arrival = s.ArrivedOn?.Date ?? (await client.Get<SponsorshipAnswer>($"/v1/sponsorships/{id}", officer, cancellation)).ArrivedOn
            ?? Today;
        _arrivals[s.Id] = arrival;
        await Step(officer, "arrival", new { on = arrival });
        await Step(parties["migrant"], "employments", new { employer = Employer, from = arrival });
        if (s.State == SampleState.Arrived) return;
        await Step(officer, "activation", new { });
        if (s.State != SampleState.Ended) return;
        // Whoever leaves on the day of arrival was paid for that day before.
        if (s.EndedOn == SampleDay.Today) await Report(s.Id, employer, () => { }, cancellation);
        await Step(parties["migrant"], "end", new { s.Reason, on = s.EndedOn?.Date ?? arrival });
    }

    private async Task Report(string employer, Action<SampleProgress> progress, CancellationToken cancellation)
    {
        foreach (var e in files.Earnings) Known(_arrivals, e.Sponsorship, "sponsorship with an arrival");
        var (done, total) = (0, files.Earnings.Count(HasBegun));
        await Each(_arrivals.Keys, null, Concurrency,
            s => Report(s, employer, () => progress(new(SamplePart.Earnings, Interlocked.Increment(ref done), total)), cancellation),
            progress);
    }

    // A later row of the same month corrects the earlier one, so a sponsorship's reports go one after the other.
    private async Task Report(string sponsorship, string employer, Action done, CancellationToken cancellation)
    {
        var row = files.Sponsorships.First(s => s.Id == sponsorship);
        var paid = row.EndedOn == SampleDay.Today ? new { from = _arrivals[sponsorship], to = _arrivals[sponsorship] } : null;
        var number = 0;
        foreach (var e in files.Earnings.Where(e => e.Sponsorship == sponsorship && HasBegun(e)))
        {
            var earned = new { amount = e.Earned, City.Currency };
            await client.Post(
                $"/v1/sponsorships/{_sponsorships[sponsorship]}/earnings", employer,
                $"sample.{sponsorship}.earnings.{e.Year}-{e.Month}.{++number}",
                new { e.Year, e.Month, earned, paid }, cancellation);
            done();
        }
    }

    private bool HasBegun(SampleEarnings e) => ShareYear.MonthStart(_arrivals[e.Sponsorship], e.Year, e.Month) <= Today;

    private async Task GiveNotice(SampleSponsorship s, CancellationToken cancellation) =>
        await client.Post($"/v1/sponsorships/{_sponsorships[s.Id]}/notice", await HostToken(s.Host, cancellation), $"sample.{s.Id}.notice",
            new { }, cancellation);

    // The saga takes its steps on its own after a command; a client looks until it is through with them.
    private async Task WaitWhile(string sponsorship, string officer, string[] passing, CancellationToken cancellation)
    {
        for (var look = 0; ; look++)
        {
            var status = (await client.Get<SponsorshipAnswer>($"/v1/sponsorships/{sponsorship}", officer, cancellation)).Status;
            if (!passing.Contains(status)) return;
            if (look == 300) throw new OperatorException($"The sponsorship {sponsorship} stays '{status}'.");
            await Task.Delay(Math.Min(10 * (look + 1), 200), cancellation);
        }
    }

    // A minor's guardian acts for them.
    private Task<string> HostToken(string row, CancellationToken cancellation)
    {
        var acting = files.Hosts.First(h => h.Id == row).Guardian ?? row;
        return client.Token(new { role = "host", person = Known(_hosts, acting, "host"), subject = $"sample-{acting}" }, cancellation);
    }

    private Task<string> MigrantToken(string row, CancellationToken cancellation) =>
        client.Token(new { role = "migrant", person = Known(_migrants, row, "migrant"), subject = $"sample-{row}" }, cancellation);

    private static object Person(SamplePerson p) =>
        new
        {
            p.Name, p.Contact, p.Address,
            documents = new[] { new { kind = p.DocumentKind, issuedBy = p.DocumentIssuedBy, number = p.DocumentNumber } }
        };

    private static T Known<T>(Dictionary<string, T> rows, string row, string what) =>
        rows.TryGetValue(row, out var found)
            ? found : throw new OperatorException($"The sample names the {what} '{row}', which none of its earlier rows is.");

    private static async Task Each<T>(IReadOnlyCollection<T> items, SamplePart? part, int concurrency, Func<T, Task> load,
        Action<SampleProgress> progress)
    {
        var done = 0;
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (item, _) =>
        {
            await load(item);
            if (part is { } named) progress(new(named, Interlocked.Increment(ref done), items.Count));
        });
    }

    private sealed record HostAnswer(string Household);

    private sealed record SponsorshipAnswer(string Status, DateOnly? ArrivedOn);

    private sealed record CityAnswer(JsonElement? DeductionProfile);

    private sealed record TrialBalanceAnswer(Money Sum);
}
