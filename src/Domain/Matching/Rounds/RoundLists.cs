namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Matching.RoundEntryEvent;

/// <summary>
/// Who takes part in a round, and whom they would take, as the events of the entries say in the order of the feed. From it the result
/// follows.
/// </summary>
/// <remarks>People are numbered as they are named first: 200,000 entries that name 50 each take some 80 MB.</remarks>
public sealed class RoundLists(RoundId round)
{
    private readonly Dictionary<PersonId, int> _numbers = [];
    private readonly List<PersonId> _people = [];
    private readonly Dictionary<int, int[]> _rankings = [];

    /// <summary>How many take part.</summary>
    public int Count => _rankings.Count;

    /// <summary>Notes what somebody did. The last word of each counts.</summary>
    public void Apply(RoundEntryEvent e)
    {
        switch (e)
        {
            case RoundEntered x when x.Round == round:
                _rankings[NumberOf(x.Person)] = [.. x.Ranking.Select(NumberOf)];
                break;
            case RoundLeft x when x.Round == round:
                _rankings.Remove(NumberOf(x.Person));
                break;
        }
    }

    /// <summary>The list that is published: the SHA-256 of each id, in ordinal order.</summary>
    public (IReadOnlyList<string> Hosts, IReadOnlyList<string> Migrants) Marks() =>
        ([.. Of(Party.Host).Select(p => p.Mark)], [.. Of(Party.Migrant).Select(p => p.Mark)]);

    /// <summary>The seed: it follows from the secret and from everybody in the list.</summary>
    public string Seed(string secret) => PublishedOrder.SeedOf(secret, Of(Party.Host).Concat(Of(Party.Migrant)).Select(p => p.Mark));

    /// <summary>The pairs, in the order of the hosts' marks.</summary>
    /// <param name="cities">The cities with their free places, in the order of their ids.</param>
    /// <param name="cap">How many there can be in all.</param>
    /// <param name="seed">The seed of the published order.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="cancelled">Stops it.</param>
    public IReadOnlyList<RoundPair> Pairs(IReadOnlyList<RoundCity> cities, int cap, string seed,
        IProgress<MatchingProgress>? progress = null, CancellationToken cancelled = default)
    {
        var (hosts, migrants) = (Of(Party.Host), Of(Party.Migrant));
        // A host whose city has come later stands in one without places.
        string[] names = [.. cities.Select(c => c.City.Value), ""];
        int[] caps = [.. cities.Select(c => c.Cap), 0];
        var numberOf = cities.Index().ToDictionary(c => c.Item.City, c => c.Index);
        var cityOrder = PublishedOrder.Of(seed, names);
        var targets = CityTargets.InProportion(cap, caps, cityOrder);
        var market = new MatchingMarket(
            Wishes(migrants, hosts), Wishes(hosts, migrants),
            [.. hosts.Select(h => numberOf.GetValueOrDefault(_people[h.Number].Host!.Value.City, cities.Count))],
            [.. caps.Select((c, i) => new MatchingCity(c, targets[i], 0))], [new(cap, -1)],
            PublishedOrder.Of(seed, [.. hosts.Select(h => h.Mark)]), cityOrder);
        var result = DeferredAcceptance.Run(market, progress, cancelled);
        return [.. result.MigrantOf.Index().Where(p => p.Item >= 0)
            .Select(p => new RoundPair(_people[hosts[p.Index].Number].Host!.Value, _people[migrants[p.Item].Number].Migrant!.Value))];
    }

    private (int Number, string Mark)[] Of(Party side) =>
        [.. _rankings.Keys.Where(n => _people[n].Side == side).Select(n => (Number: n, Mark: PublishedOrder.CommitmentTo(_people[n].Value)))
            .OrderBy(p => p.Mark, StringComparer.Ordinal)];

    // Whoever is named and takes no part is nobody's partner.
    private Rankings Wishes((int Number, string Mark)[] side, (int Number, string Mark)[] others)
    {
        var placeOf = new int[_people.Count];
        Array.Fill(placeOf, -1);
        foreach (var (place, other) in others.Index()) placeOf[other.Number] = place;
        var starts = new int[side.Length + 1];
        var ranked = new List<int>();
        foreach (var (i, person) in side.Index())
        {
            foreach (var wish in _rankings[person.Number])
            {
                if (placeOf[wish] >= 0) ranked.Add(placeOf[wish]);
            }

            starts[i + 1] = ranked.Count;
        }

        return new(starts, [.. ranked]);
    }

    private int NumberOf(PersonId person)
    {
        if (_numbers.TryGetValue(person, out var number)) return number;
        _numbers.Add(person, number = _people.Count);
        _people.Add(person);
        return number;
    }
}
