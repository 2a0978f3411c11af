namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Components;
using VipOrleans.Portal.Hosting;
using VipOrleans.Portal.Texts;

/// <summary>A sponsorship as one of its sides, or an officer, sees it.</summary>
/// <param name="View">The sponsorship.</param>
/// <param name="Rulings">The rulings about it.</param>
/// <param name="Place">Where it stands on its way to a place; null if nobody may ask or it has one.</param>
public sealed record SponsorshipFacts(SponsorshipView View, IReadOnlyList<RulingView> Rulings, QueuePosition? Place)
{
    // In the order in which a sponsorship goes through them; what ends it stands apart.
    private static readonly SponsorshipStatus[] Way =
        [SponsorshipStatus.Proposed, SponsorshipStatus.Accepted, SponsorshipStatus.Checking, SponsorshipStatus.Granted,
            SponsorshipStatus.Arrived,
            SponsorshipStatus.Active];

    /// <summary>Reads all of it.</summary>
    public static async Task<SponsorshipFacts> Read(Visit visit, string sponsorship)
    {
        var view = await visit.Api.GetSponsorshipAsync(sponsorship, cancellationToken: visit.Gone);
        var rulings = await visit.Api.ListRulingsOfSponsorshipAsync(sponsorship, visit.Gone);
        var place = view.Status is SponsorshipStatus.Accepted or SponsorshipStatus.Waiting
            ? await visit.Api.GetPlaceAsync(sponsorship, visit.Gone) : null;
        return new(view, rulings.Items, place);
    }

    /// <summary>True once an earlier step cannot come again.</summary>
    public bool IsPast(SponsorshipStatus step) => Array.IndexOf(Way, step) is >= 0 and var at && at < Reached;

    /// <summary>True if this is where it stands.</summary>
    public bool IsNow(SponsorshipStatus step) => Array.IndexOf(Way, step) == Reached && View.Status is not (SponsorshipStatus.Ended
        or SponsorshipStatus.Refused);

    /// <summary>The checks that the city requires, each with its newest result.</summary>
    public IEnumerable<(CheckKind Kind, CheckResult? Result)> Checks => (View.Terms?.RequiredChecks ?? [])
        .Union(View.Checks.Select(c => c.Kind))
        .Select(kind => (kind, View.Checks.LastOrDefault(c => c.Kind == kind)?.Result));

    /// <summary>What to do next, in one line.</summary>
    /// <param name="words">The reader's language.</param>
    /// <param name="side">Who reads: <c>host</c> or <c>migrant</c>.</param>
    public string Next(Words words, Party side)
    {
        if (Rulings.FirstOrDefault(r => r.Status == RulingStatus.Proposed) is { } ruling) return words["next.reply",
            words.Day(ruling.ReplyUntil)];
        return View.Status switch
        {
            SponsorshipStatus.Proposed => View.ProposedBy == side ? words["next.asked"] : words["next.answer"],
            SponsorshipStatus.Accepted or SponsorshipStatus.Waiting when Place?.Position is { } position =>
                words.Count("next.waiting", position),
            SponsorshipStatus.Accepted or SponsorshipStatus.Waiting => words["next.place"],
            SponsorshipStatus.Checking => words.Count("next.checking", Checks.Count(c => c.Result?.Outcome != CheckOutcome.Passed)),
            SponsorshipStatus.Granted => words["next.granted"],
            SponsorshipStatus.Arrived => words["next.arrived"],
            SponsorshipStatus.Active => words["next.active"],
            SponsorshipStatus.Notice => words["next.notice", View.NoticeUntil is { } until ? words.Day(until) : "–"],
            SponsorshipStatus.Refused => words["next.refused", View.Refusal is { } refusal ? words.Day(refusal.ReplyUntil) : "–"],
            _ => words["next.ended"],
        };
    }

    /// <summary>How a check stands, as a tag.</summary>
    public static TaskState StateOf(Words words, CheckResult? result) => result is null
        ? new() { Tag = new() { Text = words["check.missing"], Classes = "govuk-tag--blue" } }
        : result.Outcome == CheckOutcome.Passed ? new() { Text = words.Code(result.Outcome) }
        : new() { Tag = new() { Text = words.Code(result.Outcome), Classes = "govuk-tag--red" } };

    private int Reached => View.Status switch
    {
        SponsorshipStatus.Proposed => 0,
        SponsorshipStatus.Accepted or SponsorshipStatus.Waiting => 1,
        SponsorshipStatus.Checking or SponsorshipStatus.Refused => 2,
        SponsorshipStatus.Granted => 3,
        SponsorshipStatus.Arrived => 4,
        SponsorshipStatus.Active or SponsorshipStatus.Notice => 5,
        // What had not come before the end does not come any more.
        _ => View.ArrivedOn is null ? 2 : 6,
    };
}
