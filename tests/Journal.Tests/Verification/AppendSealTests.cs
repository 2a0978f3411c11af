namespace VipOrleans.Journal.Tests.Verification;

using VipOrleans.Domain.Kernel;

/// <summary>Sealed appends are what their callers made of them: retries, repeated commands and answers are as without the seal.</summary>
public sealed class AppendSealTests : IAsyncLifetime
{
    private static readonly StreamId Stream = StreamId.Parse("nz-akl/thing/one"), Other = StreamId.Parse("nz-akl/thing/two");

    private readonly JournalFolder _folder = new();
    private SqliteJournal _store = null!;
    private SealedJournal _journal = null!;

    public ValueTask InitializeAsync()
    {
        _store = SqliteJournal.Open(_folder.Path);
        _journal = new(_store, SeededJournal.Key);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_same_append_again_was_appended_already_and_another_one_is_not()
    {
        var append = Of(Stream, StreamHead.Empty, 2, Mark("a", 2));
        var made = await _journal.Append(append);
        Assert.Equal(AppendStatus.Appended, made.Status);
        var again = await _journal.Append(append);
        Assert.Equal((AppendStatus.AlreadyAppended, made.Head), (again.Status, again.Head));
        Assert.Equal(AppendStatus.CommandRepeated, (await _journal.Append(append with { Id = Guid.CreateVersion7() })).Status);
        Assert.Equal(AppendStatus.Conflict, (await _journal.Append(append with { Id = Guid.CreateVersion7(), Commands = [] })).Status);
    }

    [Fact]
    public async Task Marks_are_given_back_as_they_were_made_wherever_in_the_append_they_were_carried_out()
    {
        CommandMark[] marks = [Mark("before", 0), Mark("first", 1), Mark("last", 3), Mark("also-last", 3)];
        await _journal.Append(Of(Stream, StreamHead.Empty, 3, marks));

        Assert.Equal(marks, await _journal.FindCommands(Stream, ["before", "first", "last", "also-last", "none"]));
        var head = (await _journal.Read(Stream)).Head;
        var repeated = await _journal.Append(Of(Stream, head, 1, marks[0] with { Version = 3 }, marks[2]));
        Assert.Equal([marks[0], marks[2]], repeated.Repeated);
        // The store has where the append of each ends.
        Assert.Equal(["done\u001e3", "done\u001e2", "done", "done"],
            (await _store.FindCommands(Stream, ["before", "first", "last", "also-last"])).Select(m => m.Outcome));
    }

    [Fact]
    public async Task Joint_appends_are_sealed_each_for_itself()
    {
        Append[] both = [Of(Stream, StreamHead.Empty, 1, Mark("a", 1)), Of(Other, StreamHead.Empty, 2, Mark("b", 0))];
        Assert.All(await _journal.AppendTogether(both), r => Assert.Equal(AppendStatus.Appended, r.Status));
        Assert.All(await _journal.AppendTogether(both), r => Assert.Equal(AppendStatus.AlreadyAppended, r.Status));
        Assert.Equal([Mark("b", 0)], await _journal.FindCommands(Other, ["b"]));

        var report = await JournalVerification.Run(_folder.Path, new() { Key = SeededJournal.Key, IsQuiet = true },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(report.Findings);
        var withAnotherKey = await JournalVerification.Run(_folder.Path, new() { Key = JournalKey.New(), IsQuiet = true },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2, withAnotherKey.Findings.Count);
    }

    [Fact]
    public void The_id_follows_from_the_append_and_from_nothing_else()
    {
        var seals = new AppendSeals(SeededJournal.Key);
        var append = Of(Stream, StreamHead.Empty, 2, Mark("a", 1), Mark("b", 2));
        var id = seals.Seal(append).Id;
        Assert.True(AppendSeals.IsSealed(id));
        Assert.Equal(id, seals.Seal(append with { Commands = [append.Commands[1], append.Commands[0]] }).Id);
        Append[] others =
        [
            append with { Id = Guid.CreateVersion7() }, append with { Stream = Other }, append with { Commands = [append.Commands[0]] },
            append with { Commands = [append.Commands[0], append.Commands[1] with { Fingerprint = 7 }] },
            append with { Commands = [append.Commands[0], append.Commands[1] with { Outcome = "not done" }] },
            append with { Commands = [append.Commands[0] with { Version = 2 }, append.Commands[1]] },
            append with { Events = [append.Events[0]], Commands = [append.Commands[0]] },
        ];
        Assert.Equal(others.Length + 2, others.Select(a => seals.Seal(a).Id).Append(id)
            .Append(new AppendSeals(JournalKey.New()).Seal(append).Id).Distinct().Count());
        Assert.False(AppendSeals.IsSealed(Guid.CreateVersion7()) || AppendSeals.IsSealed(Guid.NewGuid()));
        Assert.Throws<ArgumentException>(() => seals.Seal(append with { Commands = [append.Commands[0] with { Outcome = "a\u001eb" }] }));
    }

    private static CommandMark Mark(string id, long version) => new(id, 5, version, "done");

    private static Append Of(StreamId stream, StreamHead head, int events, params CommandMark[] marks) =>
        new(stream, head, Guid.CreateVersion7(),
            [.. Enumerable.Range(0, events).Select(n => new NewEvent($"e{n}", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, "system"))],
            marks);
}
