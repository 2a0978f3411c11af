namespace VipOrleans.Chaos;

using System.Text.Json;
using VipOrleans.Checking;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;

/// <summary>Reads over HTTP what the live projections show.</summary>
internal static class ViewReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Waits until what was begun is finished: nobody is tied to a sponsorship that is over, and the places are those of the open ones.
    /// </summary>
    /// <returns>What is still unfinished; none where all is well.</returns>
    public static async Task<IReadOnlyList<string>> WaitUntilFinished(LoadClient client, TimeSpan patience)
    {
        for (var until = DateTime.UtcNow + patience; ; await Task.Delay(1000))
        {
            var unfinished = Unfinished(await Read(client)).ToArray();
            if (unfinished.Length == 0 || DateTime.UtcNow > until) return unfinished;
        }
    }

    /// <summary>Reads everything, at a moment at which no city's feed grows.</summary>
    public static async Task<LiveViews> Read(LoadClient client)
    {
        for (var tries = 1; ; tries++)
        {
            var before = await Positions(client);
            var nation =
                new LiveList(Town.Nation.Value, [],
                    [.. await All(client, Caller.Officer(Town.Nation), $"/v1/nations/{Town.Nation}/migrants",
                        m => new LiveMigrant(MigrantId.Parse(Text(m, "id")!), Sponsorship(m)))], []);
            var (cities, lists) = (new List<LiveCity>(), new List<LiveList> { nation });
            foreach (var city in Town.Cities)
            {
                var officer = Caller.Officer(city);
                if (await client.Get(officer, $"/v1/cities/{city}", Patience) is not { } view) continue;
                cities.Add(new(city, Number(view, "held"), Number(view, "used"), Number(view, "free"), (int)Number(view, "waiting")));
                lists.Add(new(
                    city.Value,
                    await All(client, officer, $"/v1/cities/{city}/hosts",
                        h => new LiveHost(HostId.Parse(Text(h, "id")!), Code<SuspensionReason>(h, "suspended"), Sponsorship(h))),
                    null,
                    await All(client, officer, $"/v1/cities/{city}/sponsorships",
                        s => new LiveSponsorship(SponsorshipId.Parse(Text(s, "id")!), Code<SponsorshipStatus>(s, "status")!.Value,
                            Code<EndReason>(s, "endReason"), Minor(s, "earned"), Minor(s, "share")))));
            }

            if (before.SequenceEqual(await Positions(client)) || tries == 20) return new() { Cities = cities, Lists = lists };
        }
    }

    private static IEnumerable<string> Unfinished(LiveViews views)
    {
        var all = views.Lists.SelectMany(l => l.Sponsorships).ToDictionary(s => s.Id);
        var tied = views.Lists.SelectMany(
            l => l.Hosts.Select(h => (Who: h.Id.Value, h.Sponsorship))
                .Concat((l.Migrants ?? []).Select(m => (Who: m.Id.Value, m.Sponsorship))));
        foreach (var (who, sponsorship) in tied)
            if (sponsorship is { } id && all.GetValueOrDefault(id)?.Status is null or SponsorshipStatus.Ended
                && sponsorship is not null) yield return $"{who} is tied to {sponsorship}, which is over.";
        foreach (var begun in all.Values.Where(s => s.Status == SponsorshipStatus.Accepted))
        {
            yield return $"{begun.Id} was accepted, and its saga does not go on.";
        }

        foreach (var city in views.Cities)
        {
            var placed =
                all.Values.Count(
                    s => s.Id.City == city.Id
                        && s.Status is not (SponsorshipStatus.Proposed or SponsorshipStatus.Accepted or SponsorshipStatus.Waiting
                            or SponsorshipStatus.Ended));
            var waiting = all.Values.Count(s => s.Id.City == city.Id && s.Status == SponsorshipStatus.Waiting);
            if (city.Held + city.Used != placed)
            {
                yield return $"{city.Id} has {city.Held} held and {city.Used} used, and {placed} sponsorships have a place.";
            }

            if (city.Waiting != waiting) yield return $"{city.Id} has {city.Waiting} in line, and {waiting} sponsorships wait.";
        }
    }

    private static async Task<List<long>> Positions(LoadClient client)
    {
        var all = new List<long>();
        foreach (var city in Town.Cities)
        {
            all.Add(await client.Get(Caller.Officer(city), $"/v1/cities/{city}/summary", Patience) is { } summary
                ? Number(summary, "position") : 0);
        }

        return all;
    }

    private static async Task<List<T>> All<T>(LoadClient client, Caller who, string path, Func<JsonElement, T> read)
    {
        var all = new List<T>();
        for (var cursor = ""; ;)
        {
            if (await client.Get(who, $"{path}?limit=200{cursor}", Patience) is not { } page) return all;
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(read));
            if (Text(page, "next") is not { } next) return all;
            cursor = $"&cursor={next}";
        }
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();

    private static SponsorshipId? Sponsorship(JsonElement of) => Text(of, "sponsorship") is { } id ? SponsorshipId.Parse(id) : null;

    private static T? Code<T>(JsonElement of, string name) where T : struct, Enum =>
        Text(of, name) is { } text ? Codes<T>.TryParse(text, out var code)
            ? code : throw new FormatException($"'{text}' is no {typeof(T).Name}.") : null;

    private static long? Minor(JsonElement of, string name) =>
        of.TryGetProperty(name, out var money) && money.ValueKind == JsonValueKind.Object
            ? Money.Parse(Text(money, "amount")!, Currency.Parse(Text(money, "currency")!)).Minor : null;
}
