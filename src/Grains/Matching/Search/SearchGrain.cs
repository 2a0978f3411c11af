namespace VipOrleans.Grains.Matching;

using System.Globalization;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Grains.Hosting;

/// <summary>Lists who looks for whom in a city, in memory, folded from its feed, and suggests people to each other.</summary>
/// <remarks>
/// Heritage and faith of those who consented are read from the vault when they are needed first, stay in memory alone and are forgotten
/// with the consent. They are no part of the fold or its snapshot.
/// </remarks>
[Reentrant, GrainType("people")]
internal sealed class SearchGrain(Projecting projecting, PersonFiles persons)
    : ProjectionGrain<SearchFold>(projecting, "people", "people-1"), ISearchGrain
{
    private const int ReadsAtOnce = 16;

    private static readonly PersonReader Matching = new() { Actor = "system", Purpose = "matching" };

    private readonly Dictionary<PersonId, (int Consent, ProtectedTraits Traits)> _traits = [];
    private CityId City => CityId.Parse(Partition);

    /// <inheritdoc/>
    public async Task<ListPage<PersonCard>?> Search(PersonId asker, SearchFilter filter, long after, int limit)
    {
        await Refresh();
        if (Fold.Looking(asker) is null) return null;
        var most = Math.Clamp(limit, 1, PageLimits.Most);
        var language = filter.Language is { } tag ? LanguageTag.LanguageOf(tag) : null;
        // One more than the page has shows whether there is a next one.
        var found = Fold.SeenBy(asker, after).Where(r => Fits(r.Profile, filter, language)).Take(most + 1).ToArray();
        return new() { Items = [.. found.Take(most).Select(Card)], Next = found.Length > most ? found[most - 1].Position : null };
    }

    /// <inheritdoc/>
    public async Task<ListPage<SuggestionEntry>?> Suggest(PersonId asker, long after, int limit)
    {
        await Refresh();
        // They count only if both opened them, so whoever gave none makes nobody's be read.
        if (Fold.Looking(asker) is { Consent: > 0 }) await ReadTraits(asker);
        if (Fold.Looking(asker) is not { } row) return null;
        var (me, seed, weights) = (CandidateOf(row), Seed(), SuggestionWeights.Current);
        var others = Fold.SeenBy(asker, 0).ToArray();
        var candidates = others.Select(CandidateOf).ToArray();
        var byId = others.ToDictionary(r => r.Id.Value, Card);
        var most = Math.Clamp(limit, 1, PageLimits.Most);
        // Off the grain's turn: with a hundred thousand candidates this takes a while, and others ask meanwhile. It sees copies alone.
        var page = await Task.Run(
            () => (asker.Side == Party.Host
                ? Suggestions.MigrantsFor(me, candidates, weights, seed) : Suggestions.HostsFor(me, candidates, weights, seed))
            .Skip((int)Math.Clamp(after, 0, int.MaxValue)).Take(most + 1).ToArray());
        return new()
        {
            Items = [.. page.Take(most).Select(s => Entry(byId[s.Item1.Id], s.Item2, weights))],
            Next = page.Length > most ? after + most : null
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RankedPerson>?> SuggestedOrder(PersonId asker, int most)
    {
        await Refresh();
        if (Fold.Looking(asker) is not { } row) return null;
        var (me, seed, weights) = (new Candidate(row.Id.Value, row.Profile, ProtectedTraits.Closed), Seed(), SuggestionWeights.Current);
        var candidates = Fold.OthersOf(asker).Select(r => new Candidate(r.Id.Value, r.Profile, ProtectedTraits.Closed)).ToArray();
        return await Task.Run(
            () => (IReadOnlyList<RankedPerson>)[
                .. (asker.Side == Party.Host
                    ? Suggestions.MigrantsFor(me, candidates, weights, seed) : Suggestions.HostsFor(me, candidates, weights, seed))
            .Take(Math.Clamp(most, 1, PageLimits.Most))
                    .Select(s => new RankedPerson(PersonId.Parse(s.Item1.Id), s.Item2.Score))]);
    }

    /// <inheritdoc/>
    public async Task<PersonCard?> Card(PersonId person)
    {
        await Refresh();
        return Fold.Looking(person) is { } row ? Card(row) : null;
    }

    /// <inheritdoc/>
    public async Task Refresh()
    {
        await Follow();
        foreach (var (person, known) in _traits)
        {
            if (Fold.Find(person)?.Consent != known.Consent) _traits.Remove(person);
        }
    }

    private async Task ReadTraits(PersonId asker)
    {
        var wanted = Fold.SeenBy(asker, 0).Append(Fold.Find(asker)!)
            .Where(r => r.Consent > 0 && _traits.GetValueOrDefault(r.Id).Consent != r.Consent).Select(r => (r.Id, r.Consent)).ToArray();
        foreach (var some in wanted.Chunk(ReadsAtOnce))
        {
            var read = await Task.WhenAll(
                some.Select(async w => (w.Id, w.Consent, Given: await persons.ReadTraits(w.Id.Value, w.Consent, Matching))));
            foreach (var (id, consent, given) in read)
            {
                // Not if the consent has ended while it was read.
                if (given is not null && Fold.Find(id)?.Consent == consent)
                {
                    _traits[id] = (consent, new(given.Heritage, given.Faith is { } faith ? Codes<Faith>.Text(faith) : null));
                }

            }
        }
    }

    // Draws lots among equals: another order each day, and the same on all pages of a day.
    private string Seed() => $"{City} {Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private Candidate CandidateOf(PersonRow row) =>
        new(row.Id.Value, row.Profile,
            _traits.TryGetValue(row.Id, out var known) && known.Consent == row.Consent ? known.Traits : ProtectedTraits.Closed);

    private static bool Fits(Profile profile, SearchFilter f, string? language) =>
        (language is null || profile.Languages.Any(l => LanguageTag.LanguageOf(l.Tag) == language))
        && (f.Interest is not { } interest || profile.Interests.Contains(interest))
        && (f.Trade is not { } trade || profile.Trades.Contains(trade))
        && Says(f.StepFree, profile.Home?.StepFree) && Says(f.OwnRoom, profile.Home?.OwnRoom) && Says(f.Cats, profile.Home?.Cats)
            && Says(f.Dogs, profile.Home?.Dogs);

    // Somebody who does not say it is in no list of those who do.
    private static bool Says(bool? wanted, bool? said) => wanted is null || wanted == said;

    private static PersonCard Card(PersonRow row) => PersonCard.Of(row.Id, row.Profile);

    private static SuggestionEntry Entry(PersonCard card, Suggestion suggestion, SuggestionWeights weights) =>
        new(card, suggestion.Score, [.. suggestion.Reasons.Select(r => new ReasonView(r.Kind, r.Subject, r.Points, r.Text))],
            weights.Version);
}
