namespace VipOrleans.Portal.Pages;

using System.Collections.Concurrent;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>
/// The cities that anyone may compare, asked for twice a minute at most: the API counts all who are not signed in as one caller, which is
/// this process.
/// </summary>
internal sealed class PublicCities(Apis apis, PortalSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (IReadOnlyList<CityView> Cities, long At)> _read = new(StringComparer.Ordinal);

    /// <summary>The nations that take part, with their cities.</summary>
    public async Task<IReadOnlyList<NationCities>> All(CancellationToken gone)
    {
        var all = new List<NationCities>();
        foreach (var nation in settings.Nations) all.Add(new() { Nation = nation, Items = await Of(nation, gone) });
        return all;
    }

    /// <summary>A city; null if no nation here has it.</summary>
    public async Task<CityView?> One(string city, CancellationToken gone) =>
        settings.Nations.FirstOrDefault(n => city.StartsWith($"{n}-", StringComparison.Ordinal)) is { } nation
            ? (await Of(nation, gone)).FirstOrDefault(c => c.Id == city) : null;

    private async Task<IReadOnlyList<CityView>> Of(string nation, CancellationToken gone)
    {
        if (_read.TryGetValue(nation, out var read) && time.GetElapsedTime(read.At) < Fresh) return read.Cities;
        var cities = (await apis.As(null).ListNationCitiesAsync(nation, gone)).Items;
        _read[nation] = (cities, time.GetTimestamp());
        return cities;
    }
}
