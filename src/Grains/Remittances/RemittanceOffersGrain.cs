using Orleans.Concurrency;
using VipOrleans.Contracts;
using VipOrleans.Domain;

namespace VipOrleans.Grains;

/// <summary>Hosts a nation's offers to send money home.</summary>
[Reentrant, GrainType("remittance-offers")]
public sealed class RemittanceOffersGrain(Journaling journaling)
    : EventSourcedGrain<RemittanceOffersDecider, RemittanceOffers, RemittanceOffersCommand, RemittanceOffersEvent>(
        journaling, EventCodecs.RemittanceOffers, PaymentsJson.Default.RemittanceOffers, "remittance-offers-1"), IRemittanceOffersGrain
{
    private NationId Nation => NationId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(Nation.Value, "remittance-offers", "list");

    /// <inheritdoc/>
    public Task<CommandResult> Decide(CommandContext context, IReadOnlyList<RemittanceOffer> offers) => Execute(context, new DecideRemittanceOffers(offers));

    /// <inheritdoc/>
    public Task<RemittanceOffersView> Get() => Task.FromResult(new RemittanceOffersView { Nation = Nation, Version = Version, Offers = [.. Confirmed.ById.Values] });
}
