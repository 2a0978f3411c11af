namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>The payments to one side of a sponsorship, with the days of their steps.</summary>
/// <param name="to">The side.</param>
/// <param name="dayOf">The day in the city that a moment lies in.</param>
internal sealed class SidePaymentsFold(Party to, Func<DateTimeOffset, DateOnly> dayOf)
{
    // What a person looks through; all stand in the statements.
    private const int Most = 200;

    private readonly List<string> _order = [];
    private readonly Dictionary<string, SidePayment> _payments = new(StringComparer.Ordinal);

    /// <summary>Goes on with the next event.</summary>
    public void Apply(JournaledEvent e)
    {
        switch (e.Event)
        {
            case PayoutReserved x when (x.To ?? Party.Host) == to:
                var on = dayOf(e.At);
                _order.Add(x.Payment);
                _payments[x.Payment] = new(x.Payment, x.Amount, HostPaymentState.Reserved, on, on);
                break;
            case PayoutSettled x: Step(x.Payment, HostPaymentState.Settled, e.At); break;
            case PayoutReleased x: Step(x.Payment, HostPaymentState.Released, e.At); break;
            case PayoutReturned x: Step(x.Payment, HostPaymentState.Returned, e.At); break;
        }
    }

    /// <summary>The payments, the newest first.</summary>
    public IReadOnlyList<SidePayment> Payments() => [.. Enumerable.Reverse(_order).Take(Most).Select(p => _payments[p])];

    private void Step(string payment, HostPaymentState state, DateTimeOffset at)
    {
        if (_payments.TryGetValue(payment, out var known)) _payments[payment] = known with { State = state, On = dayOf(at) };
    }
}
