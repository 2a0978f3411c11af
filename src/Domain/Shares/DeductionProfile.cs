namespace VipOrleans.Domain.Shares;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// How much of a pay a jurisdiction lets be taken: data with a version, a first day and a source, never code. The least of all limits
/// counts.
/// </summary>
/// <param name="Id">Its name, such as <c>us-ccpa-7.25</c>; stable.</param>
/// <param name="Version">Grows with every change; an older version stays for the months it was valid for.</param>
/// <param name="Jurisdiction">Where it applies: a nation's or state's code.</param>
/// <param name="ValidFrom">The first day on which this version applies.</param>
/// <param name="Source">The law or guidance that it is taken from.</param>
/// <param name="Currency">The currency of its amounts.</param>
/// <param name="Basis">What the percentages are of.</param>
/// <param name="ConsentNeeded">True where nothing is taken without the migrant's written consent, which can be revoked.</param>
/// <param name="Limits">The limits. None: nothing but the formula limits the share.</param>
/// <param name="Others">What others may take from the pay, in the order in which they come: what a floor has no room for is cut from the
/// last one first. Null as in profiles that look at the share alone; a kind without a rule comes last.</param>
[GenerateSerializer, Immutable, Alias("vip.deduction-profile")]
public sealed record DeductionProfile(
    [property: MaxLength(DeductionProfile.MaxId)] string Id, int Version,
    [property: MaxLength(DeductionProfile.MaxJurisdiction)] string Jurisdiction, DateOnly ValidFrom,
    [property: MaxLength(DeductionProfile.MaxSource)] string Source, Currency Currency, PayBasis Basis, bool ConsentNeeded,
    [property: MaxLength(DeductionProfile.MaxLimits)] IReadOnlyList<DeductionLimit> Limits,
    [property: MaxLength(DeductionProfile.MaxOthers)] IReadOnlyList<DeductionRule>? Others = null)
{
    private const int MaxId = 60, MaxJurisdiction = 20, MaxSource = 300, MaxLimits = 10, MaxOthers = 7;

    /// <summary>What is kept of a pay for the hours worked; null if the profile computes nothing from hours.</summary>
    internal WageFloor? WageFloor => Limits.OfType<WageFloor>().FirstOrDefault();

    /// <summary>What is wrong with a profile, and what would be right; null where nothing is.</summary>
    public static string? Invalid(DeductionProfile profile)
    {
        if (profile.Id.Length is 0 or > MaxId || profile.Jurisdiction.Length is 0 or > MaxJurisdiction
            || profile.Source.Length is 0 or > MaxSource)
        {
            return $"A profile names itself, its jurisdiction and its source in 1 to {MaxId}, {MaxJurisdiction} and {MaxSource} "
                + "characters.";
        }

        if (profile.Version < 1) return "A profile's version is 1 or more.";
        if (profile.Limits.Count > MaxLimits || profile.Limits.Any(l => l is null))
        {
            return $"A profile has at most {MaxLimits} limits, none of them null.";
        }

        if (profile.Limits.OfType<WageFloor>().Skip(1).Any()) return "A profile has one wage floor.";
        return profile.Limits.Select(l => l.Invalid()).FirstOrDefault(p => p is not null) ?? InvalidOthers(profile);
    }

    /// <summary>What may be taken from a pay, in minor units, zero or more, rounded down in the migrant's favour.</summary>
    /// <param name="pay">The pay.</param>
    /// <param name="consented">Whether the migrant's consent stands.</param>
    public long Allowed(Pay pay, bool consented)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pay.Amount);
        ArgumentOutOfRangeException.ThrowIfNegative(pay.OtherDeductions);
        if (ConsentNeeded && !consented) return 0;
        return Math.Max(0, Least(pay)?.Allowed(pay) ?? pay.Amount);
    }

    /// <summary>The limit that lets the least be taken from a pay, and so decides; null where all of the pay may be taken.</summary>
    /// <param name="pay">The pay.</param>
    public DeductionLimit? Least(Pay pay)
    {
        var least = Limits.MinBy(limit => limit.Allowed(pay));
        return least is null || least.Allowed(pay) >= pay.Amount ? null : least.For(pay);
    }

    private static string? InvalidOthers(DeductionProfile profile)
    {
        if (profile.Others is not { } rules) return null;
        if (rules.Count > MaxOthers || rules.Any(r => r is null) || rules.Select(r => r.Kind).Distinct().Count() != rules.Count)
        {
            return "A profile has one rule at most for each kind of deduction, none of them null.";
        }

        return rules.Select(r => r.Invalid(profile.WageFloor)).FirstOrDefault(p => p is not null);
    }
}

