namespace VipOrleans.Domain.Money;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Money.RateTableCommand;
using static VipOrleans.Domain.Money.RateTableEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Money.RateTableEvent>;

/// <summary>The rules of a source's table: a day's rates are never replaced in silence.</summary>
public sealed class RateTableDecider : IDecider<RateTable, RateTableCommand, RateTableEvent>
{
    /// <summary>Most days that one command writes, so that they fit into one append of the journal.</summary>
    public const int MaxEvents = 400;

    // A refusal that named all days of a wrong file would be as long as the file.
    private const int MaxNamed = 10;

    private RateTableDecider() { }

    /// <inheritdoc/>
    public static RateTable Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<RateTable, RateTableEvent> Aggregate { get; } =
        new("rate-table-1", MoneyJson.Default.RateTableEvent, MoneyJson.Default.RateTable);

    /// <inheritdoc/>
    public static Decision<RateTableEvent> Decide(RateTable table, RateTableCommand command, Moment moment) => command switch
    {
        ImportRates c => Import(table, c, moment),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The table does not know this command."),
    };

    /// <inheritdoc/>
    public static RateTable Evolve(RateTable table, RateTableEvent e) => e switch
    {
        RatesImported x => table.With(x.Day) with { Base = x.Base },
        RatesCorrected x => table.With(x.Day),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The table does not know this event."),
    };

    private static Decision<RateTableEvent> Import(RateTable table, ImportRates c, Moment moment)
    {
        if (Problem(table, c, moment.Day) is { } problem) return problem;
        var events = new List<RateTableEvent>();
        var differing = new List<string>();
        foreach (var day in c.Days)
        {
            var known = table.On(day.On);
            var news = DayRates.Of(day.On, day.Rates.Where(r => known?.Of(r.Currency) is null));
            var changed =
                DayRates.Of(day.On, day.Rates.Where(r => known?.Of(r.Currency) is { } before && !before.IsSameNumberAs(r.PerBase)));
            differing.AddRange(
                changed.Rates.Select(r => $"{r.Currency} on {day.On:yyyy-MM-dd} is {known!.Of(r.Currency)} and not {r.PerBase}"));
            if (news.Rates.Length > 0) events.Add(new RatesImported(c.Base, news));
            if (changed.Rates.Length > 0)
            {
                events.Add(new RatesCorrected(changed,
                    DayRates.Of(day.On, changed.Rates.Select(r => new CurrencyRate(r.Currency, known!.Of(r.Currency)!.Value)))));
            }

        }

        if (differing.Count > 0 && !c.IsCorrection)
        {
            var rest = differing.Count > MaxNamed ? $"; and {differing.Count - MaxNamed:N0} more" : "";
            return Reject(RejectionCode.RatesDiffer,
                $"Rates that were imported before are others: {string.Join("; ", differing.Take(MaxNamed))}{rest}.");
        }

        if (events.Count == 0) return Accept("known");
        return events.Count <= MaxEvents ? Accept("imported", events) : Accept("more", events[..MaxEvents]);
    }

    private static Rejection? Problem(RateTable table, ImportRates c, DateOnly today)
    {
        if (c.Base.Code is null || (table.Base is { } known && known != c.Base))
        {
            return new(RejectionCode.CurrencyMismatch,
                $"The rates of this source are per {table.Base?.Code ?? "unit of a currency of ISO 4217"}.");
        }

        if (c.Days.Count is 0 or > RateTable.MaxDays)
        {
            return new(RejectionCode.InvalidInput, $"An import has the rates of 1 to {RateTable.MaxDays:N0} days.");
        }

        var seen = new HashSet<DateOnly>();
        foreach (var day in c.Days)
        {
            if (!seen.Add(day.On)) return new(RejectionCode.InvalidInput, $"{day.On:yyyy-MM-dd} stands twice.");
            if (day.On > today)
            {
                return new(RejectionCode.DateInFuture, $"There are rates of {day.On:yyyy-MM-dd}, and today is {today:yyyy-MM-dd}.");
            }

            if (day.Rates.Length == 0 || day.Rates.Any(r => r.Currency.Code is null || r.PerBase.Digits == 0))
            {
                return new(RejectionCode.InvalidInput,
                    $"{day.On:yyyy-MM-dd} needs at least one rate, and each a currency of ISO 4217 and a positive number.");
            }

            if (day.Of(c.Base) is not null)
            {
                return new(RejectionCode.InvalidInput, $"{c.Base} is the base: its own rate is 1 and is not imported.");
            }

        }

        return null;
    }
}
