namespace VipOrleans.Domain.News;

/// <summary>What an inbox can be asked.</summary>
public abstract record InboxCommand
{
    private InboxCommand() { }

    /// <summary>Something has happened that the recipient is told of.</summary>
    public sealed record NoteNews(RecipientId Recipient, NewsEntry Entry) : InboxCommand;

    /// <summary>The recipient says what they have made of entries.</summary>
    /// <param name="Recipient">Whose they are.</param>
    /// <param name="Entries">Those of the named entries that are in the inbox.</param>
    /// <param name="State">What they have made of them.</param>
    public sealed record MarkNews(RecipientId Recipient, IReadOnlyList<NewsEntry> Entries, NewsState State) : InboxCommand;

    /// <summary>The recipient says how they want to be written to.</summary>
    public sealed record ChooseContact(RecipientId Recipient, ContactChoice Choice) : InboxCommand;

    /// <summary>The recipient was erased.</summary>
    public sealed record ForgetContact : InboxCommand;

    /// <summary>A carrier, or nobody, took a message, or said what became of it.</summary>
    public sealed record NoteAnswer(string Message, CarrierAnswer Answer) : InboxCommand;

    /// <summary>An officer has a message sent again that has failed.</summary>
    public sealed record SendAgain(string Message) : InboxCommand;

    /// <summary>A welfare check knows that it has reached the migrant.</summary>
    public sealed record NoteReachPassedOn(string Entry) : InboxCommand;
}

/// <summary>What a carrier says of a message.</summary>
/// <param name="Word">What.</param>
/// <param name="Reference">The carrier's own name for the message, 1 to 100 characters without blanks; null for none.</param>
/// <param name="Reports">True if the carrier can be asked later whether it was delivered.</param>
/// <param name="Problem">What is wrong; null for nothing.</param>
public sealed record CarrierAnswer(CarrierWord Word, string? Reference = null, bool Reports = false, MessageProblem? Problem = null);

/// <summary>The words of a carrier.</summary>
public enum CarrierWord
{
    /// <summary>It has the message.</summary>
    Taken,

    /// <summary>The message was delivered.</summary>
    Delivered,

    /// <summary>Not now; try again.</summary>
    NotNow,

    /// <summary>Never.</summary>
    Never,
}
