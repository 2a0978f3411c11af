namespace VipOrleans.Pilot;

using VipOrleans.Silo;

/// <summary>The second nation as it stands in the API.</summary>
/// <param name="Choices">Its file.</param>
/// <param name="People">Ids of citizens and migrants by their row's id.</param>
/// <param name="Ballot">The ballot.</param>
/// <param name="Round">The round.</param>
/// <param name="Opening">The opening.</param>
/// <param name="Sponsorships">Ids of sponsorships by the rows of host and migrant.</param>
/// <param name="Moved">The sponsorship that the move continued, in the city that it led to.</param>
public sealed record LoadedChoices(
    SampleChoices Choices, IReadOnlyDictionary<string, string> People, string Ballot, string Round, string Opening,
    IReadOnlyDictionary<(string Host, string Migrant), string> Sponsorships, string Moved);

/// <summary>
/// Loads the sample's second nation: its citizens decide in a ballot how many places they offer, a round matches, and what goes wrong is
/// put right. As with the first city, loading again changes nothing. A ballot and a round have an end that is a moment, so they are looked
/// for before they are opened.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="choices">The file.</param>
/// <param name="time">The clock.</param>
public sealed class SampleChoicesLoader(SampleClient client, SampleChoices choices, TimeProvider time)
{
    // The first is repeated where a load that was cut short had begun it, or the machine was too slow for it.
    private const int MostBallots = 4;

    // Somebody waits for the ends of the windows. How long they have to be the machine says by how fast it has registered everybody.
    private TimeSpan _pace;

    private TimeSpan Voting => TimeSpan.FromSeconds(4) + (4 * _pace);

    private TimeSpan Registering => TimeSpan.FromSeconds(2) + (2 * _pace);

    // The round counts the places that the ballot gives, so it goes on for a moment after it.
    private static readonly TimeSpan AfterTheBallot = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, string> _people = [];
    private readonly Dictionary<(string, string), string> _sponsorships = [];
    private string _ballot = "", _round = "", _opening = "", _moved = "";
    private Task _votes = Task.CompletedTask;

    /// <summary>
    /// Opens the cities, registers everybody, lets the citizens vote, and opens a round. Ballot and round end some seconds later.
    /// </summary>
    public async Task Begin(Action<SampleProgress> progress, CancellationToken cancellation)
    {
        var nation =
            await client.Token(new { role = "nation-officer", nation = choices.Nation, subject = "sample-nation-officer" }, cancellation);
        await client.Put($"/v1/nations/{choices.Nation}/cap", nation, Key("cap"), choices.Cap, cancellation);
        foreach (var city in choices.Cities)
        {
            await client.Post("/v1/cities", nation, Key(city.Id), new { city.Id, city.Name, city.Currency, city.TimeZone, city.Policy },
                cancellation);
            if (city.Quota is { } quota)
            {
                await client.Put($"/v1/cities/{city.Id}/quota", await Officer(city.Id, "officer", cancellation), Key($"{city.Id}.quota"),
                    quota, cancellation);
            }

        }

        var (done, people) = (0, choices.Hosts.Concat(choices.Migrants).ToList());
        var started = time.GetTimestamp();
        foreach (var person in people)
        {
            await Register(person, cancellation);
            progress(new(SamplePart.Votes, ++done, people.Count + 1));
        }

        _pace = time.GetElapsedTime(started);
        await Vote(cancellation);
        await EnterRound(cancellation);
        progress(new(SamplePart.Votes, people.Count + 1, people.Count + 1));
    }

    /// <summary>Waits for the ballot and the round, and goes on with those whom it brought together.</summary>
    public async Task<LoadedChoices> Finish(Action<SampleProgress> progress, CancellationToken cancellation)
    {
        (string? WaitingFor, Func<Task> Take)[] steps =
        [
            ("the ballot", () => AwaitBallot(cancellation)),
            ("the round", () => AwaitRound(cancellation)),
            (null, () => FormPairs(cancellation)),
            (null, () => AskWhilePaused(cancellation)),
            (null, () => Move(cancellation)),
            (null, () => AskForDraw(cancellation)),
            // Until the opening ends there is something to do elsewhere.
            (null, () => ChangeHost(cancellation)),
            (null, () => PutRight(cancellation)),
            (null, () => LinkRecords(cancellation)),
            ("the opening", () => AwaitDraw(cancellation)),
        ];
        for (var i = 0; i < steps.Length; i++)
        {
            progress(new(SamplePart.Choices, i, steps.Length, steps[i].WaitingFor));
            await steps[i].Take();
        }

        progress(new(SamplePart.Choices, steps.Length, steps.Length));
        return new(choices, _people, _ballot, _round, _opening, _sponsorships, _moved);
    }

