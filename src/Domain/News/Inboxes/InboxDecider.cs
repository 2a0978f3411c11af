namespace VipOrleans.Domain.News;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.News.InboxCommand;
using static VipOrleans.Domain.News.InboxEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.News.InboxEvent>;

/// <summary>The rules of an inbox.</summary>
public sealed class InboxDecider : IDecider<Inbox, InboxCommand, InboxEvent>
{
    /// <summary>How long nothing is tried again after each attempt that was in vain. After the last one the message has failed.</summary>
    public static IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6),
        TimeSpan.FromHours(12), TimeSpan.FromDays(1),
    ];

    /// <summary>What is older is not written about: whoever looks finds it in the inbox.</summary>
    public static TimeSpan OldNews { get; } = TimeSpan.FromDays(1);

    private InboxDecider() { }

    /// <inheritdoc/>
    public static Inbox Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Inbox, InboxEvent> Aggregate { get; } =
        new("inbox-1", NewsJson.Default.InboxEvent, NewsJson.Default.Inbox);

    /// <inheritdoc/>
    public static Decision<InboxEvent> Decide(Inbox inbox, InboxCommand command, Moment moment) => command switch
    {
        NoteNews c => Accept("noted", [.. Noted(inbox, c, moment)]),
        MarkNews c => Mark(inbox, c, moment),
        ChooseContact c => Choose(inbox, c, moment),
        ForgetContact => inbox is { Contact: null, Messages.IsEmpty: true } || inbox.Recipient is not { } owner
            ? Accept("forgotten") : Accept("forgotten", new ContactForgotten(owner)),
        NoteAnswer c => Answer(inbox, c, moment),
        SendAgain c => Again(inbox, c, moment),
        NoteReachPassedOn c =>
            inbox.Reaches.Any(r => r.Entry.Id == c.Entry) ? Accept("known", new ReachPassedOn(c.Entry)) : Accept("known"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The inbox does not know this command."),
    };

    /// <inheritdoc/>
    public static Inbox Evolve(Inbox inbox, InboxEvent e) => inbox.Evolve(e);

    /// <summary>True if news would change nothing, so that there is nothing to write down.</summary>
    public static bool IsIdle(Inbox inbox, NoteNews news, DateTimeOffset now) => !Noted(inbox, news, new(now, default, "system")).Any();

    private static IEnumerable<InboxEvent> Noted(Inbox inbox, NoteNews c, Moment moment)
    {
        if (c.Entry.Place != c.Recipient.Place && !inbox.Places.Contains(c.Entry.Place))
        {
            yield return new NewsFoundIn(c.Recipient, c.Entry.Place);
        }

        if (inbox.Contact is not { } contact || c.Entry.At < inbox.ContactSince || c.Entry.At < moment.Time - OldNews) yield break;
        foreach (var by in contact.Channels)
        {
            if (by.IsShared && c.Entry.Kind.IsSafeguarding()) continue;
            // Of two that say only that there is something, the second would say nothing new.
            if (!by.SaysWhat && inbox.Messages.Find(m => m.Channel == by.Channel && Waits(m) && !m.SaysWhat) is { } waiting)
            {
                if (waiting.About.Count < Inbox.MaxInMessage && waiting.About.All(e => e.Id != c.Entry.Id))
                {
                    yield return new MessageJoined(waiting.Id, c.Entry);
                }
            }
            else if (inbox.Messages.Count(Waits) < Inbox.MaxWaiting && inbox.Find(Message.IdOf(c.Entry.Id, by.Channel)) is null)
            {
                yield return new MessageQueued(c.Recipient, Message.IdOf(c.Entry.Id, by.Channel), by.Channel, c.Entry, by.SaysWhat,
                    moment.Time);
            }
        }
    }

    private static bool Waits(Message message) => message.State == MessageState.Waiting;

    private static Decision<InboxEvent> Mark(Inbox inbox, MarkNews c, Moment moment)
    {
        if (c.State == NewsState.Unread)
        {
            return Reject(RejectionCode.InvalidInput, "What was read stays read: an entry is marked as 'read' or 'acted-on'.");
        }

        // What was seen to stays so if it is read again.
        var marked = c.Entries.Where(e => inbox.StateOf(e.Id) < c.State).ToList();
        return marked.Count == 0 ? Accept("marked") : Accept("marked", new NewsMarked(c.Recipient, marked, c.State, moment.Day));
    }

    private static Decision<InboxEvent> Choose(Inbox inbox, ChooseContact c, Moment moment)
    {
        if (c.Choice.Problem() is { } problem) return Reject(RejectionCode.InvalidInput, problem);
        var same = inbox.Contact is { } now && now.Language == c.Choice.Language && now.Quiet == c.Choice.Quiet
            && now.Channels.SequenceEqual(c.Choice.Channels);
        return same ? Accept("chosen") : Accept("chosen", new ContactChosen(c.Recipient, c.Choice, moment.Time));
    }

    private static Decision<InboxEvent> Answer(Inbox inbox, NoteAnswer c, Moment moment)
    {
        // An answer to what was forgotten meanwhile, or has failed, changes nothing.
        if (inbox.Find(c.Message) is not { State: not MessageState.Failed } message) return Accept("known");
        return c.Answer.Word switch
        {
            CarrierWord.Delivered => Accept("noted", new MessageDelivered(message.Id, moment.Day)),
            CarrierWord.Taken when Waits(message) => Accept("noted",
                new MessageSent(message.Id, c.Answer.Reference, c.Answer.Reports ? moment.Time + Delays[0] : null)),
            CarrierWord.Never => Fail(inbox, message, c.Answer.Problem ?? MessageProblem.Refused),
            _ when message.Attempts < Delays.Count =>
                Accept("noted", new MessageDelayed(message.Id, moment.Time + Delays[message.Attempts])),
            _ when Waits(message) => Fail(inbox, message, MessageProblem.CarrierUnavailable),
            _ => Accept("noted", new MessageUnconfirmed(message.Id)),
        };
    }

    private static Decision<InboxEvent> Fail(Inbox inbox, Message message, MessageProblem problem) =>
        Accept("noted", new MessageFailed(inbox.Recipient!.Value, message.Id, problem, message.About[0].Place));

    private static Decision<InboxEvent> Again(Inbox inbox, SendAgain c, Moment moment) => inbox.Find(c.Message) switch
    {
        null => Reject(RejectionCode.MessageNotFound, "There is no such message that has failed, or it is known no longer."),
        { State: MessageState.Failed } => Accept("queued", new MessageSentAgain(c.Message, moment.Time)),
        _ => Accept("queued"),
    };
}
