using VipOrleans.Silo;

namespace VipOrleans.Pilot;

/// <summary>The second nation as it stands in the API.</summary>
/// <param name="Choices">Its file.</param>
/// <param name="People">Ids of citizens and migrants by their row's id.</param>
/// <param name="Ballot">The ballot.</param>
/// <param name="Round">The round.</param>
/// <param name="Sponsorships">Ids of sponsorships by the rows of host and migrant.</param>
public sealed record LoadedChoices(SampleChoices Choices, IReadOnlyDictionary<string, string> People, string Ballot, string Round, IReadOnlyDictionary<(string Host, string Migrant), string> Sponsorships);

/// <summary>
/// Loads the sample's second nation: its citizens decide in a ballot how many places they offer, a round matches, and what goes wrong is put right. As with the first city, loading again changes
/// nothing. A ballot and a round have an end that is a moment, so they are looked for before they are opened.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="choices">The file.</param>
/// <param name="time">The clock.</param>
public sealed class SampleChoicesLoader(SampleClient client, SampleChoices choices, TimeProvider time)
{
    // Long enough for all votes and entries on a slow machine, and no longer: somebody waits for the end.
    private static readonly TimeSpan Voting = TimeSpan.FromSeconds(12), Entering = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, string> _people = [];
    private readonly Dictionary<(string, string), string> _sponsorships = [];
    private string _ballot = "", _round = "";

    /// <summary>Opens the cities, registers everybody, and lets the citizens vote. The ballot ends some seconds later.</summary>
    public async Task Begin(CancellationToken cancellation)
    {
        var nation = await client.Token(new { role = "nation-officer", nation = choices.Nation, subject = "sample-nation-officer" }, cancellation);
        await client.Put($"/v1/nations/{choices.Nation}/cap", nation, Key("cap"), choices.Cap, cancellation);
        foreach (var city in choices.Cities) await client.Post("/v1/cities", nation, Key(city.Id), new { city.Id, city.Name, city.Currency, city.TimeZone, city.Policy }, cancellation);
        foreach (var person in choices.Hosts.Concat(choices.Migrants)) await Register(person, cancellation);
        await Vote(cancellation);
    }

    /// <summary>Waits for the ballot, runs the round, and goes on with those whom it brought together.</summary>
    public async Task<LoadedChoices> Finish(CancellationToken cancellation)
    {
        await AwaitBallot(cancellation);
        await RunRound(cancellation);
        foreach (var host in choices.Hosts.Where(h => h.Ranking is not null)) await AcceptPair(host, cancellation);
        foreach (var pair in _sponsorships.Keys.ToList()) await Settle(pair, cancellation);
        await ChangeHost(cancellation);
        await PutRight(cancellation);
        return new(choices, _people, _ballot, _round, _sponsorships);
    }

    private static string Key(string of) => $"sample.choices.{of}";

    private Task<string> Officer(string city, string name, CancellationToken cancellation) => client.Token(new { role = "city-officer", city, subject = $"sample-{name}" }, cancellation);

    private Task<string> Token(string row, CancellationToken cancellation) =>
        client.Token(new { role = choices.Person(row).IsHost ? "host" : "migrant", person = _people[row], subject = $"sample-{row}" }, cancellation);

    private string Path(string row) => $"/v1/{(choices.Person(row).IsHost ? "hosts" : "migrants")}/{_people[row]}";

