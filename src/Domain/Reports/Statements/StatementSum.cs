namespace VipOrleans.Domain.Reports;

/// <summary>What was booked in a period, over one or more sponsorships, in one currency.</summary>
/// <param name="Opening">Before the first day.</param>
/// <param name="Movements">What was booked, by kind, in the order of the kinds; kinds that did not occur are left out.</param>
/// <param name="Closing">After the last day.</param>
[GenerateSerializer, Immutable, Alias("vip.statement-sum")]
public sealed record StatementSum(Balances Opening, IReadOnlyList<Movement> Movements, Balances Closing)
{
    /// <summary>The sum of some accounts of one currency, at least one.</summary>
    /// <exception cref="InvalidOperationException">There is none, or the currencies differ.</exception>
    public static StatementSum Of(IEnumerable<AccountStatement> accounts)
    {
        AccountStatement[] all = [.. accounts];
        var movements = all.SelectMany(a => a.Entries).GroupBy(e => e.Kind).OrderBy(g => g.Key)
            .Select(g => new Movement(g.Key, g.LongCount(), g.Select(e => e.Change).Aggregate((a, b) => a + b)));
        return new(all.Select(a => a.Opening).Aggregate((a, b) => a + b), [.. movements],
            all.Select(a => a.Closing).Aggregate((a, b) => a + b));
    }
}

/// <summary>All that was booked of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Lines">How many lines.</param>
/// <param name="Change">What they changed.</param>
[GenerateSerializer, Immutable, Alias("vip.movement")]
public sealed record Movement(StatementEntryKind Kind, long Lines, Balances Change);
