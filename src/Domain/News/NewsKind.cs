namespace VipOrleans.Domain.News;

using System.Collections.Frozen;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What an entry of an inbox is about. Kinds are added, never renamed or removed.</summary>
[JsonConverter(typeof(CodeConverter<NewsKind>))]
public enum NewsKind
{
    /// <summary>The other side proposes a sponsorship.</summary>
    ProposalReceived,

    /// <summary>The other side has accepted.</summary>
    ProposalAccepted,

    /// <summary>A place is held for the sponsorship.</summary>
    PlaceHeld,

    /// <summary>The sponsorship waits in line for a place.</summary>
    PlaceAwaited,

    /// <summary>The held place has expired.</summary>
    PlaceLost,

    /// <summary>A check has passed.</summary>
    CheckPassed,

    /// <summary>A check has failed.</summary>
    CheckFailed,

    /// <summary>It was ruled on a failed check.</summary>
    CheckRuled,

    /// <summary>The sponsorship is granted.</summary>
    Granted,

    /// <summary>The sponsorship is refused.</summary>
    Refused,

    /// <summary>A side has replied to a refusal.</summary>
    RefusalReplied,

    /// <summary>A refusal was taken back.</summary>
    RefusalTakenBack,

    /// <summary>The migrant has arrived.</summary>
    Arrived,

    /// <summary>Residence and the right to work are confirmed.</summary>
    Activated,

    /// <summary>The host has given notice.</summary>
    HostsNotice,

    /// <summary>The sponsorship has ended.</summary>
    Ended,

    /// <summary>The place is kept for the migrant.</summary>
    PlaceKept,

    /// <summary>The place is kept for longer.</summary>
    PlaceKeptLonger,

    /// <summary>The place is not kept any more.</summary>
    KeptPlaceEnded,

    /// <summary>An employer was named.</summary>
    EmployerNamed,

    /// <summary>An employment has ended.</summary>
    EmploymentEnded,

    /// <summary>The migrant says that an employment is wrong.</summary>
    EmploymentContested,

    /// <summary>An officer has found a contested employment right.</summary>
    EmploymentUpheld,

    /// <summary>Employer and host are tied to each other.</summary>
    EmployerTied,

    /// <summary>A pay was reported or corrected.</summary>
    PayReported,

    /// <summary>A report of a pay was taken out.</summary>
    PayWithdrawn,

    /// <summary>The migrant says that a pay is wrong.</summary>
    PayContested,

    /// <summary>The employer has replied to a contest.</summary>
    ContestReplied,

    /// <summary>An officer has decided a contest.</summary>
    ContestDecided,

    /// <summary>Months without a report were closed.</summary>
    MonthClosed,

    /// <summary>Too much was taken, and is owed back.</summary>
    RefundDue,

    /// <summary>A refund was paid.</summary>
    RefundPaid,

    /// <summary>The host was paid.</summary>
    HostPaid,

    /// <summary>A payment did not reach its account.</summary>
    PaymentReturned,

    /// <summary>Consent to the share being taken from the pay was revoked.</summary>
    ConsentRevoked,

    /// <summary>What the migrant earned at home is verified.</summary>
    BaselineVerified,

    /// <summary>The account that money is paid to was changed.</summary>
    AccountChanged,

    /// <summary>The host is suspended.</summary>
    HostSuspended,

    /// <summary>The host is no longer suspended.</summary>
    HostReinstated,

    /// <summary>The host begins to move to another city.</summary>
    HostMoveBegun,

    /// <summary>The host's move is complete.</summary>
    HostMoved,

    /// <summary>The host's move came to nothing.</summary>
    HostMoveUndone,

    /// <summary>Somebody raised a concern.</summary>
    ConcernRaised,

    /// <summary>Something was added to a concern.</summary>
    ConcernAddedTo,

    /// <summary>A concern was escalated to the nation.</summary>
    ConcernEscalated,

