namespace VipOrleans.Domain.News;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using static VipOrleans.Domain.News.InboxEvent;

/// <summary>
/// What somebody has made of their news, how they want to be written to, and the messages that are on their way. The entries themselves are
/// folded from the feeds and stand in none of these events.
/// </summary>
public sealed record Inbox
{
    /// <summary>For how many entries it is known that they were read; the oldest are forgotten first.</summary>
    public const int MaxMarks = 1_000;

    /// <summary>Most messages that wait at a time. What comes while so many wait is in the inbox alone.</summary>
    public const int MaxWaiting = 50;

    /// <summary>Most messages that are listed as failed; the oldest are forgotten first.</summary>
    public const int MaxFailed = 50;

    /// <summary>Most entries that one message is about.</summary>
    public const int MaxInMessage = 20;

    /// <summary>Whose it is; null before the first event.</summary>
    public RecipientId? Recipient { get; init; }

    /// <summary>The cities or nations, besides the recipient's own, in which there is news.</summary>
    public ImmutableSortedSet<string> Places { get; init; } = [];

    /// <summary>What was made of entries, the oldest mark first.</summary>
    public ImmutableList<NewsMark> Marks { get; init; } = [];

    /// <summary>How they want to be written to; null for the inbox alone.</summary>
    public ContactChoice? Contact { get; init; }

    /// <summary>Since when: no message is sent about what was before.</summary>
    public DateTimeOffset ContactSince { get; init; }

    /// <summary>The messages that wait, whose delivery is not known yet, or that have failed.</summary>
    public ImmutableList<Message> Messages { get; init; } = [];

    /// <summary>Welfare checks of which it is known that they reached the migrant, and nobody has said so to the check yet.</summary>
    public ImmutableList<WelfareReach> Reaches { get; init; } = [];

    /// <summary>What was made of an entry.</summary>
    public NewsState StateOf(string entry) => Marks.FindLast(m => m.Entry == entry)?.State ?? NewsState.Unread;

    /// <summary>A message of those here; null if it is not here, or not any more.</summary>
    public Message? Find(string message) => Messages.Find(m => m.Id == message);

