namespace VipOrleans.Grains.Hosting;

/// <summary>When a saga is to be looked at again.</summary>
/// <param name="In">How long until the first time; at least a minute, the shortest that reminders know.</param>
/// <param name="Then">How long from one time to the next, until the reminder is removed or set again.</param>
public readonly record struct WakeUp(TimeSpan In, TimeSpan Then)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromDays(1);

    /// <summary>Again and again, so long apart.</summary>
    public static WakeUp Every(TimeSpan period) => new(period, period);

    /// <summary>After a time, and from then on again and again. What is further off than a day is looked at daily.</summary>
    public static WakeUp After(TimeSpan due, TimeSpan then) => new(due < Shortest ? Shortest : due > Longest ? Longest : due, then);

    /// <summary>True if it comes as often as it comes soon: one that is set already need not be set again.</summary>
    internal bool IsSteady => In == Then;
}
