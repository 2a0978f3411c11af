namespace VipOrleans.Grains.News;

using System.Text;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.News.InboxCommand;

/// <summary>
/// Hosts the rules of an inbox, gathers its entries from wherever there is news, and sends its messages.
/// </summary>
/// <remarks>
/// A persisted reminder is set before a message is queued, and goes when nothing waits. A crash between the carrier's answer and the event
/// that notes it sends the message again, under the same key.
/// </remarks>
[Reentrant, GrainType("inbox")]
internal sealed class InboxGrain(Journaling journaling, PersonFiles persons, CityFacts facts, Carriers carriers)
    : SagaGrain<InboxDecider, Inbox, InboxCommand, InboxEvent>(journaling, "messages"), IInboxGrain
{
    private static readonly string Purpose = Codes<ReadPurpose>.Text(ReadPurpose.Contact);

    private string? _timeZone;

    private RecipientId Id => NewsGrains.RecipientOf(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Tell(NewsEntry entry)
    {
        var news = new NoteNews(Id, entry);
        // Most have chosen no messages: nothing is written down for them, and nothing asked of the journal.
        if (InboxDecider.IsIdle(Confirmed, news, Now)) return new() { Version = Version, Outcome = "noted" };
        var context = new CommandContext { Id = entry.Id, Fingerprint = 0, Actor = BySystem };
        return Confirmed.Contact is null ? await Execute(context, news) : await Begin(() => Execute(context, news), waits: false);
    }

    /// <inheritdoc/>
    public async Task<ListPage<NewsView>> List(bool? isUnread, long before, int limit)
    {
        var found = (await Entries()).Where(e => (before == 0 || OrderOf(e) < before)
                && (isUnread is null || (Confirmed.StateOf(e.Id) == NewsState.Unread) == isUnread))
            .Take(Math.Clamp(limit, 1, PageLimits.Most) + 1).ToList();
        var page = found.Take(Math.Clamp(limit, 1, PageLimits.Most)).ToList();
        return new()
        {
            Items = [.. page.Select(e => new NewsView(e.Id, e.Kind, e.Subject, e.Place, e.At, Confirmed.StateOf(e.Id)))],
            Next = found.Count > page.Count ? OrderOf(page[^1]) : null,
        };
    }

    /// <inheritdoc/>
    public async Task<int> Unread() => (await Entries()).Count(e => Confirmed.StateOf(e.Id) == NewsState.Unread);

    /// <inheritdoc/>
    public async Task<CommandResult> Mark(CommandContext context, IReadOnlyList<string> entries, NewsState state)
    {
        var mine = (await Entries()).ToDictionary(e => e.Id);
        if (entries.FirstOrDefault(e => !mine.ContainsKey(e)) is { } strange)
        {
            return CommandResult.Refuse(RejectionCode.NewsNotFound,
                $"'{strange}' is no entry of the inbox, or no longer: it keeps the newest {NewsLimits.Most} of each city and nation.",
                Version);
        }

        var marked = entries.Distinct().Select(e => mine[e]).ToList();
        await KnowTheDay(marked.FirstOrDefault()?.Place);
        var mark = new MarkNews(Id, marked, state);
        // Only a welfare check has to hear of it.
        return marked.Any(e => e.Kind == NewsKind.WelfareCheckAsked) ? await Begin(context, mark) : await Execute(context, mark);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> ChooseContact(CommandContext context, ContactWish wish)
    {
        if (Id.IsOffice)
        {
            return CommandResult.Refuse(RejectionCode.ChannelNotOffered, "Nobody writes to an office: its officers read the inbox.",
                Version);
        }

        if (ContactAddresses.Problem(wish) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem, Version);
        if (wish.Channels.FirstOrDefault(c => !carriers.Offered.Contains(c.Channel)) is { } strange)
        {
            return CommandResult.Refuse(RejectionCode.ChannelNotOffered,
                $"No messages are sent by {Codes<MessageChannel>.Text(strange.Channel)} here.", Version);
        }

        var named = wish.Channels.Select(c => (Wish: c, Name: persons.NameOfText(Id.Owner, $"{c.Channel}\n{c.Address}"))).ToList();
        var command = new ChooseContact(Id, new(wish.Language,
            [.. named.Select(n => new ContactChannel(n.Wish.Channel, n.Name, n.Wish.SaysWhat, n.Wish.IsShared))], wish.Quiet));
        // What will be refused, or says nothing new, is not stored. The address is there before the event that names it.
        if (InboxDecider.Decide(Confirmed, command, MomentFor(context)).Events is { Count: > 0 })
        {
            foreach (var (channel, name) in named)
            {
                await persons.StoreFile(Id.Owner, FileOf(name), Encoding.UTF8.GetBytes(channel.Address));
            }
        }

        return await Execute(context, command);
    }

    /// <inheritdoc/>
    public async Task<ContactView> Contact(PersonReader reader)
    {
        if (Confirmed.Contact is not { } contact) return new(Version, null, carriers.Offered);
        var channels = new List<ChannelWish>();
        foreach (var channel in contact.Channels)
        {
            channels.Add(new(channel.Channel, await AddressOf(channel, reader) ?? "", channel.SaysWhat, channel.IsShared));
        }

        return new(Version, new(contact.Language, channels, contact.Quiet), carriers.Offered);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Forget() => Execute(new ForgetContact());

    /// <inheritdoc/>
    public Task<CommandResult> SendAgain(CommandContext context, string message) =>
        Begin(() => Execute(context, new SendAgain(message)), waits: false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageView>> Messages() => Task.FromResult<IReadOnlyList<MessageView>>(
        [.. Confirmed.Messages.Select(m => new MessageView(m.Id, m.Channel, m.State, m.About[0].Place, m.NextAt, m.Attempts, m.Problem))]);

    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, _timeZone ?? "UTC");

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (Confirmed.Reaches is [var reach, ..]) return await PassOn(reach);
        var now = Now;
        foreach (var message in Confirmed.Messages.Where(m => m.State != MessageState.Failed && m.NextAt <= now))
        {
            if (await QuietFor(message, now) > TimeSpan.Zero) continue;
            await KnowTheDay(message.About[0].Place);
            var answer = message.State == MessageState.Sent ? await Ask(message) : await Send(message);
            return (await Execute(new NoteAnswer(message.Id, answer))).IsAccepted;
        }

        return true;
    }

    /// <inheritdoc/>
    protected override async ValueTask<WakeUp?> Next()
    {
        if (Confirmed.Reaches.Count > 0) return Soon;
        var now = Now;
        TimeSpan? next = null;
        foreach (var message in Confirmed.Messages.Where(m => m.State != MessageState.Failed))
        {
            var at = message.NextAt > now ? message.NextAt : now;
            var left = at - now + await QuietFor(message, at);
            if (next is null || left < next) next = left;
        }

        return next is { } due ? WakeUp.After(due, Soon.Then) : null;
    }

    private async Task<bool> PassOn(WelfareReach reach)
    {
        var context = new CommandContext { Id = $"{reach.Entry.Id}-reached", Fingerprint = 0, Actor = BySystem };
        var result = await GrainFactory.WelfareCheck(SponsorshipId.Parse(reach.Entry.Subject))
            .NoteReach(context, reach.Entry.Number, reach.On, reach.By);
        return result.IsAccepted && (await Execute(new NoteReachPassedOn(reach.Entry.Id))).IsAccepted;
    }

    private async Task<CarrierAnswer> Send(Message message)
    {
        if (Confirmed.Contact is not { } contact || contact.Channels.FirstOrDefault(c => c.Channel == message.Channel) is not { } channel
            || carriers.Of(message.Channel) is not { } carrier)
        {
            return new(CarrierWord.Never, Problem: MessageProblem.NoAddress);
        }

        // Somebody may have begun to read along since it was queued.
        if (channel.IsShared && message.About.Any(e => e.Kind.IsSafeguarding()))
        {
            return new(CarrierWord.Never, Problem: MessageProblem.NoAddress);
        }

        var address = await AddressOf(channel, new() { Actor = BySystem, Purpose = Purpose });
        if (address is null) return new(CarrierWord.Never, Problem: MessageProblem.NoAddress);
        string? code = null;
        if (message.About.FirstOrDefault(e => e.Kind == NewsKind.SignInCode) is { } coded)
        {
            // One that was used or revoked meanwhile is not sent any more.
            code = await GrainFactory.SignIns(PersonId.Parse(coded.Subject)).CodeOf(coded.Number);
            if (code is null) return new(CarrierWord.Never, Problem: MessageProblem.NoAddress);
        }

        return await carrier.Send(MessageTexts.Write(message, channel, contact.Language, address, code), Stopping);
    }

    private async Task<CarrierAnswer> Ask(Message message) =>
        carriers.Of(message.Channel) is { } carrier
            ? await carrier.Ask(message.Key, Stopping) : new(CarrierWord.NotNow);

    private async Task<TimeSpan> QuietFor(Message message, DateTimeOffset at)
    {
        // What the carrier has may be asked about at any hour.
        if (message.State != MessageState.Waiting || Confirmed.Contact?.Quiet is not { } quiet) return TimeSpan.Zero;
        return quiet.Left(CityTime.Clock(at, await TimeZoneFor(message.About[0].Place)));
    }

    private async Task KnowTheDay(string? place) => _timeZone = await TimeZoneFor(place);

    // The city's in which it happened; of what is the nation's, the host's city, or the first one in which there is news of the migrant.
    private async Task<string> TimeZoneFor(string? place)
    {
        foreach (var near in new[] { place, Id.Place, Confirmed.Places.FirstOrDefault(p => CityId.TryParse(p, out _)) })
        {
            if (CityId.TryParse(near, out var city) && await facts.TimeZoneOf(city) is { } zone) return zone;
        }

        return "UTC";
    }

    private async Task<string?> AddressOf(ContactChannel channel, PersonReader reader) =>
        await persons.ReadFile(Id.Owner, FileOf(channel.Address), reader) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static string FileOf(string name) => $"contact-{name}";

    private async Task<IReadOnlyList<NewsEntry>> Entries()
    {
        var places = Confirmed.Places.Add(Id.Place);
        var all = await Task.WhenAll(places.Select(place => GrainFactory.News(place).Of(Id)));
        return [.. all.SelectMany(e => e).OrderByDescending(OrderOf)];
    }

    // The time in milliseconds, and behind it what tells entries of one millisecond apart.
    private static long OrderOf(NewsEntry entry) =>
        (entry.At.ToUnixTimeMilliseconds() << 20) | (uint)(Hash(entry.Id) & 0xFFFFF);

    private static uint Hash(string id) => id.Aggregate(2_166_136_261u, (hash, c) => unchecked((hash ^ c) * 16_777_619));
}
