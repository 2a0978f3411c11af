namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Tests.Sample;

public sealed class EveryCommandInEveryStatusTests
{
    private static readonly SponsorshipCommand[] Commands =
    [
        new Propose(Case(1), Host(1), Migrant(1), Party.Host, new(true, true, Household(1), Home(1))),
        new Accept(Party.Migrant),
        new Accept(Party.Migrant, "form/7"),
        new SeePaper(Party.Migrant),
        new FormAtOnce(Party.Migrant),
        new Decline(Party.Migrant),
        new Withdraw(Party.Migrant),
        new NoteStep(SagaStep.FreeHost, new StepRefused(RejectionCode.Busy)),
        new RecordCheck(CheckKind.HealthInsurance, Passed()),
        new RuleOnCheck(new(CheckKind.HealthInsurance, RulingId.From(Auckland, "ruling"), RulingEffect.Lifted, null)),
        new Refuse([RefusalReason.ConditionsNotMet]),
        new Reply(Party.Migrant),
        new Reopen(),
        new RuleOnRefusal(RulingId.From(Auckland, "ruling"), RulingEffect.Lifted),
        new CloseRefused(),
        new Arrive(Today, true, VerifiedPayslips, PhpRate),
        new HearOfHost(HostSituation.Abroad),
        new HearOfHome(Home(2)),
        new Activate(),
        new GiveNotice(),
        new GiveConsent(),
        new RevokeConsent(),
        new End(Party.Migrant, EndReason.MigrantLeft, Today),
        new End(Party.Host, EndReason.HostEnded, Today.AddDays(7)),
        new ProposeEnd(EndReason.Programme, Today, RulingId.From(Auckland, "end")),
        new RuleOnEnd(RulingId.From(Auckland, "end"), RulingEffect.Stands),
        new TakeBackNotice(),
        new StopNotice(RulingId.From(Auckland, "stop")),
        new RuleOnNotice(RulingId.From(Auckland, "stop"), RulingEffect.Stands),
        new TakeBackActivation(),
        new ChangeHost(),
        new EndAbsent(),
        new FixBaseline(2, VerifiedPayslips with { Version = 2 }, PhpRate),
        new NameEmployer(new("orchard", Today)),
        new EndEmployment("orchard", Today, Today),
        new ConfirmEmployment("orchard", Today),
        new ContestEmployment("orchard", Today),
        new UpholdEmployment("orchard", Today, "payslip/3"),
        new NoteEmployerTies("orchard", new(true, false, false)),
        Sample.Earned(1, 1, Dollars(400_000)),
        new ReportEarnings(new(1, 1, "orchard", Dollars(400_000))),
        new WithdrawEarnings(1, 1, Employers.None),
        new ReportPay(new(Employers.None, Today, Today.AddDays(6), PayFrequency.Week, Dollars(100_000))),
        new WithdrawPay("pay-1"),
        new ContestPay("pay-1", ContestReason.NotPaid),
        new ReplyToContest("pay-1", ContestReply.ReportIsRight),
        new DecideContest("pay-1", true),
        new CloseMonths(31),
        new CollectShare("march", Dollars(1), Today),
        new ReverseCollection("march"),
        new ReservePayout("payment-1", 0),
        new SettlePayout("payment-1"),
        new ReleasePayout("payment-1"),
        new ReturnPayout("payment-1"),
        new SetPayoutThreshold(Party.Migrant, Dollars(500)),
        new BookLoss("guest-left", Dollars(500)),
        new ProposeFine(RulingId.From(Auckland, "fine"), FineReason.FeeCharged, Dollars(500), new(Dollars(500), Dollars(500))),
        new RuleOnFine(RulingId.From(Auckland, "fine"), RulingEffect.Stands),
        new SettleFindings("pay-1", FindingOutcome.Noted, FindingReason.EmployerGone),
        new SettleFlags(new("orchard", Today), FindingOutcome.Noted, FindingReason.EmployerGone),
        new FollowPredecessor(MoveStory.There()),
        new MoveAway(MoveStory.CaseThere, Today),
    ];

