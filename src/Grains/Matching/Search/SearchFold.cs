namespace VipOrleans.Grains.Matching;

using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Matching.ProfileEvent;
using static VipOrleans.Domain.Matching.SeekerEvent;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// Who looks for whom in a city, as its feed says. The same feed gives the same lists, byte for byte. Heritage and faith are no part of it.
/// </summary>
internal sealed class SearchFold : IFeedFold<SearchFold>
{
    private readonly Side _hosts = new(), _migrants = new();
    private readonly HashSet<string> _taken = [], _suspended = [];
    private readonly Dictionary<string, OpenProposal> _proposals = [];
    private readonly Dictionary<string, List<string>> _turnedTo = [];
    private Party _first = Party.Migrant;

    /// <summary>The last position that is folded in.</summary>
    public long Position { get; set; }

    /// <summary>How many rows there are in all.</summary>
    public int Rows => _hosts.Rows.Count + _migrants.Rows.Count + _taken.Count + _suspended.Count + _proposals.Count;

    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        switch (e.Stream.Kind)
        {
            case "city" when e.Type is "city-opened" or "city-policy-decided":
                _first = (CityDecider.Aggregate.Events.Read(e.Data.Span) switch
                {
                    CityOpened x => x.Policy,
                    CityPolicyDecided x => x.Policy,
                    _ => throw new JsonException("No policy.")
                }).SeesFirst ?? Party.Migrant;
                break;
            case "host" when e.Type is "host-taken" or "host-freed" or "host-suspended" or "host-reinstated" or "host-erased":
                Apply(e.Stream.Value.Replace('/', '.'), HostDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "profile":
                Apply(e, ProfileDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "seeker":
                Apply(e, SeekerDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "sponsorship" when e.Type is "sponsorship-proposed" or "sponsorship-accepted" or "sponsorship-ended":
                Apply(e.Stream.Value.Replace('/', '.'), SponsorshipDecider.Aggregate.Events.Read(e.Data.Span));
                break;
        }
    }

    /// <summary>A person who looks here now; null for who does not.</summary>
    public PersonRow? Looking(PersonId person) => SideOf(person).Find(person.Value) is { } row && IsLooking(row) ? row : null;

    /// <summary>Somebody, whether they look here now or not.</summary>
    public PersonRow? Find(PersonId person) => SideOf(person).Find(person.Value);

    /// <summary>Those of the other side who look here now and whom a person may see, in the order in which they came.</summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="after">The position after which to begin.</param>
    public IEnumerable<PersonRow> SeenBy(PersonId asker, long after)
    {
        var others = asker.Side == Party.Host ? _migrants : _hosts;
        if (asker.Side == _first) return others.After(after).Where(IsLooking);
        // Who sees second sees whoever has turned to them.
        var turned = _turnedTo.GetValueOrDefault(asker.Value) ?? [];
        return turned.Distinct().Select(others.Find).OfType<PersonRow>().Where(r => r.Position > after && IsLooking(r))
            .OrderBy(r => r.Position);
    }

    /// <summary>All of the other side who look here now, whether the person may see them or not.</summary>
    public IEnumerable<PersonRow> OthersOf(PersonId asker) => (asker.Side == Party.Host ? _migrants : _hosts).After(0).Where(IsLooking);

    // Packed: a journal takes snapshots of 64 MiB, and the texts of a hundred thousand profiles a side are more than that.
    public byte[] ToSnapshot()
    {
        var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(
                pack,
                new(Position, _first, _hosts.Rows, _migrants.Rows, [.. _taken.Order(StringComparer.Ordinal)],
                    [.. _suspended.Order(StringComparer.Ordinal)], [.. _proposals.Values.OrderBy(p => p.Id, StringComparer.Ordinal)]),
                SearchJson.Default.SearchSnapshot);
        }

        return packed.ToArray();
    }

    public static SearchFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        using var unpack = new GZipStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        var saved = JsonSerializer.Deserialize(unpack, SearchJson.Default.SearchSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new SearchFold { Position = saved.Position, _first = saved.First };
        foreach (var row in saved.Hosts) fold._hosts.Add(row);
        foreach (var row in saved.Migrants) fold._migrants.Add(row);
        fold._taken.UnionWith(saved.Taken);
        fold._suspended.UnionWith(saved.Suspended);
        foreach (var proposal in saved.Proposals) fold.Add(proposal);
        return fold;
    }

    private Side SideOf(PersonId person) => person.Side == Party.Host ? _hosts : _migrants;

    private bool IsLooking(PersonRow row) => row.IsOpen && !_taken.Contains(row.Id.Value) && !_suspended.Contains(row.Id.Value);

    private void Apply(string host, HostEvent e)
    {
        switch (e)
        {
            case HostTaken: _taken.Add(host); break;
            case HostFreed: _taken.Remove(host); break;
            case HostSuspended: _suspended.Add(host); break;
            case HostReinstated: _suspended.Remove(host); break;
            case HostErased: _hosts.Find(host)?.Hide(); break;
            case HostMoveCompleted x when x.To.Value != host: _hosts.Find(host)?.Hide(); break;
        }
    }

    private void Apply(RecordedEvent recorded, ProfileEvent e)
    {
        if (e is ProfileSet set)
        {
            _hosts.Show(recorded.Position, set.Person, set.Profile.AsSeenByOthers());
            return;
        }

        var row = _hosts.Find(PersonId.OfProfile(recorded.Stream).Value)!;
        switch (e)
        {
            case ProfileClosed: (row.Profile, row.IsOpen) = (Profile.Empty, false); break;
            case TraitsConsented x: row.Consent = x.Consent.Number; break;
            case TraitsConsentWithdrawn or TraitsPurged: row.Consent = 0; break;
            case ProfileErased: row.Hide(); break;
        }
    }

    private void Apply(RecordedEvent recorded, SeekerEvent e)
    {
        if (e is SeekerListed listed) _migrants.Show(recorded.Position, listed.Migrant, listed.Listing.Profile).Consent =
            listed.Listing.Consent;
        else _migrants.Find(
            $"{recorded.Stream.Partition[..2]}.migrant.{recorded.Stream.Value[(recorded.Stream.Value.LastIndexOf('/') + 1)..]}")!.Hide();
    }

    private void Apply(string sponsorship, SponsorshipEvent e)
    {
        if (e is SponsorshipProposed x) Add(
            new(sponsorship, (x.By == Party.Host ? x.Host.Value : x.Migrant.Value), (x.By == Party.Host ? x.Migrant.Value : x.Host.Value)));
        else if (_proposals.Remove(sponsorship, out var open))
        {
            _turnedTo[open.To].Remove(open.From);
            if (_turnedTo[open.To].Count == 0) _turnedTo.Remove(open.To);
        }
    }

    private void Add(OpenProposal proposal)
    {
        _proposals.Add(proposal.Id, proposal);
        if (!_turnedTo.TryGetValue(proposal.To, out var from)) _turnedTo[proposal.To] = from = [];
        from.Add(proposal.From);
    }

    /// <summary>
    /// The people of one side in the order in which they came first, found by id. Who shows nothing any more keeps their place.
    /// </summary>
    private sealed class Side
    {
        private readonly Dictionary<string, PersonRow> _byId = [];

        public List<PersonRow> Rows { get; } = [];

        public PersonRow? Find(string id) => _byId.GetValueOrDefault(id);

        public void Add(PersonRow row)
        {
            _byId.Add(row.Id.Value, row);
            Rows.Add(row);
        }

        public PersonRow Show(long position, PersonId id, Profile opened)
        {
            if (Find(id.Value) is not { } row) Add(row = new() { Position = position, Id = id });
            (row.Profile, row.IsOpen) = (opened, true);
            return row;
        }

        public IEnumerable<PersonRow> After(long position)
        {
            var (low, high) = (0, Rows.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Rows[middle].Position <= position) low = middle + 1;
                else high = middle;
            }

            for (var i = low; i < Rows.Count; i++) yield return Rows[i];
        }
    }
}

/// <summary>Somebody in a city's lists: what they opened, and nothing else.</summary>
internal sealed class PersonRow
{
    public long Position { get; init; }

    public PersonId Id { get; init; }

    public Profile Profile { get; set; } = Profile.Empty;

    public bool IsOpen { get; set; }

    /// <summary>The number of the consent under which heritage and faith are in the vault; 0 for none.</summary>
    public int Consent { get; set; }

    public void Hide() => (Profile, IsOpen, Consent) = (Profile.Empty, false, 0);
}

/// <summary>A proposal that has not been answered.</summary>
internal sealed record OpenProposal(string Id, string From, string To);

internal sealed record SearchSnapshot(long Position, Party First, IReadOnlyList<PersonRow> Hosts, IReadOnlyList<PersonRow> Migrants,
    IReadOnlyList<string> Taken, IReadOnlyList<string> Suspended, IReadOnlyList<OpenProposal> Proposals);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SearchSnapshot))]
internal sealed partial class SearchJson : JsonSerializerContext;