    /// <summary>A concern was closed.</summary>
    ConcernClosed,

    /// <summary>A concern is open again.</summary>
    ConcernReopened,

    /// <summary>The city asks the migrant whether all is well.</summary>
    WelfareCheckAsked,

    /// <summary>The migrant has answered a welfare check.</summary>
    WelfareCheckAnswered,

    /// <summary>The end of a sponsorship was suggested because the migrant is not found.</summary>
    EndSuggested,

    /// <summary>Two officers have confirmed that the migrant is not found.</summary>
    EndConfirmed,

    /// <summary>A ruling is proposed, and can be replied to.</summary>
    RulingNotice,

    /// <summary>Somebody replied to a ruling's notice.</summary>
    RulingReplied,

    /// <summary>A ruling was made.</summary>
    RulingMade,

    /// <summary>A proposed ruling was dropped, or has expired.</summary>
    RulingDropped,

    /// <summary>Somebody appealed against a ruling.</summary>
    RulingAppealed,

    /// <summary>An appeal was decided, or the ruling taken back.</summary>
    AppealDecided,

    /// <summary>A ruling can no longer be appealed against.</summary>
    RulingFinal,

    /// <summary>A city's quota was decided.</summary>
    QuotaDecided,

    /// <summary>A city's policy was decided.</summary>
    PolicyDecided,

    /// <summary>A city is paused.</summary>
    CityPaused,

    /// <summary>A city goes on.</summary>
    CityResumed,

    /// <summary>The nation's rules for its cities have changed.</summary>
    NationRuleChanged,

    /// <summary>A ballot is open.</summary>
    BallotOpened,

    /// <summary>A ballot is decided.</summary>
    BallotDecided,

    /// <summary>An opening of places is announced.</summary>
    OpeningAnnounced,

    /// <summary>An opening is drawn.</summary>
    OpeningDrawn,

    /// <summary>The guarantee account is low.</summary>
    GuaranteeLow,

    /// <summary>A host claims a loss.</summary>
    LossClaimed,

    /// <summary>It was decided on a loss.</summary>
    LossDecided,

    /// <summary>A credit's money could not be allocated whole.</summary>
    CreditUnmatched,

    /// <summary>The bank has taken a credit back.</summary>
    CreditReversed,

    /// <summary>A file of earnings has been worked through.</summary>
    ImportDone,

    /// <summary>An employer is late with what it owes.</summary>
    PaymentLate,

    /// <summary>A matching round has a result.</summary>
    RoundResult,

    /// <summary>Somebody has used an invitation.</summary>
    InvitationUsed,

    /// <summary>Two records were found to be one person's.</summary>
    RecordsLinked,

    /// <summary>Two records are two persons' again.</summary>
    RecordsUnlinked,

    /// <summary>An age was verified, or somebody has come of age.</summary>
    AgeNoted,

    /// <summary>The confirmation of residence and work was taken back.</summary>
    ActivationTakenBack,

    /// <summary>The host's notice was taken back.</summary>
    NoticeTakenBack,

    /// <summary>A visa was applied for.</summary>
    VisaApplied,

    /// <summary>An officer did something in the person's name.</summary>
    ActedInName,

    /// <summary>A signed paper waits for another officer to see it.</summary>
    PaperShown,

    /// <summary>The host is abroad, in prison or dead.</summary>
    HostAway,

    /// <summary>The host is there again.</summary>
    HostBack,

    /// <summary>It was decided about what was found of a pay or an employment.</summary>
    FindingsSettled,

    /// <summary>The record of a ballot that was held elsewhere waits for another officer to see it.</summary>
    QuotaRecordShown,

    /// <summary>It was decided on a visa.</summary>
    VisaDecided,

    /// <summary>Somebody appealed against a refused visa.</summary>
    VisaAppealed,

    /// <summary>A visa has lapsed, or the application was withdrawn.</summary>
    VisaEnded,

