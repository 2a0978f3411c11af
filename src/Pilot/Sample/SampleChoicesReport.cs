namespace VipOrleans.Pilot;

using System.Globalization;
using VipOrleans.Domain.Places;

/// <summary>One thing that people of the sample decided, chose or changed, as the API tells it.</summary>
/// <param name="What">What it was.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record ChoiceRow(string What, string Outcome);

/// <summary>Asks the API what has become of the sample's second nation.</summary>
public static class SampleChoicesReport
{
    /// <summary>Asks the API.</summary>
    public static async Task<IReadOnlyList<ChoiceRow>> Read(SampleClient client, LoadedChoices loaded, CancellationToken cancellation)
    {
        var choices = loaded.Choices;
        var names = choices.Hosts.Concat(choices.Migrants).ToDictionary(p => loaded.People[p.Id], p => p.Name);
        var officers = new Dictionary<string, string>();
        foreach (var city in choices.Cities)
        {
            officers[city.Id] = await client.Token(new { role = "city-officer", city = city.Id, subject = "sample-officer" }, cancellation);
        }

        return
        [
            await Nation(),
            await Ballot(),
            await Suggestion(),
            await Round(),
            .. await Rulings(),
            .. await ChangeOfHost(),
            .. await Care(),
            await KnowEachOther(),
            .. await Move(),
            await Opening(),
            await OnePerson(),
        ];

        async Task<ChoiceRow> Nation()
        {
            var nation = await client.Get<NationAnswer>($"/v1/nations/{choices.Nation}", officers[choices.Cities[0].Id], cancellation);
            return new("A cap of the nation", $"{Number(nation.Cap!.Places)} places for all its cities together");
        }

        async Task<ChoiceRow> Ballot()
        {
            var ballot = await client.Get<BallotAnswer>($"/v1/cities/{choices.Ballot.City}/ballots/{loaded.Ballot}", null, cancellation);
            var named = (ballot.Tally ?? []).SelectMany(t => Enumerable.Repeat(Number(t.Answer), (int)t.Votes));
            var city = await client.Get<CityAnswer>($"/v1/cities/{choices.Ballot.City}", officers[choices.Ballot.City], cancellation);
            return new($"A ballot opens {city.Name}",
                $"{ballot.Result?.Votes} of {ballot.Electorate} citizens voted: {string.Join(", ", named)}; the median sets the quota: "
                    + $"{city.Quota?.Places} places, by {city.Quota?.By}");
        }

        // The last migrant was matched with nobody and still looks.
        async Task<ChoiceRow> Suggestion()
        {
            var migrant = choices.Migrants.Last(m => m.Profile is not null);
            var token = await client.Token(new { role = "migrant", person = loaded.People[migrant.Id], subject = $"sample-{migrant.Id}" },
                cancellation);
            var found = (await client.Get<Items<SuggestionAnswer>>(
                $"/v1/migrants/{loaded.People[migrant.Id]}/suggestions?city={choices.RoundIn}", token, cancellation)).List;
            return new($"Suggested to {migrant.Name}",
                found is not [var best, ..]
                    ? "nobody looks"
                    : $"{names[best.Person.Id]}, {best.Score} points: {string.Join(" ", best.Reasons.Select(r => r.Text))}");
        }

        async Task<ChoiceRow> Round()
        {
            var round = await client.Get<RoundAnswer>($"/v1/cities/{choices.RoundIn}/rounds/{loaded.Round}", officers[choices.RoundIn],
                cancellation);
            var pairs = loaded.Sponsorships.Keys.Where(p => choices.Person(p.Host).Ranking is not null)
                .Select(p => $"{choices.Person(p.Migrant).Name} with {choices.Person(p.Host).Name}");
            return new("A round matches",
                $"{round.Hosts} hosts and {round.Migrants} migrants for {round.Cap} places: {string.Join(", ", pairs)}");
        }

        async Task<IEnumerable<ChoiceRow>> Rulings()
        {
            var rows = new List<ChoiceRow>();
            foreach (var (pair, id) in loaded.Sponsorships)
                foreach (var ruling in (await client.Get<Items<RulingAnswer>>($"/v1/sponsorships/{id}/rulings",
                    officers[choices.Person(pair.Host).City!], cancellation)).List)
                    rows.Add(new($"A check of the home of {choices.Person(pair.Host).Name}",
                        $"failed ({ruling.Reason}), made by a second officer, {ruling.Status} on appeal by a third"));
            return rows;
        }

        async Task<IEnumerable<ChoiceRow>> ChangeOfHost()
        {
            var rows = new List<ChoiceRow>();
            foreach (var ofOne in loaded.Sponsorships.GroupBy(s => s.Key.Migrant).Where(g => g.Count() > 1))
            {
                var (before, after) = (ofOne.First(), ofOne.Last());
                var city = await client.Get<CityAnswer>($"/v1/cities/{choices.Person(after.Key.Host).City}",
                    officers[choices.Person(after.Key.Host).City!], cancellation);
                var status =
                    (await client.Get<SponsorshipAnswer>($"/v1/sponsorships/{after.Value}", officers[choices.Person(after.Key.Host).City!],
                        cancellation)).Status;
                rows.Add(new($"{choices.Person(ofOne.Key).Name} changes host",
                    $"from {choices.Person(before.Key.Host).Name} to {choices.Person(after.Key.Host).Name}, now {status}, in the place "
                        + $"that was kept in {city.Name}"));
            }

            return rows;
        }

        async Task<ChoiceRow> KnowEachOther()
        {
            var pair = choices.KnowEachOther;
            var place = await client.Get<PlaceAnswer>($"/v1/sponsorships/{loaded.Sponsorships[(pair.Host, pair.Migrant)]}/place",
                officers[choices.Person(pair.Host).City!], cancellation);
            return new("The nation pauses its cities",
                $"{choices.Person(pair.Migrant).Name} and {choices.Person(pair.Host).Name} know each other, asked meanwhile and waited; "
                    + $"it resumes, and they have a place {place.State}");
        }

        async Task<IEnumerable<ChoiceRow>> Move()
        {
            var move = choices.Move;
            if (!loaded.Sponsorships.TryGetValue((move.Host, move.Migrant), out var left)) return [];
            var from = choices.City(choices.Person(move.Host).City!);
            var (ended, goesOn) =
                (await client.Get<SponsorshipAnswer>($"/v1/sponsorships/{left}", officers[from.Id], cancellation),
                    await client.Get<SponsorshipAnswer>($"/v1/sponsorships/{loaded.Moved}", officers[move.To], cancellation));
            var (old, @new) =
                (await client.Get<CityAnswer>($"/v1/cities/{from.Id}", officers[from.Id], cancellation),
                    await client.Get<CityAnswer>($"/v1/cities/{move.To}", officers[move.To], cancellation));
            return
            [
                new($"{choices.Person(move.Host).Name} moves to {@new.Name}",
                    $"{choices.Person(move.Migrant).Name} comes along: {ended.Status} as {ended.EndReason} in {old.Name} "
                        + $"({old.Used} of {old.Quota?.Places} places used), {goesOn.Status} in {@new.Name} ({@new.Used} of "
                            + $"{@new.Quota?.Places})"),
            ];
        }

        async Task<ChoiceRow> Opening()
        {
            var (opening, officer) = (choices.Opening, officers[choices.Opening.City]);
            var draw = await client.Get<PublishedDraw>($"/v1/cities/{opening.City}/openings/{loaded.Opening}/draw", null, cancellation);
            var drawn = new Dictionary<string, (string Who, PlaceAnswer Place)>();
            foreach (var pair in opening.Pairs)
            {
                var place = await client.Get<PlaceAnswer>($"/v1/sponsorships/{loaded.Sponsorships[(pair.Host, pair.Migrant)]}/place",
                    officer, cancellation);
                drawn[place.Mark] =
                    ($"{choices.Person(pair.Migrant).Name} "
                        + $"{(place.Position is { } position ? $"waits as number {position}" : $"has a place {place.State}")}", place);
            }

            var checks = draw.Check().All(f => f.Fits) ? "the published file proves it" : "THE PUBLISHED FILE DOES NOT FIT";
            return new($"A draw in {choices.City(opening.City).Name}",
                $"{draw.Entries.Count} asked: {string.Join(", ", draw.Order.Where(drawn.ContainsKey).Select(m => drawn[m].Who))};"
                    + $" {checks}");
        }

        async Task<ChoiceRow> OnePerson()
        {
            var nation =
                await client.Token(new { role = "nation-officer", nation = choices.Nation, subject = "sample-nation-officer" },
                    cancellation);
            var links = (await client.Get<Items<LinkAnswer>>($"/v1/nations/{choices.Nation}/person-links", nation, cancellation)).List;
            return new("Two records, one person",
                string.Join("; ", links.Select(l => $"{names[l.First]} and {names[l.Second]} were listed and are {l.Link}")));
        }

        async Task<IEnumerable<ChoiceRow>> Care()
        {
            var rows = new List<ChoiceRow>();
            foreach (var (pair, id) in loaded.Sponsorships)
            {
                var officer = officers[choices.Person(pair.Host).City!];
                foreach (var concern in (await client.Get<Items<ConcernAnswer>>(
                    $"/v1/cities/{choices.Person(pair.Host).City}/concerns?sponsorship={id}", officer, cancellation)).List)
                    rows.Add(new("A concern in confidence", $"{concern.Kind}, {concern.Urgency}: {concern.Status} as {concern.Outcome}"));
                if (choices.Person(pair.Host) != choices.Hosts[0]) continue;
                var check = await client.Get<WelfareAnswer>($"/v1/sponsorships/{id}/welfare-check", officer, cancellation);
                rows.Add(new($"Somebody says that {choices.Person(pair.Migrant).Name} is absent",
                    $"she was asked first, and {check.Status} as {check.Outcome}"));
            }

            return rows;
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Items<T>([property: System.Text.Json.Serialization.JsonPropertyName("items")] IReadOnlyList<T> List);

    private sealed record NationAnswer(CapAnswer? Cap);

    private sealed record CapAnswer(int Places);

    private sealed record CityAnswer(string Name, long Used, QuotaAnswer? Quota);

    private sealed record QuotaAnswer(int Places, string By);

    private sealed record BallotAnswer(int Electorate, BallotResult? Result, IReadOnlyList<CountAnswer>? Tally);

    private sealed record CountAnswer(int Answer, long Votes);

    private sealed record RoundAnswer(int? Cap, int? Hosts, int? Migrants);

    private sealed record SuggestionAnswer(PersonAnswer Person, int Score, IReadOnlyList<ReasonAnswer> Reasons);

    private sealed record PersonAnswer(string Id);

    private sealed record ReasonAnswer(string Text);

    private sealed record RulingAnswer(string Status, string Reason);

    private sealed record SponsorshipAnswer(string Status, string? EndReason);

    private sealed record PlaceAnswer(string State, int? Position, string Mark);

    private sealed record LinkAnswer(string First, string Second, string Link);

    private sealed record ConcernAnswer(string Kind, string Urgency, string Status, string Outcome);

    private sealed record WelfareAnswer(string Status, string? Outcome);
}