    // A row for each command above; a column for each status, in the order of the statuses. A dot stands for wrong-state.
    private const string Table = """
        propose      | proposed  already-exists already-exists already-exists already-exists already-exists already-exists already-exists already-exists already-exists already-exists
        accept       | not-found accepted  .         .         .         .         .         .         .         .         .
        on paper     | not-found shown     .         .         .         .         .         .         .         .         .
        see paper    | not-found .         .         .         .         .         .         .         .         .         .
        form at once | not-found accepted  .         .         .         .         .         .         .         .         .
        decline      | not-found declined  .         .         .         .         .         .         .         .         .
        withdraw     | not-found withdrawn withdrawn withdrawn withdrawn withdrawn withdrawn .         .         .         .
        note-step    | not-found known     known     known     known     known     known     known     known     known     known
        record-check | not-found recorded  recorded  recorded  recorded  recorded  recorded  recorded  recorded  recorded  .
        rule         | not-found ruled     ruled     ruled     ruled     ruled     ruled     ruled     ruled     ruled     ruled
        refuse       | not-found .         .         .         refused   refused   .         .         .         .         .
        reply        | not-found .         .         .         .         .         replied   .         .         .         .
        reopen       | not-found .         .         .         .         .         reopened  .         .         .         .
        rule refusal | not-found known     known     known     known     known     known     known     known     known     known
        close        | not-found .         .         .         .         .         ended     .         .         .         .
        arrive       | not-found .         .         .         .         arrived   .         .         .         .         .
        hear of host | not-found heard     heard     heard     heard     heard     heard     heard     heard     heard     known
        hear of home | not-found heard     heard     heard     heard     heard     heard     heard     heard     heard     known
        activate     | not-found .         .         .         .         .         .         active    .         .         .
        give-notice  | not-found .         .         .         .         .         .         notice    notice    .         .
        give-consent | not-found consented consented consented consented consented consented consented consented consented .
        revoke       | not-found revoked   revoked   revoked   revoked   revoked   revoked   revoked   revoked   revoked   revoked
        migrant ends | not-found ended     ended     ended     ended     ended     ended     ended     ended     ended     .
        host ends    | not-found .         .         .         .         .         .         notice-running notice-running ended .
        city ends    | not-found proposed  proposed  proposed  proposed  proposed  proposed  proposed  proposed  proposed  .
        rule end     | not-found known     known     known     known     known     known     known     known     known     known
        notice back  | not-found .         .         .         .         .         .         .         .         reason-not-allowed .
        stop notice  | not-found .         .         .         .         .         .         .         .         stopped   .
        rule notice  | not-found known     known     known     known     known     known     known     known     known     known
        active back  | not-found .         .         .         .         .         .         .         reason-not-allowed .      .
        change host  | not-found .         .         .         .         ended     .         ended     ended     ended     .
        absent       | not-found .         .         .         .         .         .         ended     ended     ended     .
        fix baseline | not-found known     known     known     known     known     known     fixed     fixed     fixed     known
        name         | not-found named     named     named     named     named     named     named     named     named     named
        end job      | not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found
        confirm job  | not-found reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed
        contest job  | not-found reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed reason-not-allowed
        uphold job   | not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found
        note ties    | not-found noted noted noted noted noted noted noted noted noted noted
        earnings     | not-found .         .         .         .         .         .         posted    posted    posted    posted
        by a stranger | not-found employer-not-named employer-not-named employer-not-named employer-not-named employer-not-named employer-not-named employer-not-named employer-not-named employer-not-named employer-not-named
        withdraw pay | not-found .         .         .         .         .         .         withdrawn withdrawn withdrawn withdrawn
        pay          | not-found .         .         .         .         .         .         posted    posted    posted    posted
        withdraw one | not-found .         .         .         .         .         .         withdrawn withdrawn withdrawn withdrawn
        contest      | not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found
        say to it    | not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found
        decide it    | not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found pay-not-found
        close months | not-found .         .         .         .         .         .         closed    closed    closed    closed
        collect      | not-found .         .         .         .         .         .         amount-above-due amount-above-due amount-above-due amount-above-due
        reverse      | not-found .         .         .         .         .         .         collection-not-found collection-not-found collection-not-found collection-not-found
        reserve      | not-found .         .         .         .         .         .         nothing-to-pay nothing-to-pay nothing-to-pay nothing-to-pay
        settle       | not-found .         .         .         .         .         .         payment-not-found payment-not-found payment-not-found payment-not-found
        release      | not-found .         .         .         .         .         .         released released released released
        return       | not-found .         .         .         .         .         .         payment-not-found payment-not-found payment-not-found payment-not-found
        threshold    | not-found .         .         .         .         .         .         set       set       set       set
        book loss    | not-found .         .         .         .         .         .         booked    booked    booked    booked
        fine         | not-found .         .         .         .         .         .         proposed  proposed  proposed  proposed
        rule on fine | not-found .         .         .         .         .         .         ruling-not-found ruling-not-found ruling-not-found ruling-not-found
        findings     | not-found finding-not-found finding-not-found finding-not-found finding-not-found finding-not-found finding-not-found finding-not-found finding-not-found finding-not-found finding-not-found
        flags        | not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found employment-not-found
        follow       | not-found known     known     known     known     known     known     known     known     known     known
        move away    | not-found .         .         .         .         .         .         ended     ended     ended     known
        """;

    [Fact]
    public void Every_command_in_every_status_does_what_the_table_says_and_what_is_refused_has_a_code()
    {
        var rows = Table.Split('\n');
        Assert.Equal(Commands.Length, rows.Length);
        foreach (var (command, row) in Commands.Zip(rows))
        {
            var cells = row[(row.IndexOf('|') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var statuses = Enum.GetValues<SponsorshipStatus>();
            Assert.Equal(statuses.Length, cells.Length);
            foreach (var (status, cell) in statuses.Zip(cells))
            {
                var decision = SponsorshipDecider.Decide(Given.Sponsorship(status).State, command, Asked(command));
                var answer = decision.Rejection switch
                {
                    null => decision.Outcome,
                    { Code: RejectionCode.WrongState } => ".",
                    { Code: RejectionCode.SponsorshipNotFound } => "not-found",
                    { Code: var code } => Codes<RejectionCode>.Text(code),
                };
                Assert.True(cell == answer, $"{row[..row.IndexOf('|')].Trim()} in {status}: expected '{cell}' and got '{answer}'.");
                Assert.True(decision.Rejection is null || decision.Rejection.Detail.Length > 10,
                    "A rejection says in a sentence what is wrong.");
            }
        }
    }

    // Some are for a later day: the reply is late, the notice is over, the second share year has begun.
    private static Moment Asked(SponsorshipCommand command) => command switch
    {
        CloseRefused => On(Today.AddDays(6)),
        End { By: Party.Host } => On(Today.AddDays(7)),
        FixBaseline => On(Today.AddYears(1)),
        _ => MomentOf(command),
    };

    [Fact]
    public void Every_command_is_in_the_table() =>
        Assert.Equal(typeof(SponsorshipCommand).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(SponsorshipCommand))).ToHashSet(),
            Commands.Select(c => c.GetType()).ToHashSet());

    [Fact]
    public void Every_history_ends_in_the_status_that_it_is_named_after() =>
        Assert.All(Enum.GetValues<SponsorshipStatus>(), status => Assert.Equal(status, Given.Sponsorship(status).State.Status));
}
