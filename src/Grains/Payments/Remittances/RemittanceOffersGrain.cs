namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Payments.RemittanceOffersCommand;

/// <summary>Hosts a nation's offers to send money home.</summary>
[Reentrant, GrainType("remittance-offers")]
public sealed class RemittanceOffersGrain(Journaling journaling)
    : EventSourcedGrain<RemittanceOffersDecider, RemittanceOffers, RemittanceOffersCommand, RemittanceOffersEvent>(journaling),
        IRemittanceOffersGrain
{
    private NationId Nation => NationId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(Nation.Value, "remittance-offers", "list");

    /// <inheritdoc/>
    public Task<CommandResult> Decide(CommandContext context, IReadOnlyList<RemittanceOffer> offers) =>
        Execute(context, new DecideRemittanceOffers(offers));

    /// <inheritdoc/>
    public Task<RemittanceOffersView> Get() =>
        Task.FromResult(new RemittanceOffersView(Nation: Nation, Version: Version, Offers: [.. Confirmed.ById.Values]));
}
