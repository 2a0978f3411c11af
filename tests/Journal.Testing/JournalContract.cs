namespace VipOrleans.Journal.Testing;

using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>
/// The one suite that any store must pass. A store's test project derives from it and says how to open the store and how to damage it.
/// Each test has partitions of its own, so that a store may be shared by all of them.
/// </summary>
public abstract partial class JournalContract : IAsyncLifetime
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..12];

    /// <summary>The store under test.</summary>
    protected IJournal Journal { get; private set; } = null!;

    /// <summary>Opens the store: empty the first time, with what it held every further time.</summary>
    protected abstract ValueTask<IJournal> Open();

    /// <summary>
    /// Opens the store as a second process does while the first one goes on. A store that lets one process in gives the one that is open.
    /// </summary>
    protected virtual ValueTask<IJournal> OpenAnother() => new(Journal);

    /// <summary>Changes the data of an event behind the store's back.</summary>
    protected abstract ValueTask Alter(StreamId stream, long version);

    /// <summary>Takes an event away behind the store's back.</summary>
    protected abstract ValueTask Remove(StreamId stream, long version);

    /// <summary>Gives each of two streams, of one append each, the events of the other behind the store's back.</summary>
    protected abstract ValueTask Exchange(StreamId one, StreamId other);

    /// <summary>Changes the data of a stream's snapshot behind the store's back.</summary>
    protected abstract ValueTask AlterSnapshot(StreamId stream);

    /// <summary>Lets the store fail where it writes the first events of a stream, one of which is of the actor <c>poison</c>.</summary>
    protected abstract ValueTask Poison(StreamId stream);

    /// <summary>Undoes <see cref="Poison"/>.</summary>
    protected abstract ValueTask Heal(StreamId stream);

    /// <summary>Opens the store with little patience for failures.</summary>
    protected virtual ValueTask<IJournal> OpenImpatient() => OpenAnother();

    public virtual async ValueTask InitializeAsync() => Journal = await Open();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Close();
    }

    /// <summary>The store as two processes have it open at once.</summary>
    private async Task<Both> InTwoProcesses() => new(Journal, await OpenAnother());

    private async Task<Hasty> OpenHasty() => new(Journal, await OpenImpatient());

    private sealed class Hasty(IJournal ours, IJournal store) : IAsyncDisposable
    {
        public IJournal Store => store;

        public async ValueTask DisposeAsync()
        {
            if (store != ours && store is IAsyncDisposable closing) await closing.DisposeAsync();
        }
    }

    private sealed class Both(IJournal one, IJournal other) : IAsyncDisposable
    {
        public IJournal One => one;

        public IJournal Other => other;

        public IJournal this[int i] => i % 2 == 0 ? one : other;

        public async ValueTask DisposeAsync()
        {
            if (other != one && other is IAsyncDisposable store) await store.DisposeAsync();
        }
    }

    /// <summary>Closes the store and opens it again.</summary>
    protected async Task Reopen()
    {
        await Close();
        Journal = await Open();
    }

    private async ValueTask Close()
    {
        if (Journal is IAsyncDisposable store) await store.DisposeAsync();
    }

    private string City(string name = "akl") => $"{name}-{_run}";

    private StreamId Stream(string key = "one", string city = "akl") => StreamId.Parse($"{City(city)}/sponsorship/{key}");

    private static NewEvent Event(string text = "x") =>
        new("thing-happened", Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}"""),
            DateTimeOffset.UnixEpoch.AddMilliseconds(1_700_000_000_123), "officer-1");

    private static NewEvent[] Events(int count, string text = "x") => [.. Enumerable.Range(1, count).Select(i => Event($"{text}{i}"))];

    private static CommandMark Command(string id, StreamHead expected, int events = 1, string outcome = "done") =>
        new(id, 42, expected.Version + events, outcome);

    private static Append Of(StreamId stream, StreamHead expected, params NewEvent[] events) =>
        new(stream, expected, Guid.NewGuid(), events, []);

    private async Task<StreamHead> MustAppend(Append append)
    {
        var result = await Journal.Append(append);
        Assert.Equal(AppendStatus.Appended, result.Status);
        Assert.Empty(result.Repeated);
        Assert.Equal(append.Expected.Version + append.Events.Count, result.Head.Version);
        return result.Head;
    }

    /// <summary>Appends this many events, one append, and gives the head.</summary>
    private Task<StreamHead> MustAppend(StreamId stream, StreamHead expected, int events) =>
        MustAppend(Of(stream, expected, Events(events)));

    private async Task<List<RecordedEvent>> WholeFeed(string partition, int page = JournalLimits.MaxFeedPage)
    {
        var events = new List<RecordedEvent>();
        for (var after = 0L; ;)
        {
            var part = await Journal.ReadFeed(partition, after, page);
            events.AddRange(part.Events);
            after = part.Last;
            if (!part.More) return events;
            Assert.NotEmpty(part.Events);
        }
    }
}
