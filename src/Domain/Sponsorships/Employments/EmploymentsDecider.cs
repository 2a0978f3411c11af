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
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, EmploymentsCommand command, Moment moment) => command switch
    {
        NameEmployer c => Name(s, c, moment),
        EndEmployment c => End(s, c),
        ConfirmEmployment c => Confirm(s, c, moment),
        ContestEmployment c => Contest(s, c, moment),
        UpholdEmployment c => Uphold(s, c),
        NoteEmployerTies c => Note(s, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Employments do not know this command."),
    };

    /// <summary>What is wrong with an employer's id; null if it is one.</summary>
    public static Rejection? Problem(string employer) =>
        TextForms.Employer.Problem(employer) is { } unlike ? new(RejectionCode.InvalidInput, unlike) : null;

    /// <summary>True if an employer acts for another one, or for one of another nation that has the same id.</summary>
    public static bool IsAnother(Sponsorship s, string employer, Moment moment) =>
        Employers.IsOne(moment.Actor)
            && Employers.IdIn(s.Id!.Value.City.Nation, Employers.Scoped(moment.Actor, s.Id.Value.City.Nation)) != employer;

    /// <summary>Why an employer reports nothing for the days from one to another; null if it may.</summary>
    public static Rejection? Contested(Sponsorship s, string employer, DateOnly first, DateOnly last) =>
        s.Employments.IsContested(employer, first, last)
            ? new(RejectionCode.EmploymentContested,
                "The migrant says that the employment is wrong, and no officer has decided yet.") : null;

    private static Decision<SponsorshipEvent> Name(Sponsorship s, NameEmployer c, Moment moment)
    {
        var isOwn = IsMigrant(s, moment);
        var employment = c.Employment with
        {
            Document = isOwn ? null : c.Employment.Document,
            Standing = isOwn ? EmploymentWord.Confirmed
                : Actors.IsOfficer(moment.Actor) ? EmploymentWord.Unconfirmed : null,
            Ties = c.Ties is { Any: true } ? c.Ties : null,
            Settled = null,
        };
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

        if (employment.Terms?.Problem() is { } unlikeTerms) return Reject(RejectionCode.InvalidInput, unlikeTerms);
        if (employment.Terms is { } terms && s.Terms is { } of && terms.Pay.Currency != of.Currency)
        {
            return Reject(RejectionCode.CurrencyMismatch, $"Pay here is in {of.Currency}.");
        }

        if (employment.Document is { } document && TextForms.Reference.Problem(document) is { } unlikeDocument)
        {
            return Reject(RejectionCode.InvalidInput, unlikeDocument);
        }

        var all = s.Employments.All;
        if (all.Find(e => e.Employer == employment.Employer && e.From == employment.From && e.To == employment.To) is { } same)
        {
            return Again(same, employment, isOwn);
        }

        if (all.Find(employment.Overlaps) is { } other) return Overlapping(other);
        return all.Count < Employments.Most
            ? Accept("named", new EmployerNamed(employment))
            : Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {Employments.Most} employments.");
    }

    // What is named again is there already. It may come with terms, and from the migrant it is a confirmation.
    private static Decision<SponsorshipEvent> Again(Employment same, Employment employment, bool isOwn)
    {
        var events = new List<SponsorshipEvent>();
        if (employment.Terms is { } terms && terms != same.Terms) events.Add(new EmploymentDescribed(same.Employer, same.From, terms));
        if (isOwn && same.Standing is EmploymentWord.Unconfirmed or EmploymentWord.Contested)
        {
            events.Add(new EmploymentConfirmed(same.Employer, same.From));
        }

        if (employment.Ties is { } ties && ties != same.Ties) events.Add(new EmployerTiesFound(same.Employer, same.From, ties));
        return Accept("named", [.. events]);
    }

    private static Decision<SponsorshipEvent> Confirm(Sponsorship s, ConfirmEmployment c, Moment moment)
    {
        if (!IsMigrant(s, moment)) return NotTheirs;
        if (s.Employments.Of(c.Employer, c.From) is not { } employment) return Missing(c.From);
        return employment.Standing is null or EmploymentWord.Confirmed
            ? Accept("confirmed") : Accept("confirmed", new EmploymentConfirmed(c.Employer, c.From));
    }

    private static Decision<SponsorshipEvent> Contest(Sponsorship s, ContestEmployment c, Moment moment)
    {
        if (!IsMigrant(s, moment)) return NotTheirs;
        if (s.Employments.Of(c.Employer, c.From) is not { } employment) return Missing(c.From);
        if (employment.Standing == EmploymentWord.Upheld)
        {
            return Reject(RejectionCode.EmploymentUpheld,
                "An officer has decided on this employment from a document. If that is wrong, raise a concern.");
        }

        return employment.Standing == EmploymentWord.Contested
            ? Accept("contested") : Accept("contested", new EmploymentContested(c.Employer, c.From));
    }

    private static Decision<SponsorshipEvent> Uphold(Sponsorship s, UpholdEmployment c)
    {
        if (TextForms.Reference.Problem(c.Document) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (s.Employments.Of(c.Employer, c.From) is not { } employment) return Missing(c.From);
        if (employment is { Standing: EmploymentWord.Upheld } && employment.Document == c.Document) return Accept("upheld");
        return employment.Standing == EmploymentWord.Contested
            ? Accept("upheld", new EmploymentUpheld(c.Employer, c.From, c.Document))
            : Reject(RejectionCode.EmploymentNotContested, "The migrant has not contested this employment.");
    }

    private static Decision<SponsorshipEvent> Note(Sponsorship s, NoteEmployerTies c)
    {
        var found = c.Ties.Any ? c.Ties : null;
        return Accept("noted",
            [.. s.Employments.All.Where(e => e.Employer == c.Employer && e.Ties != found)
                .Select(e => new EmployerTiesFound(e.Employer, e.From, c.Ties))]);
    }

    private static bool IsMigrant(Sponsorship s, Moment moment) => s.Id is not null && moment.IsBy($"migrant:{s.Migrant}");

    private static Decision<SponsorshipEvent> NotTheirs { get; } =
        Reject(RejectionCode.ReasonNotAllowed, "The migrant alone says whether an employment is theirs.");

    private static Decision<SponsorshipEvent> Missing(DateOnly from) =>
        Reject(RejectionCode.EmploymentNotFound, $"No employment of this employer began on {from:yyyy-MM-dd}.");

    private static Decision<SponsorshipEvent> End(Sponsorship s, EndEmployment c)
    {
        if (s.Employments.Of(c.Employer, c.From) is not { } employment) return Missing(c.From);
        if (employment.To == c.On) return Accept("ended");
        var ended = employment with { To = c.On };
        return c.On >= c.From && s.Employments.All.Find(e => e != employment && e.Overlaps(ended)) is { } other
            ? Overlapping(other) : Accept("ended", new EmploymentEnded(c.Employer, c.From, c.On));
    }

    private static Decision<SponsorshipEvent> Overlapping(Employment other) => Reject(RejectionCode.AlreadyExists,
        $"The employer is named already from {other.From:yyyy-MM-dd}{(other.To is { } to ? $" to {to:yyyy-MM-dd}" : " on")}: end that "
            + "employment first, or name days that it does not have.");
}
