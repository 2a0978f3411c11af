namespace VipOrleans.Contracts.News;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.News;

/// <summary>An inbox: the news of somebody from everywhere, what they made of it, and the messages that go out. The key is the place, a
/// slash and whose it is.</summary>
[Alias("vip.inbox"), GrainInterfaceType("vip.inbox")]
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>Something has happened that the recipient is told of. The same entry again changes nothing.</summary>
    [Alias("tell")]
    Task<CommandResult> Tell(NewsEntry entry);

    /// <summary>A page of the entries, the newest first.</summary>
    /// <param name="isUnread">Only those that are unread, or only the others; null for all.</param>
    /// <param name="before">Where the page before ended; 0 for the first.</param>
    /// <param name="limit">How many.</param>
    [Alias("list")]
    Task<ListPage<NewsView>> List(bool? isUnread, long before, int limit);

    /// <summary>How many entries are unread.</summary>
    [Alias("unread")]
    Task<int> Unread();

    /// <summary>The recipient says what they have made of entries.</summary>
    [Alias("mark")]
    Task<CommandResult> Mark(CommandContext context, IReadOnlyList<string> entries, NewsState state);

    /// <summary>The recipient says how they want to be written to. The addresses go to the vault.</summary>
    [Alias("choose-contact")]
    Task<CommandResult> ChooseContact(CommandContext context, ContactWish wish);

    /// <summary>How the recipient wants to be written to, and where messages stand; who reads the addresses is written down.</summary>
    [Alias("contact")]
    Task<ContactView> Contact(PersonReader reader);

    /// <summary>The recipient was erased: nothing is sent any more.</summary>
    [Alias("forget")]
    Task<CommandResult> Forget();

    /// <summary>An officer has a message sent again that failed.</summary>
    [Alias("send-again")]
    Task<CommandResult> SendAgain(CommandContext context, string message);

    /// <summary>The messages that wait, whose delivery is not known, or that failed; without what they say.</summary>
    [Alias("messages")]
    Task<IReadOnlyList<MessageView>> Messages();
}

/// <summary>An entry of an inbox, and what was made of it.</summary>
/// <param name="Id">Names the entry within its inbox.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">The id of what it happened to, such as a sponsorship or a ruling.</param>
/// <param name="Place">The city or nation in which it happened.</param>
/// <param name="At">When it happened.</param>
/// <param name="State">What was made of it.</param>
[GenerateSerializer, Immutable, Alias("vip.news-view")]
public sealed record NewsView(string Id, NewsKind Kind, string Subject, string Place, DateTimeOffset At, NewsState State);

/// <summary>How somebody wants to be written to, with the addresses. Its text form shows nothing.</summary>
/// <param name="Language">In which language: a BCP 47 tag.</param>
/// <param name="Channels">By which ways, at most one of each.</param>
/// <param name="Quiet">When nothing is sent, in the city's time; null for at any time.</param>
[GenerateSerializer, Immutable, Alias("vip.contact-wish")]
public sealed record ContactWish(string Language, IReadOnlyList<ChannelWish> Channels, QuietHours? Quiet)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ContactWish (not shown)";
}

/// <summary>One way to write to somebody, with the address. Its text form shows nothing.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Address">The address: of an e-mail, a phone's number with '+' and its country, or a letter's lines.</param>
/// <param name="SaysWhat">True if messages may say what they are about; else they say only that there is something.</param>
/// <param name="IsShared">True if somebody else may read along: then nothing of safeguarding is sent there, and the sender is not
/// named.</param>
[GenerateSerializer, Immutable, Alias("vip.channel-wish")]
public sealed record ChannelWish(MessageChannel Channel, string Address, bool SaysWhat, bool IsShared)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ChannelWish (not shown)";
}

/// <summary>How somebody is written to, and which ways there are here.</summary>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Wish">What was chosen; null for the inbox alone. An address that was erased is empty.</param>
/// <param name="Offered">By which ways messages can be sent here.</param>
[GenerateSerializer, Immutable, Alias("vip.contact-view")]
public sealed record ContactView(long Version, ContactWish? Wish, IReadOnlyList<MessageChannel> Offered)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ContactView (not shown)";
}

/// <summary>Where a message stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Channel">By which way.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Place">The city or nation in whose feed the first thing stands that it is about.</param>
/// <param name="NextAt">When it is sent, or asked about, next.</param>
/// <param name="Attempts">How often that has been tried in vain.</param>
/// <param name="Problem">Why it failed.</param>
[GenerateSerializer, Immutable, Alias("vip.message-view")]
public sealed record MessageView(string Id, MessageChannel Channel, MessageState State, string Place, DateTimeOffset NextAt, int Attempts,
    MessageProblem? Problem);
