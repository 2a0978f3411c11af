namespace VipOrleans.Journal.Tests;

using VipOrleans.Domain.Kernel;
using VipOrleans.Journal.Testing;

/// <summary>The scripted journal does what its script says: other tests rest on it.</summary>
public sealed class FaultyJournalTests : IAsyncLifetime
{
    private static readonly StreamId Stream = StreamId.Parse("nz-akl/host/one");

    private readonly JournalFolder _folder = new();
    private SqliteJournal _inner = null!;
    private FaultyJournal _faulty = null!;

    public ValueTask InitializeAsync()
    {
        _inner = SqliteJournal.Open(_folder.Path);
        _faulty = new(_inner);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        _folder.Dispose();
    }

    private static Append Of(StreamHead expected) =>
        new(Stream, expected, Guid.NewGuid(), [new NewEvent("e", new byte[1], DateTimeOffset.UnixEpoch, "a")], []);

    private async Task<long> Version() => (await _inner.Read(Stream)).Head.Version;

    [Theory]
    [InlineData(Fault.BeforeWrite, true, 0)]
    [InlineData(Fault.LostBeforeWrite, false, 0)]
    [InlineData(Fault.AfterWrite, false, 1)]
    [InlineData(Fault.CrashBeforeWrite, false, 0)]
    [InlineData(Fault.CrashAfterWrite, false, 1)]
    public async Task A_fault_writes_or_not_and_the_caller_knows_or_not(Fault fault, bool outcomeKnown, int version)
    {
        _faulty.OnAppend = (_, n) => n == 1 ? fault : Fault.None;
        var append = Of(StreamHead.Empty);

        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => _faulty.Append(append).AsTask());

        Assert.Equal(outcomeKnown, error.OutcomeKnown);
        Assert.Equal(version, await Version());
        _faulty.Restart();
        Assert.Equal(version == 1 ? AppendStatus.AlreadyAppended : AppendStatus.Appended, (await _faulty.Append(append)).Status);
        Assert.Equal((2, 1), (_faulty.Appends, _faulty.Written));
    }

    [Theory]
    [InlineData(Fault.BeforeWrite, true, 0)]
    [InlineData(Fault.LostBeforeWrite, false, 0)]
    [InlineData(Fault.AfterWrite, false, 1)]
    [InlineData(Fault.CrashBeforeWrite, false, 0)]
    [InlineData(Fault.CrashAfterWrite, false, 1)]
    public async Task A_fault_of_one_part_happens_to_the_whole_joint_append(Fault fault, bool outcomeKnown, int version)
    {
        var second = StreamId.Parse("nz-akl/host/second");
        _faulty.OnAppend = (append, n) => n == 1 && append.Stream == second ? fault : Fault.None;
        Append[] appends = [Of(StreamHead.Empty), Of(StreamHead.Empty) with { Stream = second }];

        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => _faulty.AppendTogether(appends).AsTask());

        Assert.Equal(outcomeKnown, error.OutcomeKnown);
        Assert.Equal(version, await Version());
        _faulty.Restart();
        Assert.All(await _faulty.AppendTogether(appends),
            r => Assert.Equal(version == 1 ? AppendStatus.AlreadyAppended : AppendStatus.Appended, r.Status));
        Assert.Equal((2, 1), (_faulty.Appends, _faulty.Written));
    }

    [Fact]
    public async Task A_conflict_of_one_part_withholds_the_others()
    {
        var second = StreamId.Parse("nz-akl/host/second");
        _faulty.OnAppend = (append, _) => append.Stream == second ? Fault.Conflict : Fault.None;

        var results = await _faulty.AppendTogether([Of(StreamHead.Empty), Of(StreamHead.Empty) with { Stream = second }]);

        Assert.Equal([AppendStatus.Withheld, AppendStatus.Conflict], results.Select(r => r.Status));
        Assert.Equal(0, await Version());
    }

    [Fact]
    public async Task A_crash_lasts_until_the_restart()
    {
        _faulty.OnAppend = (_, n) => n == 2 ? Fault.CrashAfterWrite : Fault.None;
        var head = (await _faulty.Append(Of(StreamHead.Empty))).Head;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => _faulty.Append(Of(head)).AsTask());

        await Assert.ThrowsAsync<JournalUnavailableException>(() => _faulty.Append(Of(head)).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(() => _faulty.Read(Stream).AsTask());
        Assert.False(await _faulty.IsReady());

        _faulty.Restart();
        Assert.Equal(2, (await _faulty.Read(Stream)).Head.Version);
        Assert.True(await _faulty.IsReady());
    }

    [Theory]
    [InlineData(Fault.HangBeforeWrite, 0)]
    [InlineData(Fault.HangAfterWrite, 1)]
    public async Task A_hanging_append_goes_on_when_it_is_released(Fault fault, int versionMeanwhile)
    {
        _faulty.OnAppend = (_, _) => fault;
        var append = _faulty.Append(Of(StreamHead.Empty)).AsTask();
        await _faulty.Hanging;

        Assert.False(append.IsCompleted);
        Assert.Equal(versionMeanwhile, await Version());
        _faulty.Release();

        Assert.Equal(AppendStatus.Appended, (await append).Status);
    }

    [Fact]
    public async Task A_scripted_conflict_tells_the_streams_head_and_writes_nothing()
    {
        var head = (await _faulty.Append(Of(StreamHead.Empty))).Head;
        _faulty.OnAppend = (_, n) => n == 2 ? Fault.Conflict : Fault.None;

        var result = await _faulty.Append(Of(head));

        Assert.Equal((AppendStatus.Conflict, head), (result.Status, result.Head));
        Assert.Equal(1, await Version());
    }

    [Fact]
    public async Task A_delay_and_a_failing_read_do_as_they_are_told()
    {
        var gate = new TaskCompletionSource();
        _faulty.Delay = (_, _) => gate.Task;
        var append = _faulty.Append(Of(StreamHead.Empty)).AsTask();
        Assert.False(append.IsCompleted);
        gate.SetResult();
        Assert.Equal(AppendStatus.Appended, (await append).Status);

        _faulty.ReadFails = new JournalUnavailableException("down", outcomeKnown: true);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => _faulty.Read(Stream).AsTask());
        _faulty.ReadFails = null;
        Assert.Equal(1, (await _faulty.Read(Stream)).Head.Version);
    }
}
