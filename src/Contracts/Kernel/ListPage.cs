namespace VipOrleans.Contracts.Kernel;

/// <summary>What bounds every list.</summary>
public static class PageLimits
{
    /// <summary>Most entries of one page.</summary>
    public const int Most = 200;
}

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
[GenerateSerializer, Immutable, Alias("vip.list-page`1")]
public sealed record ListPage<T>
{
    /// <summary>The entries.</summary>
    [Id(0)]
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Where the next page begins; null after the last one.</summary>
    [Id(1)]
    public long? Next { get; init; }
}
