namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>For whom the migrant works, or has worked, during the sponsorship.</summary>
public sealed record Employments
{
    /// <summary>Most employments of one sponsorship.</summary>
    public const int Most = 200;

    /// <summary>The employments, in the order in which they were named. Those of one employer have no day in common.</summary>
    public ImmutableList<Employment> All { get; init; } = [];

    /// <summary>True if the employer was named for any days at all.</summary>
    public bool IsNamed(string employer) => All.Exists(e => e.Employer == employer);

    /// <summary>True if the employer was named for one of the days from one to another, both counted.</summary>
    public bool IsNamed(string employer, DateOnly first, DateOnly last) =>
        All.Exists(e => e.Employer == employer && e.Touches(first, last));

    /// <summary>
    /// True if all that the employer was named for in the days from one to another, both counted, is contested: it reports nothing for them
    /// until an officer has decided.
    /// </summary>
    public bool IsContested(string employer, DateOnly first, DateOnly last) =>
        IsNamed(employer, first, last) && All.Where(e => e.Employer == employer && e.Touches(first, last))
            .All(e => e.Standing == EmploymentWord.Contested);

    /// <summary>True if it may not report: neither named, nor the city itself, whose officer reports and names none.</summary>
    public bool IsStranger(string employer) => employer != Employers.None && !IsNamed(employer);

    /// <summary>The employment that began on a day; null if there is none.</summary>
    internal Employment? Of(string employer, DateOnly from) => All.Find(e => e.Employer == employer && e.From == from);

    /// <summary>The employments after an event; the same ones if it is about something else.</summary>
    public Employments Changed(SponsorshipEvent e) => Evolve(e);

    internal Employments Evolve(SponsorshipEvent e) => e switch
    {
        EmployerNamed x => this with { All = All.Add(x.Employment) },
        EmploymentEnded x when Of(x.Employer, x.From) is { } ended =>
            this with { All = x.On < x.From ? All.Remove(ended) : All.Replace(ended, ended with { To = x.On }) },
        EmploymentDescribed x => With(x.Employer, x.From, now => now with { Terms = x.Terms }),
        EmploymentConfirmed x => With(x.Employer, x.From, now => now with { Standing = EmploymentWord.Confirmed }),
        EmploymentContested x => With(x.Employer, x.From, now => now with { Standing = EmploymentWord.Contested }),
        EmploymentUpheld x => With(x.Employer, x.From, now => now with { Standing = EmploymentWord.Upheld, Document = x.Document }),
        FlagsSettled x => With(x.Employer, x.From, now => now with { Settled = x.Settlement }),
        EmployerTiesFound x => With(x.Employer, x.From, now => now with { Ties = x.Ties.Any ? x.Ties : null }),
        _ => this,
    };

    private Employments With(string employer, DateOnly from, Func<Employment, Employment> change) =>
        Of(employer, from) is { } now ? this with { All = All.Replace(now, Reopened(now, change(now))) } : this;

    // What an officer has settled is what was flagged then.
    private static Employment Reopened(Employment before, Employment after) =>
        after.Settled is null || before.Flags.SequenceEqual(after.Flags) ? after : after with { Settled = null };
}
