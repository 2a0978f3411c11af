namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Why a command was refused: a stable code for programs and a sentence for people.</summary>
/// <param name="Code">The code.</param>
/// <param name="Detail">What is wrong and what would be right. Never holds personal data.</param>
[GenerateSerializer, Immutable, Alias("vip.rejection")]
public sealed record Rejection(RejectionCode Code, string Detail);

/// <summary>Every reason to refuse a command. Codes are stable: they are added, never renamed or removed.</summary>
[JsonConverter(typeof(CodeConverter<RejectionCode>))]
public enum RejectionCode
{
    /// <summary>A value of the request is not valid.</summary>
    InvalidInput,

    /// <summary>A date lies in the future.</summary>
    DateInFuture,

    /// <summary>A date lies in the past.</summary>
    DateInPast,

    /// <summary>The thing has changed since it was read.</summary>
    VersionMismatch,

    /// <summary>The same idempotency key was used for another request.</summary>
    IdempotencyKeyReused,

    /// <summary>Too much is waiting to be written; try again soon.</summary>
    Busy,

    /// <summary>The journal could not be written; try again with the same idempotency key.</summary>
    StoreUnavailable,

    /// <summary>A thing with this id exists already.</summary>
    AlreadyExists,

    /// <summary>There is no such city.</summary>
    CityNotFound,

    /// <summary>There is no such host.</summary>
    HostNotFound,

    /// <summary>There is no such migrant.</summary>
    MigrantNotFound,

    /// <summary>There is no such sponsorship.</summary>
    SponsorshipNotFound,

    /// <summary>There is no such household.</summary>
    HouseholdNotFound,

    /// <summary>The person's data is not there: never stored, or erased.</summary>
    PersonNotFound,

    /// <summary>Another person is registered with this identity document.</summary>
    PersonAlreadyRegistered,

    /// <summary>The city is paused already.</summary>
    CityPaused,

    /// <summary>The city is not paused.</summary>
    CityNotPaused,

    /// <summary>The nation is paused already.</summary>
    NationPaused,

    /// <summary>The nation is not paused.</summary>
    NationNotPaused,

    /// <summary>The sponsorship has no place, or it expired.</summary>
    PlaceNotHeld,

    /// <summary>The hold of a place is not due to expire yet.</summary>
    HoldNotDue,

    /// <summary>The host is in another live sponsorship.</summary>
    HostBusy,

    /// <summary>The host is suspended.</summary>
    HostSuspended,

    /// <summary>The host is not suspended.</summary>
    HostNotSuspended,

    /// <summary>The city does not allow minors to host.</summary>
    MinorsMayNotHost,

    /// <summary>The guardian is not a host of the same household who may act alone.</summary>
    GuardianNotFit,

    /// <summary>The migrant is in another live sponsorship.</summary>
    MigrantBusy,

    /// <summary>The migrant has no baseline.</summary>
    BaselineMissing,

    /// <summary>Host, migrant and city do not belong together.</summary>
    OtherCity,

    /// <summary>The one who proposed cannot answer the proposal.</summary>
    OwnProposal,

    /// <summary>The sponsorship is not in a state that allows this.</summary>
    WrongState,

    /// <summary>A check that the city requires has not passed.</summary>
    ChecksNotPassed,

    /// <summary>The date until which a reply was possible has passed.</summary>
    ReplyTooLate,

    /// <summary>The reason is not one that this party may give.</summary>
    ReasonNotAllowed,

    /// <summary>The notice has not been given, or has not run out.</summary>
    NoticeRunning,

    /// <summary>The month is not one of the sponsorship's.</summary>
    MonthOutsideSponsorship,

    /// <summary>The currency is not the one that is expected here.</summary>
    CurrencyMismatch,

    /// <summary>The deduction profile looks at a pay that was not reported with the earnings.</summary>
    PayDetailsMissing,

    /// <summary>There is no exchange rate to convert with, or none that is new enough.</summary>
    ExchangeRateMissing,

    /// <summary>The nation has no such source of exchange rates.</summary>
    RateSourceNotFound,

    /// <summary>Rates of a day were imported before, and are others.</summary>
    RatesDiffer,

    /// <summary>The migrant's baseline has been declared, and no officer has verified it.</summary>
    BaselineNotVerified,

    /// <summary>A person in a live sponsorship cannot be erased.</summary>
    SponsorshipOpen,

    /// <summary>More was collected than is due.</summary>
    AmountAboveDue,

    /// <summary>There is no such collection.</summary>
    CollectionNotFound,

    /// <summary>The host was paid already, or the payment is on its way.</summary>
    PaidOut,

    /// <summary>Nothing, or too little, is collected for the host.</summary>
    NothingToPay,

    /// <summary>There is no such payment.</summary>
    PaymentNotFound,

    /// <summary>There is no such import of earnings.</summary>
    ImportNotFound,

    /// <summary>There is no such payout.</summary>
    PayoutNotFound,

