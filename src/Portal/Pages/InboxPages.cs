namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>What is new for whoever is signed in.</summary>
internal static class InboxPages
{
    private const int PageSize = 20;

    // Auditors have none.
    private const Visitor Readers = Visitor.Host | Visitor.Migrant | Visitor.Employer | Visitor.CityOfficer | Visitor.NationOfficer;

    public static void Map(PageRoutes pages) => pages.Form("/inbox", Readers, Show, Mark);

    /// <summary>Where an entry leads to; null if there is no page about it.</summary>
    public static string? PathOf(Role role, NewsView news) => role switch
    {
        Role.CityOfficer when news.Subject.Contains(".sponsorship.", StringComparison.Ordinal) => $"/officer/cases/{news.Subject}",
        Role.CityOfficer when news.Subject.Contains(".ruling.", StringComparison.Ordinal) => $"/officer/rulings/{news.Subject}",
        Role.CityOfficer when news.Subject.Contains(".payout.", StringComparison.Ordinal) => $"/officer/payouts/{news.Subject}",
        Role.Host or Role.Migrant when news.Kind is NewsKind.ProposalReceived => $"/proposals/{news.Subject}",
        Role.Host or Role.Migrant when news.Subject.Contains(".ruling.", StringComparison.Ordinal) => $"/notices/{news.Subject}",
        Role.Host when news.Subject.Contains(".ballot.", StringComparison.Ordinal) => $"/host/ballots/{news.Subject}",
        Role.Migrant when news.Kind is NewsKind.VisaApplied or NewsKind.VisaDecided or NewsKind.VisaEnded or NewsKind.VisaExpiring =>
            "/migrant/visa",
        Role.Host or Role.Migrant when news.Subject.Contains(".sponsorship.", StringComparison.Ordinal) => SessionPages.HomeOf(role),
        _ => null,
    };

    /// <summary>What an entry is about, as the key of its text.</summary>
    public static string TopicOf(NewsKind kind) => kind switch
    {
        NewsKind.ProposalReceived or NewsKind.ProposalAccepted => "topic.proposal",
        NewsKind.PlaceHeld or NewsKind.PlaceAwaited or NewsKind.PlaceLost or NewsKind.PlaceKept or NewsKind.PlaceKeptLonger
            or NewsKind.KeptPlaceEnded => "topic.place",
        NewsKind.CheckPassed or NewsKind.CheckFailed or NewsKind.CheckRuled => "topic.checks",
        NewsKind.Granted or NewsKind.Refused or NewsKind.RefusalReplied or NewsKind.RefusalTakenBack => "topic.decision",
        NewsKind.Arrived or NewsKind.Activated or NewsKind.ActivationTakenBack or NewsKind.HostAway or NewsKind.HostBack
            or NewsKind.HomeChanged => "topic.stay",
        NewsKind.HostsNotice or NewsKind.NoticeTakenBack or NewsKind.Ended => "topic.ending",
        NewsKind.EmployerNamed or NewsKind.EmploymentEnded => "topic.work",
        NewsKind.PayReported or NewsKind.PayWithdrawn or NewsKind.MonthClosed or NewsKind.ConsentRevoked or NewsKind.BaselineVerified
            or NewsKind.FindingsSettled => "topic.pay",
        NewsKind.RefundDue or NewsKind.RefundPaid or NewsKind.HostPaid or NewsKind.PaymentReturned or NewsKind.LossClaimed
            or NewsKind.LossDecided => "topic.money",
        NewsKind.PayContested or NewsKind.ContestReplied or NewsKind.ContestDecided or NewsKind.EmploymentContested
            or NewsKind.EmploymentUpheld or NewsKind.EmployerTied => "topic.contest",
        NewsKind.AccountChanged => "topic.account",
        NewsKind.HostSuspended or NewsKind.HostReinstated => "topic.host",
        NewsKind.HostMoveBegun or NewsKind.HostMoved or NewsKind.HostMoveUndone => "topic.move",
        NewsKind.ConcernRaised or NewsKind.ConcernAddedTo or NewsKind.ConcernEscalated or NewsKind.ConcernClosed
            or NewsKind.ConcernReopened => "topic.concern",
        NewsKind.WelfareCheckAsked or NewsKind.WelfareCheckAnswered or NewsKind.EndSuggested or NewsKind.EndConfirmed => "topic.welfare",
        NewsKind.RulingNotice or NewsKind.RulingReplied or NewsKind.RulingMade or NewsKind.RulingDropped or NewsKind.RulingAppealed
            or NewsKind.AppealDecided or NewsKind.RulingFinal => "topic.ruling",
        NewsKind.BallotOpened or NewsKind.BallotDecided => "topic.vote",
        NewsKind.OpeningAnnounced or NewsKind.OpeningDrawn => "topic.opening",
        NewsKind.PaymentLate or NewsKind.GuaranteeLow or NewsKind.CreditUnmatched or NewsKind.CreditReversed => "topic.reminder",
        NewsKind.RoundResult or NewsKind.InvitationUsed => "topic.matching",
        NewsKind.QuotaDecided or NewsKind.PolicyDecided or NewsKind.CityPaused or NewsKind.CityResumed or NewsKind.NationRuleChanged
            or NewsKind.QuotaRecordShown => "topic.rules",
        NewsKind.VisaApplied or NewsKind.VisaDecided or NewsKind.VisaAppealed or NewsKind.VisaEnded or NewsKind.VisaExpiring =>
            "topic.visa",
        // Records linked, a day of birth noted, a file done; and kinds that are newer than these pages.
        _ => "topic.record",
    };

    private static async Task<IResult> Show(Visit visit, FormState form) => visit.Show<InboxPage>(
        await visit.Api.ListNewsAsync(limit: PageSize, cursor: visit.Query("cursor"), cancellationToken: visit.Gone), form);

    private static async Task<string> Mark(Visit visit, FormState form)
    {
        var entries = form["entries"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (entries.Length > 0)
        {
            await visit.Api.MarkNewsAsync(form.Key, new() { Entries = [.. entries], State = NewsState.Read },
                cancellationToken: visit.Gone);
        }

        return "/inbox";
    }
}
