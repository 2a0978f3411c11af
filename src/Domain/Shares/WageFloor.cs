namespace VipOrleans.Domain.Shares;

/// <summary>
/// What is left for the hours worked must not fall below the minimum wage, whoever takes it: the share gives way first, then what others
/// take. Tax does not count where the profile looks at gross pay, because a minimum wage is one before tax.
/// </summary>
/// <param name="Hour">The minimum wage for an hour, in minor units, above zero.</param>
/// <param name="HoursAWeek">
/// The hours a week that are counted for the share if a pay does not say how many were worked, 1 to 168. They are a guess, so nobody else's
/// deduction is measured by them.
/// </param>
[GenerateSerializer, Immutable, Alias("vip.wage-floor")]
public sealed record WageFloor(long Hour, int HoursAWeek) : DeductionLimit
{
    private const int MinutesAnHour = 60, MostHours = 168;
    private const long MostAnHour = 1_000_000_000_000;

    /// <inheritdoc/>
    public override long Allowed(Pay pay) => pay.Amount - pay.OtherDeductions - Of(pay.Frequency, pay.Minutes);

    /// <inheritdoc/>
    public override string? Invalid() =>
        Hour is < 1 or > MostAnHour || HoursAWeek is < 1 or > MostHours
            ? $"A wage floor is an hour's wage above zero and 1 to {MostHours} hours a week." : null;

    /// <summary>The minimum pay, in minor units, rounded up in the migrant's favour.</summary>
    /// <param name="frequency">How long the pay is for.</param>
    /// <param name="minutes">The time worked for it; null if it is not known.</param>
    public long Of(PayFrequency frequency, int? minutes)
    {
        if (minutes is { } worked) return Up((Int128)Hour * worked, MinutesAnHour);
        var (weeks, parts) = Weeks(frequency);
        return Up((Int128)Hour * HoursAWeek * weeks, parts);
    }

    // A month is 4 1/3 weeks, as in 29 CFR 870.10(c).
    private static (int Weeks, int Parts) Weeks(PayFrequency frequency) => frequency switch
    {
        PayFrequency.Week => (1, 1),
        PayFrequency.TwoWeeks => (2, 1),
        PayFrequency.FourWeeks => (4, 1),
        PayFrequency.HalfMonth => (13, 6),
        _ => (13, 3),
    };

    private static long Up(Int128 amount, int parts) => (long)((amount + parts - 1) / parts);
}