    /// <summary>A visa ends soon.</summary>
    VisaExpiring,

    /// <summary>An officer has corrected the person's data.</summary>
    RecordCorrected,

    /// <summary>The person wants to be erased.</summary>
    ErasureAsked,

    /// <summary>The host lives at another address of the city; the checks of the home are made again.</summary>
    HomeChanged,

    /// <summary>A one-time code for the person's sign-in: the message says it.</summary>
    SignInCode,

    /// <summary>A sign-in was joined to the person's record, or one was dismissed.</summary>
    SignInChanged,

    /// <summary>Somebody has tried wrong codes until the right one counted no more.</summary>
    SignInTried,
}

/// <summary>What a message says of news, if it says anything: the matter, and never how it stands.</summary>
[JsonConverter(typeof(CodeConverter<NewsTopic>))]
public enum NewsTopic
{
    /// <summary>A proposal.</summary>
    Proposal,

    /// <summary>A place in a city.</summary>
    Place,

    /// <summary>Checks.</summary>
    Checks,

    /// <summary>The decision on a sponsorship.</summary>
    Decision,

    /// <summary>Being there.</summary>
    Stay,

    /// <summary>The end of a sponsorship.</summary>
    Ending,

    /// <summary>Employments.</summary>
    Work,

    /// <summary>Pay.</summary>
    Pay,

    /// <summary>Money that is paid out.</summary>
    Money,

    /// <summary>What the migrant says is wrong.</summary>
    Contest,

    /// <summary>Accounts.</summary>
    Account,

    /// <summary>The host's record.</summary>
    Host,

    /// <summary>A host's move.</summary>
    Move,

    /// <summary>Concerns.</summary>
    Concern,

    /// <summary>Welfare checks.</summary>
    Welfare,

    /// <summary>Rulings.</summary>
    Ruling,

    /// <summary>Ballots.</summary>
    Vote,

    /// <summary>Openings.</summary>
    Opening,

    /// <summary>What is owed and late.</summary>
    Reminder,

    /// <summary>Rounds and invitations.</summary>
    Matching,

    /// <summary>Records of a person, and files that were sent.</summary>
    Record,

    /// <summary>What a city or a nation has decided for itself.</summary>
    Rules,

    /// <summary>Visas.</summary>
    Visa,
}

/// <summary>What is particular to some kinds of news.</summary>
public static class NewsKinds
{
    private static readonly FrozenSet<NewsKind> Safeguarding = ((NewsKind[])
    [
        NewsKind.ConcernRaised, NewsKind.ConcernAddedTo, NewsKind.ConcernEscalated, NewsKind.ConcernClosed, NewsKind.ConcernReopened,
        NewsKind.WelfareCheckAsked, NewsKind.WelfareCheckAnswered, NewsKind.EndSuggested, NewsKind.EndConfirmed,
        NewsKind.PayContested, NewsKind.ContestReplied, NewsKind.ContestDecided, NewsKind.EmploymentContested, NewsKind.EmploymentUpheld,
        NewsKind.EmployerTied, NewsKind.SignInCode, NewsKind.SignInChanged, NewsKind.SignInTried,
    ]).ToFrozenSet();

