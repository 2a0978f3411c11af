namespace VipOrleans.Grains.Reports;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the sums of a city's books in memory, folded from its feed.</summary>
[Reentrant, GrainType("books")]
internal sealed class BooksGrain(Projecting projecting)
    : ProjectionGrain<BooksFold>(projecting, "books", "books-5"), IBooksGrain
{
    /// <inheritdoc/>
    public async Task<TrialBalance?> TrialBalance() => (await Follow()).TrialBalance();

    /// <inheritdoc/>
    public async Task<StatementSum?> Statement(StatementPeriod period) => (await Follow()).Statement(period);

    /// <inheritdoc/>
    public async Task<ListPage<UnpaidEntry>> Unpaid(Party to, long minimum, long after, int limit) =>
        (await Follow()).Unpaid(to, Math.Max(1, minimum), after, Math.Clamp(limit, 1, PageLimits.Most), Time.GetUtcNow());
}
