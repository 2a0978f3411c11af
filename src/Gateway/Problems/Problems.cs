namespace VipOrleans.Gateway.Problems;

using System.Collections.Frozen;
using VipOrleans.Domain.Kernel;

/// <summary>One kind of problem: what <c>GET /problems/{code}</c> says of it.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Status">The HTTP status with which it is answered.</param>
/// <param name="Title">What is wrong, in general.</param>
/// <param name="Mend">What the caller can do.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Mend)
{
    /// <summary>Where the kind is described: the <c>type</c> of its problem details.</summary>
    public string Type => $"/problems/{Code}";
}

/// <summary>Every kind of problem that the API answers with: all rejections of the domain, and what goes wrong on the way to it.</summary>
public static class Problems
{
    /// <summary>The request cannot be read as what it should be.</summary>
    public static readonly ProblemKind BadInput = new("invalid-input", 400, "A value of the request is not valid.",
        "Mend what 'errors' or 'detail' names. 400 where the request has not the described form, 422 where its values are refused by a "
            + "rule.");

    /// <summary>A POST without its key.</summary>
    public static readonly ProblemKind KeyMissing = new("idempotency-key-missing", 400, "The header Idempotency-Key is missing.",
        "Send a key of 1 to 100 printable ASCII characters without spaces, a new one for each command and the same one for a retry.");

    /// <summary>The HTTP request itself is broken.</summary>
    public static readonly ProblemKind BadRequest =
        new("bad-request", 400, "The request is not well-formed HTTP.", "Mend the request; it was not carried out.");

    /// <summary>No token, or one that does not count.</summary>
    public static readonly ProblemKind NotAuthenticated =
        new("not-authenticated", 401, "A valid bearer token is needed.",
            "Send 'Authorization: Bearer <token>' with a token of the configured issuer that has not expired.");

    /// <summary>The caller's role or tie does not allow it.</summary>
    public static readonly ProblemKind Forbidden =
        new("forbidden", 403, "The caller may not do this.",
            "Ask as a role that the operation names, tied to the city, nation or person that it is about.");

    /// <summary>There is no such route.</summary>
    public static readonly ProblemKind NotFound =
        new("not-found", 404, "There is nothing at this address.", "See /openapi/v1.json for what there is.");

    /// <summary>The route exists, with other methods.</summary>
    public static readonly ProblemKind MethodNotAllowed =
        new("method-not-allowed", 405, "The address does not know this method.", "Use a method of the header Allow.");

    /// <summary>The body is too long.</summary>
    public static readonly ProblemKind TooLarge =
        new("body-too-large", 413, "The body is larger than the API reads.", "Send at most 64 KiB, or as much as the operation says.");

    /// <summary>The address is too long.</summary>
    public static readonly ProblemKind UriTooLong =
        new("uri-too-long", 414, "The address is longer than the API reads.", "Send a path and query of at most 2,000 characters.");

    /// <summary>The body is not JSON.</summary>
    public static readonly ProblemKind MediaType =
        new("unsupported-media-type", 415, "The body is not of the media type that is expected here, in UTF-8.",
            "Send 'Content-Type: application/json', or what the operation names.");

    /// <summary>Too many requests of one caller.</summary>
    public static readonly ProblemKind RateLimited =
        new("rate-limited", 429, "The caller asks too often.", "Wait as long as Retry-After says.");

    /// <summary>Something is broken in the gateway.</summary>
    public static readonly ProblemKind Internal =
        new("internal-error", 500, "Something went wrong here.", "Retry with the same Idempotency-Key; if it stays, report the traceId.");

    /// <summary>The cluster cannot be reached.</summary>
    public static readonly ProblemKind Unavailable =
        new("unavailable", 503, "The system cannot answer now.",
            "Wait as long as Retry-After says and retry with the same Idempotency-Key.");

