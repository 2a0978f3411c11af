namespace VipOrleans.Contracts.News;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;

/// <summary>
/// The news in the feed of one city or nation, by whose it is, folded from the feed. The key is the city's or nation's id. An answer has
/// everything that was acknowledged before the question was put.
/// </summary>
[Alias("vip.news"), GrainInterfaceType("vip.news")]
public interface INewsGrain : IGrainWithStringKey
{
    /// <summary>Brings what is new in the feed to the inboxes. What was not brought is brought again when this is asked next.</summary>
    [Alias("carry")]
    Task Carry();

    /// <summary>The newest entries of somebody, the newest first; at most <see cref="NewsLimits.Most"/>.</summary>
    [Alias("of")]
    Task<IReadOnlyList<NewsEntry>> Of(RecipientId recipient);

    /// <summary>Throws the fold away and makes it again from the feed.</summary>
    [Alias("rebuild")]
    Task Rebuild();

    /// <summary>Messages that failed and were not sent again, in the order in which they failed.</summary>
    /// <param name="city">Only those about what stands in a city's feed; null for all.</param>
    /// <param name="after">Where the page before ended; 0 for the first.</param>
    /// <param name="limit">How many.</param>
    [Alias("failed")]
    Task<ListPage<FailedMessage>> Failed(CityId? city, long after, int limit);
}

/// <summary>What bounds an inbox.</summary>
public static class NewsLimits
{
    /// <summary>How many entries an inbox keeps of each city or nation, the newest ones.</summary>
    public const int Most = 100;

    /// <summary>How many entries can be marked at once.</summary>
    public const int MostMarked = 100;
}

/// <summary>A message that could not be sent or delivered.</summary>
/// <param name="Recipient">To whom.</param>
/// <param name="Message">The message.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Problem">Why.</param>
/// <param name="Place">The city or nation in whose feed the first thing stands that it is about.</param>
/// <param name="At">When it failed.</param>
[GenerateSerializer, Immutable, Alias("vip.failed-message")]
public sealed record FailedMessage(RecipientId Recipient, string Message, MessageChannel Channel, MessageProblem Problem, string Place,
    DateTimeOffset At);