    private async Task Register(ChoosingPerson p, CancellationToken cancellation)
    {
        var officer = await Officer(p.City ?? choices.Cities[0].Id, "officer", cancellation);
        var person = new { p.Name, p.Address, documents = new[] { new { kind = "passport", issuedBy = p.Origin ?? choices.Nation.ToUpperInvariant(), number = p.Document } } };
        _people[p.Id] = p.City is { } city
            ? await client.Post($"/v1/cities/{city}/hosts", officer, Key(p.Id), new { person }, cancellation)
            : await client.Post("/v1/migrants", officer, Key(p.Id), new { choices.Nation, person, p.Origin, p.Languages }, cancellation);
        if (p.Baseline is { } yearly)
        {
            await client.Put($"/v1/migrants/{_people[p.Id]}/baseline", officer, Key($"{p.Id}.baseline"), new { yearly, evidence = "payslips", on = choices.CheckedOn }, cancellation);
            await client.Post($"/v1/migrants/{_people[p.Id]}/baseline-verification", officer, Key($"{p.Id}.verification"), new { yearly, method = "payslips", source = $"sample/{p.Id}", on = choices.CheckedOn }, cancellation);
        }

        var own = await Token(p.Id, cancellation);
        if (p.Profile is { } profile) await client.Put($"{Path(p.Id)}/profile", own, Key($"{p.Id}.profile"), profile, cancellation);
        if (p.Traits is { } traits) await client.Put($"{Path(p.Id)}/traits", own, Key($"{p.Id}.traits"), new { traits.Heritage, traits.Faith, purpose = "matching", consent = true }, cancellation);
    }

    private async Task Vote(CancellationToken cancellation)
    {
        var (city, officer) = (choices.Ballot.City, await Officer(choices.Ballot.City, "officer", cancellation));
        var before = (await client.Get<Listed>($"/v1/cities/{city}/ballots", officer, cancellation)).Items;
        // One that nobody heard of in time had no quorum.
        if (before.Count > 0 && await Ballot(city, before[^1].Id, cancellation) is { Status: not "decided" } or { Result.Places: not null })
        {
            _ballot = before[^1].Id;
        }
        else
        {
            _ballot = await client.Post($"/v1/cities/{city}/ballots", officer, Key($"ballot.{before.Count}"), new { choices.Ballot.Numbers, choices.Ballot.LegalBasis, choices.Ballot.QuorumPercent, until = time.GetUtcNow() + Voting }, cancellation);
        }

        if (await Ballot(city, _ballot, cancellation) is not { Status: "open" } ballot || ballot.Until <= time.GetUtcNow()) return;
        var voter = new SampleVoter(client, city, _ballot, ballot.PublicKey);
        foreach (var host in choices.Hosts.Where(h => h.City == city && h.Votes is not null)) await voter.Vote(_people[host.Id], await Token(host.Id, cancellation), host.Votes!.Value, cancellation);
    }

    private Task<BallotAnswer> Ballot(string city, string ballot, CancellationToken cancellation) => client.Get<BallotAnswer>($"/v1/cities/{city}/ballots/{ballot}", null, cancellation);

    private async Task AwaitBallot(CancellationToken cancellation)
    {
        var ballot = await Until(() => Ballot(choices.Ballot.City, _ballot, cancellation), b => b.Status == "decided" && (b.QuotaIsSet || b.Result?.Places is null), "The ballot is not counted.", cancellation);
        if (ballot.Result?.Places is null) throw new OperatorException("Too few votes of the sample were cast in time: load it again.");
    }

    private async Task RunRound(CancellationToken cancellation)
    {
        var (city, officer) = (choices.RoundIn, await Officer(choices.RoundIn, "officer", cancellation));
        var rounds = (await client.Get<Listed>($"/v1/cities/{city}/rounds", officer, cancellation)).Items;
        if (rounds.Count == 0)
        {
            // Each ranks whom they would take; who sends none takes part with nobody.
            _round = await client.Post($"/v1/cities/{city}/rounds", officer, Key("round"), new { until = time.GetUtcNow() + Entering, answerDays = 14 }, cancellation);
            foreach (var p in choices.Hosts.Concat(choices.Migrants).Where(p => p.Ranking is not null))
                await client.Put($"{Path(p.Id)}/rounds/{_round}/entry", await Token(p.Id, cancellation), Key($"{p.Id}.entry"), new { ranking = p.Ranking!.Select(id => _people[id]) }, cancellation);
        }
        else
        {
            _round = rounds[^1].Id;
        }

        await Until(() => client.Get<RoundAnswer>($"/v1/cities/{city}/rounds/{_round}", officer, cancellation), r => r.Status is "answering" or "ended", "The round does not end.", cancellation);
    }

