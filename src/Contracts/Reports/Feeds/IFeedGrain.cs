namespace VipOrleans.Contracts.Reports;

/// <summary>The feed of a city or nation: all its events, in order. The key is the city's or nation's id.</summary>
[Alias("vip.feed"), GrainInterfaceType("vip.feed")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Reads events after a position; where there are none, waits a while for the first.</summary>
    /// <param name="after">The last position seen; 0 for all.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="wait">How long to wait for a first event, at most 20 seconds.</param>
    /// <param name="cancellation">Gives up.</param>
    [Alias("read")]
    Task<FeedSlice> Read(long after, int limit, TimeSpan wait, CancellationToken cancellation = default);
}

/// <summary>A piece of a feed.</summary>
[GenerateSerializer, Immutable, Alias("vip.feed-slice")]
public sealed record FeedSlice
{
    /// <summary>The events, in order.</summary>
    [Id(0)]
    public required IReadOnlyList<FeedItem> Items { get; init; }

    /// <summary>The position up to which everything has been seen.</summary>
    [Id(1)]
    public required long Last { get; init; }
}

/// <summary>One event of a feed.</summary>
[GenerateSerializer, Immutable, Alias("vip.feed-item")]
public sealed record FeedItem
{
    /// <summary>Its place in the feed.</summary>
    [Id(0)]
    public required long Position { get; init; }

    /// <summary>The stream that it belongs to, such as <c>nz-akl/host/0123…</c>.</summary>
    [Id(1)]
    public required string Stream { get; init; }

    /// <summary>Its number in the stream.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>Its stable name.</summary>
    [Id(3)]
    public required string Type { get; init; }

    /// <summary>When it was decided.</summary>
    [Id(4)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked for it, as a role and an id.</summary>
    [Id(5)]
    public required string Actor { get; init; }

    /// <summary>The event as JSON.</summary>
    [Id(6)]
    public required string Json { get; init; }
}