    /// <summary>No answer came in time.</summary>
    public static readonly ProblemKind OutcomeUnknown =
        new("outcome-unknown", 504, "No answer came in time; the command may have been carried out.",
        "Retry with the same Idempotency-Key: a command that was carried out answers as it would have, without a second effect.");

    private static readonly ProblemKind[] OwnKinds =
        [BadInput, KeyMissing, BadRequest, NotAuthenticated, Forbidden, NotFound, MethodNotAllowed, TooLarge, UriTooLong, MediaType,
            RateLimited, Internal, Unavailable, OutcomeUnknown];

    private static readonly FrozenDictionary<RejectionCode, ProblemKind> Rejections =
        new (RejectionCode Code, int Status, string Title, string Mend)[]
    {
        (RejectionCode.InvalidInput, 422, "A value of the request is not valid.", BadInput.Mend),
        (RejectionCode.DateInPast, 422, "A date lies in the past.", "Give a day that is not earlier than today in the city."),
        (RejectionCode.DateInFuture, 422, "A date lies in the future.", "Give a day that is not later than today in the city."),
        (RejectionCode.VersionMismatch, 412, "The thing has changed since it was read.",
            "Read it again and decide again; then send its ETag as If-Match."),
        (RejectionCode.IdempotencyKeyReused, 422, "The same idempotency key was used for another request.",
            "Use a new key for each command, and the old one only to repeat the same request."),
        (RejectionCode.Busy, 429, "Too much is waiting to be written.",
            "Wait as long as Retry-After says and retry with the same Idempotency-Key."),
        (RejectionCode.StoreUnavailable, 503, "The journal could not be written.",
            "Wait as long as Retry-After says and retry with the same Idempotency-Key."),
        (RejectionCode.PaperMissing, 409, "An officer acts for a side without its signed paper.",
            "Name the paper with 'paper'; another officer then says that they have seen it."),
        (RejectionCode.AlreadyExists, 409, "A thing with this id exists already.", "Read it instead."),
        (RejectionCode.CityNotFound, 404, "There is no such city in the programme.", "A nation officer opens a city with POST /v1/cities."),
        (RejectionCode.HostNotFound, 404, "There is no such host.", "Check the id; a city officer registers hosts."),
        (RejectionCode.MigrantNotFound, 404, "There is no such migrant.", "Check the id; an officer registers migrants."),
        (RejectionCode.SponsorshipNotFound, 404, "There is no such sponsorship.", "Check the id; a sponsorship begins with a proposal."),
        (RejectionCode.HouseholdNotFound, 404, "There is no such household.", "Check the id; a household begins with its first host."),
        (RejectionCode.PersonNotFound, 404, "The person's data is not there.", "It was never stored, or it was erased."),
        (RejectionCode.PersonAlreadyRegistered, 409, "Another person is registered with this identity document.",
            "Look for the earlier registration: one person has one record."),
        (RejectionCode.CityPaused, 409, "The city is paused already.", "Resume it first, if that is meant."),
        (RejectionCode.CityNotPaused, 409, "The city is not paused.", "There is nothing to resume."),
        (RejectionCode.NationPaused, 409, "The nation is paused already.", "Resume it first, if that is meant."),
        (RejectionCode.NationNotPaused, 409, "The nation is not paused.",
            "There is nothing to resume; a city that paused itself is resumed by itself."),
        (RejectionCode.PlaceNotHeld, 409, "The sponsorship has no place, or it expired.", "Read the sponsorship to see where it stands."),
        (RejectionCode.HoldNotDue, 409, "The hold of a place is not due to expire yet.", "Wait for the end of the hold."),
        (RejectionCode.HostBusy, 409, "The host is in another live sponsorship.", "End that one first."),
        (RejectionCode.HostSuspended, 409, "The host is suspended.", "A city officer can reinstate the host."),
        (RejectionCode.HostNotSuspended, 409, "The host is not suspended.", "There is nothing to reinstate."),
        (RejectionCode.MinorsMayNotHost, 409, "The city does not allow minors to host.", "The city's policy decides this."),
        (RejectionCode.GuardianNotFit, 409, "The guardian is not a host of the same household who may act alone.",
            "Name a registered host of the household who is of age, and give the household."),
        (RejectionCode.MigrantBusy, 409, "The migrant is in another live sponsorship.", "End that one first."),
        (RejectionCode.BaselineMissing, 409, "The migrant has no baseline.", "Declare it with PUT /v1/migrants/{migrant}/baseline."),
        (RejectionCode.OtherCity, 422, "Host, migrant and city do not belong together.",
            "Name things of one city, and migrants of its nation."),
        (RejectionCode.OwnProposal, 409, "The one who proposed cannot answer the proposal.",
            "The other side accepts or declines; who proposed can withdraw."),
        (RejectionCode.WrongState, 409, "The sponsorship is not in a state that allows this.",
            "Read the sponsorship; 'status' says where it stands."),
        (RejectionCode.ChecksNotPassed, 409, "A check that the city requires has not passed.", "Record the checks that are open."),
        (RejectionCode.ReplyTooLate, 409, "The date until which a reply was possible has passed.", "Propose a new sponsorship."),
        (RejectionCode.ReasonNotAllowed, 422, "The reason is not one that this party may give.", "Give a reason that 'detail' lists."),
        (RejectionCode.NoticeRunning, 409, "The notice has not been given, or has not run out.",
            "Give notice, and end the sponsorship when it has run out."),
        (RejectionCode.MonthOutsideSponsorship, 422, "The month is not one of the sponsorship's.",
            "Report months that begin within the sponsorship."),
        (RejectionCode.EmployerNotNamed, 403, "The employer is not named for the sponsorship.",
            "The migrant or an officer of the city names it with POST /v1/sponsorships/{sponsorship}/employments."),
        (RejectionCode.EmploymentNotFound, 404, "There is no such employment.",
            "See GET /v1/sponsorships/{sponsorship}/employments: the employer and the first day say which one."),
        (RejectionCode.MonthOutsideEmployment, 422, "No day of the month is one of the employment's.",
            "Report months of the employment, or have its days put right by the migrant or an officer of the city."),
        (RejectionCode.EmploymentContested, 409, "The migrant says that the employment is wrong.",
            "Wait until an officer of the city has decided; nothing is withheld meanwhile."),
        (RejectionCode.EmploymentNotContested, 409, "The migrant has not contested the employment.",
            "See GET /v1/sponsorships/{sponsorship}/employments: 'standing' says what the migrant has said of it."),
        (RejectionCode.EmploymentUpheld, 409, "An officer has found from a document that the employment is right.",
            "Raise a concern with POST /v1/sponsorships/{sponsorship}/concerns if that is wrong."),
        (RejectionCode.EmployerNotFound, 404, "There is no such employer.",
            "An officer registers it with POST /v1/nations/{nation}/employers."),
        (RejectionCode.FloorBroken, 422, "The nation has set a floor that no city may go under.",
            "Decide within it: GET /v1/nations/{nation} has the floors in 'floors'."),
        (RejectionCode.CurrencyMismatch, 422, "The currency is not the one that is expected here.",
            "Use the currency that 'detail' names."),
        (RejectionCode.PayDetailsMissing, 422, "The pay that the deduction profile looks at is missing.",
            "Give 'pay', net or disposable as the city's profile says, with the earnings."),
        (RejectionCode.ImportNotFound, 404, "There is no such import of earnings.",
            "Check the id and the city; POST /v1/cities/{city}/earnings-imports begins an import."),
        (RejectionCode.AmountAboveDue, 422, "More was collected than is due.",
            "Collect at most what 'detail' says is due, and give the rest back to the employer."),
        (RejectionCode.CollectionNotFound, 404, "There is no such collection.",
            "Check the reference; the sponsorship's statement lists its collections."),
        (RejectionCode.LossNotCovered, 422, "The city's host-loss fund does not pay for this.",
            "See GET /v1/cities/{city}/loss-fund for its rules; 'detail' says which one is not met."),
        (RejectionCode.LossNotFound, 404, "Such a loss was not claimed.",
            "Check the kind; GET /v1/sponsorships/{sponsorship}/losses lists the claims."),
        (RejectionCode.AgeNotVerified, 409, "A date of birth is asked for, and is not known or not verified.",
            "Give 'birthDate' with the registration, or have an officer verify it with POST …/age-verification."),
        (RejectionCode.MinorWithoutGuardian, 409, "The host is a minor, and no guardian acts for them here.",
            "Register the host with 'guardian'; the guardian proposes and accepts for them."),
        (RejectionCode.MinorMigrant, 409, "The migrant is a minor.",
            "A minor comes with an adult who brings them, and signs nothing."),
        (RejectionCode.GuardianFull, 409, "The guardian acts for as many minors as the city's policy allows.",
            "Name another guardian of the household; 'minorsPerGuardian' of the city's policy says how many it may be."),
        (RejectionCode.HostAway, 409, "The host is abroad, in prison or dead.",
            "Look for another host; whoever lives with this one keeps the place, and changes host without losing it."),
        (RejectionCode.HomeFull, 409, "The home has no room for so many guests.",
            "GET /v1/hosts/{host}/home says how many it takes and for how many there is room; dependants count."),
        (RejectionCode.CorrectionNeedsOfficer, 409, "An officer corrects this, who has seen what shows it.",
            "Name and identity documents an officer corrects with 'shown', the reference of what shows it; contact and address the person "
                + "corrects."),
        (RejectionCode.SignInCodeRefused, 409, "The code does not count.",
            "Copy it again, or ask the office for a new one. After some wrong tries a code counts no more."),
        (RejectionCode.DependantNotFound, 404, "No such dependant comes with the migrant.",
            "GET /v1/migrants/{migrant} lists their ids."),
        (RejectionCode.VisaNotFound, 404, "There is no such application for a visa.",
            "GET /v1/migrants/{migrant}/visas lists them; POST notes one."),
        (RejectionCode.VisaMissing, 409, "The nation asks for a visa, and none is valid on the day of arrival.",
            "GET /v1/migrants/{migrant}/visas says what the migrant has applied for and what was granted."),
        (RejectionCode.FundShort, 409, "The fund, or the levy that it is paid from, has less.",
            "Allot more of the levy, or wait until it has brought more."),
        (RejectionCode.FindingNotFound, 404, "Nothing is found of it as it stands now.",
            "GET /v1/cities/{city}/deduction-findings and GET /v1/cities/{city}/employments?flagged=true list what there is to settle."),
        (RejectionCode.FinesNotAllowed, 422, "The nation has no fines for hosts.",
            "Nothing is fined where the nation does not say so: see 'hostFines' of its floors."),
        (RejectionCode.FineAboveLimit, 422, "The fine is above what the nation allows.",
            "'detail' says how much one may come to, and all of twelve months."),
        (RejectionCode.TopUpNotFound, 404, "There is no such top-up of the guarantee account.",
            "Check the reference: it is the one under which the money was noted."),
        (RejectionCode.PaidOut, 409, "The host was paid out of this already, or will be.",
            "Release the payment first; or collect what is missing under a new reference."),
        (RejectionCode.NothingToPay, 409, "Nothing, or too little, is collected for the host.",
            "Wait until the employer's transfer has come and was noted as a collection."),
        (RejectionCode.PaymentNotFound, 404, "There is no such payment.", "Check the payment's id."),
        (RejectionCode.ExchangeRateMissing, 404, "There is no exchange rate to convert with, or none that is new enough.",
            "A nation officer imports rates with POST /v1/nations/{nation}/exchange-rates; 'detail' says what there is."),
        (RejectionCode.RateSourceNotFound, 404, "The nation has no such source of exchange rates.",
            "A nation officer decides the sources with PUT /v1/nations/{nation}/exchange-rate-sources."),
        (RejectionCode.RatesDiffer, 409, "Rates that were imported before are others.",
            "Look at 'detail'. Where the new ones are right, send the file with '?correction=true' and a new key: both stay in the "
                + "journal."),
        (RejectionCode.BaselineNotVerified, 409, "The migrant's baseline is not verified.",
            "An officer verifies it with POST /v1/migrants/{migrant}/baseline-verification."),
        (RejectionCode.PayoutNotFound, 404, "There is no such payout.",
            "Check the id; a city officer opens one with POST /v1/cities/{city}/payouts."),
        (RejectionCode.PayoutWrongState, 409, "The payout is not in a state that allows this.",
            "Read the payout; 'status' says where it stands."),
        (RejectionCode.SameOfficer, 409, "Who began something must not be who completes it.",
            "Let another officer of the city look at it and do it."),
        (RejectionCode.PayingAccountMissing, 409, "The city has not said from which account it pays.",
            "Decide it with PUT /v1/cities/{city}/paying-account."),
        (RejectionCode.PayeeMissing, 404, "The host's account and address for payments are not there.",
            "The host or a city officer gives them with PUT /v1/hosts/{host}/payee."),
        (RejectionCode.BankFileDiffers, 409, "A bank's file with the same message id was read before, and was another.",
            "Ask the bank which of the two is right; it must give the other one an id of its own."),
        (RejectionCode.BankFileInvalid, 422, "A bank's file cannot be read.",
            "Look at 'errors': line, column and code. Nothing of the file was used; fetch it from the bank again."),
        (RejectionCode.BankMessageUnknown, 422, "A bank's report is on a message that was never sent from here.",
            "Check that the file is one of this city's bank. Nothing of it was used."),
        (RejectionCode.BankSumsDiffer, 422, "A number of payments or a control sum is not what it should be.",
            "Ask the bank which file it has; 'detail' says what was instructed. Nothing was used."),
        (RejectionCode.CreditNotFound, 404, "There is no such booked credit.",
            "Check the id; GET /v1/cities/{city}/credits lists those that are set aside."),
        (RejectionCode.CreditFileNotFound, 404, "There is no such file of booked credits.",
            "Check the id; an officer sends one with POST /v1/cities/{city}/credit-files."),
        (RejectionCode.NothingSetAside, 409, "Nothing of the credit is set aside.",
            "Read the credit; 'status' and 'allocations' say what became of it."),
        (RejectionCode.ReferenceMissing, 409, "The money came without a reference of the city's.",
            "It is set aside: assign it to the reference that was meant, or release it."),
        (RejectionCode.ReferenceUnknown, 409, "Nobody owes the city anything under this reference.",
            "Check the reference; GET /v1/cities/{city}/employer-dues names those under which something is owed."),
        (RejectionCode.BankReferenceMissing, 409, "The bank's entry has no reference of the bank.",
            "It cannot be recognised when it comes again, so it is set aside: an officer compares it with the bank's own statement."),
        (RejectionCode.BankDetailsMissing, 409, "The bank has booked several payments as one sum and given no details.",
            "Ask the bank for a camt.054 or camt.053 with the details, send that, and release the sum."),
        (RejectionCode.AmountDiffers, 409, "The bank's amount is not the payment's.",
            "The answer was set aside; ask the bank what it paid."),
        (RejectionCode.PaymentNotInstructed, 409, "The bank speaks of a payment that it was never told to make.",
            "The answer was set aside; ask the bank where its instruction comes from."),
        (RejectionCode.AnswerTooLate, 409, "The bank contradicts what it said before, and what was followed.",
            "The answer was set aside; ask the bank whether the payment was made."),
        (RejectionCode.AnswerUnclear, 409, "What the bank says has no meaning for such a payment.",
            "The answer was set aside; ask the bank what it means, or for the details of the payments."),
        (RejectionCode.PayeeNameDiffers, 409, "The payee's bank knows the account under another name.",
            "The answer was set aside and the payment stands as before; ask the payee for the name that the bank has."),
        (RejectionCode.BeneficiaryNotFound, 404, "The migrant has no such beneficiary.",
            "The migrant names one with POST /v1/migrants/{migrant}/beneficiaries."),
        (RejectionCode.BeneficiaryInPlan, 409, "The migrant's plan sends money to the beneficiary.",
            "Change the plan first with PUT /v1/migrants/{migrant}/remittance-plan."),
        (RejectionCode.RemittanceOfferNotFound, 404, "The nation has no such offer to send money.",
            "See GET /v1/nations/{nation}/remittance-offers for those that there are."),
        (RejectionCode.MonthNotClosed, 409, "Earnings can still be booked in the month.",
            "Ask again once the month has ended everywhere on earth, twelve hours after its end in UTC."),
        (RejectionCode.NothingToSend, 409, "The plan sends nothing of the month in this currency.",
            "Read the month with GET /v1/migrants/{migrant}/remittances/{month}: each line says why it is left out."),
        (RejectionCode.RemittanceInstructed, 409, "The file of the month was made already.",
            "Fetch the same file again. A payment whose outcome is unknown is never instructed again; ask the bank."),
        (RejectionCode.RemittanceNotInstructed, 404, "No file of the month was made for the bank.",
            "Make it with POST /v1/migrants/{migrant}/remittances/{month}/{currency}/instruction."),
        (RejectionCode.OwnAccountMissing, 409, "The migrant has not said from which account money is sent.",
            "Say it with PUT /v1/migrants/{migrant}/own-account."),
        (RejectionCode.BeneficiaryNotPayable, 409, "A beneficiary's account or address cannot stand in a bank's file.",
            "Name the beneficiary again as the detail says, with a BIC, and change the plan."),
        (RejectionCode.ConcernNotFound, 404, "There is no such concern.",
            "Check the id; POST /v1/sponsorships/{sponsorship}/concerns raises one."),
        (RejectionCode.ConcernWrongState, 409, "The concern is not in a state that allows this.",
            "Read the concern; 'status' says where it stands."),
        (RejectionCode.ConcernNotEscalated, 409, "The concern has not gone to the nation.",
            "An officer of its city looks after it, or takes it to the nation with POST /v1/concerns/{concern}/escalation."),
        (RejectionCode.ConcernWithNation, 409, "The concern is the nation's.",
            "An officer of the nation looks after it: somebody of the city is said to be part of it."),
        (RejectionCode.WelfareCheckNotFound, 404, "No welfare check is open.",
            "POST /v1/sponsorships/{sponsorship}/absence-reports opens one."),
        (RejectionCode.MigrantNotReached, 409, "Nobody knows that the migrant has heard of the check.",
            "An officer goes there and says so with POST /v1/sponsorships/{sponsorship}/welfare-check/visit; the days count from then."),
        (RejectionCode.NewsNotFound, 404, "An entry is not in the inbox.", "Read the inbox with GET /v1/inbox and name entries of it."),
        (RejectionCode.ChannelNotOffered, 409, "Messages are not sent this way here.",
            "GET /v1/inbox/contact lists under 'offered' by which ways they are."),
        (RejectionCode.MessageNotFound, 404, "There is no such message that has failed.",
            "GET /v1/cities/{city}/failed-messages lists those that have."),
        (RejectionCode.SourcesMissing, 409, "Too few independent sources have said so.",
            "Ask somebody else: the host, an employer, or an officer who goes there."),
        (RejectionCode.WaitingTimeRunning, 409, "The migrant may still answer.",
            "Wait until the day that 'detail' names, and go on looking for the migrant."),
        (RejectionCode.RulingNotFound, 404, "There is no such ruling.",
            "Check the id; GET /v1/sponsorships/{sponsorship}/rulings lists those of a sponsorship."),
        (RejectionCode.RulingWrongState, 409, "The ruling is not in a state that allows this.",
            "Read the ruling; 'status' says where it stands."),
        (RejectionCode.ReplyTimeRunning, 409, "Those concerned can still reply.",
            "Wait until the day that 'detail' names is over, or until both sides have replied."),
        (RejectionCode.AppealTooLate, 409, "The time to appeal is over.", "Ask the city to take the ruling back, or for a new check."),
        (RejectionCode.KeptPlaceNotFound, 404, "The city keeps no place for the migrant.",
            "Look at GET /v1/cities/{city}/grace-periods; where a new sponsorship has the place, it is that one's."),
        (RejectionCode.GraceRunning, 409, "The migrant's grace period is not over.", "Wait until 'detail' says that it is over."),
        (RejectionCode.BallotNotFound, 404, "There is no such ballot.", "See GET /v1/cities/{city}/ballots for those that there are."),
        (RejectionCode.BallotWrongState, 409, "The ballot is not in a state that allows this.",
            "Read the ballot; 'status' says where it stands."),
        (RejectionCode.BallotNotOpen, 409, "The ballot takes no votes now, or gives out no papers any more.",
            "Read the ballot; 'papersUntil' says until when papers are given out, 'from' and 'until' when votes are taken."),
        (RejectionCode.NotAnElector, 403, "The citizen may not vote in this ballot.",
            "Those may vote who were registered in the city when the ballot was opened, and for whom no guardian acts."),
        (RejectionCode.BallotPaperIssued, 409, "The citizen was given another paper.",
            "One citizen has one paper: send the blinded message of the first request again."),
        (RejectionCode.BallotPaperInvalid, 422, "The paper's signature is not the ballot's.",
            "Send the paper and the signature as they were when the blinding was taken off."),
        (RejectionCode.VoteOutdated, 409, "A newer choice of the same paper is in the box.",
            "Send a higher 'revision' to change the vote."),
        (RejectionCode.OpeningNotFound, 404, "There is no such opening.", "See GET /v1/cities/{city}/openings for those that there are."),
        (RejectionCode.OpeningWrongState, 409, "The opening is not in a state that allows this.",
            "Read the opening; 'status' says where it stands."),
        (RejectionCode.OpeningRunning, 409, "The city has another opening that is not drawn yet.",
            "Wait until it is drawn: one at a time."),
        (RejectionCode.OpeningNotDrawn, 404, "The opening is not drawn yet.",
            "The draw is published after the window; 'status' of the opening says when it is there."),
        (RejectionCode.ProfileNotFound, 404, "The person has no open profile here.",
            "Tell something with PUT …/profile first; a migrant names the city there."),
        (RejectionCode.ConsentMissing, 404, "The person has not consented to heritage or faith being used.",
            "The person alone consents, with PUT …/traits."),
        (RejectionCode.InvitationNotFound, 404, "There is no invitation with this code for this person.",
            "Check the code. A host's invitation is for a migrant, and a migrant's for a host."),
        (RejectionCode.PayNotFound, 404, "There is no such pay.",
            "GET …/pays lists them. A month's report is corrected and withdrawn as a month."),
        (RejectionCode.ContestNotFound, 404, "Nobody contests the pay.", "Only what the migrant contests is replied to and decided."),
        (RejectionCode.PayDaysReported, 409, "Days of the pay were reported by the same employer in another way.",
            "Report a month or its pays, not both: correct what is there, or withdraw it first."),
        (RejectionCode.AllowanceUsedUp, 429, "As much of this was done as may be in a period.",
            "'detail' says how much may be done in which time, and when there is room again."),
        (RejectionCode.InvitationExpired, 409, "The invitation's time is over.", "Ask the inviter for a new one."),
        (RejectionCode.InvitationUsed, 409, "The invitation has been used.", "A code counts once; ask the inviter for a new one."),
        (RejectionCode.RoundNotFound, 404, "There is no such round, or the person has no part in it.",
            "Check the id; GET /v1/cities/{city}/rounds and /v1/nations/{nation}/rounds list them."),
        (RejectionCode.RoundClosed, 409, "The round's list is closed.", "Wait for the next round."),
        (RejectionCode.RoundWrongState, 409, "The round is not in a state that allows this.",
            "Read the round; 'status' says where it stands."),
        (RejectionCode.RoundResultMissing, 404, "The round has proposed nobody to the person.",
            "Read the round: 'answering' says that everybody was told. There is not somebody for everyone."),
        (RejectionCode.RoundAnswerTooLate, 409, "The time to answer the round's proposal is over.",
            "Either side can still propose a sponsorship."),
        (RejectionCode.RoundDeclined, 409, "The round's proposal was declined.", "There is nothing more to answer here."),
        (RejectionCode.OtherNation, 422, "A move would lead into another nation.",
            "Move within the nation. Elsewhere a citizen registers again, and the migrant with them."),
        (RejectionCode.HostMoving, 409, "A move of the host to another city is under way.",
            "Wait for the migrant's arrival there, or withdraw the sponsorship that GET /v1/hosts/{host}/move names."),
        (RejectionCode.HostMoved, 409, "This record of the host is closed.",
            "Use the record in the city where they live: 'movedTo' of the host names it."),
        (RejectionCode.MoveNotFound, 404, "The host is not moving, and has not moved.", "POST /v1/hosts/{host}/moves begins a move."),
        (RejectionCode.RecordLinked, 409, "One of the two records is linked to another one.",
            "Read both; 'linkedTo' names the principal. Link to that, or unlink first."),
        (RejectionCode.RecordsNotLinked, 409, "The two records are not linked.",
            "GET /v1/nations/{nation}/person-links lists those that are."),
        (RejectionCode.DuplicateNotFound, 404, "Nothing was noted about these two records.",
            "GET /v1/nations/{nation}/duplicates lists what records share."),
        (RejectionCode.SponsorshipOpen, 409, "A person in a live sponsorship cannot be erased.", "End the sponsorship first."),
    }.ToFrozenDictionary(r => r.Code, r => new ProblemKind(Codes<RejectionCode>.Text(r.Code), r.Status, r.Title, r.Mend));

