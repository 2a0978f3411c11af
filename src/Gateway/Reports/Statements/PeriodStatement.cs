namespace VipOrleans.Gateway.Reports;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;

/// <summary>Whom or what a statement is of.</summary>
[JsonConverter(typeof(CodeConverter<StatementSubject>))]
public enum StatementSubject
{
    /// <summary>One sponsorship.</summary>
    Sponsorship,

    /// <summary>All sponsorships of a host.</summary>
    Host,

    /// <summary>All sponsorships of the hosts of a household.</summary>
    Household,

    /// <summary>All sponsorships of a migrant.</summary>
    Migrant,

    /// <summary>All sponsorships of a city, in sums.</summary>
    City,
}

/// <summary>A statement of a period.</summary>
/// <param name="Subject">Whom or what it is of.</param>
/// <param name="Id">The subject's id.</param>
/// <param name="Period">The month or the year.</param>
/// <param name="IsClosed">True once it never changes any more.</param>
/// <param name="Sums">What it opened and closed with and what was booked, in one entry a currency; none where nothing ever was.</param>
/// <param name="Accounts">Each sponsorship with its lines; none in a city's statement.</param>
public sealed record PeriodStatement(
    StatementSubject Subject, string Id, StatementPeriod Period, bool IsClosed, IReadOnlyList<StatementSum> Sums,
    IReadOnlyList<AccountStatement> Accounts)
{
    /// <summary>A statement that adds up the accounts of several sponsorships.</summary>
    public static PeriodStatement Of(StatementSubject subject, string id, StatementPeriod period, bool isClosed,
        IReadOnlyList<AccountStatement> accounts) =>
        new(subject, id, period, isClosed,
            [.. accounts.GroupBy(a => a.Closing.Earned.Currency).OrderBy(g => g.Key.Code, StringComparer.Ordinal).Select(StatementSum.Of)],
            accounts);
}
