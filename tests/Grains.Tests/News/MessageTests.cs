namespace VipOrleans.Grains.Tests.News;

using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Grains.News;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class MessageTests
{
    private const string Phone = "+64211234567", Mail = "wildbird@example.org";

    private static readonly ChannelWish Sms = new(MessageChannel.Sms, Phone, false, false),
        Email = new(MessageChannel.Email, Mail, true, false);

    [Fact]
    public async Task A_message_goes_out_in_the_persons_language_and_says_what_it_is_about_only_if_they_chose_so()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        var (city, migrant) = await Chosen(world, new("ne-NP", [Sms, Email], null));
        await world.Propose(city, migrant: migrant);
        await Until(() => carrier.Shown.Count == 2, "both messages");
        var sms = carrier.Shown.Single(m => m.Channel == MessageChannel.Sms);
        var mail = carrier.Shown.Single(m => m.Channel == MessageChannel.Email);
        var texts = MessageTexts.In("ne");
        Assert.Equal(("ne", Phone, texts["sender"], $"{texts["something"]}\n{texts["look"]}"),
            (sms.Language, sms.To, sms.Sender, sms.Text));
        Assert.Equal(Mail, mail.To);
        Assert.Contains(texts["topic.proposal"], mail.Text, StringComparison.Ordinal);
        // The address is in no event, and a message on its way shows nothing.
        foreach (var secret in new[] { Phone, Mail }) Assert.False(world.JournalHas(secret), secret);
        Assert.DoesNotContain(Phone, sms.ToString(), StringComparison.Ordinal);
        Assert.True(world.JournalHas("message-queued"));
    }

    [Fact]
    public async Task On_a_shared_phone_there_is_a_message_from_nobody_and_nothing_of_safeguarding()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        var (city, migrant) = await Chosen(world, new("en", [Sms with { IsShared = true }], null));
        var id = await world.Accept(city, migrant: migrant);
        await Until(() => carrier.Shown.Count > 0, "a message");
        Assert.All(carrier.Shown, m => Assert.Equal(("", "A message", "There is a message for you."), (m.Sender, m.Subject, m.Text)));
        await world.PassChecks(id);
        Accepted("arrived", await world.Sponsorship(id).Arrive(Command(), new(2026, 2, 25)));
        await Report(world, id);
        await Until(async () => (await Inbox(world, migrant).List(null, 0, 50)).Items.Any(e => e.Kind == NewsKind.WelfareCheckAsked),
            "the check in the inbox");
        await world.Grains.News(city).Carry();
        var stream = RecipientId.Of(migrant).Stream;
        Assert.DoesNotContain((await world.EventsOf(stream)).Where(e => e.Type is "message-queued" or "message-joined"),
            e => System.Text.Encoding.UTF8.GetString(e.Data.Span).Contains("welfare-check-asked", StringComparison.Ordinal));
        Assert.Null((await world.Grains.WelfareCheck(id).Get())!.ReachedOn);
    }

    [Fact]
    public async Task In_quiet_hours_nothing_is_sent_and_after_them_it_is()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        // It is ten in the evening in Auckland.
        var (city, migrant) = await Chosen(world, new("en", [Sms], new(21, 8)));
        await world.Propose(city, migrant: migrant);
        await Until(async () => (await Inbox(world, migrant).Messages()).Count == 1, "the message to wait");
        await world.RemindersCome();
        Assert.Empty(carrier.Handed);
        world.Time.AdjustTime(Beginning.AddHours(9).AddMinutes(59));
        await world.RemindersCome();
        Assert.Empty(carrier.Handed);
        Assert.NotEmpty(world.Reminders.Rows);
        world.Time.AdjustTime(Beginning.AddHours(10));
        await world.RemindersCome();
        Assert.Single(carrier.Handed);
    }

    [Fact]
    public async Task A_carrier_that_is_down_is_tried_again_and_what_fails_is_listed_until_an_officer_has_it_sent_again()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        carrier.OnSend = _ => new(CarrierWord.NotNow);
        var (city, migrant) = await Chosen(world, new("en", [Sms], null));
        await world.Propose(city, migrant: migrant);
        await Until(() => carrier.Handed.Count == 1, "the first attempt");
        foreach (var delay in InboxDecider.Delays)
        {
            var before = carrier.Handed.Count;
            await Until(async () => (await Inbox(world, migrant).Messages())[0].NextAt > world.Time.GetUtcNow(), "the delay to be noted");
            await world.RemindersCome();
            Assert.Equal(before, carrier.Handed.Count);
            world.Time.AdjustTime(world.Time.GetUtcNow() + delay);
            await world.RemindersCome();
            Assert.Equal(before + 1, carrier.Handed.Count);
        }

        var failed = Assert.Single((await world.Grains.News(city.Nation).Failed(city, 0, 10)).Items);
        Assert.Equal((RecipientId.Of(migrant), MessageProblem.CarrierUnavailable, MessageChannel.Sms),
            (failed.Recipient, failed.Problem, failed.Channel));
        Assert.Empty((await world.Grains.News(city.Nation).Failed(NewCity(), 0, 10)).Items);
        Assert.Single(carrier.Shown);
        await ReminderGoes(world, migrant);

        carrier.OnSend = _ => new(CarrierWord.Taken);
        Accepted("queued", await Inbox(world, migrant).SendAgain(Command(), failed.Message));
        await Until(() => carrier.Shown.Count == 2, "the message to be sent again, under a key of its own");
        Assert.Empty((await world.Grains.News(city.Nation).Failed(city, 0, 10)).Items);
        Refused(RejectionCode.MessageNotFound, await Inbox(world, migrant).SendAgain(Command(), failed.Message));
    }

    [Fact]
    public async Task A_silo_that_dies_before_the_answer_is_noted_hands_the_message_over_again_under_the_same_key()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        var (city, migrant) = await Chosen(world, new("en", [Sms], null));
        world.Faults.OnAppend = (append, _) => append.Stream.Kind == "inbox" && append.Events.Any(e => e.Type == "message-sent")
            ? Fault.CrashBeforeWrite : Fault.None;
        await world.Propose(city, migrant: migrant);
        await Until(() => carrier.Handed.Count == 1, "the first attempt");
        await Until(() => world.Faults.Crashed, "the crash");
        world.Heal();
        await world.Restart();
        await world.RemindersCome();
        await Until(() => carrier.Handed.Count == 2, "the second attempt");
        Assert.Single(carrier.Shown);
        // And what was brought before is brought again after a start, without another message.
        await world.Grains.News(city).Carry();
        await world.RemindersCome();
        Assert.Single(carrier.Shown);
        Assert.Single(await world.EventsOf(RecipientId.Of(migrant).Stream), e => e.Type == "message-queued");
    }

    [Fact]
    public async Task A_welfare_check_counts_as_asked_when_its_message_was_delivered_and_not_when_it_only_went_out()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        var (city, migrant) = await Chosen(world, new("en", [Sms], null));
        var id = await Arrive(world, city, migrant);
        await Report(world, id);
        var asked = Codes<NewsKind>.Text(NewsKind.WelfareCheckAsked);
        await Until(async () => (await world.EventsOf(RecipientId.Of(migrant).Stream)).Any(
            e => e.Type is "message-queued" or "message-joined"
                && System.Text.Encoding.UTF8.GetString(e.Data.Span).Contains(asked, StringComparison.Ordinal)),
                "the message about the check");
        await Until(async () => (await Inbox(world, migrant).Messages()).All(m => m.State == MessageState.Sent), "all messages to go out");
        Assert.Null((await world.Grains.WelfareCheck(id).Get())!.ReachedOn);

        carrier.OnAsk = _ => new(CarrierWord.Delivered);
        world.Time.AdjustTime(Beginning.AddDays(2));
        await world.RemindersCome();
        await Until(async () => (await world.Grains.WelfareCheck(id).Get())!.ReachedOn is not null, "the check to hear of it");
        var check = (await world.Grains.WelfareCheck(id).Get())!;
        Assert.Equal((new DateOnly(2026, 3, 3), ReachedBy.Message, new DateOnly(2026, 3, 17)),
            (check.ReachedOn!.Value, check.ReachedBy, check.WaitUntil));
        await ReminderGoes(world, migrant);
    }

    [Fact]
    public async Task A_welfare_check_counts_as_asked_when_its_entry_was_read()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var id = await world.Arrive(city, new(2026, 2, 25));
        var migrant = (await world.Sponsorship(id).Get())!.Migrant;
        await Report(world, id);
        NewsView? asked = null;
        await Until(async () =>
        {
            asked = (await Inbox(world, migrant).List(null, 0, 50)).Items.FirstOrDefault(e => e.Kind == NewsKind.WelfareCheckAsked);
            return asked is not null;
        }, "the entry");
        // That it was listed is not that it was read.
        Assert.Null((await world.Grains.WelfareCheck(id).Get())!.ReachedOn);
        Accepted("marked", await Inbox(world, migrant).Mark(Command(), [asked!.Id], NewsState.Read));
        var check = (await world.Grains.WelfareCheck(id).Get())!;
        Assert.Equal((new DateOnly(2026, 3, 1), ReachedBy.Read), (check.ReachedOn!.Value, check.ReachedBy));
    }

    [Fact]
    public async Task An_opening_is_written_of_to_the_hosts_who_want_messages_and_stands_in_the_inbox_of_all()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        var city = await world.OpenCity(1);
        var (written, other) = (await world.AddHost(city), await world.AddHost(city));
        Accepted("chosen", await world.Grains.Inbox(RecipientId.Of(written)).ChooseContact(Command(), new("en", [Sms], null)));
        var opening = OpeningId.From(city, "opening");
        Accepted("announced", await world.Grains.Opening(opening).Announce(Command(), Terms));
        foreach (var host in new[] { written, other })
        {
            Assert.Contains((await world.Grains.Inbox(RecipientId.Of(host)).List(null, 0, 50)).Items,
                e => e.Kind == NewsKind.OpeningAnnounced);
        }

        await Until(() => carrier.Shown.Count == 1, "the message");
        // Who comes later was not a host then.
        var late = await world.AddHost(city);
        Assert.Empty((await world.Grains.Inbox(RecipientId.Of(late)).List(null, 0, 50)).Items);
    }

    [Fact]
    public async Task Whoever_is_erased_is_written_to_no_more_and_their_address_is_gone()
    {
        var (world, carrier) = await Begin();
        await using var _ = world;
        carrier.OnSend = _ => new(CarrierWord.NotNow);
        var city = await world.OpenCity(1);
        var host = await world.AddHost(city);
        var inbox = world.Grains.Inbox(RecipientId.Of(host));
        Accepted("chosen", await inbox.ChooseContact(Command(), new("en", [Sms], null)));
        Assert.Equal([Phone], (await inbox.Contact(Reader)).Wish!.Channels.Select(c => c.Address));
        var id = await world.Propose(city, host);
        Accepted("withdrawn", await world.Sponsorship(id).Withdraw(Command(), Party.Host));
        await Until(async () => (await inbox.Messages()).Count == 1, "the message to wait");
        Accepted("erased", await world.Host(host).ErasePerson(Command(), "own-request"));
        await Until(async () => (await inbox.Contact(Reader)).Wish is null, "the choice to be forgotten");
        Assert.Empty(await inbox.Messages());
        Assert.Equal(0, world.VaultFileHas(host.Value).Rows);
    }

    [Fact]
    public async Task An_address_that_no_carrier_can_use_is_refused_and_nothing_is_kept()
    {
        var (world, _) = await Begin();
        await using var __ = world;
        var city = await world.OpenCity(1);
        var inbox = world.Grains.Inbox(RecipientId.Of(await world.AddHost(city)));
        foreach (var wrong in new ChannelWish[]
        {
            Sms with { Address = "0211234567" }, Sms with { Address = "+64 21 123" }, Sms with { Address = "" },
            Email with { Address = "wildbird" }, Email with { Address = "a b@example.org" }, Email with { Address = "a@b\nBcc: c@d" },
            Email with { Address = "a@-" }, Sms with { IsShared = true, SaysWhat = true },
        })
        {
            Refused(RejectionCode.InvalidInput, await inbox.ChooseContact(Command(), new("en", [wrong], null)));
        }

        Refused(RejectionCode.ChannelNotOffered,
            await inbox.ChooseContact(Command(),
                new("en", [new(MessageChannel.Letter, "Aroha\n1 Queen Street\nAuckland", false, false)], null)));
        var view = await inbox.Contact(Reader);
        Assert.Null(view.Wish);
        Assert.Equal([MessageChannel.Email, MessageChannel.Sms], view.Offered);
    }

    private static readonly OpeningTerms Terms = new(default, Beginning.AddDays(7), "Charter, article 12");

    private static readonly PersonReader Reader = new() { Actor = "host:x", Purpose = "own" };

    private static async Task<(World World, FakeCarrier Carrier)> Begin()
    {
        var carrier = new FakeCarrier();
        return (await Start(new() { Services = s => s.AddSingleton<IMessageCarrier>(carrier) }), carrier);
    }

    private static async Task<(CityId City, MigrantId Migrant)> Chosen(World world, ContactWish wish)
    {
        var city = await world.OpenCity(1);
        var migrant = await world.AddMigrant(city.Nation);
        // What was before the choice is not written about.
        world.Time.AdjustTime(Beginning.AddSeconds(1));
        Accepted("chosen", await Inbox(world, migrant).ChooseContact(Command(), wish));
        return (city, migrant);
    }

    private static async Task<SponsorshipId> Arrive(World world, CityId city, MigrantId migrant)
    {
        var id = await world.Accept(city, migrant: migrant);
        await world.PassChecks(id);
        Accepted("arrived", await world.Sponsorship(id).Arrive(Command(), new(2026, 2, 25)));
        return id;
    }

    private static async Task Report(World world, SponsorshipId id) => Accepted("reported", await world.Grains.WelfareCheck(id)
        .Report(Command(actor: "city-officer:a"), new("city", CaseParty.Officer, new(2026, 2, 26)), null));

    private static Task ReminderGoes(World world, MigrantId migrant) => Until(
        () => world.Reminders.Rows.All(r => !r.GrainId.Key.ToString()!.EndsWith(RecipientId.Of(migrant).Value, StringComparison.Ordinal)),
        "the reminder to go");

    private static IInboxGrain Inbox(World world, MigrantId migrant) => world.Grains.Inbox(RecipientId.Of(migrant));
}
