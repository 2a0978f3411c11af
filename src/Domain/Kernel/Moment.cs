namespace VipOrleans.Domain.Kernel;

/// <summary>
/// When and by whom a command is asked. It stands beside every command, so that no command carries a clock or a caller of its own.
/// </summary>
/// <param name="Time">The time, UTC.</param>
/// <param name="Day">The day then, where the aggregate lives: a city's own day, and the day in UTC where it belongs to no city.</param>
/// <param name="Actor">Who asks, as a role and an id such as <c>city-officer:9f2c…</c>, or <c>system</c>; never a name.</param>
public readonly record struct Moment(DateTimeOffset Time, DateOnly Day, string Actor);
