namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>
/// Who is named as an employer. It is a fact about the migrant and no step of the sponsorship, so it can be noted in every status: before
/// the arrival, and after the end for months that are reported late.
/// </summary>
internal static class EmploymentsDecider
{
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, EmploymentsCommand command) => command switch
    {
        NameEmployer c => Name(s, c.Employment),
        EndEmployment c => End(s, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Employments do not know this command."),
    };

    /// <summary>What is wrong with an employer's id; null if it is one.</summary>
    public static Rejection? Problem(string employer) =>
        TextForms.Employer.Problem(employer) is { } unlike ? new(RejectionCode.InvalidInput, unlike) : null;

    /// <summary>True if an employer acts for another one, or for one of another nation that has the same id.</summary>
    public static bool IsAnother(Sponsorship s, string employer, Moment moment) =>
        Employers.IsOne(moment.Actor)
            && Employers.IdIn(s.Id!.Value.City.Nation, Employers.Scoped(moment.Actor, s.Id.Value.City.Nation)) != employer;

    private static Decision<SponsorshipEvent> Name(Sponsorship s, Employment employment)
    {
        if (Problem(employment.Employer) is { } problem) return problem;
        if (employment.Employer == Employers.None)
        {
            return Reject(RejectionCode.InvalidInput,
                $"'{Employers.None}' stands for a report in which an officer names no employer, and is the id of none.");
        }

        if (employment.To < employment.From)
        {
            return Reject(RejectionCode.InvalidInput, "The last day of an employment does not lie before its first.");
        }

        var all = s.Employments.All;
        if (all.Contains(employment)) return Accept("named");
        if (all.Find(employment.Overlaps) is { } other) return Overlapping(other);
        return all.Count < Employments.Most
            ? Accept("named", new EmployerNamed(employment))
            : Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {Employments.Most} employments.");
    }

    private static Decision<SponsorshipEvent> End(Sponsorship s, EndEmployment c)
    {
        if (s.Employments.Of(c.Employer, c.From) is not { } employment)
        {
            return Reject(RejectionCode.EmploymentNotFound, $"No employment of this employer began on {c.From:yyyy-MM-dd}.");
        }

        if (employment.To == c.On) return Accept("ended");
        var ended = employment with { To = c.On };
        return c.On >= c.From && s.Employments.All.Find(e => e != employment && e.Overlaps(ended)) is { } other
            ? Overlapping(other) : Accept("ended", new EmploymentEnded(c.Employer, c.From, c.On));
    }

    private static Decision<SponsorshipEvent> Overlapping(Employment other) => Reject(RejectionCode.AlreadyExists,
        $"The employer is named already from {other.From:yyyy-MM-dd}{(other.To is { } to ? $" to {to:yyyy-MM-dd}" : " on")}: end that "
            + "employment first, or name days that it does not have.");
}
