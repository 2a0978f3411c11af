namespace VipOrleans.Grains.Hosting;

using System.Collections.Concurrent;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;

/// <summary>
/// What never changes about a city, kept in each silo: a month of wages from a whole city need not ask the city's one grain for each row.
/// </summary>
public sealed class CityFacts(IGrainFactory grains)
{
    // A month of a share year begins on any day, so there are some hundreds a year and city. Beyond this, all is forgotten and asked again.
    private const int MaxKept = 20_000;

    // A deduction profile is chosen for today or later. Two days on, no clock of any silo still says that the day has not come.
    private const int SettledAfterDays = 2;

    private readonly ConcurrentDictionary<CityId, string> _timeZones = new();
    private readonly ConcurrentDictionary<(CityId City, DateOnly Day), DeductionProfile?> _profiles = new();

    /// <summary>IANA name of the city's time zone, which is decided once; null where the city is not open.</summary>
    public async ValueTask<string?> TimeZoneOf(CityId city)
    {
        if (_timeZones.TryGetValue(city, out var known)) return known;
        var zone = (await grains.City(city).Get())?.TimeZone;
        if (zone is not null) _timeZones[city] = zone;
        return zone;
    }

    /// <summary>The deduction profile for months that begin on a day; null for none. Kept only for days that are past for good.</summary>
    /// <param name="city">The city.</param>
    /// <param name="day">The first day of the month.</param>
    /// <param name="today">Today in the city.</param>
    public async ValueTask<DeductionProfile?> ProfileOn(CityId city, DateOnly day, DateOnly today)
    {
        if (_profiles.TryGetValue((city, day), out var known)) return known;
        var profile = await grains.City(city).DeductionProfileOn(day);
        if (day.AddDays(SettledAfterDays) > today) return profile;
        if (_profiles.Count >= MaxKept) _profiles.Clear();
        _profiles[(city, day)] = profile;
        return profile;
    }
}
