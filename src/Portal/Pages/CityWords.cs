namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Texts;

/// <summary>What is said of a city.</summary>
internal static class CityWords
{
    /// <summary>Whether it takes people in now.</summary>
    public static string Takes(Words words, CityView city) => (city.Paused ?? city.PausedByNation) is not null ? words["cities.paused"]
        : city.Opening is not null ? words["cities.drawn"]
        : city.Free > 0 ? words["cities.open"] : words["cities.full"];
}
