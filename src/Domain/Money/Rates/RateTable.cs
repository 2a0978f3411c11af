namespace VipOrleans.Domain.Money;

using System.Collections.Immutable;

/// <summary>All rates that one source has published, as one nation has imported them.</summary>
public sealed record RateTable
{
    /// <summary>Most days of one import. The European Central Bank's whole history since 1999 has about 7,000.</summary>
    public const int MaxDays = 15_000;

    /// <summary>The currency that all rates are per unit of; null before the first import.</summary>
    public Currency? Base { get; init; }

    /// <summary>The days for which there are rates, in ascending order.</summary>
    public ImmutableList<DayRates> Days { get; init; } = [];

    /// <summary>The newest rate of a currency on or before a day, however old; null if there is none.</summary>
    public QuotedRate? LastOn(Currency currency, DateOnly day)
    {
        var at = IndexOf(day);
        for (var i = at >= 0 ? at : ~at - 1; i >= 0; i--)
        {
            if (Days[i].Of(currency) is { } rate) return new(rate, Days[i].On);
        }

        return null;
    }

    /// <summary>The rates of a day; null where there are none.</summary>
    public DayRates? On(DateOnly day) => IndexOf(day) is >= 0 and var at ? Days[at] : null;

    internal RateTable With(DayRates day)
    {
        var at = IndexOf(day.On);
        return this with { Days = at >= 0 ? Days.SetItem(at, Days[at].Over(day)) : Days.Insert(~at, day) };
    }

    private int IndexOf(DateOnly day) => Days.BinarySearch(new(day, []), ByDay);

    private static readonly Comparer<DayRates> ByDay = Comparer<DayRates>.Create((a, b) => a.On.CompareTo(b.On));
}

/// <summary>A rate with its day.</summary>
/// <param name="PerBase">How many units of the currency one unit of the base bought.</param>
/// <param name="On">The day that it is of.</param>
[GenerateSerializer, Immutable, Alias("vip.quoted-rate")]
public sealed record QuotedRate(Rate PerBase, DateOnly On);
