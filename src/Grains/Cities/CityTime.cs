namespace VipOrleans.Grains;

/// <summary>What day it is in a city.</summary>
internal static class CityTime
{
    /// <summary>The day in a time zone; the day in UTC where the zone is unknown on this machine.</summary>
    public static DateOnly Today(this TimeProvider time, string timeZone)
    {
        var now = time.GetUtcNow();
        return DateOnly.FromDateTime(TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? TimeZoneInfo.ConvertTime(now, zone).DateTime : now.UtcDateTime);
    }

    /// <summary>The latest day that it is anywhere on earth: what is dated later is dated in the future everywhere.</summary>
    public static DateOnly LatestToday(this TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddHours(14));
}
