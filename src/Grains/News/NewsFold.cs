namespace VipOrleans.Grains.News;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.News.InboxEvent;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;

/// <summary>
/// The news in a feed, by whose it is. An event makes one entry for each recipient at most. The same feed gives the same news, byte for
/// byte.
/// </summary>
internal sealed class NewsFold : IFeedFold<NewsFold>
{
    private const int MostBroadcasts = 50;

    private static readonly string HostGone = EventCodec<HostEvent>.All[typeof(HostErased)],
        MigrantGone = EventCodec<MigrantEvent>.All[typeof(MigrantErased)];

    // What is known of a stream: who is in a sponsorship, whom a ruling is about.
    private readonly Dictionary<string, NewsAbout> _known = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, NewsBox> _boxes = new(StringComparer.Ordinal);
    private readonly List<NewsRow> _broadcasts = [];
    // Hosts of this city, and others whose inbox lies here, who want messages.
    private readonly SortedSet<string> _writtenTo = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, FailedMessage> _failed = [];
    private readonly SortedDictionary<string, MessageChannel> _channels = new(StringComparer.Ordinal);
    // What a carrier still has to bring, if it did not: of the last day of the feed.
    private readonly Queue<FreshNews> _fresh = new();

    private string _place = "";

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _known.Count + _boxes.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        _place = e.Stream.Partition;
        while (_fresh.TryPeek(out var old) && old.At < e.At - InboxDecider.OldNews) _fresh.Dequeue();
        if (e.Stream.Kind == "inbox") Note(e);
        else if (e.Type == HostGone) Erase(RecipientId.Of(HostId.Parse(IdOf(e.Stream))), e);
        else if (e.Type == MigrantGone) Erase(RecipientId.Of(MigrantId.Parse(IdOf(e.Stream))), e);
        else if (NewsReading.Read(e) is { } read) Tell(e, read.Rule, read.Event);
    }

    /// <summary>The newest entries of somebody, the newest first.</summary>
    public IReadOnlyList<NewsEntry> Of(RecipientId recipient)
    {
        if (!_boxes.TryGetValue(recipient.Value, out var box)) return [];
        IEnumerable<NewsRow> rows = box.Rows;
        if (recipient.Host is not null) rows = rows.Concat(_broadcasts.Where(b => b.Position > box.Since)).OrderBy(r => r.Position);
        return [.. rows.Reverse().DistinctBy(r => r.Position).Take(NewsLimits.Most).Select(r => EntryOf(recipient, r))];
    }

    /// <summary>What came after a position, in the order of the feed; of the last day only.</summary>
    public IEnumerable<FreshNews> After(long position) => _fresh.Where(f => f.Position > position);

    /// <summary>For each who has news here and belongs to another place, the first of it.</summary>
    public IEnumerable<FreshNews> OfStrangers() =>
        from box in _boxes.Values
        let recipient = RecipientId.Parse(box.Recipient)
        where recipient.Place != _place && box.Rows.Count > 0
        select new FreshNews(box.Rows[0].Position, box.Rows[0].At, box.Recipient, EntryOf(recipient, box.Rows[0]));

    /// <summary>True if messages go out to somebody whose inbox lies here; of others it is not known here.</summary>
    public bool MayBeWrittenTo(RecipientId recipient) => recipient.Place != _place || _writtenTo.Contains(recipient.Value);

    /// <summary>Those of this city's hosts to whom messages go out.</summary>
    public IEnumerable<RecipientId> HostsWrittenTo() => _writtenTo.Select(RecipientId.Parse).Where(r => r.Host is not null);

    /// <summary>A page of the messages that failed.</summary>
    public ListPage<FailedMessage> Failed(CityId? city, long after, int limit)
    {
        var found = _failed.Where(f => f.Key > after && (city is null || f.Value.Place == city.Value.Value)).Take(limit + 1).ToList();
        return new()
        {
            Items = [.. found.Take(limit).Select(f => f.Value)],
            Next = found.Count > limit ? found[limit - 1].Key : null,
        };
    }

    /// <summary>The entry that everybody has of an event.</summary>
    public NewsEntry EntryOf(RecipientId recipient, NewsRow row) =>
        new(NewsEntry.IdOf(recipient, _place, row.Position), row.Kind, row.Subject, _place, row.At, row.Number);

    /// <inheritdoc/>
    public byte[] ToSnapshot() => JsonSerializer.SerializeToUtf8Bytes(
        new(Position, _place, _known, [.. _boxes.Values], _broadcasts, [.. _writtenTo], _failed, _channels, [.. _fresh]),
        NewsFoldJson.Default.NewsSnapshot);

    /// <inheritdoc/>
    public static NewsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, NewsFoldJson.Default.NewsSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new NewsFold { Position = saved.Position, _place = saved.Place };
        foreach (var (stream, about) in saved.Known) fold._known[stream] = about;
        foreach (var box in saved.Boxes) fold._boxes[box.Recipient] = box;
        fold._broadcasts.AddRange(saved.Broadcasts);
        fold._writtenTo.UnionWith(saved.WrittenTo);
        foreach (var (position, failed) in saved.Failed) fold._failed[position] = failed;
        foreach (var (message, channel) in saved.Channels) fold._channels[message] = channel;
        foreach (var fresh in saved.Fresh) fold._fresh.Enqueue(fresh);
        return fold;
    }

    private void Tell(RecordedEvent e, NewsRule rule, object happened)
    {
        var own = AboutOf(e.Stream);
        var said = rule.About?.Invoke(happened) ?? [own];
        if (rule.IsKept) _known[e.Stream.Value] = said[0].Over(own);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var about in said.Select(a => Completed(a.Over(own))))
        {
            foreach (var line in rule.LinesOf(happened))
            {
                var row = new NewsRow(e.Position, e.At, line.Kind, about.Subject ?? IdOf(e.Stream), about.Number);
                if (line.To == Addressee.EveryHost) Broadcast(row);
                foreach (var recipient in Recipients(line.To, about).Where(r => told.Add(r.Value))) Add(recipient, row);
            }
        }

        if (happened is HostRegistered registered) BoxOf(RecipientId.Of(registered.Host), e.Position);
    }

    private void Add(RecipientId recipient, NewsRow row)
    {
        var box = BoxOf(recipient, row.Position);
        box.Rows.Add(row);
        if (box.Rows.Count > NewsLimits.Most) box.Rows.RemoveAt(0);
        // Nobody writes to an office: its officers look.
        if (!recipient.IsOffice || recipient.Place != _place)
        {
            _fresh.Enqueue(new(row.Position, row.At, recipient.Value, EntryOf(recipient, row)));
        }
    }

    private void Broadcast(NewsRow row)
    {
        _broadcasts.Add(row);
        if (_broadcasts.Count > MostBroadcasts) _broadcasts.RemoveAt(0);
        _fresh.Enqueue(new(row.Position, row.At, null, EntryOf(default, row)));
    }

    private NewsBox BoxOf(RecipientId recipient, long since)
    {
        if (!_boxes.TryGetValue(recipient.Value, out var box)) _boxes[recipient.Value] = box = new(recipient.Value, since, []);
        return box;
    }

    private void Note(RecordedEvent e)
    {
        switch (InboxDecider.Aggregate.Events.Read(e.Data.Span))
        {
            case ContactChosen { Choice.Channels.Count: > 0 } x:
                _writtenTo.Add(x.Recipient.Value);
                break;
            case ContactChosen x:
                _writtenTo.Remove(x.Recipient.Value);
                break;
            case ContactForgotten x:
                _writtenTo.Remove(x.Recipient.Value);
                Forget(f => f.Recipient == x.Recipient);
                break;
            case MessageQueued x:
                _channels[x.Message] = x.Channel;
                break;
            case MessageFailed x:
                _failed[e.Position] =
                    new(x.Recipient, x.Message, _channels.GetValueOrDefault(x.Message), x.Problem, x.Place, e.At);
                break;
            case MessageSentAgain x:
                Forget(f => f.Message == x.Message);
                break;
            case MessageDelivered x:
                _channels.Remove(x.Message);
                break;
            case MessageUnconfirmed x:
                _channels.Remove(x.Message);
                break;
            case MessageSent { AskAt: null } x:
                _channels.Remove(x.Message);
                break;
        }
    }

    private void Forget(Func<FailedMessage, bool> which)
    {
        foreach (var position in _failed.Where(f => which(f.Value)).Select(f => f.Key).ToList()) _failed.Remove(position);
    }

    private void Erase(RecipientId recipient, RecordedEvent e)
    {
        _boxes.Remove(recipient.Value);
        _writtenTo.Remove(recipient.Value);
        _fresh.Enqueue(new(e.Position, e.At, recipient.Value, null));
    }

    // What the stream's own id says, and an earlier event of it.
    private NewsAbout AboutOf(StreamId stream)
    {
        var said = stream.Kind switch
        {
            "sponsorship" => new NewsAbout { Sponsorship = SponsorshipId.Parse(IdOf(stream)) },
            "host" => new() { Host = HostId.Parse(IdOf(stream)) },
            "migrant" => new() { Migrant = MigrantId.Parse(IdOf(stream)) },
            _ => new(),
        };
        return _known.TryGetValue(stream.Value, out var known) ? said.Over(known) : said;
    }

    // Who is in the sponsorship, and who is the host's guardian.
    private NewsAbout Completed(NewsAbout about)
    {
        if (about.Sponsorship is { } id && _known.TryGetValue(id.Stream.Value, out var sponsorship)) about = about.Over(sponsorship);
        return about.Host is { } host && _known.TryGetValue(host.Stream.Value, out var known) ? about.Over(known) : about;
    }

    private IEnumerable<RecipientId> Recipients(Addressee to, NewsAbout about)
    {
        var nation = NationId.Parse(_place[..2]);
        switch (to)
        {
            case Addressee.Host when about is { Host: { } host, IsWithoutHost: false }:
                yield return RecipientId.Of(host);
                if (about.Guardian is { } guardian) yield return RecipientId.Of(guardian);
                break;
            case Addressee.Migrant when about is { Migrant: { } migrant, IsWithoutMigrant: false }:
                yield return RecipientId.Of(migrant);
                break;
            case Addressee.Employer when about.Employer is { } employer && employer != Employers.None && Employers.IsId(employer):
                yield return RecipientId.OfEmployer(nation, employer);
                break;
            case Addressee.Author when about.Author is { } author && RecipientId.OfActor(Employers.Scoped(author, nation)) is { } known:
                yield return known;
                break;
            case Addressee.Persons:
                foreach (var person in about.Persons) yield return RecipientId.Of(person);
                break;
            case Addressee.CityOffice when CityId.TryParse(_place, out var city):
                yield return RecipientId.OfficeOf(city);
                break;
            case Addressee.NationOffice:
                yield return RecipientId.OfficeOf(nation);
                break;
        }
    }

    private static string IdOf(StreamId stream) => stream.Value.Replace('/', '.');
}

