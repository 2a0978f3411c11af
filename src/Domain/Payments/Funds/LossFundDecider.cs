namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Payments.LossFundCommand;
using static VipOrleans.Domain.Payments.LossFundEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.LossFundEvent>;

/// <summary>
/// The rules of a host-loss fund: no more is allotted than the levy has brought, no more granted than was allotted, and each loss is paid
/// once.
/// </summary>
public sealed class LossFundDecider : IDecider<LossFund, LossFundCommand, LossFundEvent>
{
    private LossFundDecider() { }

    /// <inheritdoc/>
    public static LossFund Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<LossFund, LossFundEvent> Aggregate { get; } =
        new("loss-fund-1", PaymentsJson.Default.LossFundEvent, PaymentsJson.Default.LossFund);

    /// <inheritdoc/>
    public static Decision<LossFundEvent> Decide(LossFund fund, LossFundCommand command, Moment moment) => command switch
    {
        DecideLossRules c => Rules(fund, c),
        AllotLevy c => Allot(fund, c),
        ClaimLoss c => Claim(fund, c, moment),
        DecideLoss c => Judge(fund, c, moment),
        NoteLossPaid c => Pay(fund, c),
        NoteLossCameBack c => fund.Claim(c.Sponsorship, c.Kind) is not { } claim ? NotFound
            : claim.State == LossState.Paid && claim.Reference == c.Reference
                ? Accept("came-back", new LossCameBack(c.Sponsorship, c.Kind, c.Reference)) : Accept("known"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The fund does not know this command."),
    };

    /// <inheritdoc/>
    public static LossFund Evolve(LossFund fund, LossFundEvent e) => e switch
    {
        LossRulesDecided x => fund with { Rules = [.. x.Rules] },
        LevyAllotted x => fund with { Allotments = fund.Allotments.Add(x.Reference, x.Amount) },
        LossClaimed x => fund with { Claims = fund.Claims.SetItem(LossFund.KeyOf(x.Claim.Sponsorship, x.Kind), x.Claim) },
        LossGranted x => With(fund, x.Sponsorship, x.Kind, c => c with { State = LossState.Granted }),
        LossRefused x => With(fund, x.Sponsorship, x.Kind, c => c with { State = LossState.Refused }),
        LossCameBack x => With(fund, x.Sponsorship, x.Kind, c => c with { State = LossState.Granted, Reference = null }),
        LossPaid x => With(fund, x.Sponsorship, x.Kind, c => c with { State = LossState.Paid, Reference = x.Reference }),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The fund does not know this event."),
    };

    private static LossFund With(LossFund fund, SponsorshipId sponsorship, LossKind kind, Func<LossClaim, LossClaim> change) =>
        fund.Claim(sponsorship, kind) is { } claim
            ? fund with { Claims = fund.Claims.SetItem(LossFund.KeyOf(sponsorship, kind), change(claim)) } : fund;

    private static Decision<LossFundEvent> Rules(LossFund fund, DecideLossRules c)
    {
        if (c.Currency is not { } currency) return Reject(RejectionCode.CityNotFound, "There is no such city in the programme.");
        if (c.Rules.Count > LossFund.MaxRules || c.Rules.DistinctBy(r => r.Kind).Count() != c.Rules.Count)
        {
            return Reject(RejectionCode.InvalidInput, "A fund has at most one rule a kind.");
        }

        foreach (var rule in c.Rules)
        {
            if (rule.Above.Currency != currency || rule.AtMost.Currency != currency)
            {
                return Reject(RejectionCode.CurrencyMismatch, $"The city's money is in {currency}.");
            }

            if (rule.Above.Minor is < 0 or > Money.MaxMinor || rule.AtMost.Minor is < 1 or > Money.MaxMinor
                || rule.Part.Denominator == 0 || rule.Part.Numerator == 0)
            {
                return Reject(RejectionCode.InvalidInput,
                    "A rule pays a part above zero of what is above a limit, up to a most above zero.");
            }

            if (rule.WithinDays is null == (rule.Kind == LossKind.GuestLeft) || rule.WithinDays is < 1 or > 366)
            {
                return Reject(RejectionCode.InvalidInput, "A guest has left within 1 to 366 days; other losses have no such days.");
            }

            if (TextForms.Reference.Problem(rule.Source) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        }

        return fund.Rules.SequenceEqual(c.Rules) ? Accept("decided") : Accept("decided", new LossRulesDecided(c.Rules));
    }

    private static Decision<LossFundEvent> Allot(LossFund fund, AllotLevy c)
    {
        if (c.Levy is not { } levy) return Reject(RejectionCode.CityNotFound, "There is no such city in the programme.");
        if (TextForms.Reference.Problem(c.Reference) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (c.Amount.Currency != levy.Currency) return Reject(RejectionCode.CurrencyMismatch, $"The city's money is in {levy.Currency}.");
        if (c.Amount.Minor is < 1 or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"An allotment is above zero and at most {Money.MaxMinor:N0} minor units.");
        }

        if (fund.Allotments.TryGetValue(c.Reference, out var known))
        {
            return known == c.Amount ? Accept("allotted")
                : Reject(RejectionCode.AlreadyExists, "The reference stands for another allotment; use a reference of its own.");
        }

        if (fund.Allotments.Count >= LossFund.MaxAllotments)
        {
            return Reject(RejectionCode.InvalidInput, $"A city has at most {LossFund.MaxAllotments:N0} allotments.");
        }

        var left = levy.Minor - fund.Allotments.Values.Sum(a => a.Minor);
        return c.Amount.Minor > left
            ? Reject(RejectionCode.FundShort,
                $"The levy has brought {levy}, and {new Money(Math.Max(0, left), levy.Currency)} of it is not allotted yet.")
            : Accept("allotted", new LevyAllotted(c.Reference, c.Amount));
    }

    private static Decision<LossFundEvent> Claim(LossFund fund, ClaimLoss c, Moment moment)
    {
        if (c.Facts is not { } facts) return Reject(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.");
        if (fund.Rules.Find(r => r.Kind == c.Loss.Kind) is not { } rule)
        {
            return Reject(RejectionCode.LossNotCovered, "The city's fund has no rule for such losses.");
        }

        if (TextForms.Reference.Problem(c.Loss.Evidence) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (c.Loss.Amount.Currency != rule.AtMost.Currency)
        {
            return Reject(RejectionCode.CurrencyMismatch, $"The city's money is in {rule.AtMost.Currency}.");
        }

        if (c.Loss.Amount.Minor is < 1 or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"A loss is above zero and at most {Money.MaxMinor:N0} minor units.");
        }

        if (NotCovered(rule, facts) is { } why) return Reject(RejectionCode.LossNotCovered, why);
        var pays = rule.PaysFor(c.Loss.Amount);
        if (pays.Minor == 0) return Reject(RejectionCode.LossNotCovered, $"Of such a loss the host bears {rule.Above}.");
        var claim = new LossClaim(facts.Id, facts.Host, c.Loss.Amount, pays, rule, c.Loss.Evidence, moment.Actor, LossState.Claimed);
        if (fund.Claim(facts.Id, c.Loss.Kind) is { State: not LossState.Refused } known)
        {
            return (known.Loss, known.Evidence) == (claim.Loss, claim.Evidence) ? Accept("claimed")
                : Reject(RejectionCode.AlreadyExists, "This loss was claimed already, and each is paid once.");
        }

        return fund.Claims.Count < LossFund.MaxClaims
            ? Accept("claimed", new LossClaimed(c.Loss.Kind, claim))
            : Reject(RejectionCode.InvalidInput, $"A fund has at most {LossFund.MaxClaims:N0} claims.");
    }

    private static string? NotCovered(LossRule rule, LossFacts facts)
    {
        if (facts.ArrivedOn is not { } arrived) return "The guest has not arrived.";
        if (rule.WithinDays is not { } days) return null;
        if (facts.EndedOn is not { } ended) return "The guest has not left.";
        if (facts.Ended is EndReason.HostEnded or EndReason.Completed) return "The guest did not leave by themselves.";
        return ended.DayNumber - arrived.DayNumber <= days ? null : $"The fund pays if a guest leaves within {days} days of the arrival.";
    }

    private static Decision<LossFundEvent> Judge(LossFund fund, DecideLoss c, Moment moment)
    {
        if (fund.Claim(c.Sponsorship, c.Kind) is not { } claim) return NotFound;
        var to = c.IsGranted ? LossState.Granted : LossState.Refused;
        if (claim.State == to) return Accept("decided");
        if (claim.State != LossState.Claimed)
        {
            return Reject(RejectionCode.WrongState, $"A claim that is {Codes<LossState>.Text(claim.State)} is decided already.");
        }

        if (moment.IsBy(claim.ClaimedBy))
        {
            return Reject(RejectionCode.SameOfficer, "Who claimed a loss does not decide on it: another officer of the city does.");
        }

        if (!c.IsGranted) return Accept("decided", new LossRefused(c.Sponsorship, c.Kind, moment.Actor));
        return claim.Pays.Minor > fund.Free
            ? Reject(RejectionCode.FundShort, $"{new Money(fund.Free, claim.Pays.Currency)} is left in the fund: allot more of the levy.")
            : Accept("decided", new LossGranted(c.Sponsorship, c.Kind, moment.Actor));
    }

    private static Decision<LossFundEvent> Pay(LossFund fund, NoteLossPaid c)
    {
        if (fund.Claim(c.Sponsorship, c.Kind) is not { } claim) return NotFound;
        if (TextForms.Reference.Problem(c.Reference) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (claim.State == LossState.Paid && claim.Reference == c.Reference) return Accept("paid");
        return claim.State == LossState.Granted
            ? Accept("paid", new LossPaid(c.Sponsorship, c.Kind, c.Reference))
            : Reject(RejectionCode.WrongState, $"A claim that is {Codes<LossState>.Text(claim.State)} is not paid.");
    }

    private static Decision<LossFundEvent> NotFound => Reject(RejectionCode.LossNotFound, "Such a loss was not claimed.");
}
