namespace VipOrleans.Gateway.Sponsorships;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Safeguarding;

/// <summary>Sponsorships: from the proposal to the last statement.</summary>
internal static class SponsorshipEndpoints
{
    private static readonly SponsorshipView Example = new(
        Id: Sample.Sponsorship,
        Version: 14,
        City: Sample.City,
        Host: Sample.Host,
        Migrant: Sample.Migrant,
        Household: Sample.Household,
        Status: SponsorshipStatus.Active,
        ProposedBy: Party.Host,
        Place: Claim.Confirmed,
        Terms: new(Sample.Nzd, Share.Half, CityPolicy.Default.RequiredChecks, 28, 28),
        Checks: [new(Kind: CheckKind.Identity, Result: new(CheckOutcome.Passed, null, Sample.Day, new(2026, 11, 3), null))],
        ArrivedOn: Sample.Day,
        Baseline: Sample.FixedBaseline, PlaceHeldUntil: null, Refusal: null, NoticeUntil: null, EndReason: null, EndedOn: null,
        ConsentOn: null, LaterBaselines: [], Succeeds: null, Move: null, SucceededBy: null, HostBefore: null, AwaitsRate: false);

    private static readonly string Id = Sample.Sponsorship.Value;

    public static void Map(IEndpointRouteBuilder v1)
    {
        Who[] sides = [Who.HostOfSponsorship, Who.MigrantOfSponsorship];
        Who[] readers = [.. sides, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity];

        v1.MapPost("/sponsorships", Propose).AllowsByBody(Who.TheHost, Who.GuardianOfHost, Who.TheMigrant, Who.OfficerOfCity)
            .WithTags("Sponsorships")
            .Describes("proposeSponsorship", "Propose a sponsorship",
                "A host, or the host's guardian, proposes to a migrant, or a migrant to a host. A city officer says with 'by' for which "
                    + "side they act and names its signed 'paper', which another officer is to see. Nothing is taken yet.")
            .ExampleBody(new ProposeRequest { Host = Sample.Host, Migrant = Sample.Migrant })
            .AnswersReceipt(Id, "proposed", 201);

        var one = v1.MapGroup("/sponsorships/{sponsorship}").WithTags("Sponsorships");
        one.MapGet("", Get).Allows(readers)
            .Describes("getSponsorship", "Read a sponsorship", "Where it stands, its terms and its checks.")
            .Answers(Example);
        one.MapGet("/statement", Statement).Allows(readers)
            .Describes("getStatement", "Read the statement", "Every posting and what it was made from, so that anyone can redo it.")
            .Answers(Sample.Statement);
        one.MapPost("/acceptance", Accept).Allows([.. sides, Who.OfficerOfCity])
            .Describes("acceptSponsorship", "Accept a proposal",
                "The other side says yes. Host, migrant and place are taken, or the sponsorship waits for a place. A city officer who has "
                    + "not spoken for the side that proposed says with 'by' for which side they act and names its signed 'paper' "
                    + "('shown'): it is a yes once another officer has seen it.")
            .ExampleBody(new AcceptRequest { By = Party.Migrant }).AnswersReceipt(Id, "accepted");
        one.MapPost("/paper-sighting", SeePaper).Allows(Who.OfficerOfCity)
            .Describes("seePaper", "Say that the signed paper of a side was seen",
                "By another officer than the one who showed it. Of the side that proposed, the other one can say yes from then on "
                    + "('seen'); of the side that says yes, the sponsorship is formed ('accepted').")
            .ExampleBody(new SeePaperRequest { By = Party.Migrant }).AnswersReceipt(Id, "accepted");
        one.MapPost("/decline", Decline).Allows([.. sides, Who.OfficerOfCity])
            .Describes("declineSponsorship", "Decline a proposal",
                "The other side says no. A city officer says with 'by' for which side they act.")
            .ExampleBody(new PartyRequest { By = Party.Migrant }).AnswersReceipt(Id, "declined");
        one.MapPost("/withdrawal", Withdraw).Allows([.. sides, Who.OfficerOfCity])
            .Describes("withdrawSponsorship", "Withdraw before the arrival",
                "Either side may, until the migrant has arrived. What was taken is given back. A city officer says with 'by' for which "
                    + "side they act, until the other side has said yes; what both have agreed no officer withdraws.")
            .ExampleBody(new PartyRequest { By = Party.Host }).AnswersReceipt(Id, "withdrawn");
        one.MapPost("/checks", RecordCheck).Allows(Who.OfficerOfCity)
            .Describes("recordCheck", "Record a check",
                "When all that the city requires have passed, the sponsorship is granted. A failed background or accommodation check "
                    + "reaches every open sponsorship of that host or address, and acts at once; any other failure counts once its ruling "
                        + "is made. Each failure gives host and migrant notice of a ruling, to which they can reply.")
            .ExampleBody(new RecordCheckRequest
            {
                Kind = CheckKind.Background, Outcome = CheckOutcome.Passed, On = Sample.Day,
                ValidUntil = new(2026, 11, 3)
            })
            .AnswersReceipt(Id, "recorded");
        one.MapPost("/refusal", Refuse).Allows(Who.OfficerOfCity)
            .Describes("refuseSponsorship", "Refuse a sponsorship",
                "With coded reasons; the parties may reply until a date. Host and migrant have notice of a ruling, which another officer "
                    + "makes or drops; the sponsorship is closed, and its place given back, only when nobody can appeal any more.")
            .ExampleBody(new RefuseRequest { Reasons = [RefusalReason.AccommodationOvercrowded] }).AnswersReceipt(Id, "refused");
        one.MapPost("/reply", Reply).Allows(sides)
            .Describes("replyToRefusal", "Reply to a refusal", "A party's answer. The text goes to the vault.")
            .ExampleBody(new ReplyRequest { Text = "We have rented a second room; the contract is attached to our file." })
            .AnswersReceipt(Id, "replied");
        one.MapGet("/reply", ReadReply).Allows([.. sides, Who.OfficerOfCity]).Query(Query.Purpose)
            .Describes("readReply", "Read the reply to a refusal", "Who reads and why is written down before the text is given.")
            .Answers(new ReplyAnswer("We have rented a second room; the contract is attached to our file."));
        one.MapPost("/reopening", Reopen).Allows(Who.OfficerOfCity)
            .Describes("reopenSponsorship", "Take a refusal back", "The checks go on.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Id, "reopened");
        one.MapPost("/arrival", Arrive).Allows(Who.OfficerOfCity)
            .Describes("recordArrival", "Record the arrival",
                "The share year begins. The newest verified baseline is fixed for it, converted at the nation's rate on or before that "
                    + "day if it is in another currency. Without such a rate the arrival is noted all the same "
                    + "('arrived-awaiting-rate'): nothing can be reported until the rate is imported.")
            .ExampleBody(new ArrivalRequest { On = Sample.Day }).AnswersReceipt(Id, "arrived");
        one.MapPost("/activation", Activate).Allows(Who.OfficerOfCity)
            .Describes("activateSponsorship", "Confirm residence and the right to work",
                "The city confirms that the migrant lives and may work there.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Id, "active");
        one.MapPost("/notice", GiveNotice).Allows(Who.HostOfSponsorship, Who.OfficerOfCity)
            .Describes("giveNotice", "Give notice",
                "The host gives notice, or a city officer on the host's behalf. A migrant needs none. Every notice waits first, as many "
                    + "days as the city's policy says, whether there is a concern or not; then its own days run.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Id, "notice");
        one.MapPost("/notice-withdrawal", TakeBackNotice).Allows(Who.HostOfSponsorship, Who.OfficerOfCity)
            .Describes("takeBackNotice", "Take a notice back",
                $"The host takes it back at any time. A notice that an officer recorded by mistake is taken back by another one, within "
                    + $"{RecordedStep.DaysToTakeBack} days. The history stays.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Id, "taken-back");
        one.MapPost("/notice-stop", StopNotice).Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("stopNotice", "Stop a notice that may be retaliation",
                "The notice stands still at once, and host and migrant have notice of a ruling. If another officer makes it, there is no "
                    + "notice any more; if it is dropped or lifted, the notice goes on where it stopped.")
            .ExampleBody(new StopNoticeRequest { Text = "It came the day after an inspection.", Language = "en" })
            .AnswersReceipt(Id, "stopped");
        one.MapPost("/activation-withdrawal", TakeBackActivation).Allows(Who.OfficerOfCity)
            .Describes("takeBackActivation", "Take back that the migrant lives and may work there",
                $"By another officer than the one who recorded it by mistake, within {RecordedStep.DaysToTakeBack} days. The history "
                    + "stays.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Id, "taken-back");
        one.MapPost("/end", End).Allows([.. sides, Who.OfficerOfCity, Who.OfficerOfNation])
            .Describes("endSponsorship", "End a sponsorship",
                "The migrant can always leave: reason 'migrant-left'. A host ends it after notice: 'host-ended'. An officer only proposes "
                    + "to end it ('proposed'): it goes on as it is, host and migrant have notice of a ruling and can reply and appeal, "
                    + "another officer decides, and it ends when nobody can appeal any more. A death that was none is taken back with "
                    + "the ruling, also after the end. That a migrant who has arrived is gone is for nobody else to say: report the "
                    + "absence.")
            .ExampleBody(new EndRequest { Reason = EndReason.MigrantLeft }).AnswersReceipt(Id, "ended");
        one.MapPost("/consent", GiveConsent).Allows(Who.MigrantOfSponsorship)
            .Describes("giveConsent", "Consent to the share being taken from the pay",
                "The migrant's own act, needed where the law of the place asks for it. It can be revoked at any time.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Id, "consented");
        one.MapPost("/consent-revocation", RevokeConsent).Allows(Who.MigrantOfSponsorship)
            .Describes("revokeConsent", "Revoke the consent",
                "From the next report on, nothing is taken where the law asks for consent. It has no bearing on the sponsorship.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Id, "revoked");
        one.MapPost("/employments", NameEmployer).Allows(Who.MigrantOfSponsorship, Who.OfficerOfCity)
            .Describes("nameEmployer", "Name an employer",
                "The migrant says for whom they work, or a city officer does. An employer reports months in which a day of its employment "
                    + "lies; one that is not named reports nothing, does not count as a source of an absence, raises no concern, and does "
                    + "not learn that there is such a sponsorship. An officer gives the document from which they know of it; the migrant "
                    + "sees it, and confirms or contests it. The same days again, with terms, add the terms.")
            .ExampleBody(new NameEmployerRequest
            {
                Employer = "acme-orchards", From = Sample.Day, Document = "contract/2025-117",
                Terms = new() { Frequency = PayFrequency.Week, HoursAWeek = 40, Pay = Money.Parse("1050.00", Sample.Nzd) },
            }).AnswersReceipt(Id, "named");
        var which = new EmploymentRequest { Employer = "acme-orchards", From = Sample.Day };
        one.MapPost("/employment-confirmation", ConfirmEmployment).Allows(Who.MigrantOfSponsorship)
            .Describes("confirmEmployment", "Confirm an employment", "The migrant says that what an officer named is right.")
            .ExampleBody(which).AnswersReceipt(Id, "confirmed");
        one.MapPost("/employment-contest", ContestEmployment).Allows(Who.MigrantOfSponsorship)
            .Describes("contestEmployment", "Contest an employment",
                "The migrant says that it is wrong. Its employer reports nothing for its days until an officer has decided: to uphold it "
                    + "from a document, or to take it off. What was reported before stays until it is withdrawn.")
            .ExampleBody(which).AnswersReceipt(Id, "contested");
        one.MapPost("/employment-upholding", UpholdEmployment).Allows(Who.OfficerOfCity)
            .Describes("upholdEmployment", "Uphold a contested employment",
                "An officer finds from a document that it is right. One that is wrong is taken off by ending it before it began.")
            .ExampleBody(new UpholdEmploymentRequest { Employer = "acme-orchards", From = Sample.Day, Document = "payslip/2025-11" })
            .AnswersReceipt(Id, "upheld");
        one.MapPost("/employment-settlement", SettleFlags).Allows(Who.OfficerOfCity)
            .Describes("settleEmploymentFlags", "Settle why an employment is flagged",
                "What came of it and why, in codes. What is flagged of the employment later is open again. One that the migrant contests "
                    + "is decided first.")
            .ExampleBody(new EmploymentSettlementRequest
            {
                Employer = "acme-orchards", From = Sample.Day, Outcome = FindingOutcome.Noted, Reason = FindingReason.TieDisclosed,
            }).AnswersReceipt(Id, "settled");
        one.MapPost("/employer-check", CheckEmployer).Allows(Who.OfficerOfCity)
            .Describes("checkEmployer", "Look again at what ties an employer to the host",
                "Whether the employer is the host or of the host's household, is at the host's address, or has one account with the host. "
                    + "It is looked at whenever an employer is named; this is for what was registered since.")
            .ExampleBody(new CheckEmployerRequest { Employer = "acme-orchards" }).AnswersReceipt(Id, "noted");
        one.MapPost("/employment-end", EndEmployment).Allows(Who.MigrantOfSponsorship, Who.OfficerOfCity)
            .Describes("endEmployment", "End an employment",
                "Or put its last day right. What was reported stays, and an officer can withdraw it. A last day before the first says that "
                    + "the employer was named by mistake: the employment is taken off.")
            .ExampleBody(new EndEmploymentRequest { Employer = "acme-orchards", From = Sample.Day, On = Sample.Day.AddMonths(6) })
            .AnswersReceipt(Id, "ended");
        one.MapGet("/employments", Employments)
            .Allows(Who.MigrantOfSponsorship, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("listEmployments", "List the employments",
                "For whom the migrant works, or has worked, in the order in which they were named: on which terms, what the migrant has "
                    + "said of it, and what ties the employer to the host. 'employers' has the names of those that are registered.")
            .Answers(new EmploymentsView(
                Sponsorship: Sample.Sponsorship, Version: 15,
                Items: [
                    new("acme-orchards", Sample.Day, Sample.Day.AddMonths(6),
                        new(PayFrequency.Week, 40, Money.Parse("1050.00", Sample.Nzd)), "contract/2025-117",
                        EmploymentWord.Unconfirmed, new(IsHost: false, IsAtHostsHome: true, SharesAccount: false)),
                    new("kiwi-dairy", Sample.Day.AddMonths(6), Standing: EmploymentWord.Confirmed)],
                Employers: [new("acme-orchards", Sample.Employer, EmployerKind.Organisation, "Acme Orchards Ltd", "9429000000000")]));
        one.MapPost("/earnings", ReportEarnings).Allows(Who.EmployerOfSponsorship, Who.OfficerOfCity).Query(Query.DryRun)
            .Describes("reportEarnings", "Report what was earned in a month",
                "In the city's currency, one report an employer and month. The employer is named for the sponsorship first, and a day of "
                    + "its employment lies in the month; an officer who knows no employer names none. Late months and corrections come out "
                    + "right: the share is computed on the year so far, in the migrant's favour. "
                + "The answer says what to do with this report and nothing else of the sponsorship: withhold so much from the pay, or give "
                    + "so much back with it, and pay what was withheld to the city's account, under the reference, by the day. Of a "
                    + "correction it is the difference. The same report again is answered as the first time, and is not withheld twice. "
                + $"The day is the {EmployerAnswer.DueDay}th of the month after the share month's last day, or after the day of the "
                    + "report if that is later. Where a change of host splits the month, the parts are added.")
            .ExampleBody(new EarningsRequest { Year = 1, Month = 1, Earned = Money.Parse("4200.00", Sample.Nzd) })
            .Answers(EarningsAnswers.Posted);
        one.MapPost("/earnings-withdrawal", WithdrawEarnings).Allows(Who.EmployerOfSponsorship, Who.OfficerOfCity).Query(Query.DryRun)
            .Describes("withdrawEarnings", "Withdraw a report of earnings",
                "As if it had never come. What was taken for it is given back: the answer says how much, as to a report.")
            .ExampleBody(new EarningsWithdrawalRequest { Year = 1, Month = 1 }).Answers(EarningsAnswers.Withdrawn);
        one.MapGet("/earnings-to-pay", EarningsToPay).Allows(Who.EmployerOfSponsorship, Who.OfficerOfCity)
            .Query(Query.ShareYear, Query.ShareMonth, Query.OfEmployer)
            .Describes("getEarningsToPay", "Read again what is withheld for a month",
                "All answers to an employer's reports of a month and to their withdrawals, added up. An employer reads of its own reports; "
                    + "an officer names the employer, or none for pays that none was named for.")
            .Answers(EarningsAnswers.Month);
        PayEndpoints.Map(one);
        FineEndpoints.Map(one);
    }

    private static async Task<IResult> Propose(Command<ProposeRequest> command, IGrainFactory grains, Allowances allowances)
    {
        var (side, city) = (Side(command), command.Body.Host.City);
        var id = SponsorshipId.From(city, await command.SeedFor(s => grains.Sponsorship(SponsorshipId.From(city, s))));
        if (await allowances.Proposal(command, command.Body.Host, command.Body.Migrant) is { } refused) return refused;
        var one = grains.Sponsorship(id);
        var result = OwnPaper(command.Caller, command.Body.Paper) is { } paper
            ? await one.ProposeOnPaper(command.Context, new(command.Body.Host, command.Body.Migrant, side, paper))
            : await one.Propose(command.Context, command.Body.Host, command.Body.Migrant, side);
        return command.Created(result, id.Value, $"/v1/sponsorships/{id}");
    }

    private static async Task<IResult> Get(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        var view = await grains.Sponsorship(sponsorship).Get();
        // What the migrant decided is not the host's to know, nor why.
        if (view is not null && Caller.Of(http).Role == Role.Host)
        {
            view = view with
            {
                EndReason = view.EndReason?.ToldToHost(),
                EndProposed = view.EndProposed is { } end ? end with { Reason = end.Reason?.ToldToHost() } : null,
            };
        }

        // What was done in a side's name is for that side and for officers.
        if (view?.InName is { } acts && OwnSide(Caller.Of(http)) is { } side)
        {
            view = view with { InName = [.. acts.Where(a => a.Side == side)] };
        }

        return Answers.Thing(http, view, view?.Version, RejectionCode.SponsorshipNotFound);
    }

    private static async Task<IResult> Statement(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        var view = await grains.Sponsorship(sponsorship).Statement();
        return Answers.Thing(http, view, view?.Version, RejectionCode.SponsorshipNotFound);
    }

    private static async Task<IResult> Accept(SponsorshipId sponsorship, Command<AcceptRequest> command, IGrainFactory grains)
    {
        var (one, side) = (grains.Sponsorship(sponsorship), Side(command));
        return command.Answer(OwnPaper(command.Caller, command.Body.Paper) is { } paper
            ? await one.AcceptOnPaper(command.Context, side, paper) : await one.Accept(command.Context, side), sponsorship.Value);
    }

    private static async Task<IResult> SeePaper(SponsorshipId sponsorship, Command<SeePaperRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).SeePaper(command.Context, command.Body.By), sponsorship.Value);

    private static async Task<IResult> Decline(SponsorshipId sponsorship, Command<PartyRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).Decline(command.Context, Side(command)), sponsorship.Value);

    private static async Task<IResult> Withdraw(SponsorshipId sponsorship, Command<PartyRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).Withdraw(command.Context, Side(command)), sponsorship.Value);

    private static async Task<IResult> RecordCheck(SponsorshipId sponsorship, Command<RecordCheckRequest> command, IGrainFactory grains)
    {
        var check = command.Body;
        return command.Answer(
            await grains.Sponsorship(sponsorship)
                .RecordCheck(command.Context, check.Kind, new(check.Outcome, check.Reason, check.On, check.ValidUntil, null),
                    command.Words()), sponsorship.Value);
    }

    private static async Task<IResult> Refuse(SponsorshipId sponsorship, Command<RefuseRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).Refuse(command.Context, command.Body.Reasons, command.Words()),
            sponsorship.Value);

    private static async Task<IResult> Reply(SponsorshipId sponsorship, Command<ReplyRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).Reply(command.Context, Side(command), command.Body.Text), sponsorship.Value);

    private static async Task<IResult> ReadReply(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        if (await grains.Sponsorship(sponsorship).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound));
        return await grains.Sponsorship(sponsorship).ReadReply(PersonAnswers.Reader(http)) is { } text
            ? Answers.Json(new ReplyAnswer(text))
            : new ProblemResult(Problems.Of(RejectionCode.PersonNotFound), "There is no reply to read: none was given, or it was erased.");
    }

    private static async Task<IResult> Reopen(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).Reopen(command.Context), sponsorship.Value);

    private static async Task<IResult> Arrive(SponsorshipId sponsorship, Command<ArrivalRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).Arrive(command.Context, command.Body.On), sponsorship.Value);

