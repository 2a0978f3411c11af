namespace VipOrleans.Domain.News;

using System.Text.Json.Serialization;

/// <summary>What happened to an inbox. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(NewsFoundIn), "news-found-in")]
[JsonDerivedType(typeof(NewsMarked), "news-marked")]
[JsonDerivedType(typeof(ContactChosen), "contact-chosen")]
[JsonDerivedType(typeof(ContactForgotten), "contact-forgotten")]
[JsonDerivedType(typeof(MessageQueued), "message-queued")]
[JsonDerivedType(typeof(MessageJoined), "message-joined")]
[JsonDerivedType(typeof(MessageSent), "message-sent")]
[JsonDerivedType(typeof(MessageDelayed), "message-delayed")]
[JsonDerivedType(typeof(MessageDelivered), "message-delivered")]
[JsonDerivedType(typeof(MessageUnconfirmed), "message-unconfirmed")]
[JsonDerivedType(typeof(MessageFailed), "message-failed")]
[JsonDerivedType(typeof(MessageSentAgain), "message-sent-again")]
[JsonDerivedType(typeof(ReachPassedOn), "welfare-reach-passed-on")]
public abstract record InboxEvent
{
    private InboxEvent() { }

    /// <summary>There is news in a city or nation that is not the recipient's own.</summary>
    public sealed record NewsFoundIn(RecipientId Recipient, string Place) : InboxEvent;

    /// <summary>The recipient has said what they made of entries.</summary>
    public sealed record NewsMarked(RecipientId Recipient, IReadOnlyList<NewsEntry> Entries, NewsState State, DateOnly On) : InboxEvent;

    /// <summary>The recipient has chosen how to be written to. The addresses are in the vault.</summary>
    public sealed record ContactChosen(RecipientId Recipient, ContactChoice Choice, DateTimeOffset At) : InboxEvent;

    /// <summary>The addresses are gone, and with them what waited for them.</summary>
    public sealed record ContactForgotten(RecipientId Recipient) : InboxEvent;

    /// <summary>A message waits to go out.</summary>
    /// <param name="Recipient">To whom.</param>
    /// <param name="Message">Its id.</param>
    /// <param name="Channel">By which way.</param>
    /// <param name="About">What it is about.</param>
    /// <param name="SaysWhat">True if it says so.</param>
    /// <param name="At">When it was queued.</param>
    public sealed record MessageQueued(RecipientId Recipient, string Message, MessageChannel Channel, NewsEntry About, bool SaysWhat,
        DateTimeOffset At) : InboxEvent;

    /// <summary>A message that waits already, and says only that there is something, is about one more thing.</summary>
    public sealed record MessageJoined(string Message, NewsEntry About) : InboxEvent;

    /// <summary>The carrier has it.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Reference">The carrier's own name for it.</param>
    /// <param name="AskAt">When the carrier is asked whether it was delivered; null if it cannot be asked.</param>
    public sealed record MessageSent(string Message, string? Reference, DateTimeOffset? AskAt) : InboxEvent;

    /// <summary>It could not be sent, or nothing is known of its delivery yet; it is tried again.</summary>
    public sealed record MessageDelayed(string Message, DateTimeOffset Until) : InboxEvent;

    /// <summary>The carrier says that it was delivered.</summary>
    public sealed record MessageDelivered(string Message, DateOnly On) : InboxEvent;

    /// <summary>The carrier has it and does not say whether it was delivered; it is not asked any more.</summary>
    public sealed record MessageUnconfirmed(string Message) : InboxEvent;

    /// <summary>It could not be sent or delivered.</summary>
    /// <param name="Recipient">To whom.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Problem">Why.</param>
    /// <param name="Place">The city or nation in whose feed the first thing stands that it is about.</param>
    public sealed record MessageFailed(RecipientId Recipient, string Message, MessageProblem Problem, string Place) : InboxEvent;

    /// <summary>An officer has it sent again.</summary>
    public sealed record MessageSentAgain(string Message, DateTimeOffset At) : InboxEvent;

    /// <summary>The welfare check knows that the migrant has heard of it.</summary>
    public sealed record ReachPassedOn(string Entry) : InboxEvent;
}