    /// <summary>The matter of a kind.</summary>
    public static NewsTopic TopicOf(this NewsKind kind) => kind switch
    {
        NewsKind.ProposalReceived or NewsKind.ProposalAccepted => NewsTopic.Proposal,
        NewsKind.PlaceHeld or NewsKind.PlaceAwaited or NewsKind.PlaceLost or NewsKind.PlaceKept or NewsKind.PlaceKeptLonger
            or NewsKind.KeptPlaceEnded => NewsTopic.Place,
        NewsKind.CheckPassed or NewsKind.CheckFailed or NewsKind.CheckRuled => NewsTopic.Checks,
        NewsKind.Granted or NewsKind.Refused or NewsKind.RefusalReplied or NewsKind.RefusalTakenBack => NewsTopic.Decision,
        NewsKind.Arrived or NewsKind.Activated or NewsKind.ActivationTakenBack or NewsKind.HostAway or NewsKind.HostBack
            or NewsKind.HomeChanged =>
            NewsTopic.Stay,
        NewsKind.HostsNotice or NewsKind.NoticeTakenBack or NewsKind.Ended => NewsTopic.Ending,
        NewsKind.EmployerNamed or NewsKind.EmploymentEnded => NewsTopic.Work,
        NewsKind.PayReported or NewsKind.PayWithdrawn or NewsKind.MonthClosed or NewsKind.ConsentRevoked or NewsKind.BaselineVerified
            or NewsKind.FindingsSettled => NewsTopic.Pay,
        NewsKind.RefundDue or NewsKind.RefundPaid or NewsKind.HostPaid or NewsKind.PaymentReturned or NewsKind.LossClaimed
            or NewsKind.LossDecided => NewsTopic.Money,
        NewsKind.PayContested or NewsKind.ContestReplied or NewsKind.ContestDecided or NewsKind.EmploymentContested
            or NewsKind.EmploymentUpheld or NewsKind.EmployerTied => NewsTopic.Contest,
        NewsKind.AccountChanged => NewsTopic.Account,
        NewsKind.HostSuspended or NewsKind.HostReinstated => NewsTopic.Host,
        NewsKind.HostMoveBegun or NewsKind.HostMoved or NewsKind.HostMoveUndone => NewsTopic.Move,
        NewsKind.ConcernRaised or NewsKind.ConcernAddedTo or NewsKind.ConcernEscalated or NewsKind.ConcernClosed
            or NewsKind.ConcernReopened => NewsTopic.Concern,
        NewsKind.WelfareCheckAsked or NewsKind.WelfareCheckAnswered or NewsKind.EndSuggested or NewsKind.EndConfirmed =>
            NewsTopic.Welfare,
        NewsKind.RulingNotice or NewsKind.RulingReplied or NewsKind.RulingMade or NewsKind.RulingDropped or NewsKind.RulingAppealed
            or NewsKind.AppealDecided or NewsKind.RulingFinal => NewsTopic.Ruling,
        NewsKind.BallotOpened or NewsKind.BallotDecided => NewsTopic.Vote,
        NewsKind.OpeningAnnounced or NewsKind.OpeningDrawn => NewsTopic.Opening,
        NewsKind.PaymentLate or NewsKind.GuaranteeLow or NewsKind.CreditUnmatched or NewsKind.CreditReversed => NewsTopic.Reminder,
        NewsKind.RoundResult or NewsKind.InvitationUsed => NewsTopic.Matching,
        NewsKind.RecordsLinked or NewsKind.RecordsUnlinked or NewsKind.AgeNoted or NewsKind.ImportDone or NewsKind.ActedInName
            or NewsKind.PaperShown or NewsKind.RecordCorrected or NewsKind.ErasureAsked or NewsKind.SignInCode
            or NewsKind.SignInChanged or NewsKind.SignInTried => NewsTopic.Record,
        NewsKind.QuotaDecided or NewsKind.PolicyDecided or NewsKind.CityPaused or NewsKind.CityResumed or NewsKind.NationRuleChanged
            or NewsKind.QuotaRecordShown => NewsTopic.Rules,
        NewsKind.VisaApplied or NewsKind.VisaDecided or NewsKind.VisaAppealed or NewsKind.VisaEnded or NewsKind.VisaExpiring =>
            NewsTopic.Visa,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind has no topic."),
    };

    /// <summary>
    /// True for what could harm the person if somebody else read it: concerns, welfare checks, contests and sign-ins. Of these no message
    /// goes to a
    /// phone or mailbox that the person shares.
    /// </summary>
    public static bool IsSafeguarding(this NewsKind kind) => Safeguarding.Contains(kind);
}
