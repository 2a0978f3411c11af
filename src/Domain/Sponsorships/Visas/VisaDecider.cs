namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.VisaCommand;
using static VipOrleans.Domain.Sponsorships.VisaEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.VisaEvent>;

/// <summary>The rules of a migrant's visas.</summary>
public sealed class VisaDecider : IDecider<VisaFile, VisaCommand, VisaEvent>
{
    /// <summary>Most applications of one migrant.</summary>
    public const int MaxApplications = 100;

    private static readonly int[] WarnedBefore = [7, 30, 90];

    private VisaDecider() { }

    /// <summary>How many days before a visa's end there is a warning, the last one first.</summary>
    public static IReadOnlyList<int> Warnings => WarnedBefore;

    /// <inheritdoc/>
    public static VisaFile Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<VisaFile, VisaEvent> Aggregate { get; } =
        new("visa-1", SponsorshipsJson.Default.VisaEvent, SponsorshipsJson.Default.VisaFile);

    /// <inheritdoc/>
    public static Decision<VisaEvent> Decide(VisaFile file, VisaCommand command, Moment moment) => command switch
    {
        ApplyForVisa c => Apply(file, c, moment.Day),
        GrantVisa c => Of(file, c.Reference, visa => Grant(visa, c.Terms, moment)),
        RefuseVisa c => Of(file, c.Reference, visa => Refuse(visa, c, moment)),
        AppealVisa c => Of(file, c.Reference, visa => Appeal(visa, moment.Day)),
        LapseVisa c => Of(file, c.Reference, visa => Lapse(visa, c.HasArrived)),
        WithdrawVisa c => Of(file, c.Reference, Withdraw),
        TendVisas => Accept("tended", [.. Due(file, moment.Time)]),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The visas know no such command."),
    };

    /// <inheritdoc/>
    public static VisaFile Evolve(VisaFile file, VisaEvent e) => e switch
    {
        VisaApplied x => file with { Migrant = x.Migrant, Visas = file.Visas.Add(new(x.Reference, x.On, VisaState.Applied)) },
        VisaGranted x => Changed(file, x.Reference,
            v => v with { State = VisaState.Granted, Terms = x.Terms, Reasons = [], AppealUntil = null }),
        VisaRefused x => Changed(file, x.Reference,
            v => v with { State = VisaState.Refused, Reasons = x.Reasons, AppealUntil = x.AppealUntil, RefusedBy = x.By }),
        VisaAppealed x => Changed(file, x.Reference, v => v with { State = VisaState.Appealed }),
        VisaLapsed x => Changed(file, x.Reference, v => v with { State = VisaState.Lapsed, Lapse = x.Reason }),
        VisaWithdrawn x => Changed(file, x.Reference, v => v with { State = VisaState.Withdrawn }),
        VisaExpiryWarned x => Changed(file, x.Reference, v => v with { Warned = x.DaysBefore }),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The visas know no such event."),
    };