    // Both accept: the first of them proposes, the second takes the proposal.
    private async Task AcceptPair(ChoosingPerson host, CancellationToken cancellation)
    {
        var own = await Token(host.Id, cancellation);
        if ((await client.Get<EntryAnswer>($"{Path(host.Id)}/rounds/{_round}/entry", own, cancellation)).Partner is not { } partner) return;
        var migrant = choices.Migrants.First(m => _people[m.Id] == partner).Id;
        await client.Post($"{Path(host.Id)}/rounds/{_round}/acceptance", own, Key($"{host.Id}.accepts"), new { }, cancellation);
        _sponsorships[(host.Id, migrant)] = await client.Post($"{Path(migrant)}/rounds/{_round}/acceptance", await Token(migrant, cancellation), Key($"{migrant}.accepts"), new { }, cancellation);
    }

    private async Task Settle((string Host, string Migrant) pair, CancellationToken cancellation)
    {
        var city = choices.City(choices.Person(pair.Host).City!);
        var officer = await Officer(city.Id, "officer", cancellation);
        var (id, key) = (_sponsorships[pair], $"{pair.Host}.{pair.Migrant}");
        Task Step(string step, object body, string suffix = "") => client.Post($"/v1/sponsorships/{id}/{step}", officer, Key($"{key}.{step}{suffix}"), body, cancellation);
        await Until(() => Sponsorship(id, officer, cancellation), s => s.Status is not ("proposed" or "accepted" or "waiting"), $"The sponsorship of {key} gets no place.", cancellation);
        if (pair == Contested) await ContestCheck(id, officer, cancellation);
        foreach (var kind in city.RequiredChecks) await Step("checks", new { kind, outcome = "passed", on = choices.CheckedOn }, $".{kind}");
        var granted = await Until(() => Sponsorship(id, officer, cancellation), s => s.Status != "checking", $"The sponsorship of {key} is not granted.", cancellation);
        await Step("arrival", new { on = granted.ArrivedOn ?? CityDay(city) });
        await Step("activation", new { });
    }

    // The second pair: one officer finds the home unfit, another one agrees, a third one upholds the appeal.
    private (string, string) Contested => (choices.Hosts[1].Id, choices.Migrants[1].Id);

    private async Task ContestCheck(string id, string officer, CancellationToken cancellation)
    {
        var city = choices.Person(Contested.Item1).City!;
        var (host, migrant) = (await Token(Contested.Item1, cancellation), await Token(Contested.Item2, cancellation));
        var failed = new { kind = "accommodation-suitable", outcome = "failed", reason = "accommodation-overcrowded", on = choices.CheckedOn, text = "One bedroom for three.", language = "en" };
        await client.Post($"/v1/sponsorships/{id}/checks", officer, Key("failed"), failed, cancellation);
        var notice = await Until(() => client.Get<Listed>($"/v1/sponsorships/{id}/rulings", host, cancellation), r => r.Items.Count > 0, "Nobody has notice of the failed check.", cancellation);
        Task Act(string token, string act, object body, string suffix = "") => client.Post($"/v1/rulings/{notice.Items[0].Id}/{act}", token, Key($"ruling.{act}{suffix}"), body, cancellation);
        await Act(host, "reply", new { text = "The second bedroom is upstairs.", language = "en" }, ".host");
        await Act(migrant, "reply", new { text = "May sarili akong kuwarto.", language = "tl" }, ".migrant");
        await Act(await Officer(city, "second-officer", cancellation), "decision", new { outcome = "made", text = "The plan shows one bedroom.", language = "en" });
        await Act(host, "appeal", new { text = "Here is the permit of the second one.", language = "en" });
        await Act(await Officer(city, "third-officer", cancellation), "appeal-decision", new { outcome = "upheld", text = "The permit is in order.", language = "en" });
    }