/// <summary>What a percentage of a pay is of.</summary>
[JsonConverter(typeof(CodeConverter<PayBasis>))]
public enum PayBasis
{
    /// <summary>The pay before anything is taken.</summary>
    Gross,

    /// <summary>The pay after taxes and social insurance.</summary>
    Net,

    /// <summary>The pay after what the law requires to be taken.</summary>
    Disposable,
}

/// <summary>One pay, as a profile looks at it.</summary>
/// <param name="Frequency">How long it is for.</param>
/// <param name="Amount">The pay on the profile's basis, in minor units, zero or more.</param>
/// <param name="OtherDeductions">What others take first, in minor units, zero or more.</param>
/// <param name="Minutes">The time worked for it, in minutes; null if it is not known.</param>
public readonly record struct Pay(PayFrequency Frequency, long Amount, long OtherDeductions, int? Minutes = null);

/// <summary>A rule that limits what may be taken from a pay.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "limit")]
[JsonDerivedType(typeof(PercentageCap), "percentage-cap")]
[JsonDerivedType(typeof(ProtectedFloor), "protected-floor")]
[JsonDerivedType(typeof(PercentageBands), "percentage-bands")]
[JsonDerivedType(typeof(TotalCap), "total-cap")]
[JsonDerivedType(typeof(WageFloor), "wage-floor")]
[GenerateSerializer, Immutable, Alias("vip.deduction-limit")]
public abstract record DeductionLimit
{
    /// <summary>What is wrong with the rule, and what would be right; null where nothing is.</summary>
    public abstract string? Invalid();

    /// <summary>What this rule lets be taken, in minor units; below zero where even the pay is too little.</summary>
    public abstract long Allowed(Pay pay);

    /// <summary>The rule as it is for one pay: of bands the one that the pay falls into.</summary>
    public virtual DeductionLimit For(Pay pay) => this;

    /// <summary>What is wrong with a percentage; null where nothing is.</summary>
    protected static string? InvalidPercent(int hundredths) =>
        hundredths is < 0 or > 10_000 ? "A percentage is 0 to 10,000 hundredths of a percent; 2500 is 25 %." : null;

    /// <summary>A percentage of an amount, rounded down.</summary>
    /// <param name="amount">Minor units.</param>
    /// <param name="hundredths">Hundredths of a percent: 2500 is 25 %.</param>
    protected static long Part(long amount, int hundredths) => (long)((Int128)amount * hundredths / 10_000);
}

/// <summary>At most a percentage of the pay.</summary>
/// <param name="PercentHundredths">Hundredths of a percent, 0 to 10,000: 2500 is 25 %.</param>
[GenerateSerializer, Immutable, Alias("vip.percentage-cap")]
public sealed record PercentageCap(int PercentHundredths) : DeductionLimit
{
    /// <inheritdoc/>
    public override long Allowed(Pay pay) => Part(pay.Amount, PercentHundredths);

    /// <inheritdoc/>
    public override string? Invalid() => InvalidPercent(PercentHundredths);
}