    /// <summary>The payout is not in a state that allows this.</summary>
    PayoutWrongState,

    /// <summary>Who began something must not be who completes it.</summary>
    SameOfficer,

    /// <summary>The city has not said from which account it pays.</summary>
    PayingAccountMissing,

    /// <summary>The host's account and address are not there.</summary>
    PayeeMissing,

    /// <summary>A bank's file with the same message id was read before, and was another.</summary>
    BankFileDiffers,

    /// <summary>A bank's file cannot be read.</summary>
    BankFileInvalid,

    /// <summary>A bank's report is on a message that was never sent.</summary>
    BankMessageUnknown,

    /// <summary>A number of payments or a control sum is not what it should be.</summary>
    BankSumsDiffer,

    /// <summary>The bank's amount is not the payment's.</summary>
    AmountDiffers,

    /// <summary>The bank speaks of a payment that it was never told to make.</summary>
    PaymentNotInstructed,

    /// <summary>The bank contradicts what it said before, and what was followed.</summary>
    AnswerTooLate,

    /// <summary>What the bank says has no meaning for such a payment.</summary>
    AnswerUnclear,

    /// <summary>The payee's bank knows the account under another name.</summary>
    PayeeNameDiffers,

    /// <summary>There is no such booked credit.</summary>
    CreditNotFound,

    /// <summary>There is no such file of booked credits.</summary>
    CreditFileNotFound,

    /// <summary>Nothing of the credit is set aside.</summary>
    NothingSetAside,

    /// <summary>Money came without a reference of the city's.</summary>
    ReferenceMissing,

    /// <summary>Money came with a reference under which nobody owes the city anything.</summary>
    ReferenceUnknown,

    /// <summary>A bank's entry has no reference of the bank, so that it cannot be recognised when it comes again.</summary>
    BankReferenceMissing,

    /// <summary>A bank has booked several payments as one sum and given no details.</summary>
    BankDetailsMissing,

    /// <summary>The migrant has no such beneficiary.</summary>
    BeneficiaryNotFound,

    /// <summary>The beneficiary stands in the migrant's plan.</summary>
    BeneficiaryInPlan,

    /// <summary>The nation has no such offer to send money.</summary>
    RemittanceOfferNotFound,

    /// <summary>Earnings can still be booked in the month.</summary>
    MonthNotClosed,

    /// <summary>The plan sends nothing of the month.</summary>
    NothingToSend,

    /// <summary>The file of the month was made already.</summary>
    RemittanceInstructed,

    /// <summary>No file of the month was made.</summary>
    RemittanceNotInstructed,

    /// <summary>The migrant has not said from which own account money is sent.</summary>
    OwnAccountMissing,

    /// <summary>A beneficiary's account cannot stand in a bank's file.</summary>
    BeneficiaryNotPayable,

    /// <summary>There is no such concern.</summary>
    ConcernNotFound,

    /// <summary>The concern is not in a state that allows this.</summary>
    ConcernWrongState,

    /// <summary>The concern has not gone to the nation.</summary>
    ConcernNotEscalated,

    /// <summary>The concern is the nation's, because somebody of the city is part of it.</summary>
    ConcernWithNation,

    /// <summary>No welfare check is open.</summary>
    WelfareCheckNotFound,

    /// <summary>Too few independent sources have said so.</summary>
    SourcesMissing,

    /// <summary>The time in which the migrant may answer is not over.</summary>
    WaitingTimeRunning,

    /// <summary>There is no such ruling.</summary>
    RulingNotFound,

    /// <summary>The ruling is not in a state that allows this.</summary>
    RulingWrongState,

    /// <summary>Those concerned can still reply.</summary>
    ReplyTimeRunning,

    /// <summary>The time to appeal is over.</summary>
    AppealTooLate,

    /// <summary>The city keeps no place for the migrant.</summary>
    KeptPlaceNotFound,

    /// <summary>The migrant's grace period is not over.</summary>
    GraceRunning,

    /// <summary>There is no such ballot.</summary>
    BallotNotFound,

    /// <summary>The ballot is not in a state that allows this.</summary>
    BallotWrongState,

    /// <summary>The ballot takes no votes now, or gives out no papers.</summary>
    BallotNotOpen,

    /// <summary>The caller may not vote in this ballot.</summary>
    NotAnElector,

    /// <summary>The citizen was given another paper.</summary>
    BallotPaperIssued,

    /// <summary>The paper's signature is not the ballot's.</summary>
    BallotPaperInvalid,

    /// <summary>A newer choice of the same paper is in the box.</summary>
    VoteOutdated,

    /// <summary>The person has no open profile there.</summary>
    ProfileNotFound,

    /// <summary>The person has not consented to heritage or faith being used.</summary>
    ConsentMissing,

    /// <summary>There is no invitation with this code for this person.</summary>
    InvitationNotFound,

    /// <summary>The invitation's time is over.</summary>
    InvitationExpired,