    /// <summary>What time alone has brought: ends, and warnings of the one that runs longest.</summary>
    /// <param name="file">The visas.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<VisaEvent> Due(VisaFile file, DateTimeOffset now)
    {
        // A visa ends when its last day is over everywhere on earth; of the end is warned as soon as the day is near anywhere.
        var over = DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));
        var today = DateOnly.FromDateTime(now.UtcDateTime.AddHours(14));
        foreach (var visa in file.Visas.Where(v => v.State == VisaState.Granted && v.Terms!.To < over))
        {
            yield return new VisaLapsed(visa.Reference, VisaLapse.Expired);
        }

        // Whoever has a later one already needs no warning. If the clock stood still, only the nearest one is left to give.
        if (file.Longest is not { Terms: { } terms } longest || terms.To < over) yield break;
        var nearest = Array.Find(WarnedBefore, days => terms.To.DayNumber - today.DayNumber <= days);
        if (nearest > 0 && (longest.Warned == 0 || nearest < longest.Warned))
        {
            yield return new VisaExpiryWarned(longest.Reference, nearest, terms.To);
        }
    }

    private static Decision<VisaEvent> Apply(VisaFile file, ApplyForVisa c, DateOnly today)
    {
        var (reference, on) = c.Application;
        if (!c.IsRegistered) return Reject(RejectionCode.MigrantNotFound, "There is no such migrant.");
        if (TextForms.Reference.Problem(reference) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (on > today) return Reject(RejectionCode.DateInFuture, $"The application is of {on:yyyy-MM-dd}, and that day has not come.");
        if (file.Find(reference) is { } known)
        {
            return known.AppliedOn == on
                ? Accept("applied")
                : Reject(RejectionCode.AlreadyExists, $"There is an application {reference} of {known.AppliedOn:yyyy-MM-dd}.");
        }

        if (file.Pending is { } pending)
        {
            return Reject(RejectionCode.WrongState,
                $"The application {pending.Reference} is not decided: wait for the decision, or withdraw it.");
        }

        return file.Visas.Count >= MaxApplications
            ? Reject(RejectionCode.InvalidInput, $"A migrant applies {MaxApplications} times at most.")
            : Accept("applied", new VisaApplied(c.Migrant, reference, on));
    }

    private static Decision<VisaEvent> Grant(Visa visa, VisaTerms terms, Moment moment)
    {
        if (visa.State == VisaState.Granted && visa.Terms == terms) return Accept("granted");
        if (Undecided(visa, moment) is { } refused) return refused;
        if (terms.To < terms.From || terms.To > terms.From.AddYears(VisaTerms.MostYears))
        {
            return Reject(RejectionCode.InvalidInput,
                $"A visa's last day is not before its first, and at most {VisaTerms.MostYears} years later.");
        }

        return terms.Conditions.Distinct().Count() != terms.Conditions.Count
            ? Reject(RejectionCode.InvalidInput, "No condition stands twice.")
            : Accept("granted", new VisaGranted(visa.Reference, terms));
    }

    private static Decision<VisaEvent> Refuse(Visa visa, RefuseVisa c, Moment moment)
    {
        if (visa.State == VisaState.Refused && visa.AppealUntil == c.AppealUntil && visa.Reasons.SequenceEqual(c.Reasons))
        {
            return Accept("refused");
        }

        if (Undecided(visa, moment) is { } refused) return refused;
        if (c.Reasons.Count == 0 || c.Reasons.Distinct().Count() != c.Reasons.Count)
        {
            return Reject(RejectionCode.InvalidInput, "A refusal has at least one reason, and none twice.");
        }

        var isLast = visa.State == VisaState.Appealed;
        if (isLast != c.AppealUntil is null)
        {
            return Reject(RejectionCode.InvalidInput, isLast
                ? "The decision on an appeal is the last: give no day for another one." : "Give the last day for an appeal.");
        }

        return c.AppealUntil < moment.Day
            ? Reject(RejectionCode.DateInPast, $"An appeal is possible until today, {moment.Day:yyyy-MM-dd}, at least.")
            : Accept("refused", new VisaRefused(visa.Reference, c.Reasons, c.AppealUntil, moment.Actor));
    }

    private static Decision<VisaEvent> Appeal(Visa visa, DateOnly today)
    {
        if (visa.State == VisaState.Appealed) return Accept("appealed");
        if (visa is not { State: VisaState.Refused, AppealUntil: { } until }) return Cannot(visa, "be appealed against");
        return today > until
            ? Reject(RejectionCode.AppealTooLate, $"An appeal was possible until {until:yyyy-MM-dd}.")
            : Accept("appealed", new VisaAppealed(visa.Reference));
    }

    private static Decision<VisaEvent> Lapse(Visa visa, bool hasArrived) => visa.State switch
    {
        VisaState.Lapsed => Accept("lapsed"),
        VisaState.Applied => Accept("lapsed", new VisaLapsed(visa.Reference, VisaLapse.NotPursued)),
        // Whoever lives here has entered on a visa, and nobody takes it from them so.
        VisaState.Granted when hasArrived =>
            Reject(RejectionCode.WrongState, "The migrant lives in a city of the nation: a visa that was used runs to its last day."),
        VisaState.Granted => Accept("lapsed", new VisaLapsed(visa.Reference, VisaLapse.NotUsed)),
        _ => Cannot(visa, "lapse"),
    };

    private static Decision<VisaEvent> Withdraw(Visa visa) => visa.State switch
    {
        VisaState.Withdrawn => Accept("withdrawn"),
        VisaState.Applied or VisaState.Appealed => Accept("withdrawn", new VisaWithdrawn(visa.Reference)),
        _ => Cannot(visa, "be withdrawn"),
    };

    private static Rejection? Undecided(Visa visa, Moment moment) => visa.State switch
    {
        VisaState.Applied => null,
        VisaState.Appealed => moment.IsOne(visa.RefusedBy!)
            ? new(RejectionCode.SameOfficer, "Another officer decides on the appeal.") : null,
        _ => Cannot(visa, "be decided again"),
    };

    private static Rejection Cannot(Visa visa, string what) =>
        new(RejectionCode.WrongState, $"The application {visa.Reference} is {Codes<VisaState>.Text(visa.State)} and cannot {what}.");

    private static Decision<VisaEvent> Of(VisaFile file, string reference, Func<Visa, Decision<VisaEvent>> decide) =>
        file.Find(reference) is { } visa
            ? decide(visa) : Reject(RejectionCode.VisaNotFound, "The migrant has no application with this reference.");

    private static VisaFile Changed(VisaFile file, string reference, Func<Visa, Visa> change) =>
        file.Find(reference) is { } visa ? file with { Visas = file.Visas.Replace(visa, change(visa)) } : file;
}