/// <summary>What is left must not fall below an amount.</summary>
/// <param name="Week">The amount for a week's pay, in minor units.</param>
/// <param name="Month">The amount for a month's pay, in minor units.</param>
/// <param name="TwoWeeks">The amount for two weeks' pay; null for twice a week's.</param>
/// <param name="FourWeeks">The amount for four weeks' pay; null for four times a week's.</param>
/// <param name="HalfMonth">The amount for half a month's pay; null for half of a month's, rounded up.</param>
/// <remarks>
/// What a null stands for is what 29 CFR 870.10(c) says: a pay for several weeks protects the weekly amount for each of them, one for a
/// month 4 1/3 times and one for half a month 2 1/6 times as much.
/// </remarks>
[GenerateSerializer, Immutable, Alias("vip.protected-floor")]
public sealed record ProtectedFloor(long Week, long Month, long? TwoWeeks = null, long? FourWeeks = null, long? HalfMonth = null)
    : DeductionLimit
{
    // Four times a week's amount must still be a number.
    private const long Most = long.MaxValue / 8;

    /// <inheritdoc/>
    public override long Allowed(Pay pay) => pay.Amount - pay.OtherDeductions - Of(pay.Frequency);

    /// <inheritdoc/>
    public override string? Invalid() =>
        new[] { Week, Month, TwoWeeks ?? 0, FourWeeks ?? 0, HalfMonth ?? 0 }.Any(amount => amount is < 0 or > Most)
            ? "A protected amount is zero or more." : null;

    /// <summary>What is kept of a pay, in minor units.</summary>
    /// <param name="frequency">How long the pay is for.</param>
    public long Of(PayFrequency frequency) => frequency switch
    {
        PayFrequency.Week => Week,
        PayFrequency.TwoWeeks => TwoWeeks ?? 2 * Week,
        PayFrequency.FourWeeks => FourWeeks ?? 4 * Week,
        PayFrequency.HalfMonth => HalfMonth ?? (Month / 2) + (Month % 2),
        _ => Month,
    };
}

/// <summary>A percentage of the whole pay that grows with the band that the pay falls into.</summary>
/// <param name="Week">The bands of a week's pay.</param>
/// <param name="Month">The bands of a month's pay.</param>
/// <param name="TwoWeeks">The bands of two weeks' pay; null for a week's, with half of the pay.</param>
/// <param name="FourWeeks">The bands of four weeks' pay; null for a week's, with a quarter of the pay.</param>
/// <param name="HalfMonth">The bands of half a month's pay; null for a month's, with twice the pay.</param>
/// <remarks>
/// What a null stands for is what the employers' guide to the UK's Direct Earnings Attachment says for two and four weeks: the pay is
/// divided by two or four and looked up in the table of weekly earnings, and the percentage is of the whole pay.
/// </remarks>
[GenerateSerializer, Immutable, Alias("vip.percentage-bands")]
public sealed record PercentageBands(
    [property: MaxLength(PercentageBands.MaxBands)] IReadOnlyList<Band> Week,
    [property: MaxLength(PercentageBands.MaxBands)] IReadOnlyList<Band> Month,
    [property: MaxLength(PercentageBands.MaxBands)] IReadOnlyList<Band>? TwoWeeks = null,
    [property: MaxLength(PercentageBands.MaxBands)] IReadOnlyList<Band>? FourWeeks = null,
    [property: MaxLength(PercentageBands.MaxBands)] IReadOnlyList<Band>? HalfMonth = null) : DeductionLimit
{
    private const int MaxBands = 50;

    /// <inheritdoc/>
    public override long Allowed(Pay pay) => BandOf(pay) is { } band ? Part(pay.Amount, band.PercentHundredths) : 0;

    /// <inheritdoc/>
    public override DeductionLimit For(Pay pay) => new PercentageCap(BandOf(pay)?.PercentHundredths ?? 0);

    /// <inheritdoc/>
    public override string? Invalid() =>
        new[] { Week, Month, TwoWeeks, FourWeeks, HalfMonth }.OfType<IReadOnlyList<Band>>().Select(Problem)
            .FirstOrDefault(p => p is not null);

    // The bands of other pays are compared by multiplying, so that nothing is rounded on the way.
    private Band? BandOf(Pay pay) => pay.Frequency switch
    {
        PayFrequency.Week => Of(Week, pay.Amount, 1),
        PayFrequency.TwoWeeks => TwoWeeks is null ? Of(Week, pay.Amount, 2) : Of(TwoWeeks, pay.Amount, 1),
        PayFrequency.FourWeeks => FourWeeks is null ? Of(Week, pay.Amount, 4) : Of(FourWeeks, pay.Amount, 1),
        PayFrequency.HalfMonth => HalfMonth is null ? Of(Month, 2 * (Int128)pay.Amount, 1) : Of(HalfMonth, pay.Amount, 1),
        _ => Of(Month, pay.Amount, 1),
    };

    private static Band? Of(IReadOnlyList<Band> bands, Int128 amount, int times) =>
        bands.FirstOrDefault(band => band.UpTo is not { } upTo || amount <= (Int128)upTo * times);

    private static string? Problem(IReadOnlyList<Band> bands)
    {
        if (bands.Count is 0 or > MaxBands || bands.Any(b => b is null) || bands[^1].UpTo is not null
            || bands.SkipLast(1).Any(b => b.UpTo is null))
        {
            return $"Bands are 1 to {MaxBands}, the last of them without an end.";
        }

        if (bands.Zip(bands.Skip(1)).Any(p => p.First.UpTo >= p.Second.UpTo)) return "Bands grow.";
        return bands.Select(b => InvalidPercent(b.PercentHundredths)).FirstOrDefault(p => p is not null);
    }
}

