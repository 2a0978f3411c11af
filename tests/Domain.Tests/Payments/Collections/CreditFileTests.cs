namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.CreditFileCommand;
using static VipOrleans.Domain.Tests.Sample;

public sealed class CreditFileTests
{
    private static readonly CreditFileId Id = CreditFileId.From(Auckland, "file");

    [Fact]
    public void A_file_is_opened_received_in_its_order_closed_and_worked_off()
    {
        var s = Do(new(), new OpenCreditFile(Id), new ReceiveCredits(Chunk(0, 3)), new ReceiveCredits(Chunk(1, 2)),
            new CloseCreditFile(Totals(2, 5)), new NoteCredits(0, new(1, 1, 1, 0)));
        Assert.Equal((CreditFileState.Working, 1), (s.State, s.WorkedChunks));
        var done = Do(s, new NoteCredits(1, new(1, 0, 0, 1)));
        Assert.Equal((CreditFileState.Done, new CreditCounts(2, 1, 1, 1)), (done.State, done.Counts));
        Assert.Equal(done, Do(done, new NoteCredits(1, new(5, 5, 5, 5)), new CloseCreditFile(Totals(2, 5))));
    }

    [Fact]
    public void What_is_here_already_changes_nothing_and_what_is_out_of_order_is_refused()
    {
        var s = Do(new(), new OpenCreditFile(Id), new ReceiveCredits(Chunk(0, 3)));
        Assert.Equal(s, Do(s, new OpenCreditFile(Id), new ReceiveCredits(Chunk(0, 3))));
        Assert.Equal(RejectionCode.WrongState, Refused(s, new ReceiveCredits(Chunk(2, 1))));
        Assert.Equal(RejectionCode.InvalidInput, Refused(s, new ReceiveCredits(Chunk(1, CreditFileReader.MaxRows))));
        Assert.Equal(RejectionCode.IdempotencyKeyReused, Refused(s, new CloseCreditFile(Totals(1, 4))));
        var closed = Do(s, new CloseCreditFile(Totals(1, 3)));
        Assert.Equal(RejectionCode.IdempotencyKeyReused, Refused(closed, new CloseCreditFile(Totals(1, 3) with { Sha256 = new('b', 64) })));
        Assert.Equal(RejectionCode.CreditFileNotFound, Refused(new(), new CloseCreditFile(Totals(0, 0))));
    }

    [Fact]
    public void A_file_without_a_credit_is_done_at_once() =>
        Assert.Equal(CreditFileState.Done, Do(new(), new OpenCreditFile(Id), new CloseCreditFile(Totals(0, 0))).State);

    [Theory]
    [InlineData(0, null, false)]
    [InlineData(1, null, true)]
    [InlineData(1, 13, false)]
    [InlineData(1, 14, true)]
    public void An_employer_is_reminded_when_something_is_late_and_not_again_for_two_weeks(int daysLate, int? daysSince, bool isReminded)
    {
        var id = LateEmployer.IdOf(Auckland, "kiwi-orchards");
        var s = daysSince is { } since ? new LateEmployer { Id = id, RemindedOn = Today.AddDays(-since), Times = 1 } : new();
        var decision = LateEmployerDecider.Decide(s,
            new LateEmployerCommand.RemindEmployer(id, "kiwi-orchards", new(Dollars(100), Today.AddDays(-daysLate))), ThatMoment);
        Assert.Equal(isReminded ? 1 : 0, decision.Events.Count);
        var after = decision.Events.Aggregate(s, LateEmployerDecider.Evolve);
        Assert.Equal(isReminded ? s.Times + 1 : s.Times, after.Times);
        Assert.Empty(LateEmployerDecider.Decide(s,
            new LateEmployerCommand.RemindEmployer(id, "kiwi-orchards", new(Dollars(0), Today.AddDays(-99))), ThatMoment).Events);
    }

    private static CreditFileChunk Chunk(int number, int rows) => new(number, 1, rows, [1]);

    private static CreditFileTotals Totals(int chunks, int rows) =>
        new(BankFileKind.Statement, "S1", chunks, rows, 0, 10, new('a', 64));

    private static CreditFile Do(CreditFile s, params CreditFileCommand[] commands)
    {
        foreach (var command in commands)
        {
            var decision = CreditFileDecider.Decide(s, command, ThatMoment);
            Assert.Null(decision.Rejection);
            s = decision.Events.Aggregate(s, CreditFileDecider.Evolve);
        }

        return s;
    }

    private static RejectionCode? Refused(CreditFile s, CreditFileCommand command) =>
        CreditFileDecider.Decide(s, command, ThatMoment).Rejection?.Code;
}
