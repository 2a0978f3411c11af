namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>
/// What an officer says to a finding. It changes no money: what was taken against the rules is the employer's to give back, and a
/// correction of the report says that it did.
/// </summary>
internal static class FindingsDecider
{
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, FindingsCommand command, DateOnly today) => command switch
    {
        SettleFindings c => Settle(s, c, today),
        SettleFlags c => Settle(s, c, today),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Findings do not know this command."),
    };

    private static Decision<SponsorshipEvent> Settle(Sponsorship s, SettleFindings c, DateOnly today)
    {
        if (s.Findings.Pays.GetValueOrDefault(c.Pay) is not { } found)
        {
            return Reject(RejectionCode.FindingNotFound,
                "This pay breaks no rule as it stands now: a correction or a withdrawal has put it right.");
        }

        return Says(found.Settled, c.Outcome, c.Reason)
            ? Accept("settled") : Accept("settled", new FindingsSettled(c.Pay, new(c.Outcome, c.Reason, today)));
    }

    private static Decision<SponsorshipEvent> Settle(Sponsorship s, SettleFlags c, DateOnly today)
    {
        var (employer, from) = (c.Employment.Employer, c.Employment.From);
        if (s.Employments.Of(employer, from) is not { } employment)
        {
            return Reject(RejectionCode.EmploymentNotFound, $"No employment of this employer began on {from:yyyy-MM-dd}.");
        }

        if (employment.Standing == EmploymentWord.Contested)
        {
            return Reject(RejectionCode.EmploymentContested,
                "The migrant says that the employment is wrong: decide on that from a document, or end the employment.");
        }

        if (employment.Flags.Count == 0) return Reject(RejectionCode.FindingNotFound, "Nothing of this employment is flagged.");
        return Says(employment.Settled, c.Outcome, c.Reason)
            ? Accept("settled") : Accept("settled", new FlagsSettled(employer, from, new(c.Outcome, c.Reason, today)));
    }

    private static bool Says(Settlement? settled, FindingOutcome outcome, FindingReason reason) =>
        settled is { } known && known.Outcome == outcome && known.Reason == reason;
}