    private static async Task<IResult> Activate(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).Activate(command.Context), sponsorship.Value);

    private static async Task<IResult> GiveNotice(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).GiveNotice(command.Context), sponsorship.Value);

    private static async Task<IResult> TakeBackNotice(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).TakeBackNotice(command.Context), sponsorship.Value);

    private static async Task<IResult> StopNotice(SponsorshipId sponsorship, Command<StopNoticeRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).StopNotice(command.Context, command.Words()), sponsorship.Value);

    private static async Task<IResult> TakeBackActivation(SponsorshipId sponsorship, Command<NothingMore> command,
        IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).TakeBackActivation(command.Context), sponsorship.Value);

    private static async Task<IResult> End(SponsorshipId sponsorship, Command<EndRequest> command, IGrainFactory grains)
    {
        var (body, one) = (command.Body, grains.Sponsorship(sponsorship));
        if (OwnSide(command.Caller) is not { } side)
        {
            return command.Answer(await one.ProposeEnd(command.Context, body.Reason, body.On, command.Words()), sponsorship.Value);
        }

        return body.Text is null
            ? command.Answer(await one.End(command.Context, side, body.Reason, body.On), sponsorship.Value)
            : throw ProblemException.Invalid("text", "Only an officer gives reasons in words; leave it out.");
    }

    private static async Task<IResult> NameEmployer(SponsorshipId sponsorship, Command<NameEmployerRequest> command,
        IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).NameEmployer(command.Context, command.Body.Employment), sponsorship.Value);

    private static async Task<IResult> EndEmployment(SponsorshipId sponsorship, Command<EndEmploymentRequest> command,
        IGrainFactory grains)
    {
        var (employer, from, on) = (command.Body.Employer, command.Body.From, command.Body.On);
        return command.Answer(await grains.Sponsorship(sponsorship).EndEmployment(command.Context, employer, from, on), sponsorship.Value);
    }

    private static async Task<IResult> Employments(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        var view = await grains.Sponsorship(sponsorship).Employments();
        if (view is null) return Answers.Thing(http, view, null, RejectionCode.SponsorshipNotFound);
        var known = await Task.WhenAll(view.Items.Select(e => e.Employer).Distinct()
            .Select(e => grains.Employer(EmployerId.Of(sponsorship.City.Nation, e)).Get()));
        return Answers.Thing(http,
            view with
            {
                Employers = [.. known.OfType<EmployerView>()
                    .Select(e => new NamedEmployer(e.Employer, e.Id, e.Kind, e.Name, e.RegistrationNumber))],
            }, view.Version, RejectionCode.SponsorshipNotFound);
    }

    private static async Task<IResult> ConfirmEmployment(SponsorshipId sponsorship, Command<EmploymentRequest> command,
        IGrainFactory grains) =>
        command.Answer(
            await grains.Sponsorship(sponsorship).ConfirmEmployment(command.Context, command.Body.Employer, command.Body.From),
            sponsorship.Value);

    private static async Task<IResult> ContestEmployment(SponsorshipId sponsorship, Command<EmploymentRequest> command,
        IGrainFactory grains) =>
        command.Answer(
            await grains.Sponsorship(sponsorship).ContestEmployment(command.Context, command.Body.Employer, command.Body.From),
            sponsorship.Value);

    private static async Task<IResult> UpholdEmployment(SponsorshipId sponsorship, Command<UpholdEmploymentRequest> command,
        IGrainFactory grains)
    {
        var (employer, from, document) = (command.Body.Employer, command.Body.From, command.Body.Document);
        return command.Answer(await grains.Sponsorship(sponsorship).UpholdEmployment(command.Context, employer, from, document),
            sponsorship.Value);
    }

    private static async Task<IResult> SettleFlags(SponsorshipId sponsorship, Command<EmploymentSettlementRequest> command,
        IGrainFactory grains)
    {
        var (outcome, reason) = (command.Body.Outcome, command.Body.Reason);
        return command.Answer(
            await grains.Sponsorship(sponsorship).SettleFlags(command.Context, new(command.Body.Employer, command.Body.From), outcome,
                reason), sponsorship.Value);
    }

    private static async Task<IResult> CheckEmployer(SponsorshipId sponsorship, Command<CheckEmployerRequest> command,
        IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).CheckEmployer(command.Context, command.Body.Employer), sponsorship.Value);

    private static Task<IResult> ReportEarnings(HttpContext http, SponsorshipId sponsorship, Command<EarningsRequest> command,
        IGrainFactory grains)
    {
        var (body, employer) = (command.Body, Employer(command.Caller, command.Body.Employer));
        var report =
            new EarningsReport(body.Year, body.Month, employer, body.Earned, body.Details,
                body.Paid is { } paid ? new(paid.From, paid.To) : null);
        return EarningsAnswers.Change(http, sponsorship, command,
            new() { Year = body.Year, Month = body.Month, Employer = employer, Report = report }, grains);
    }

    private static Task<IResult> WithdrawEarnings(HttpContext http, SponsorshipId sponsorship, Command<EarningsWithdrawalRequest> command,
        IGrainFactory grains)
    {
        var (body, employer) = (command.Body, Employer(command.Caller, command.Body.Employer));
        return EarningsAnswers.Change(http, sponsorship, command, new() { Year = body.Year, Month = body.Month, Employer = employer },
            grains);
    }

    private static async Task<IResult> EarningsToPay(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        var (year, month) = (Query.ShareYear.Of(http), Query.ShareMonth.Of(http));
        var employer = Employer(Caller.Of(http), Query.OfEmployer.Of(http));
        if (await grains.Sponsorship(sponsorship).EarningsToPay(year, month, employer) is not { } known)
        {
            return await grains.Sponsorship(sponsorship).Get() is null
                ? new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound))
                : new ProblemResult(Problems.Of(RejectionCode.WrongState), "Nothing is reported before the arrival.");
        }

        var toDo = known.Answer;
        return Answers.Json(new MonthToPay(sponsorship, employer == Employers.None ? null : employer, year, month, known.Earned,
            toDo.Withhold, toDo.GiveBack, toDo.Reference, toDo.By, await grains.City(sponsorship.City).PayingAccount(),
            toDo.Netted));
    }

    /// <summary>The employer whose pay a request is about: an employer's own, or the one that an officer names.</summary>
    internal static string Employer(Caller caller, string? named) => caller.EmployerFor(named);

    private static async Task<IResult> GiveConsent(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).GiveConsent(command.Context), sponsorship.Value);

    private static async Task<IResult> RevokeConsent(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).RevokeConsent(command.Context), sponsorship.Value);

    /// <summary>The side that the caller is; null for an officer. The endpoint's rule has tied the caller to the sponsorship.</summary>
    private static Party? OwnSide(Caller caller) => caller.Role switch
    {
        Role.Host => Party.Host,
        Role.Migrant => Party.Migrant,
        _ => null,
    };

    private static string? OwnPaper(Caller caller, string? paper) => paper is null || OwnSide(caller) is null
        ? paper : throw ProblemException.Invalid("paper", "You speak for yourself and need no paper; leave it out.");

    private static Party Side<T>(Command<T> command) where T : class, IForParty
    {
        var named = command.Body.By;
        if (OwnSide(command.Caller) is not { } own)
        {
            return named ?? throw ProblemException.Invalid("by", $"Say for which side you act; expected {Expected.For(typeof(Party))}.");
        }

        return named is null || named == own
            ? own : throw new ProblemException(Problems.Forbidden,
                $"You are the {Codes<Party>.Text(own)} and act for no other side; leave 'by' out.");
    }
}