    // The third migrant leaves the host and takes the place along.
    private async Task ChangeHost(CancellationToken cancellation)
    {
        var (before, next) = ((Host: choices.Hosts[2].Id, Migrant: choices.Migrants[2].Id), (Host: choices.Hosts[3].Id, Migrant: choices.Migrants[2].Id));
        if (!_sponsorships.TryGetValue(before, out var left)) return;
        var (host, migrant) = (await Token(next.Host, cancellation), await Token(next.Migrant, cancellation));
        await client.Post($"/v1/sponsorships/{left}/change-of-host", migrant, Key("change-of-host"), new { }, cancellation);
        _sponsorships[next] = await client.Post("/v1/sponsorships", migrant, Key("next"), new { host = _people[next.Host], migrant = _people[next.Migrant] }, cancellation);
        await client.Post($"/v1/sponsorships/{_sponsorships[next]}/acceptance", host, Key("next.acceptance"), new { }, cancellation);
        await Settle(next, cancellation);
    }

    // The first migrant tells that something is wrong, in confidence, and is well when somebody asks.
    private async Task PutRight(CancellationToken cancellation)
    {
        var (host, migrant) = (choices.Hosts[0].Id, choices.Migrants[0].Id);
        if (!_sponsorships.TryGetValue((host, migrant), out var id)) return;
        var own = await Token(migrant, cancellation);
        var officer = await Officer(choices.Person(host).City!, "officer", cancellation);
        var concern = await client.Post($"/v1/sponsorships/{id}/concerns", own, Key("concern"), new { kind = "documents-withheld", text = "मेरो राहदानी घरधनीसँग छ।", language = "ne" }, cancellation);
        await client.Post($"/v1/concerns/{concern}/triage", officer, Key("concern.triage"), new { kind = "documents-withheld", urgency = "urgent" }, cancellation);
        await client.Post($"/v1/concerns/{concern}/assignment", officer, Key("concern.assignment"), new { }, cancellation);
        await client.Post($"/v1/concerns/{concern}/closure", officer, Key("concern.closure"), new { outcome = "resolved", text = "राहदानी फिर्ता भयो।", language = "ne" }, cancellation);
        await client.Post($"/v1/sponsorships/{id}/absence-reports", await Token(host, cancellation), Key("absence"), new { lastSeen = choices.CheckedOn }, cancellation);
        await client.Post($"/v1/sponsorships/{id}/welfare-check/answer", own, Key("absence.answer"), new { }, cancellation);
    }

    private Task<SponsorshipAnswer> Sponsorship(string id, string officer, CancellationToken cancellation) => client.Get<SponsorshipAnswer>($"/v1/sponsorships/{id}", officer, cancellation);

    private DateOnly CityDay(ChoosingCity city) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone)).Date);

    // What the system does by itself after a command; a client looks until it is through with it.
    private static async Task<T> Until<T>(Func<Task<T>> read, Func<T, bool> isThere, string otherwise, CancellationToken cancellation)
    {
        for (var look = 0; look < 600; look++)
        {
            if (await read() is var answer && isThere(answer)) return answer;
            await Task.Delay(Math.Min(10 * (look + 1), 200), cancellation);
        }

        throw new OperatorException(otherwise);
    }

    private sealed record Listed(IReadOnlyList<ListedItem> Items);

    private sealed record ListedItem(string Id);

    private sealed record BallotAnswer(string Status, string PublicKey, DateTimeOffset Until, bool QuotaIsSet, BallotResultAnswer? Result);

    private sealed record BallotResultAnswer(int? Places);

    private sealed record RoundAnswer(string Status);

    private sealed record EntryAnswer(string? Partner);

    private sealed record SponsorshipAnswer(string Status, DateOnly? ArrivedOn);
}
