namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>How long somebody in line may wait, from how many places were given to the line of late. It promises nothing.</summary>
/// <remarks>
/// With <c>p</c> the position and <c>g</c> places given to the line in <c>d</c> days, at the same pace it takes <c>p · d / g</c> days. Both
/// numbers are small as a rule, and the smaller they are the less they tell; so the range is from that divided by <c>f</c>, rounded down,
/// to that multiplied by <c>f</c>, rounded up, where <c>f = 1 + 3 · √(1/p + 1/g)</c>, rounded down to thousandths. If places go on
/// coming at the same pace and independently of each other, more than three of four waits end within it, and for most positions nine of
/// ten.
/// What the city decides next, nobody forecasts.
/// </remarks>
/// <param name="FromDays">At the earliest, in days from now; null if there is no forecast.</param>
/// <param name="UntilDays">At the latest, in days from now; null if there is no forecast.</param>
/// <param name="WhyNot">Why there is none; null if there is one.</param>
/// <param name="Given">How many places were given to people in line within the days.</param>
/// <param name="Days">How many days that is based on, 1 to 90: today and those before it.</param>
[GenerateSerializer, Immutable, Alias("vip.place-forecast")]
public sealed record PlaceForecast(int? FromDays, int? UntilDays, NoForecast? WhyNot, int Given, int Days)
{
    /// <summary>How far back it looks, in days.</summary>
    public const int MaxDays = 90;

    /// <summary>From fewer places given it says nothing.</summary>
    public const int LeastGiven = 5;

    /// <summary>Beyond so many days a forecast would be a guess.</summary>
    public const int Farthest = 3_650;

    /// <summary>Forecasts for a position.</summary>
    /// <param name="position">The position in line, 1 for the next; null while it is not drawn yet.</param>
    /// <param name="isPaused">True if city or nation take in nobody.</param>
    /// <param name="given">How many places were given to the line, 0 or more.</param>
    /// <param name="days">Within how many days, 1 to 90.</param>
    public static PlaceForecast Of(int? position, bool isPaused, int given, int days)
    {
        if (position is not { } p) return None(NoForecast.NotDrawn);
        if (isPaused) return None(NoForecast.Paused);
        if (given < LeastGiven) return None(NoForecast.TooFewGiven);
        long factor = 1_000 + Root(9_000_000L * (p + (long)given) / ((long)p * given)), pace = (long)p * days;
        var until = ((pace * factor) + (1_000L * given) - 1) / (1_000L * given);
        return until > Farthest ? None(NoForecast.TooFar) : new((int)(pace * 1_000 / (given * factor)), (int)until, null, given, days);

        PlaceForecast None(NoForecast why) => new(null, null, why, given, days);
    }

    // The whole part of a square root.
    private static long Root(long n)
    {
        long low = 0, high = 3_000_000_000;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (middle * middle <= n) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}

/// <summary>Why there is no forecast.</summary>
[JsonConverter(typeof(CodeConverter<NoForecast>))]
public enum NoForecast
{
    /// <summary>The order is not drawn yet: there is no position.</summary>
    NotDrawn,

    /// <summary>The city or its nation takes in nobody now.</summary>
    Paused,

    /// <summary>Fewer than five places were given to the line in the days that are looked at.</summary>
    TooFewGiven,

    /// <summary>At the present pace it would take more than ten years.</summary>
    TooFar,
}

/// <summary>Whether somebody has a place, or waits for one.</summary>
[JsonConverter(typeof(CodeConverter<PlaceState>))]
public enum PlaceState
{
    /// <summary>Has not asked for one, or has none any more.</summary>
    None,

    /// <summary>Is registered for a draw.</summary>
    Registered,

    /// <summary>Stands in line.</summary>
    Waiting,

    /// <summary>A place is held while the checks go on.</summary>
    Held,

    /// <summary>The place is in use.</summary>
    Used,
}
