namespace VipOrleans.Domain.Money;

/// <summary>What a source's table can be asked.</summary>
public abstract record RateTableCommand
{
    private RateTableCommand() { }

    /// <summary>Imports the rates of some days: all of them, or none.</summary>
    /// <param name="Base">The currency that the rates are per unit of.</param>
    /// <param name="Days">The days, 1 to <see cref="RateTable.MaxDays"/>, none twice and none in the future, each with at least one
    /// rate.</param>
    /// <param name="IsCorrection">True where rates that are there already may be replaced; they stay in the journal.</param>
    /// <remarks>
    /// One command writes at most <see cref="RateTableDecider.MaxEvents"/> days and answers <c>more</c> while there are others: the same
    /// command with another id goes on. What any day of the import is refused for is found by the first.
    /// </remarks>
    public sealed record ImportRates(Currency Base, IReadOnlyList<DayRates> Days, bool IsCorrection) : RateTableCommand;
}
