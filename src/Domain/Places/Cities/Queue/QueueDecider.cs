namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>Who in line gets the places that are free.</summary>
internal static class QueueDecider
{
    /// <summary>Accepts what comes first, and gives the places that are free then to those who wait.</summary>
    public static Decision<CityEvent> AcceptAndServe(string outcome, City city, DateTimeOffset now,
        params ReadOnlySpan<CityEvent> first)
    {
        var events = new List<CityEvent>(first.Length + 1);
        foreach (var e in first)
        {
            events.Add(e);
            city = CityDecider.Evolve(city, e);
        }

        for (var served = 0; served < CityDecider.MaxServedAtOnce && city.CanServe; served++)
        {
            var held = new PlaceHeld(city.Waiting.First().Value, city.HeldUntil(now));
            events.Add(held);
            city = CityDecider.Evolve(city, held);
        }

        return Accept(outcome, events);
    }
}
