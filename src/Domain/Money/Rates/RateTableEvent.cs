namespace VipOrleans.Domain.Money;

using System.Text.Json.Serialization;

/// <summary>What happened to a source's table. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RatesImported), "rates-imported")]
[JsonDerivedType(typeof(RatesCorrected), "rates-corrected")]
public abstract record RateTableEvent
{
    private RateTableEvent() { }

    /// <summary>Rates of a day were imported for the first time.</summary>
    /// <param name="Base">The currency that they are per unit of.</param>
    /// <param name="Day">The day and its rates; where some were there before, only the others.</param>
    public sealed record RatesImported(Currency Base, DayRates Day) : RateTableEvent;

    /// <summary>Rates of a day were replaced. What was converted with the old ones keeps them.</summary>
    /// <param name="Day">The day and the rates that hold from now on.</param>
    /// <param name="Before">The same currencies' rates as they were.</param>
    public sealed record RatesCorrected(DayRates Day, DayRates Before) : RateTableEvent;
}