    internal Inbox Evolve(InboxEvent e) => e switch
    {
        NewsFoundIn x => this with { Recipient = x.Recipient, Places = Places.Add(x.Place) },
        NewsMarked x => (this with
        {
            Recipient = x.Recipient,
            Marks = Bounded(Marks.RemoveAll(m => x.Entries.Any(e => e.Id == m.Entry))
                .AddRange(x.Entries.Select(e => new NewsMark(e.Id, x.State))), MaxMarks),
        }).Reached(x.Entries, x.On, ReachedBy.Read),
        ContactChosen x => this with { Recipient = x.Recipient, Contact = x.Choice, ContactSince = x.At },
        // What waits was for addresses that are no more.
        ContactForgotten => this with { Contact = null, Messages = [] },
        MessageQueued x => this with
        {
            Recipient = x.Recipient,
            Messages = Messages.Add(new(x.Message, x.Channel, [x.About], x.SaysWhat, MessageState.Waiting, x.At)),
        },
        MessageJoined x => With(x.Message, m => m with { About = [.. m.About, x.About] }),
        // Of a channel that reports nothing, nothing more will be known.
        MessageSent x => x.AskAt is { } at
            ? With(x.Message, m => m with { State = MessageState.Sent, NextAt = at, Attempts = 0, Reference = x.Reference })
            : Without(x.Message),
        MessageDelayed x => With(x.Message, m => m with { NextAt = x.Until, Attempts = m.Attempts + 1 }),
        MessageDelivered x => Reached(Find(x.Message)?.About ?? [], x.On, ReachedBy.Message).Without(x.Message),
        MessageUnconfirmed x => Without(x.Message),
        MessageFailed x => Failed(x),
        MessageSentAgain x => With(x.Message,
            m => m with { State = MessageState.Waiting, NextAt = x.At, Attempts = 0, Problem = null, Round = m.Round + 1 }),
        ReachPassedOn x => this with { Reaches = Reaches.RemoveAll(r => r.Entry.Id == x.Entry) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The inbox does not know this event."),
    };

    private static ImmutableList<T> Bounded<T>(ImmutableList<T> list, int most) =>
        list.Count > most ? list.RemoveRange(0, list.Count - most) : list;

    private Inbox With(string message, Func<Message, Message> change) =>
        Find(message) is { } found ? this with { Messages = Messages.Replace(found, change(found)) } : this;

    private Inbox Without(string message) => this with { Messages = Messages.RemoveAll(m => m.Id == message) };

    private Inbox Failed(MessageFailed e)
    {
        var inbox = With(e.Message, m => m with { State = MessageState.Failed, Problem = e.Problem });
        return inbox.Messages.Count(m => m.State == MessageState.Failed) > MaxFailed
            ? inbox.Without(inbox.Messages.First(m => m.State == MessageState.Failed).Id) : inbox;
    }

    private Inbox Reached(IEnumerable<NewsEntry> entries, DateOnly on, ReachedBy by) => this with
    {
        Reaches = Reaches.AddRange(entries
            .Where(e => e.Kind == NewsKind.WelfareCheckAsked && Recipient?.Migrant is not null && Reaches.All(r => r.Entry.Id != e.Id))
            .Select(e => new WelfareReach(e, on, by))),
    };
}

/// <summary>What a recipient has made of an entry.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="State">What.</param>
public sealed record NewsMark(string Entry, NewsState State);

/// <summary>The migrant has heard of a welfare check.</summary>
/// <param name="Entry">The entry that says so.</param>
/// <param name="On">The day.</param>
/// <param name="By">How.</param>
public sealed record WelfareReach(NewsEntry Entry, DateOnly On, ReachedBy By);

/// <summary>A message that goes out of the system. It holds ids and codes; its words are made when it is sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Channel">By which way.</param>
/// <param name="About">The entries that it is about.</param>
/// <param name="SaysWhat">True if it says what they are.</param>
/// <param name="State">Where it stands.</param>
/// <param name="NextAt">When it is sent, or asked about, next.</param>
/// <param name="Attempts">How often that has been tried in vain.</param>
/// <param name="Reference">The carrier's own name for it.</param>
/// <param name="Problem">Why it failed.</param>
/// <param name="Round">How often an officer had it sent again.</param>
public sealed record Message(string Id, MessageChannel Channel, ImmutableList<NewsEntry> About, bool SaysWhat, MessageState State,
    DateTimeOffset NextAt, int Attempts = 0, string? Reference = null, MessageProblem? Problem = null, int Round = 0)
{
    /// <summary>What the carrier knows it by: what comes twice under one key is shown once. An officer who has it sent again wants it to be
    /// shown again.</summary>
    [JsonIgnore]
    public string Key => Round == 0 ? Id : $"{Id}-{Round.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>The id of the message about an entry by a channel.</summary>
    public static string IdOf(string entry, MessageChannel channel) => IdText.KeyFrom($"{entry}/{Codes<MessageChannel>.Text(channel)}");
}

/// <summary>Where a message stands.</summary>
[JsonConverter(typeof(CodeConverter<MessageState>))]
public enum MessageState
{
    /// <summary>It is not with the carrier yet.</summary>
    Waiting,

    /// <summary>The carrier has it and has not said whether it arrived.</summary>
    Sent,

    /// <summary>It could not be sent or delivered; an officer can have it sent again.</summary>
    Failed,
}

/// <summary>Why a message failed.</summary>
[JsonConverter(typeof(CodeConverter<MessageProblem>))]
public enum MessageProblem
{
    /// <summary>The carrier does not answer, or does not take it now.</summary>
    CarrierUnavailable,

    /// <summary>The carrier refuses it.</summary>
    Refused,

    /// <summary>It could not be delivered.</summary>
    NotDelivered,

    /// <summary>There is no such address any more, or no carrier for the channel.</summary>
    NoAddress,
}
