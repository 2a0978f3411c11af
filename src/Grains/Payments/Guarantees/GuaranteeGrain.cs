namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Payments.GuaranteeCommand;

/// <summary>
/// Hosts the rules of a city's guarantee account. What it has advanced and got back is read from the city's books, which are the
/// sponsorships'.
/// </summary>
[Reentrant, GrainType("guarantee")]
public sealed class GuaranteeGrain(Journaling journaling, CityGauges gauges)
    : EventSourcedGrain<GuaranteeDecider, Guarantee, GuaranteeCommand, GuaranteeEvent>(journaling), IGuaranteeGrain
{
    private string? _timeZone;

    private CityId City => CityId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(City.Value, "guarantee", "account");

    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, _timeZone ?? "UTC");

    /// <inheritdoc/>
    public async Task<CommandResult> Decide(CommandContext context, GuaranteeTerms terms)
    {
        var result = await Execute(context, new DecideGuarantee(terms, await Currency()));
        if (result.IsAccepted) await Look();
        return result;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> TopUp(CommandContext context, GuaranteeTopUp topUp)
    {
        var result = await Execute(context, new TopUpGuarantee(topUp, await Currency()));
        if (result.IsAccepted) await Look();
        return result;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> TakeTopUpBack(CommandContext context, string reference)
    {
        var result = await Execute(context, new TakeTopUpBack(reference));
        if (result.IsAccepted) await Look();
        return result;
    }

    /// <inheritdoc/>
    public async Task<GuaranteeView?> Get()
    {
        await BeingMade();
        if (await Figures() is not { } found) return null;
        gauges.Set(City.Value, found.Figures);
        return View(found.Figures, found.Books);
    }

    private GuaranteeView View(GuaranteeFigures figures, TrialBalance books) => new(
        City: City,
        Version: Version,
        Balance: figures.Balance,
        ToppedUp: figures.ToppedUp,
        Advanced: figures.Advanced,
        Repaid: figures.Repaid,
        Waiting: figures.Waiting,
        Cover: figures.Cover,
        Limit: figures.Terms?.Limit,
        AlarmBelow: figures.Terms?.AlarmBelow,
        IsLow: figures.IsLow,
        Gap: books.Gap,
        Held: books.Held,
        HeldSince: books.HeldSince,
        TopUps: [.. Confirmed.TopUps.Values.OrderBy(t => t.On).ThenBy(t => t.Reference, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public async Task<GuaranteeFigures?> Look()
    {
        if (await Figures() is not { Figures: var figures }) return null;
        gauges.Set(City.Value, figures);
        await Execute(new LookAtGuarantee(figures));
        return figures;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gauges.RemoveGuarantee(City.Value);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    private async Task<Currency?> Currency()
    {
        var city = await GrainFactory.City(City).Get();
        _timeZone ??= city?.TimeZone;
        return city?.Currency;
    }

    private async Task<(GuaranteeFigures Figures, TrialBalance Books)?> Figures()
    {
        if (await GrainFactory.Books(City).TrialBalance() is not { } books) return null;
        var toppedUp = Confirmed.TopUps.Values.Aggregate(Money.Zero(books.Sum.Currency), (sum, t) => sum + t.Amount);
        return (new(toppedUp, books.Advanced, books.Repaid, books.Refund, Confirmed.Terms, books.Gap), books);
    }
}
