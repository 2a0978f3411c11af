namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Payments.GuaranteeCommand;
using static VipOrleans.Domain.Payments.GuaranteeEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.GuaranteeEvent>;

/// <summary>The rules of a guarantee account. No migrant's refund is ever refused for it: what it cannot pay yet waits.</summary>
public sealed class GuaranteeDecider : IDecider<Guarantee, GuaranteeCommand, GuaranteeEvent>
{
    private GuaranteeDecider() { }

    /// <inheritdoc/>
    public static Guarantee Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Guarantee, GuaranteeEvent> Aggregate { get; } =
        new("guarantee-1", PaymentsJson.Default.GuaranteeEvent, PaymentsJson.Default.Guarantee);

    /// <inheritdoc/>
    public static Decision<GuaranteeEvent> Decide(Guarantee state, GuaranteeCommand command, Moment moment) => command switch
    {
        DecideGuarantee c => Terms(state, c),
        TopUpGuarantee c => TopUp(state, c, moment.Day),
        TakeTopUpBack c => TakeBack(state, c.Reference),
        LookAtGuarantee c => Look(state, c.Figures),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The guarantee does not know this command."),
    };

    /// <inheritdoc/>
    public static Guarantee Evolve(Guarantee state, GuaranteeEvent e) => e switch
    {
        GuaranteeDecided x => state with { Terms = x.Terms },
        GuaranteeToppedUp x => state with { TopUps = state.TopUps.SetItem(x.TopUp.Reference, x.TopUp) },
        GuaranteeTopUpTakenBack x =>
            state with { TopUps = state.TopUps.Remove(x.Reference), TakenBack = state.TakenBack.Add(x.Reference) },
        GuaranteeRanLow => state with { IsLow = true },
        GuaranteeRecovered => state with { IsLow = false },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The guarantee does not know this event."),
    };

    private static Decision<GuaranteeEvent> Terms(Guarantee state, DecideGuarantee c)
    {
        if (Foreign(c.Currency, c.Terms.Limit, c.Terms.AlarmBelow) is { } problem) return problem;
        if (c.Terms.Limit.Minor is < 0 or > Money.MaxMinor || c.Terms.AlarmBelow.Minor is < -Money.MaxMinor or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput,
                $"A guarantee account may be overdrawn by zero or more, and is low below a balance of at most {Money.MaxMinor:N0} minor "
                    + "units.");
        }

        return state.Terms == c.Terms ? Accept("decided") : Accept("decided", new GuaranteeDecided(c.Terms));
    }

    private static Decision<GuaranteeEvent> TopUp(Guarantee state, TopUpGuarantee c, DateOnly today)
    {
        if (Foreign(c.Currency, c.TopUp.Amount) is { } problem) return problem;
        if (TextForms.Reference.Problem(c.TopUp.Reference) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (c.TopUp.Amount.Minor is <= 0 or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"A top-up is above zero and at most {Money.MaxMinor:N0} minor units.");
        }

        if (c.TopUp.On > today)
        {
            return Reject(RejectionCode.DateInFuture, $"The top-up is of {c.TopUp.On:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the "
                + "city.");
        }

        if (state.TopUps.TryGetValue(c.TopUp.Reference, out var known) && known == c.TopUp) return Accept("topped-up");
        if (known is not null || state.TakenBack.Contains(c.TopUp.Reference))
        {
            return Reject(RejectionCode.AlreadyExists,
                "The reference stands for another top-up, or for one that was taken back; use a reference of its own.");
        }

        return state.TopUps.Count + state.TakenBack.Count < Guarantee.MaxTopUps
            ? Accept("topped-up", new GuaranteeToppedUp(c.TopUp))
            : Reject(RejectionCode.InvalidInput, $"A city has at most {Guarantee.MaxTopUps:N0} top-ups.");
    }

    private static Decision<GuaranteeEvent> TakeBack(Guarantee state, string reference)
    {
        if (state.TakenBack.Contains(reference)) return Accept("taken-back");
        return state.TopUps.ContainsKey(reference)
            ? Accept("taken-back", new GuaranteeTopUpTakenBack(reference))
            : Reject(RejectionCode.TopUpNotFound, "There is no top-up with this reference.");
    }

    private static Decision<GuaranteeEvent> Look(Guarantee state, GuaranteeFigures figures)
    {
        if (figures.IsLow == state.IsLow) return Accept("looked");
        return figures.IsLow
            ? Accept("looked", new GuaranteeRanLow(figures.Balance, figures.Terms!.AlarmBelow))
            : Accept("looked", new GuaranteeRecovered(figures.Balance));
    }

    private static Rejection? Foreign(Currency? currency, params ReadOnlySpan<Money> amounts)
    {
        if (currency is not { } own) return new(RejectionCode.CityNotFound, "There is no such city in the programme.");
        foreach (var amount in amounts)
        {
            if (amount.Currency != own) return new(RejectionCode.CurrencyMismatch, $"The city's money is in {own}.");
        }

        return null;
    }
}
