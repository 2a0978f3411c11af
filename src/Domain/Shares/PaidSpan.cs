namespace VipOrleans.Domain.Shares;

/// <summary>
/// The days of a pay with what was earned in them and what the law lets be taken. A part of it is in proportion to the days, cut down, so
/// that the parts add up to the pay.
/// </summary>
/// <param name="From">The first day.</param>
/// <param name="End">The day after the last one.</param>
/// <param name="Counts">The day after the one on which time has come as far as the pay: of a month's report the end of its month.</param>
/// <param name="Earned">The pay, in minor units.</param>
/// <param name="Allowed">What the law lets be taken; null where nothing limits it.</param>
internal readonly record struct PaidSpan(DateOnly From, DateOnly End, DateOnly Counts, long Earned, long? Allowed)
{
    /// <summary>What was earned in the days before a day.</summary>
    public long EarnedBy(DateOnly day) => PartBy(Earned, day);

    /// <summary>What of the limit is for the days before a day. A pay without a limit lets all of it be taken.</summary>
    public long AllowedBy(DateOnly day) => PartBy(Allowed ?? Earned, day);

    /// <summary>The parts of the pay between some days, those before the first and after the last left out.</summary>
    /// <param name="cuts">Days in order; a part begins with one and ends before the next.</param>
    public IEnumerable<PaidPart> Parts(IReadOnlyList<DateOnly> cuts)
    {
        for (var i = 1; i < cuts.Count; i++)
        {
            var (from, end) = (cuts[i - 1], cuts[i]);
            if (end <= From || from >= End) continue;
            yield return new(end < End ? end : End, EarnedBy(end) - EarnedBy(from), AllowedBy(end) - AllowedBy(from), Allowed is not null);
        }
    }

    private long PartBy(long amount, DateOnly day)
    {
        var days = Math.Clamp(day.DayNumber - From.DayNumber, 0, End.DayNumber - From.DayNumber);
        return (long)((Int128)amount * days / (End.DayNumber - From.DayNumber));
    }
}

/// <summary>A part of a pay that lies with one host, or with nobody. It counts on its last day.</summary>
/// <param name="End">The day after the last one.</param>
/// <param name="Earned">What was earned in it.</param>
/// <param name="Allowed">What may be taken from it.</param>
/// <param name="IsLimited">True if the law limits that.</param>
internal readonly record struct PaidPart(DateOnly End, long Earned, long Allowed, bool IsLimited);
