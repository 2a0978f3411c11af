namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Payments.RemittanceOffersCommand;
using static VipOrleans.Domain.Payments.RemittanceOffersEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.RemittanceOffersEvent>;

/// <summary>The offers to send money home that a nation shows its migrants.</summary>
public sealed record RemittanceOffers
{
    /// <summary>Most offers of a nation at a time.</summary>
    public const int Max = 100;

    /// <summary>The offers that stand, by id.</summary>
    public ImmutableSortedDictionary<string, RemittanceOffer> ById { get; init; } =
        ImmutableSortedDictionary.Create<string, RemittanceOffer>(StringComparer.Ordinal);

    /// <summary>The two currencies of every offer that ever stood: plans refer to it by its id.</summary>
    public ImmutableSortedDictionary<string, Corridor> Corridors { get; init; } =
        ImmutableSortedDictionary.Create<string, Corridor>(StringComparer.Ordinal);
}

/// <summary>From one currency to another.</summary>
/// <param name="From">The currency that is sent.</param>
/// <param name="To">The currency that arrives.</param>
public readonly record struct Corridor(Currency From, Currency To);

/// <summary>What a nation's offers can be asked.</summary>
public abstract record RemittanceOffersCommand
{
    private RemittanceOffersCommand() { }

    /// <summary>Decides which offers stand, all of them together.</summary>
    /// <param name="Offers">At most <see cref="RemittanceOffers.Max"/>, no id twice.</param>
    public sealed record DecideRemittanceOffers(IReadOnlyList<RemittanceOffer> Offers) : RemittanceOffersCommand;
}

/// <summary>What happened to a nation's offers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RemittanceOfferMade), "remittance-offer-made")]
[JsonDerivedType(typeof(RemittanceOfferWithdrawn), "remittance-offer-withdrawn")]
public abstract record RemittanceOffersEvent
{
    private RemittanceOffersEvent() { }

    /// <summary>An offer stands, new or changed.</summary>
    public sealed record RemittanceOfferMade(RemittanceOffer Offer) : RemittanceOffersEvent;

    /// <summary>An offer stands no more.</summary>
    public sealed record RemittanceOfferWithdrawn(RemittanceOfferId Offer) : RemittanceOffersEvent;
}

/// <summary>The rules of a nation's offers.</summary>
public sealed class RemittanceOffersDecider : IDecider<RemittanceOffers, RemittanceOffersCommand, RemittanceOffersEvent>
{
    private RemittanceOffersDecider() { }

    /// <inheritdoc/>
    public static RemittanceOffers Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<RemittanceOffers, RemittanceOffersEvent> Aggregate { get; } =
        new("remittance-offers-1", PaymentsJson.Default.RemittanceOffersEvent, PaymentsJson.Default.RemittanceOffers);

    /// <inheritdoc/>
    public static Decision<RemittanceOffersEvent> Decide(RemittanceOffers state, RemittanceOffersCommand command, Moment moment) =>
        command switch
        {
            DecideRemittanceOffers c => Offers(state, c.Offers),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The offers do not know this command."),
        };

    /// <inheritdoc/>
    public static RemittanceOffers Evolve(RemittanceOffers state, RemittanceOffersEvent e) => e switch
    {
        RemittanceOfferMade x =>
            new()
            {
                ById = state.ById.SetItem(x.Offer.Id.Value, x.Offer),
                Corridors = state.Corridors.SetItem(x.Offer.Id.Value, new(x.Offer.From, x.Offer.To))
            },
        RemittanceOfferWithdrawn x => state with { ById = state.ById.Remove(x.Offer.Value) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The offers do not know this event."),
    };

    private static Decision<RemittanceOffersEvent> Offers(RemittanceOffers state, IReadOnlyList<RemittanceOffer> offers)
    {
        if (offers.Count > RemittanceOffers.Max || offers.Select(o => o.Id).Distinct().Count() != offers.Count)
        {
            return Reject(RejectionCode.InvalidInput, $"A nation has at most {RemittanceOffers.Max} offers, no id twice.");
        }

        foreach (var offer in offers)
        {
            if (RemittanceOffer.Invalid(offer) is { } problem) return Reject(RejectionCode.InvalidInput, problem);
            if (state.Corridors.TryGetValue(offer.Id.Value, out var known) && known != new Corridor(offer.From, offer.To))
            {
                return Reject(RejectionCode.CurrencyMismatch,
                    $"The offer {offer.Id} is from {known.From} to {known.To}, and plans rely on it; give an offer from "
                        + $"{offer.From} to {offer.To} an id of its own.");
            }
        }

        var withdrawn = state.ById.Values.Where(o => offers.All(n => n.Id != o.Id)).Select(o => new RemittanceOfferWithdrawn(o.Id));
        var made = offers.Where(o => state.ById.GetValueOrDefault(o.Id.Value) != o).Select(o => new RemittanceOfferMade(o));
        return Accept("decided", [.. withdrawn, .. made]);
    }
}
