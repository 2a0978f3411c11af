namespace VipOrleans.Domain.Tests.News;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.Safeguarding;
using static VipOrleans.Domain.News.InboxCommand;
using static VipOrleans.Domain.News.InboxEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class InboxTests
{
    private static readonly RecipientId Guest = RecipientId.Of(Migrant(1));
    private static readonly NewsFoundIn Found = new(Guest, Auckland.Value);
    private static readonly ContactChannel Sms = new(MessageChannel.Sms, "sms-address"), Email = new(MessageChannel.Email, "email-address");

    [Fact]
    public void News_without_a_choice_of_channel_is_in_the_inbox_alone_and_its_city_is_noted_once()
    {
        Given.Inbox().When(Note(1)).Then(Found);
        Given.Inbox(Found).When(Note(2)).ThenNothing();
        Assert.True(InboxDecider.IsIdle(Given.Inbox(Found).State, Note(2), Now));
        Assert.False(InboxDecider.IsIdle(Given.Inbox().State, Note(2), Now));
        var host = RecipientId.Of(Host(1));
        Given.Inbox().When(new NoteNews(host, Entry(1))).ThenNothing();
    }

    [Fact]
    public void A_message_waits_for_each_channel_that_was_chosen()
    {
        Given.Inbox(Found, Chosen(Sms, Email with { SaysWhat = true })).When(Note(1))
            .Then(Queued(1, MessageChannel.Sms), Queued(1, MessageChannel.Email) with { SaysWhat = true });
    }

    [Fact]
    public void Of_two_messages_that_say_only_that_there_is_something_one_goes_out_and_is_about_both()
    {
        var waiting = Given.Inbox(Found, Chosen(Sms), Queued(1, MessageChannel.Sms));
        waiting.When(Note(2)).Then(new MessageJoined(Queued(1, MessageChannel.Sms).Message, Entry(2)));
        waiting.When(Note(1)).ThenNothing();
        // What is with the carrier takes nothing in any more.
        Given.Inbox(Found, Chosen(Sms), Queued(1, MessageChannel.Sms), new MessageSent(Queued(1, MessageChannel.Sms).Message, null, Now))
            .When(Note(2)).Then(Queued(2, MessageChannel.Sms));
        var full = Given.Inbox([Found, Chosen(Sms), Queued(1, MessageChannel.Sms),
            .. Enumerable.Range(2, Inbox.MaxInMessage - 1)
                .Select(n => new MessageJoined(Queued(1, MessageChannel.Sms).Message, Entry(n)))]);
        full.When(Note(99)).ThenNothing();
    }

    [Fact]
    public void No_more_than_fifty_messages_wait()
    {
        InboxEvent[] before = [Found, Chosen(Email with { SaysWhat = true })];
        Given.Inbox([.. before, .. Enumerable.Range(1, Inbox.MaxWaiting - 1).Select(Waiting)]).When(Note(99)).Then(Waiting(99));
        Given.Inbox([.. before, .. Enumerable.Range(1, Inbox.MaxWaiting).Select(Waiting)]).When(Note(99)).ThenNothing();

        static MessageQueued Waiting(int n) => Queued(n, MessageChannel.Email) with { SaysWhat = true };
    }

    [Fact]
    public void Nothing_of_safeguarding_goes_where_others_read_along()
    {
        foreach (var kind in Enum.GetValues<NewsKind>())
        {
            var decision = Given.Inbox(Found, Chosen(Sms with { IsShared = true }, Email)).When(Note(1, kind)).Decision;
            Assert.Equal(kind.IsSafeguarding() ? [MessageChannel.Email] : [MessageChannel.Sms, MessageChannel.Email],
                decision.Events.Select(e => ((MessageQueued)e).Channel));
        }
    }

    [Fact]
    public void No_message_is_sent_about_what_was_before_the_choice_or_is_old()
    {
        var story = Given.Inbox(Found, Chosen(Sms));
        story.When(new NoteNews(Guest, Entry(1) with { At = Now.AddTicks(-1) })).ThenNothing();
        story.When(Note(1), At(Now + InboxDecider.OldNews)).Then(Queued(1, MessageChannel.Sms) with { At = Now + InboxDecider.OldNews });
        story.When(Note(1), At(Now + InboxDecider.OldNews + TimeSpan.FromTicks(1))).ThenNothing();
    }

    [Fact]
    public void A_choice_that_contradicts_itself_is_refused()
    {
        var problems = new ContactChoice[]
        {
            new("Nepali, please", [Sms]), new("ne", [Sms, Sms]), new("ne", [Sms with { IsShared = true, SaysWhat = true }]),
            new("ne", [Sms], new(21, 21)), new("ne", [Sms], new(24, 8)), new("ne", [Sms], new(-1, 8)),
        };
        Assert.All(problems, c => Given.Inbox().When(new ChooseContact(Guest, c)).ThenRejected(RejectionCode.InvalidInput));
        Given.Inbox().When(new ChooseContact(Guest, Choice(Sms))).Then(Chosen(Sms));
        Given.Inbox(Chosen(Sms)).When(new ChooseContact(Guest, Choice(Sms))).ThenNothing();
    }

    [Fact]
    public void A_message_is_tried_again_after_ever_longer_times_and_then_has_failed()
    {
        var inbox = Given.Inbox(Found, Chosen(Sms), Queued(1, MessageChannel.Sms)).State;
        var (now, id) = (Now, Queued(1, MessageChannel.Sms).Message);
        foreach (var delay in InboxDecider.Delays)
        {
            var decision = InboxDecider.Decide(inbox, new NoteAnswer(id, new(CarrierWord.NotNow)), At(now));
            Assert.Equal([new MessageDelayed(id, now + delay)], decision.Events);
            (inbox, now) = (InboxDecider.Evolve(inbox, decision.Events[0]), now + delay);
        }

        var last = InboxDecider.Decide(inbox, new NoteAnswer(id, new(CarrierWord.NotNow)), At(now));
        Assert.Equal([new MessageFailed(Guest, id, MessageProblem.CarrierUnavailable, Auckland.Value)], last.Events);
        Assert.True(now - Now > TimeSpan.FromDays(1), "A carrier may be down for a day.");

        var failed = InboxDecider.Evolve(inbox, last.Events[0]);
        Assert.Empty(InboxDecider.Decide(failed, new NoteAnswer(id, new(CarrierWord.Delivered)), At(now)).Events);
        var again = InboxDecider.Decide(failed, new SendAgain(id), At(now));
        Assert.Equal([new MessageSentAgain(id, now)], again.Events);
        var waiting = InboxDecider.Evolve(failed, again.Events[0]).Find(id)!;
        Assert.Equal((MessageState.Waiting, 0, $"{id}-1"), (waiting.State, waiting.Attempts, waiting.Key));
        Assert.Empty(InboxDecider.Decide(InboxDecider.Evolve(failed, again.Events[0]), new SendAgain(id), At(now)).Events);
    }

    [Fact]
    public void What_the_carrier_refuses_is_not_tried_again_and_nobody_sends_what_has_not_failed()
    {
        var story = Given.Inbox(Found, Chosen(Sms), Queued(1, MessageChannel.Sms));
        var id = Queued(1, MessageChannel.Sms).Message;
        story.When(new NoteAnswer(id, new(CarrierWord.Never, Problem: MessageProblem.Refused)))
            .Then(new MessageFailed(Guest, id, MessageProblem.Refused, Auckland.Value));
        story.When(new SendAgain(id)).ThenNothing();
        story.When(new SendAgain("none")).ThenRejected(RejectionCode.MessageNotFound);
    }

    [Fact]
    public void A_carrier_that_reports_is_asked_until_it_says_something_and_one_that_does_not_is_not()
    {
        var id = Queued(1, MessageChannel.Sms).Message;
        var waiting = Given.Inbox(Found, Chosen(Sms), Queued(1, MessageChannel.Sms));
        Assert.Empty(waiting.When(new NoteAnswer(id, new(CarrierWord.Taken))).Then(new MessageSent(id, null, null)).State.Messages);
        var sent = waiting.When(new NoteAnswer(id, new(CarrierWord.Taken, "sms/1", Reports: true)))
            .Then(new MessageSent(id, "sms/1", Now.AddMinutes(1))).State;
        Assert.Equal([new MessageDelayed(id, Now.AddMinutes(1))],
            InboxDecider.Decide(sent, new NoteAnswer(id, new(CarrierWord.Taken, "sms/1", Reports: true)), ThatMoment).Events);
        Assert.Equal([new MessageDelivered(id, Today)],
            InboxDecider.Decide(sent, new NoteAnswer(id, new(CarrierWord.Delivered)), ThatMoment).Events);
        var tired = sent.Messages.Select(m => sent with { Messages = [m with { Attempts = InboxDecider.Delays.Count }] }).Single();
        Assert.Equal([new MessageUnconfirmed(id)],
            InboxDecider.Decide(tired, new NoteAnswer(id, new(CarrierWord.NotNow)), ThatMoment).Events);
    }

    [Fact]
    public void A_delivered_message_and_a_read_entry_say_that_a_welfare_check_has_reached_the_migrant_and_nothing_else_does()
    {
        var asked = Entry(1, NewsKind.WelfareCheckAsked) with { Number = 2 };
        var queued = Queued(1, MessageChannel.Sms) with { About = asked };
        var sent = Given.Inbox(Found, Chosen(Sms), queued, new MessageSent(queued.Message, null, Now));
        Assert.Empty(sent.State.Reaches);
        Assert.Equal([new(asked, Today, ReachedBy.Message)],
            sent.When(new NoteAnswer(queued.Message, new(CarrierWord.Delivered))).State.Reaches);
        Assert.Empty(Given.Inbox(Found, Chosen(Sms), queued).When(new NoteAnswer(queued.Message, new(CarrierWord.Taken))).State.Reaches);

        var read = Given.Inbox(Found).When(new MarkNews(Guest, [asked, Entry(2)], NewsState.Read)).State;
        Assert.Equal([new(asked, Today, ReachedBy.Read)], read.Reaches);
        Assert.Empty(Given.Inbox(Found, new NewsMarked(Guest, [asked], NewsState.Read, Today)).When(new NoteReachPassedOn(asked.Id))
            .Then(new ReachPassedOn(asked.Id)).State.Reaches);
        // The office's own entry about the check reaches nobody.
        var office = RecipientId.OfficeOf(Auckland);
        Assert.Empty(Given.Inbox().When(new MarkNews(office, [asked], NewsState.Read)).State.Reaches);
    }

    [Fact]
    public void What_was_read_stays_read_and_what_was_seen_to_stays_so()
    {
        var read = Given.Inbox(Found, new NewsMarked(Guest, [Entry(1)], NewsState.Read, Today));
        read.When(new MarkNews(Guest, [Entry(1)], NewsState.Read)).ThenNothing();
        read.When(new MarkNews(Guest, [Entry(1)], NewsState.Unread)).ThenRejected(RejectionCode.InvalidInput);
        var seen = read.When(new MarkNews(Guest, [Entry(1), Entry(2)], NewsState.ActedOn))
            .Then(new NewsMarked(Guest, [Entry(1), Entry(2)], NewsState.ActedOn, Today)).State;
        Assert.Equal((NewsState.ActedOn, NewsState.ActedOn, NewsState.Unread),
            (seen.StateOf(Entry(1).Id), seen.StateOf(Entry(2).Id), seen.StateOf(Entry(3).Id)));
        Assert.Empty(InboxDecider.Decide(seen, new MarkNews(Guest, [Entry(1)], NewsState.Read), ThatMoment).Events);
    }

    [Fact]
    public void Marks_and_failures_are_bounded()
    {
        var inbox = Given.Inbox(Found).State;
        for (var n = 0; n < 1 + (Inbox.MaxMarks / 100); n++)
        {
            inbox = InboxDecider.Evolve(inbox,
                new NewsMarked(Guest, [.. Enumerable.Range(n * 100, 100).Select(i => Entry(i))], NewsState.Read, Today));
        }

        Assert.Equal(Inbox.MaxMarks, inbox.Marks.Count);
        Assert.Equal((NewsState.Unread, NewsState.Read), (inbox.StateOf(Entry(99).Id), inbox.StateOf(Entry(100).Id)));
        for (var n = 0; n < Inbox.MaxFailed + 1; n++)
        {
            inbox = InboxDecider.Evolve(inbox, Queued(n, MessageChannel.Sms));
            inbox = InboxDecider.Evolve(inbox,
                new MessageFailed(Guest, Queued(n, MessageChannel.Sms).Message, MessageProblem.Refused, Auckland.Value));
        }

        Assert.Equal(Inbox.MaxFailed, inbox.Messages.Count);
        Assert.Null(inbox.Find(Queued(0, MessageChannel.Sms).Message));
    }

    [Fact]
    public void Whoever_is_erased_gets_no_message_any_more()
    {
        var forgotten = Given.Inbox(Found, Chosen(Sms), Queued(1, MessageChannel.Sms)).When(new ForgetContact())
            .Then(new ContactForgotten(Guest)).State;
        Assert.Equal((null, 0), (forgotten.Contact, forgotten.Messages.Count));
        Assert.Empty(InboxDecider.Decide(forgotten, Note(2), ThatMoment).Events);
        Given.Inbox(Found).When(new ForgetContact()).ThenNothing();
    }

    [Theory]
    [InlineData(21, 8, "20:59", 0)]
    [InlineData(21, 8, "21:00", 660)]
    [InlineData(21, 8, "23:30", 510)]
    [InlineData(21, 8, "00:00", 480)]
    [InlineData(21, 8, "07:59", 1)]
    [InlineData(21, 8, "08:00", 0)]
    [InlineData(1, 5, "00:59", 0)]
    [InlineData(1, 5, "01:00", 240)]
    [InlineData(1, 5, "05:00", 0)]
    public void Quiet_hours_may_go_over_midnight(int from, int until, string now, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), new QuietHours(from, until).Left(TimeOnly.Parse(now, null)));

    private static NewsEntry Entry(int n, NewsKind kind = NewsKind.PayReported) =>
        new(NewsEntry.IdOf(Guest, "nz-akl", n), kind, Case(1).Value, "nz-akl", Now);

    private static NoteNews Note(int n, NewsKind kind = NewsKind.PayReported) => new(Guest, Entry(n, kind));

    private static ContactChoice Choice(params ContactChannel[] channels) => new("ne", channels, new(21, 8));

    private static ContactChosen Chosen(params ContactChannel[] channels) => new(Guest, Choice(channels), Now);

    private static MessageQueued Queued(int n, MessageChannel channel) =>
        new(Guest, Message.IdOf(Entry(n).Id, channel), channel, Entry(n), false, Now);
}
