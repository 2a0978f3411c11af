namespace VipOrleans.Gateway.Money;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Commands;

/// <summary>Decides a nation's sources of exchange rates.</summary>
internal sealed record RateSourcesRequest
{
    /// <summary>The sources, the preferred one first.</summary>
    [Items(1, RateSources.Max)]
    public required IReadOnlyList<RateSourceRequest> Sources { get; init; }
}

/// <summary>A source of exchange rates.</summary>
internal sealed record RateSourceRequest
{
    /// <summary>Its id in the nation.</summary>
    public required RateSourceId Id { get; init; }

    /// <summary>Its name.</summary>
    [Text(1, 100)]
    public required string Name { get; init; }

    /// <summary>The currency that its rates are per unit of. It cannot be changed later.</summary>
    public required Currency Base { get; init; }

    /// <summary>
    /// How many days old a rate may be when it is used; 10 where it is left out, which covers weekends and holidays of a daily source.
    /// </summary>
    [Between(0, RateSource.MaxAge)]
    public int? MaxAgeDays { get; init; }

    /// <summary>As the domain takes it.</summary>
    internal RateSource ToSource() => new(Id, Name, Base, MaxAgeDays ?? 10);
}

/// <summary>What an import of rates is answered.</summary>
/// <param name="Id">The source.</param>
/// <param name="Version">The version of its table.</param>
/// <param name="Outcome"><c>imported</c>, or <c>known</c> where all of it was there.</param>
/// <param name="Days">How many days the file has.</param>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them.</param>
/// <param name="SkippedColumns">Columns that were left out: they are no currency of ISO 4217 today.</param>
public sealed record RatesReceipt(RateSourceId Id, long Version, string Outcome, int Days, DateOnly From, DateOnly To,
    IReadOnlyList<string> SkippedColumns);

/// <summary>The rate with which an amount is converted on a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Rate">The rate: both legs with their source and day.</param>
public sealed record ConversionView(DateOnly On, ExchangeRate Rate);
