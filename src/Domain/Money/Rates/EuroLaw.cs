namespace VipOrleans.Domain.Money;

using System.Collections.Frozen;
using VipOrleans.Domain.Kernel;

/// <summary>
/// The currencies that the euro has replaced. Their rates to it are law and never change: Council Regulation (EC) No 2866/98, Article 1,
/// as amended for each country that joined later. No source needs to be imported for them.
/// </summary>
public static class EuroLaw
{
    /// <summary>The law as a source of rates.</summary>
    public static RateSourceId Source { get; } = RateSourceId.Parse("euro-law");

    /// <summary>The source's name.</summary>
    public const string Name = "Council Regulation (EC) No 2866/98, as amended";

    /// <summary>The euro, of which one unit is so many units of each currency.</summary>
    public static Currency Euro { get; } = Currency.Parse("EUR");

    // By code: units for one euro, and the first day on which the law says so. The digits are the law's: six that count, zeros too.
    private static readonly FrozenDictionary<string, RateLeg> Legs = new (string Code, string Rate, DateOnly From)[]
    {
        ("ATS", "13.7603", new(1999, 1, 1)), ("BEF", "40.3399", new(1999, 1, 1)), ("DEM", "1.95583", new(1999, 1, 1)),
        ("ESP", "166.386", new(1999, 1, 1)), ("FIM", "5.94573", new(1999, 1, 1)), ("FRF", "6.55957", new(1999, 1, 1)),
        ("IEP", "0.787564", new(1999, 1, 1)), ("ITL", "1936.27", new(1999, 1, 1)), ("LUF", "40.3399", new(1999, 1, 1)),
        ("NLG", "2.20371", new(1999, 1, 1)), ("PTE", "200.482", new(1999, 1, 1)), ("GRD", "340.750", new(2001, 1, 1)),
        ("SIT", "239.640", new(2007, 1, 1)), ("CYP", "0.585274", new(2008, 1, 1)), ("MTL", "0.429300", new(2008, 1, 1)),
        ("SKK", "30.1260", new(2009, 1, 1)), ("EEK", "15.6466", new(2011, 1, 1)), ("LVL", "0.702804", new(2014, 1, 1)),
        ("LTL", "3.45280", new(2015, 1, 1)), ("HRK", "7.53450", new(2023, 1, 1)), ("BGN", "1.95583", new(2026, 1, 1)),
    }.ToFrozenDictionary(l => l.Code, l => new RateLeg(Currency.Parse(l.Code), Rate.Parse(l.Rate), Source, Name, l.From));

    /// <summary>The currencies, by code.</summary>
    public static IEnumerable<string> Currencies => Legs.Keys.Order(StringComparer.Ordinal);

    /// <summary>The legal rate of a currency on a day; null if the euro has not replaced it by then.</summary>
    public static RateLeg? On(Currency currency, DateOnly day) =>
        currency.Code is { } code && Legs.TryGetValue(code, out var leg) && leg.On <= day ? leg : null;
}