    private async Task FormPairs(CancellationToken cancellation)
    {
        foreach (var host in choices.Hosts.Where(h => h.Ranking is not null)) await AcceptPair(host, cancellation);
        foreach (var pair in _sponsorships.Keys.ToList()) await Settle(pair, cancellation);
    }

    private static string Key(string of) => $"sample.choices.{of}";

    private Task<string> Officer(string city, string name, CancellationToken cancellation) =>
        client.Token(new { role = "city-officer", city, subject = $"sample-{name}" }, cancellation);

    private Task<string> Token(string row, CancellationToken cancellation) =>
        client.Token(new { role = choices.Person(row).IsHost ? "host" : "migrant", person = _people[row], subject = $"sample-{row}" },
            cancellation);

    private string Path(string row) => $"/v1/{(choices.Person(row).IsHost ? "hosts" : "migrants")}/{_people[row]}";

    private async Task Register(ChoosingPerson p, CancellationToken cancellation)
    {
        var officer = await Officer(p.City ?? choices.Cities[0].Id, "officer", cancellation);
        var person = new
        {
            p.Name, p.Address, p.BirthDate,
            documents = new[] { new { kind = "passport", issuedBy = p.Origin ?? choices.Nation.ToUpperInvariant(),
                number = p.Document } }
        };
        _people[p.Id] = p.City is { } city
            ? await client.Post($"/v1/cities/{city}/hosts", officer, Key(p.Id), new { person }, cancellation)
            : await client.Post("/v1/migrants", officer, Key(p.Id), new { choices.Nation, person, p.Origin, p.Languages }, cancellation);
        if (p.Baseline is { } yearly)
        {
            await client.Put($"/v1/migrants/{_people[p.Id]}/baseline", officer, Key($"{p.Id}.baseline"),
                new { yearly, evidence = "payslips", on = choices.CheckedOn }, cancellation);
            var second = await Officer(p.City ?? choices.Cities[0].Id, "second-officer", cancellation);
            await client.Post($"/v1/migrants/{_people[p.Id]}/baseline-verification", second, Key($"{p.Id}.verification"),
                new { yearly, method = "payslips", source = $"sample/{p.Id}", on = choices.CheckedOn }, cancellation);
        }

        var own = await Token(p.Id, cancellation);
        if (p.Profile is { } profile) await client.Put($"{Path(p.Id)}/profile", own, Key($"{p.Id}.profile"), profile, cancellation);
        if (p.Traits is { } traits)
        {
            await client.Put($"{Path(p.Id)}/traits", own, Key($"{p.Id}.traits"),
                new { traits.Heritage, traits.Faith, purpose = "matching", consent = true }, cancellation);
        }

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
            // Papers in the first half, votes in the second.
            var now = time.GetUtcNow();
            _ballot = await client.Post($"/v1/cities/{city}/ballots", officer, Key($"ballot.{before.Count}"), new
            {
                choices.Ballot.Numbers, choices.Ballot.LegalBasis, choices.Ballot.QuorumPercent,
                papersUntil = now + (Voting / 2), until = now + Voting
            }, cancellation);
        }

        if (await Ballot(city, _ballot, cancellation) is not { Status: "open" } ballot || ballot.From <= time.GetUtcNow()) return;
        var voter = new SampleVoter(client, city, _ballot, ballot.PublicKey, time);
        var votes = new List<(SamplePaper Paper, int Answer)>();
        foreach (var host in choices.Hosts.Where(h => h.City == city && h.Votes is not null))
        {
            if (await voter.GetPaper(_people[host.Id], await Token(host.Id, cancellation), cancellation) is { } paper)
                votes.Add((paper, host.Votes!.Value));
        }