/// <summary>The news of one recipient.</summary>
/// <param name="Recipient">Whose.</param>
/// <param name="Since">Where in the feed the recipient is first in it.</param>
/// <param name="Rows">The newest entries, in the order of the feed.</param>
internal sealed record NewsBox(string Recipient, long Since, List<NewsRow> Rows);

/// <summary>An entry before it is known whose.</summary>
internal sealed record NewsRow(long Position, DateTimeOffset At, NewsKind Kind, string Subject, int Number);

/// <summary>What is to be brought to an inbox.</summary>
/// <param name="Position">Where its event stands in the feed.</param>
/// <param name="At">When it happened.</param>
/// <param name="Recipient">Whose it is; null for every host of the city who is written to.</param>
/// <param name="Entry">The entry; null if the recipient was erased.</param>
internal sealed record FreshNews(long Position, DateTimeOffset At, string? Recipient, NewsEntry? Entry);

internal sealed record NewsSnapshot(long Position, string Place, IReadOnlyDictionary<string, NewsAbout> Known, IReadOnlyList<NewsBox> Boxes,
    IReadOnlyList<NewsRow> Broadcasts, IReadOnlyList<string> WrittenTo, IReadOnlyDictionary<long, FailedMessage> Failed,
    IReadOnlyDictionary<string, MessageChannel> Channels, IReadOnlyList<FreshNews> Fresh);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NewsSnapshot))]
internal sealed partial class NewsFoldJson : JsonSerializerContext;