/// <summary>A band of pay.</summary>
/// <param name="PercentHundredths">Hundredths of a percent.</param>
/// <param name="UpTo">The highest pay in it, in minor units; null for the last band.</param>
[GenerateSerializer, Immutable, Alias("vip.band")]
public sealed record Band(int PercentHundredths, long? UpTo = null);

/// <summary>All deductions together, those of others first, never pass a percentage of the pay.</summary>
/// <param name="PercentHundredths">Hundredths of a percent: 4000 is 40 %.</param>
[GenerateSerializer, Immutable, Alias("vip.total-cap")]
public sealed record TotalCap(int PercentHundredths) : DeductionLimit
{
    /// <inheritdoc/>
    public override long Allowed(Pay pay) => Part(pay.Amount, PercentHundredths) - pay.OtherDeductions;

    /// <inheritdoc/>
    public override string? Invalid() => InvalidPercent(PercentHundredths);
}

/// <summary>A month's pay as a deduction profile looks at it.</summary>
/// <param name="Basis">The pay on the profile's basis (gross, net or disposable), zero or more and at most what was earned.</param>
/// <param name="OtherDeductions">What others take first, zero or more.</param>
/// <param name="Minutes">The time worked in the month, in minutes; null if it was not reported.</param>
/// <param name="Others">What others take, by kind, tax among it: without tax it comes to <paramref name="OtherDeductions"/>; null if the
/// kinds were not reported.</param>
[GenerateSerializer, Immutable, Alias("vip.pay-details")]
public sealed record PayDetails(Money Basis, Money OtherDeductions, int? Minutes = null, IReadOnlyList<OtherDeduction>? Others = null);

/// <summary>What the law lets be taken from one pay, and what that was made from.</summary>
/// <param name="Profile">The profile's name.</param>
/// <param name="Version">The profile's version.</param>
/// <param name="Basis">The pay on the profile's basis.</param>
/// <param name="OtherDeductions">What others take first.</param>
/// <param name="Consented">Whether the migrant's consent stood.</param>
/// <param name="Allowed">What may be taken.</param>
/// <param name="On">What the basis is: the pay before or after which deductions; null in reports made before this was kept.</param>
/// <param name="Rule">The limit of the profile that decides; null where all of the pay may be taken, or nothing for want of
/// consent.</param>
/// <param name="Source">The law or guidance that the profile is taken from; null in reports made before this was kept.</param>
/// <param name="Frequency">How long the pay is for; null for a month.</param>
/// <param name="Minutes">The time worked, in minutes; null if it was not reported.</param>
/// <param name="Findings">What of the pay, or of what others take from it, breaks a rule of the profile; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.pay-limit")]
public sealed record PayLimit(
    string Profile, int Version, Money Basis, Money OtherDeductions, bool Consented, Money Allowed, PayBasis? On = null,
    DeductionLimit? Rule = null, string? Source = null, PayFrequency? Frequency = null, int? Minutes = null,
    IReadOnlyList<DeductionFinding>? Findings = null);