        // Each at a moment of its own, while other things are loaded.
        _votes = Task.WhenAll(votes.Select(v => voter.Vote(v.Paper, v.Answer, ballot.From, ballot.Until, cancellation)));
    }

    private Task<BallotAnswer> Ballot(string city, string ballot, CancellationToken cancellation) =>
        client.Get<BallotAnswer>($"/v1/cities/{city}/ballots/{ballot}", null, cancellation);

    private async Task AwaitBallot(CancellationToken cancellation)
    {
        for (var ballots = 1; ; ballots++)
        {
            await _votes;
            var ballot =
                await Until(() => Ballot(choices.Ballot.City, _ballot, cancellation),
                    b => b.Status == "decided" && (b.QuotaIsSet || b.Result?.Places is null), "The ballot is not counted.", cancellation);
            if (ballot.Result?.Places is not null) return;
            if (ballots == MostBallots) throw new OperatorException("Too few votes of the sample were cast in time: load it again.");
            // Its papers were over before this load came to it, or the machine was too slow: another one, with more time.
            _pace = (2 * _pace) + TimeSpan.FromSeconds(1);
            await Vote(cancellation);
            await EnterRound(cancellation);
        }
    }

    // Opened beside the ballot and not after it. One that ended before the ballot, which had to be repeated, had no places.
    private async Task EnterRound(CancellationToken cancellation)
    {
        var (city, officer) = (choices.RoundIn, await Officer(choices.RoundIn, "officer", cancellation));
        var ballotEnds = (await Ballot(choices.Ballot.City, _ballot, cancellation)).Until;
        var rounds = (await client.Get<Listed>($"/v1/cities/{city}/rounds", officer, cancellation)).Items;
        if (rounds.Count > 0 && await Round(rounds[^1].Id, officer, cancellation) is var last && last.ClosesAt > ballotEnds)
        {
            _round = rounds[^1].Id;
        }
        else
        {
            var ends = ballotEnds > time.GetUtcNow() ? ballotEnds + AfterTheBallot : time.GetUtcNow() + Registering;
            _round = await client.Post($"/v1/cities/{city}/rounds", officer, Key($"round.{rounds.Count}"),
                new { until = ends, answerDays = 14 }, cancellation);
        }

        if ((await Round(_round, officer, cancellation)).ClosesAt <= time.GetUtcNow()) return;
        // Each ranks whom they would take; who sends none takes part with nobody.
        foreach (var p in choices.Hosts.Concat(choices.Migrants).Where(p => p.Ranking is not null))
            await client.Put($"{Path(p.Id)}/rounds/{_round}/entry", await Token(p.Id, cancellation), Key($"{p.Id}.entry.{_round}"),
                new { ranking = p.Ranking!.Select(id => _people[id]) }, cancellation);
    }

    private Task<RoundAnswer> Round(string round, string officer, CancellationToken cancellation) =>
        client.Get<RoundAnswer>($"/v1/cities/{choices.RoundIn}/rounds/{round}", officer, cancellation);

    private async Task AwaitRound(CancellationToken cancellation)
    {
        var officer = await Officer(choices.RoundIn, "officer", cancellation);
        await Until(() => Round(_round, officer, cancellation), r => r.Status is "answering" or "ended", "The round does not end.",
            cancellation);
    }

    // Both accept: the first of them proposes, the second takes the proposal.
    private async Task AcceptPair(ChoosingPerson host, CancellationToken cancellation)
    {
        var own = await Token(host.Id, cancellation);
        if ((await client.Get<EntryAnswer>($"{Path(host.Id)}/rounds/{_round}/entry", own, cancellation)).Partner is not { } partner) return;
        var migrant = choices.Migrants.First(m => _people[m.Id] == partner).Id;
        await client.Post($"{Path(host.Id)}/rounds/{_round}/acceptance", own, Key($"{host.Id}.accepts"), new { }, cancellation);
        _sponsorships[(host.Id, migrant)] =
            await client.Post($"{Path(migrant)}/rounds/{_round}/acceptance", await Token(migrant, cancellation), Key($"{migrant}.accepts"),
                new { }, cancellation);
    }

    private async Task Settle((string Host, string Migrant) pair, CancellationToken cancellation)
    {
        var city = choices.City(choices.Person(pair.Host).City!);
        var officer = await Officer(city.Id, "officer", cancellation);
        var (id, key) = (_sponsorships[pair], $"{pair.Host}.{pair.Migrant}");
        Task Step(string step, object body, string suffix = "") =>
            client.Post($"/v1/sponsorships/{id}/{step}", officer, Key($"{key}.{step}{suffix}"), body, cancellation);
        await Until(() => Sponsorship(id, officer, cancellation), s => s.Status is not ("proposed" or "accepted" or "waiting"),
            $"The sponsorship of {key} gets no place.", cancellation);
        if (pair == Contested) await ContestCheck(id, officer, cancellation);
        foreach (var kind in city.RequiredChecks)
        {
            await Step("checks", new { kind, outcome = "passed", on = choices.CheckedOn }, $".{kind}");
        }

        var granted =
            await Until(() => Sponsorship(id, officer, cancellation), s => s.Status != "checking",
                $"The sponsorship of {key} is not granted.", cancellation);
        await Step("arrival", new { on = granted.ArrivedOn ?? CityDay(city) });
        await Step("activation", new { });
    }

    // The second pair: one officer finds the home unfit, another one agrees, a third one upholds the appeal.
    private (string, string) Contested => (choices.Hosts[1].Id, choices.Migrants[1].Id);

    private async Task ContestCheck(string id, string officer, CancellationToken cancellation)
    {
        var city = choices.Person(Contested.Item1).City!;
        var (host, migrant) = (await Token(Contested.Item1, cancellation), await Token(Contested.Item2, cancellation));
        var failed = new
        {
            kind = "accommodation-suitable", outcome = "failed", reason = "accommodation-overcrowded",
            on = choices.CheckedOn, text = "One bedroom for three.", language = "en"
        };
        await client.Post($"/v1/sponsorships/{id}/checks", officer, Key("failed"), failed, cancellation);
        var notice =
            await Until(() => client.Get<Listed>($"/v1/sponsorships/{id}/rulings", host, cancellation), r => r.Items.Count > 0,
                "Nobody has notice of the failed check.", cancellation);
        Task Act(string token, string act, object body, string suffix = "") =>
            client.Post($"/v1/rulings/{notice.Items[0].Id}/{act}", token, Key($"ruling.{act}{suffix}"), body, cancellation);
        await Act(host, "reply", new { text = "The second bedroom is upstairs.", language = "en" }, ".host");
        await Act(migrant, "reply", new { text = "May sarili akong kuwarto.", language = "tl" }, ".migrant");
        await Act(await Officer(city, "second-officer", cancellation), "decision",
            new { outcome = "made", text = "The plan shows one bedroom.", language = "en" });
        await Act(host, "appeal", new { text = "Here is the permit of the second one.", language = "en" });
        await Act(await Officer(city, "third-officer", cancellation), "appeal-decision",
            new { outcome = "upheld", text = "The permit is in order.", language = "en" });
    }

    // The third migrant leaves the host and takes the place along.
    private async Task ChangeHost(CancellationToken cancellation)
    {
        var (before, next) =
            ((Host: choices.Hosts[2].Id, Migrant: choices.Migrants[2].Id), (Host: choices.Hosts[3].Id, Migrant: choices.Migrants[2].Id));
        if (!_sponsorships.TryGetValue(before, out var left)) return;
        var (host, migrant) = (await Token(next.Host, cancellation), await Token(next.Migrant, cancellation));
        await client.Post($"/v1/sponsorships/{left}/change-of-host", migrant, Key("change-of-host"), new { }, cancellation);
        _sponsorships[next] =
            await client.Post("/v1/sponsorships", migrant, Key("next"), new { host = _people[next.Host], migrant = _people[next.Migrant] },
                cancellation);
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
        var concern =
            await client.Post($"/v1/sponsorships/{id}/concerns", own, Key("concern"),
                new { kind = "documents-withheld", text = "मेरो राहदानी घरधनीसँग छ।", language = "ne" }, cancellation);
        await client.Post($"/v1/concerns/{concern}/triage", officer, Key("concern.triage"),
            new { kind = "documents-withheld", urgency = "urgent" }, cancellation);
        await client.Post($"/v1/concerns/{concern}/assignment", officer, Key("concern.assignment"), new { }, cancellation);
        await client.Post($"/v1/concerns/{concern}/closure", officer, Key("concern.closure"),
            new { outcome = "resolved", text = "राहदानी फिर्ता भयो।", language = "ne" }, cancellation);
        await client.Post($"/v1/sponsorships/{id}/absence-reports", await Token(host, cancellation), Key("absence"),
            new { lastSeen = choices.CheckedOn }, cancellation);
        await client.Post($"/v1/sponsorships/{id}/welfare-check/answer", own, Key("absence.answer"), new { }, cancellation);
    }

    // They know each other: one gives the other a code. Places are free, but the nation has paused all its cities, so they stand in line
    // until it resumes.
    private async Task AskWhilePaused(CancellationToken cancellation)
    {
        var (host, migrant) = (choices.KnowEachOther.Host, choices.KnowEachOther.Migrant);
        var nation =
            await client.Token(new { role = "nation-officer", nation = choices.Nation, subject = "sample-nation-officer" }, cancellation);
        var (own, other) = (await Token(migrant, cancellation), await Token(host, cancellation));
        await client.Post($"/v1/nations/{choices.Nation}/pause", nation, Key("pause"), new { reason = "capacity" }, cancellation);
        var city = $"/v1/cities/{choices.Person(host).City}";
        // Loaded before, it has been resumed.
        var isPaused = (await client.Get<NationAnswer>($"/v1/nations/{choices.Nation}", nation, cancellation)).Paused is not null;
        if (isPaused)
        {
            await Until(() => client.Get<CityAnswer>(city, own, cancellation), c => c.PausedByNation is not null,
                "The city does not hear of the pause.", cancellation);
        }

        var code = (await client.Post<InvitationAnswer>($"{Path(migrant)}/invitations", own, Key("invitation"), new { days = 14 },
            cancellation)).Code;
        var id = _sponsorships[(host, migrant)] =
            await client.Post($"{Path(host)}/invitation-uses", other, Key("invitation.use"), new { code }, cancellation);
        await client.Post($"/v1/sponsorships/{id}/acceptance", own, Key("invitation.acceptance"), new { }, cancellation);
        if (isPaused)
        {
            await Until(() => Sponsorship(id, own, cancellation), s => s.Status == "waiting", "A place is held in a nation that is paused.",
                cancellation);
        }

        await client.Post($"/v1/nations/{choices.Nation}/resume", nation, Key("resume"), new { }, cancellation);
        await Until(() => Sponsorship(id, own, cancellation), s => s.Status == "checking", "The line does not move after the pause.",
            cancellation);
    }

    // The place in the new city is held before the old one is given back, and only what depends on the address is checked again.
    private async Task Move(CancellationToken cancellation)
    {
        var move = choices.Move;
        if (!_sponsorships.ContainsKey((move.Host, move.Migrant))) return;
        var (city, officer, host) =
            (choices.City(move.To), await Officer(move.To, "officer", cancellation), await Token(move.Host, cancellation));
        await client.Post($"/v1/hosts/{_people[move.Host]}/moves", host, Key("move"), new { city = move.To, move.Address }, cancellation);
        _moved = (await Until(() => client.Get<MoveAnswer>($"/v1/hosts/{_people[move.Host]}/move", host, cancellation),
            m => m.Sponsorship is not null, "The move has no sponsorship.", cancellation)).Sponsorship!;
        Task Step(string token, string step, object body) =>
            client.Post($"/v1/sponsorships/{_moved}/{step}", token, Key($"move.{step}"), body, cancellation);
        await Step(await Token(move.Migrant, cancellation), "acceptance", new { });
        await Until(() => Sponsorship(_moved, officer, cancellation), s => s.Status is not ("proposed" or "accepted" or "waiting"),
            "There is no place in the new city.", cancellation);
        await Step(officer, "checks", new { kind = "accommodation-suitable", outcome = "passed", on = choices.CheckedOn });
        var granted =
            await Until(() => Sponsorship(_moved, officer, cancellation), s => s.Status != "checking", "The new city grants nothing.",
                cancellation);
        await Step(officer, "arrival", new { on = granted.ArrivedOn ?? CityDay(city) });
        await Until(() => Sponsorship(_moved, officer, cancellation), s => s.Move == "completed", "The move is not completed.",
            cancellation);
        await Step(officer, "activation", new { });
    }

    // More pairs than places: whoever asks while the opening registers is drawn, and anybody can redo the draw.
    private async Task AskForDraw(CancellationToken cancellation)
    {
        var (opening, officer) = (choices.Opening, await Officer(choices.Opening.City, "officer", cancellation));
        var openings = (await client.Get<Listed>($"/v1/cities/{opening.City}/openings", officer, cancellation)).Items;
        _opening = openings.Count > 0 ? openings[^1].Id
            : await client.Post($"/v1/cities/{opening.City}/openings", officer, Key("opening"),
                new { opening.LegalBasis, until = time.GetUtcNow() + Registering }, cancellation);
        foreach (var (host, migrant) in opening.Pairs.Select(p => (p.Host, p.Migrant)))
        {
            var id = await client.Post("/v1/sponsorships", await Token(migrant, cancellation), Key($"{host}.{migrant}"),
                new { host = _people[host], migrant = _people[migrant] }, cancellation);
            await client.Post($"/v1/sponsorships/{id}/acceptance", await Token(host, cancellation), Key($"{host}.{migrant}.acceptance"),
                new { }, cancellation);
            _sponsorships[(host, migrant)] = id;
        }

        await client.Put($"/v1/cities/{opening.City}/quota", officer, Key("opening.quota"), opening.Quota, cancellation);
    }

    private async Task AwaitDraw(CancellationToken cancellation)
    {
        var (opening, officer) = (choices.Opening, await Officer(choices.Opening.City, "officer", cancellation));
        await Until(() => client.Get<OpeningAnswer>($"/v1/cities/{opening.City}/openings/{_opening}", null, cancellation),
            o => o.Status == "drawn", "The opening is not drawn.", cancellation);
        // Those who were drawn first have their places when the last of the line is told its position.
        foreach (var pair in opening.Pairs)
            await Until(
                () => client.Get<PlaceAnswer>($"/v1/sponsorships/{_sponsorships[(pair.Host, pair.Migrant)]}/place", officer, cancellation),
                p => p is { State: "held" } or { State: "waiting", Position: 1 }, "The line has not moved.", cancellation);
    }

    // Two passports, two scripts, one day of birth: an officer finds them in the list and links them as one person.
    private async Task LinkRecords(CancellationToken cancellation)
    {
        var (principal, record) = (_people[choices.OnePerson.Principal], _people[choices.OnePerson.Record]);
        var nation =
            await client.Token(new { role = "nation-officer", nation = choices.Nation, subject = "sample-nation-officer" }, cancellation);
        await client.Post($"/v1/migrants/{principal}/links", nation, Key("link"), new { record, reason = "same-name-and-birth-date" },
            cancellation);
    }

    private Task<SponsorshipAnswer> Sponsorship(string id, string officer, CancellationToken cancellation) =>
        client.Get<SponsorshipAnswer>($"/v1/sponsorships/{id}", officer, cancellation);

    private DateOnly CityDay(ChoosingCity city) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone)).Date);

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

    private sealed record BallotAnswer(
        string Status, string PublicKey, DateTimeOffset From, DateTimeOffset Until, bool QuotaIsSet, BallotResultAnswer? Result);

    private sealed record BallotResultAnswer(int? Places);

    private sealed record RoundAnswer(string Status, DateTimeOffset ClosesAt);

    private sealed record EntryAnswer(string? Partner);

    private sealed record SponsorshipAnswer(string Status, DateOnly? ArrivedOn, string? Move);

    private sealed record NationAnswer(string? Paused);

    private sealed record CityAnswer(string? PausedByNation);

    private sealed record InvitationAnswer(string Code);

    private sealed record MoveAnswer(string? Sponsorship);

    private sealed record OpeningAnswer(string Status);

    private sealed record PlaceAnswer(string State, int? Position);
}