    /// <summary>The invitation has been used.</summary>
    InvitationUsed,

    /// <summary>There is no such matching round.</summary>
    RoundNotFound,

    /// <summary>The list of the round is closed.</summary>
    RoundClosed,

    /// <summary>The round is not in a state that allows this.</summary>
    RoundWrongState,

    /// <summary>The round has proposed nobody to this person.</summary>
    RoundResultMissing,

    /// <summary>The time to answer the round's proposal is over.</summary>
    RoundAnswerTooLate,

    /// <summary>The round's proposal was declined.</summary>
    RoundDeclined,

    /// <summary>There is no such opening.</summary>
    OpeningNotFound,

    /// <summary>The opening is not in a state that allows this.</summary>
    OpeningWrongState,

    /// <summary>The city has another opening that is not drawn yet.</summary>
    OpeningRunning,

    /// <summary>What is asked for would lead into another nation.</summary>
    OtherNation,

    /// <summary>A move of the host to another city is under way.</summary>
    HostMoving,

    /// <summary>The host has moved to another city, and this record is closed.</summary>
    HostMoved,

    /// <summary>No move of the host is under way.</summary>
    MoveNotFound,

    /// <summary>The record is linked to another one of the same person already.</summary>
    RecordLinked,

    /// <summary>The two records are not linked.</summary>
    RecordsNotLinked,

    /// <summary>Nothing was noted about these two records.</summary>
    DuplicateNotFound,

    /// <summary>The opening is not drawn yet.</summary>
    OpeningNotDrawn,

    /// <summary>The employer is not named for the sponsorship.</summary>
    EmployerNotNamed,

    /// <summary>There is no such employment.</summary>
    EmploymentNotFound,

    /// <summary>No day of the month is one of the employment's.</summary>
    MonthOutsideEmployment,

    /// <summary>The person or organisation has done as much of this as it may in a period.</summary>
    AllowanceUsedUp,

    /// <summary>The migrant says that the employment is wrong, and no officer has decided.</summary>
    EmploymentContested,

    /// <summary>The migrant has not contested the employment.</summary>
    EmploymentNotContested,

    /// <summary>An officer has decided on the employment already.</summary>
    EmploymentUpheld,

    /// <summary>There is no such employer.</summary>
    EmployerNotFound,

    /// <summary>The nation has set a floor that no city may go under.</summary>
    FloorBroken,

    /// <summary>There is no such pay.</summary>
    PayNotFound,

    /// <summary>Nobody contests the pay.</summary>
    ContestNotFound,

    /// <summary>Days of the pay were reported by the same employer in another way.</summary>
    PayDaysReported,

    /// <summary>There is no such top-up of the guarantee account.</summary>
    TopUpNotFound,

    /// <summary>The city's host-loss fund has no rule for the loss, or pays nothing of it.</summary>
    LossNotCovered,

    /// <summary>Such a loss was not claimed.</summary>
    LossNotFound,

    /// <summary>The fund, or the levy that it is paid from, has less.</summary>
    FundShort,

    /// <summary>The date of birth is not known, or no officer has verified it, where it is asked for.</summary>
    AgeNotVerified,

    /// <summary>A minor hosts through a guardian, or not at all.</summary>
    MinorWithoutGuardian,

    /// <summary>A minor comes with an adult, or not at all.</summary>
    MinorMigrant,

    /// <summary>The guardian acts for as many minors as the city's policy allows.</summary>
    GuardianFull,

    /// <summary>The host is abroad, in prison or dead.</summary>
    HostAway,

    /// <summary>The home has no room for so many guests.</summary>
    HomeFull,

    /// <summary>No such dependant comes with the migrant.</summary>
    DependantNotFound,

    /// <summary>There is no such application for a visa.</summary>
    VisaNotFound,

    /// <summary>The nation asks for a visa on the arrival, and none is valid on that day.</summary>
    VisaMissing,

    /// <summary>There is no such message that has failed.</summary>
    MessageNotFound,

    /// <summary>An entry is not in the inbox.</summary>
    NewsNotFound,

    /// <summary>Messages of this kind are not sent here.</summary>
    ChannelNotOffered,

    /// <summary>Nobody knows that the migrant has heard of the welfare check.</summary>
    MigrantNotReached,

    /// <summary>Nothing is found of it as it stands now.</summary>
    FindingNotFound,

    /// <summary>The nation has no fines for hosts.</summary>
    FinesNotAllowed,

    /// <summary>The fine, or all fines of a year, would be above the nation's limit.</summary>
    FineAboveLimit,

    /// <summary>An officer acts for a side without its signed paper.</summary>
    PaperMissing,

    /// <summary>Name and identity documents are corrected by an officer who has seen what shows it.</summary>
    CorrectionNeedsOfficer,

    /// <summary>A code for a sign-in is wrong, was used or revoked, or its time is over.</summary>
    SignInCodeRefused,
}
