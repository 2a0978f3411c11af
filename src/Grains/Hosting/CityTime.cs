namespace VipOrleans.Grains.Hosting;

/// <summary>What day it is in a city.</summary>
internal static class CityTime
{
    /// <summary>The day in a time zone; the day in UTC where the zone is unknown on this machine.</summary>
    public static DateOnly Today(this TimeProvider time, string timeZone) => Day(time.GetUtcNow(), timeZone);

    /// <summary>The day in a time zone that a moment lies in; the day in UTC where the zone is unknown on this machine.</summary>
    public static DateOnly Day(DateTimeOffset at, string timeZone) =>
        DateOnly.FromDateTime(
            TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? TimeZoneInfo.ConvertTime(at, zone).DateTime : at.UtcDateTime);

    /// <summary>The latest day that it is anywhere on earth: what is dated later is dated in the future everywhere.</summary>
    public static DateOnly LatestToday(this TimeProvider time) => LatestDay(time.GetUtcNow());

    /// <summary>The earliest day that it is anywhere on earth at a time: what is due on it is due everywhere.</summary>
    public static DateOnly EarliestDay(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime.AddHours(-12));

    /// <summary>The latest day that it is anywhere on earth at a time.</summary>
    public static DateOnly LatestDay(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime.AddHours(14));
}