    /// <summary>All kinds, by code; of a code with two statuses the one that the gateway gives.</summary>
    public static IReadOnlyDictionary<string, ProblemKind> ByCode { get; } =
        new SortedDictionary<string, ProblemKind>(OwnKinds.Concat(Rejections.Values).DistinctBy(k => k.Code).ToDictionary(k => k.Code),
            StringComparer.Ordinal);

    /// <summary>The kind of a rejection.</summary>
    public static ProblemKind Of(RejectionCode code) => Rejections[code];

    /// <summary>The kind that stands for a bare status.</summary>
    internal static ProblemKind OfStatus(int status) =>
        OwnKinds.FirstOrDefault(k => k.Status == status && k != BadInput && k != KeyMissing) ?? (status >= 500 ? Internal : BadRequest);
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its path in the body, or the name of the parameter or header.</param>
/// <param name="Message">What would be right. Never repeats the value, which may be personal.</param>
public sealed record FieldError(string Field, string Message)
{
    /// <summary>The line of a file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1; left out where the line as a whole is wrong.</summary>
    public int? Column { get; init; }

    /// <summary>What is wrong, as a code for programs.</summary>
    public string? Code { get; init; }
}

/// <summary>Ends a request with a problem. Thrown where a result cannot be returned: while a request is being read.</summary>
internal sealed class ProblemException(ProblemKind kind, string? detail = null, IReadOnlyList<FieldError>? errors = null)
    : Exception(kind.Title)
{
    public ProblemKind Kind { get; } = kind;

    public string? Detail { get; } = detail;

    public IReadOnlyList<FieldError>? Errors { get; } = errors;

    public static ProblemException Invalid(string field, string message) => new(Problems.BadInput, null, [new(field, message)]);
}
