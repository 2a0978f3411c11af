namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Money;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Reports;

/// <summary>
/// Works out what a migrant's plan makes of a month. It stands above migrant, sponsorships and nation, and keeps nothing.
/// </summary>
[Reentrant, GrainType("remittances")]
public sealed class RemittancesGrain(TimeProvider time) : Grain, IRemittancesGrain
{
    private MigrantId Id => MigrantId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task<RemittanceMonthView?> Month(StatementPeriod month)
    {
        var migrant = GrainFactory.Migrant(Id);
        if (await migrant.RemittancePlan() is not { } plan) return null;
        var offers = (await GrainFactory.RemittanceOffers(Id.Nation).Get()).Offers;
        var on = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var rates = await Rates(plan.Instructions, offers, on);
        var worked =
            MonthRemittances.Of(await Nets(await migrant.Sponsorships() ?? [], month), plan.Instructions, offers, on,
                (from, to) => rates.GetValueOrDefault(new(from, to)));
        // Closed where it is closed everywhere on earth: twelve hours behind UTC is the last place where a day ends.
        var isClosed = month.IsClosed(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddHours(-12)));
        return new(Migrant: Id, Month: month, IsClosed: isClosed, On: on, Nets: worked.Nets, Lines: worked.Lines);
    }

    // What was booked in the month, of every sponsorship: earned, and less what was taken or more by what was given back. What the city
    // still has to pay back has not arrived, and nobody can send it on.
    private async Task<IReadOnlyList<Money>> Nets(IReadOnlyList<SponsorshipId> sponsorships, StatementPeriod month)
    {
        var accounts = await Task.WhenAll(sponsorships.Select(s => GrainFactory.Sponsorship(s).Account(month)));
        return [.. accounts.OfType<AccountStatement>().Select(a => Arrived(a.Closing) - Arrived(a.Opening)).GroupBy(m => m.Currency)
            .OrderBy(g => g.Key.Code, StringComparer.Ordinal).Select(g => g.Aggregate((a, b) => a + b))];
    }

    private static Money Arrived(Balances balances) => balances.Kept - balances.Refund - balances.RefundInTransit;

    private async Task<Dictionary<Corridor, ExchangeRate?>> Rates(IReadOnlyList<RemittanceInstruction> plan,
        IReadOnlyList<RemittanceOffer> offers, DateOnly on)
    {
        var rates = GrainFactory.Rates(Id.Nation);
        var corridors = offers.Where(o => o.From != o.To && plan.Any(i => i.Offer == o.Id)).Select(o => new Corridor(o.From, o.To))
            .Distinct().ToArray();
        var found = await Task.WhenAll(corridors.Select(c => rates.Find(c.From, c.To, on)));
        return corridors.Zip(found).ToDictionary(p => p.First, p => p.Second.Rate);
    }
}
