namespace VipOrleans.Domain.Tests.Reports;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using static VipOrleans.Domain.Reports.ImportCommand;
using static VipOrleans.Domain.Reports.ImportEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class EarningsImportTests
{
    private static readonly ImportId Id = ImportId.From(Auckland, "file");
    private static readonly byte[] Data = [1];
    private static readonly EarningsImportOpened Opened = new(Id, "employer:acme", "acme", ImportFormat.Ndjson, []);
    private static readonly EarningsImportReceived Received = new(2, 5, 500, "ab");

    private static readonly Moment ByAcme = Sample.ThatMoment with { Actor = "employer:acme" };

    private static EarningsRowsReceived Chunk(int n) => new(n, 1 + (3 * n), n == 0 ? 3 : 2, Data);

    private static BadRow Bad(int line, string text = "It has ended.") => new(line, null, "wrong-state", text, "x");

    [Fact]
    public void Chunks_are_taken_in_their_order_and_one_that_is_here_changes_nothing()
    {
        Given.Import(Opened).When(new ReceiveRows(new(0, 1, 3, Data))).Then(Chunk(0)).WithOutcome("received");
        Given.Import(Opened, Chunk(0)).When(new ReceiveRows(new(0, 1, 3, Data))).Then().WithOutcome("received");
        Given.Import(Opened, Chunk(0)).When(new ReceiveRows(new(1, 4, 2, Data))).Then(Chunk(1)).WithOutcome("received");
        Given.Import(Opened, Chunk(0)).When(new ReceiveRows(new(2, 4, 2, Data))).ThenRejected(RejectionCode.WrongState);
        Given.Import(Opened, Chunk(0), Chunk(1), Received).When(new ReceiveRows(new(0, 1, 3, Data))).Then().WithOutcome("received");
        Given.Import(Opened, Chunk(0), Chunk(1), Received).When(new ReceiveRows(new(2, 6, 3, Data))).ThenRejected(RejectionCode.WrongState);
        Given.Import().When(new ReceiveRows(new(0, 1, 3, Data))).ThenRejected(RejectionCode.ImportNotFound);
    }

    [Fact]
    public void No_more_rows_are_taken_than_a_file_may_have()
    {
        var almost = Chunk(0) with { Rows = EarningsFile.MaxRows - 1 };
        Given.Import(Opened, almost).When(new ReceiveRows(new(1, 4, 1, Data))).Then(new EarningsRowsReceived(1, 4, 1, Data))
            .WithOutcome("received");
        Given.Import(Opened, almost).When(new ReceiveRows(new(1, 4, 2, Data))).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void A_file_is_opened_once_by_an_employer_that_has_an_id()
    {
        Given.Import().When(new OpenImport(Id, new(ImportFormat.Ndjson, [], "acme")), ByAcme).Then(Opened).WithOutcome("opened");
        Given.Import(Opened).When(new OpenImport(Id, new(ImportFormat.Ndjson, [], "acme")), ByAcme).Then().WithOutcome("opened");
        Given.Import().When(new OpenImport(Id, new(ImportFormat.Ndjson, [], "a b"))).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void A_file_is_closed_only_with_all_that_was_received_of_it()
    {
        Given.Import(Opened, Chunk(0), Chunk(1)).When(new CloseImport(new(2, 5, 500, "ab"))).Then(Received).WithOutcome("received");
        Given.Import(Opened, Chunk(0), Chunk(1)).When(new CloseImport(new(1, 3, 300, "ab")))
            .ThenRejected(RejectionCode.IdempotencyKeyReused);
        Given.Import(Opened, Chunk(0), Chunk(1), Received).When(new CloseImport(new(2, 5, 500, "ab"))).Then().WithOutcome("received");
        Given.Import(Opened, Chunk(0), Chunk(1), Received).When(new CloseImport(new(2, 5, 500, "cd")))
            .ThenRejected(RejectionCode.IdempotencyKeyReused);
        Given.Import(Opened).When(new CloseImport(new(0, 0, 0, "ab"))).ThenRejected(RejectionCode.IdempotencyKeyReused);
    }

    [Fact]
    public void Chunks_are_noted_once_and_in_their_order_and_the_last_one_ends_the_work()
    {
        var working = new ImportEvent[] { Opened, Chunk(0), Chunk(1), Received };
        var first = new EarningsRowsWorked(0, 1, 1, 1);
        Given.Import(working).When(new NoteRows(0, 1, 1, [Bad(2)])).Then(new BadRowsFound(0, [Bad(2)]), first).WithOutcome("noted");
        Given.Import(working).When(new NoteRows(1, 1, 1, [])).Then().WithOutcome("known");
        Given.Import([.. working, first]).When(new NoteRows(0, 1, 1, [Bad(2)])).Then().WithOutcome("known");
        Given.Import([.. working, first]).When(new NoteRows(1, 2, 0, []))
            .Then(new EarningsRowsWorked(1, 2, 0, 0), new EarningsImportDone(3, 1, 1)).WithOutcome("noted");
        Given.Import([.. working, first, new EarningsRowsWorked(1, 2, 0, 0), new EarningsImportDone(3, 1, 1)])
            .When(new NoteRows(1, 2, 0, [])).Then().WithOutcome("known");
        Given.Import(Opened, Chunk(0)).When(new NoteRows(0, 3, 0, [])).Then().WithOutcome("known");
    }

    [Fact]
    public void However_many_rows_of_a_chunk_are_bad_no_event_is_larger_than_a_journal_takes()
    {
        var bad = Enumerable.Range(1, 5_000).Select(n => Bad(n, new string('\'', 300))).ToArray();
        var decision =
            EarningsImportDecider.Decide(Given.Import(Opened, Chunk(0), Chunk(1), Received).State, new NoteRows(0, 0, 0, bad),
                Sample.ThatMoment);

        Assert.All(decision.Events, e => Assert.InRange(EarningsImportDecider.Aggregate.Events.Write(e).Length, 1, 60 * 1024));
        Assert.Equal(bad, decision.Events.OfType<BadRowsFound>().SelectMany(e => e.Rows));
        var state = decision.Events.Aggregate(Given.Import(Opened, Chunk(0), Chunk(1), Received).State, EarningsImportDecider.Evolve);
        Assert.Equal(5_000, state.Refused);
        Assert.Equal(bad[..EarningsImport.MaxFirstBadRows], state.FirstBadRows);
    }
}
