namespace VipOrleans.Grains.Matching;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Matching.RoundCommand;
using static VipOrleans.Domain.Matching.RoundEvent;

/// <summary>
/// Hosts a round's rules and does its work: it closes the list, finds the pairs, tells them, and ends what was not answered.
/// </summary>
/// <remarks>
/// Everything follows from the journal: who stands before <see cref="RoundClosed"/> in the feed, the places that are written down and a
/// secret that the vault's own key gives again. So a crash at any point leaves either nothing to do or the same work once more with the
/// same result; what is written already is not written again. A persisted reminder is set before the round is opened and goes when it has
/// ended. No list of people is in one event, one message or the grain's state.
/// </remarks>
[Reentrant, GrainType("round")]
public sealed partial class RoundGrain(Journaling journaling, PersonFiles persons, FeedNews news)
    : SagaGrain<RoundDecider, Round, RoundCommand, RoundEvent>(journaling, "round"), IRoundGrain
{
    private const int EventsPerRead = 50, CallsAtOnce = 16, CitiesAtOnce = 50;

    private static readonly string Paired = EventCodec<RoundEvent>.All[typeof(RoundPaired)],
        Listed = EventCodec<RoundEvent>.All[typeof(RoundListed)], Capped = EventCodec<RoundEvent>.All[typeof(RoundCapped)];

    // Whoever entered in time may have waited for the journal.
    private readonly TimeSpan _lateWrites = journaling.Options.LateWrites;
    private volatile RoundProgress? _progress;

    private RoundId Id => RoundId.Parse(this.GetPrimaryKeyString());

    // Made with the vault's own key: nobody knows it before it is revealed, and no crash loses it.
    private string Secret => persons.Pseudonym("round", Id.Value);

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    // Also while nothing is left hanging: it may wait for a nation or a city that takes in nobody now.
    /// <inheritdoc/>
    protected override WakeUp Soon { get; } = WakeUp.Every(TimeSpan.FromMinutes(10));

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (IsDue) OnceActive(Run);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Open(CommandContext context, RoundTerms terms)
    {
        var isOpen = Id.City is { } city ? await City(city).Get() is not null : (await Nation.Get()).Cities.Count > 0;
        var open = new OpenRound(Id, isOpen, PublishedOrder.CommitmentTo(Secret), terms);
        return isOpen && Confirmed.Id is null ? await Begin(context, open) : await Execute(context, open);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Cancel(CommandContext context) => Execute(context, new CancelRound());

    /// <inheritdoc/>
    public async Task<RoundView?> Get()
    {
        await BeingMade();
        if (IsDue) _ = Run();
        return Confirmed.Id is null ? null : RoundView.Of(Confirmed, Version, _progress);
    }

    /// <inheritdoc/>
    public async Task<RoundListPage> List(long after)
    {
        // Until the list is whole nothing of it is shown: half a list proves nothing.
        if (Confirmed.Seed is null) return new(null, []);
        RoundListPage? page = null;
        await foreach (var e in Own(Listed, after))
        {
            if (page is not null) return page with { Next = e.Version - 1 };
            var listed = (RoundListed)RoundDecider.Aggregate.Events.Read(e.Data.Span);
            page = new(listed.Side, listed.Marks);
        }

        return page ?? new(null, []);
    }

    private bool IsDue => Confirmed.Status switch
    {
        RoundStatus.Open => Confirmed.Id is not null && Now >= Confirmed.ClosesAt + _lateWrites,
        RoundStatus.Closed or RoundStatus.Matched => true,
        RoundStatus.Answering => Now >= Confirmed.AnswerUntil,
        _ => false,
    };

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        try
        {
            return !IsDue || await Step();
        }
        finally
        {
            _progress = null;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() =>
        new(Confirmed is { Id: null } or { Status: RoundStatus.Ended or RoundStatus.Cancelled } ? null : Soon);

    // False if it has to wait.
    private async Task<bool> Step()
    {
        switch (Confirmed.Status)
        {
            case RoundStatus.Open:
                return await Close();
            case RoundStatus.Closed:
                await FindPairs();
                return true;
            case RoundStatus.Matched:
                await TellPairs();
                return true;
            case RoundStatus.Answering:
                await EndWhatIsOpen();
                return true;
            default:
                return false;
        }
    }

    // Writes down how many places each city has, and closes the list. False while the round has to wait, because nation or city take in
    // nobody.
    private async Task<bool> Close()
    {
        var nation = await Nation.Get();
        if (nation.Paused is not null || (Id.City is { } own && (await City(own).Get())?.Paused is not null)) return false;
        CityId[] all = Id.City is { } one ? [one] : [.. nation.Cities.Select(c => c.City)];
        // Ids in the order in which they are compared; a run before this one may have written some of them.
        foreach (var some in all.OrderBy(c => c.Value, StringComparer.Ordinal)
            .Where(c => string.CompareOrdinal(c.Value, Confirmed.LastCity?.Value ?? "") > 0).Chunk(CitiesAtOnce))
        {
            var cities = await Task.WhenAll(some.Select(c => PlacesOf(c, nation)));
            Must(await Execute(new CapRound(cities)));
        }

        Must(await Execute(new CloseRound(nation.Cap is null ? 0 : nation.Free)));
        return true;
    }

    // The quota less what is held and used, and if the nation has a cap no more than the city has free on lease and the nation could
    // lease to it; less those who wait in line or for a draw.
    private async Task<RoundCity> PlacesOf(CityId id, NationView nation)
    {
        var city = await City(id).Get();
        if (city is null or { Paused: not null } or { PausedByNation: not null }) return new(id, 0, 0);
        var quota = (city.Quota?.Places ?? 0) - city.Held - city.Used;
        var (most, onLease) = nation.Cap is null ? (quota, quota) : (Math.Min(quota, city.Free + nation.Free), city.Free);
        return new(id, (int)Math.Clamp(most - city.Waiting - city.Registered, 0, QuotaDecision.MaxPlaces),
            (int)Math.Clamp(onLease - city.Waiting - city.Registered, -QuotaDecision.MaxPlaces, QuotaDecision.MaxPlaces));
    }

    private async Task FindPairs()
    {
        var (cap, secret, stopping) = (Confirmed.Cap, Secret, news.Stopping);
        var cities = new List<RoundCity>();
        await foreach (var e in Own(Capped, 0)) cities.AddRange(((RoundCapped)RoundDecider.Aggregate.Events.Read(e.Data.Span)).Cities);
        // Off the grain's turn: reading and matching take their time, and others ask meanwhile.
        var (lists, marks, seed, pairs) = await Task.Run(async () =>
        {
            var entries = await ReadEntries(stopping);
            var seedOf = entries.Seed(secret);
            var report = new Reporting(this);
            return (entries, entries.Marks(), seedOf, entries.Pairs(cities, cap, seedOf, report, stopping));
        });

        long total = lists.Count + pairs.Count, done = Confirmed.Hosts + Confirmed.Migrants + Confirmed.Pairs;
        foreach (var (side, all) in new[] { (Party.Host, marks.Hosts), (Party.Migrant, marks.Migrants) })
        {
            // What a run before this one has written is the same, and stays.
            for (var from = side == Party.Host ? Confirmed.Hosts : Confirmed.Migrants; from < all.Count; from += Round.PerEvent)
            {
                var piece = all.Skip(from).Take(Round.PerEvent).ToArray();
                Must(await Execute(new ListRound(side, from, piece)));
                _progress = new("writing", done += piece.Length, total);
            }
        }

        if (Confirmed.Seed is null) Must(await Execute(new RevealRound(secret, seed, marks.Hosts.Count, marks.Migrants.Count)));
        for (var from = Confirmed.Pairs; from < pairs.Count; from += Round.PerEvent)
        {
            var piece = pairs.Skip(from).Take(Round.PerEvent).ToArray();
            Must(await Execute(new PairRound(from, piece)));
            _progress = new("writing", done += piece.Length, total);
        }

        Must(await Execute(new CompleteRound(pairs.Count)));
    }

    // From the round's opening to its closing, as they stand in the feed.
    private async Task<RoundLists> ReadEntries(CancellationToken stopping)
    {
        var lists = new RoundLists(Id);
        var opened = await Journal.ReadPart(Stream, 0, 1, stopping);
        for (var position = opened[0].Position; ;)
        {
            stopping.ThrowIfCancellationRequested();
            var page = await Journal.ReadFeed(Id.Partition, position, JournalLimits.MaxFeedPage, stopping);
            foreach (var e in page.Events)
            {
                if (e.Stream == Stream && RoundDecider.Aggregate.Events.Read(e.Data.Span) is RoundClosed) return lists;
                if (e.Stream.Kind == "round-entry") lists.Apply(RoundEntryDecider.Aggregate.Events.Read(e.Data.Span));
            }

            _progress = new("reading", lists.Count, 0);
            position = page.Last;
            if (!page.More) throw new InvalidOperationException("A feed has no end of a round that has one.");
        }
    }

    private async Task TellPairs()
    {
        var (seen, until) = (0, Confirmed.AnswerUntil!.Value);
        await foreach (var e in Own(Paired, 0))
        {
            var pairs = ((RoundPaired)RoundDecider.Aggregate.Events.Read(e.Data.Span)).Pairs;
            // Pieces are passed on as a whole: a crash has one passed on again, which does no harm.
            if ((seen += pairs.Count) <= Confirmed.Told) continue;
            await ForEach(pairs, async pair =>
            {
                await Entry(pair.Host).Hear(pair.Migrant, until);
                await Entry(pair.Migrant).Hear(pair.Host, until);
            });
            Must(await Execute(new NoteTold(Confirmed.Told, pairs.Count)));
            _progress = new("telling", Confirmed.Told, Confirmed.Pairs);
        }
    }

    // What one side wanted and the other has not answered is withdrawn. What both wanted goes its own way.
    private async Task EndWhatIsOpen()
    {
        var done = 0;
        await foreach (var e in Own(Paired, 0))
        {
            var pairs = ((RoundPaired)RoundDecider.Aggregate.Events.Read(e.Data.Span)).Pairs;
            await ForEach(pairs, async pair =>
            {
                var sponsorship = GrainFactory.Sponsorship(Id.SponsorshipOf(pair.Host));
                if (await sponsorship.Get() is not { Status: SponsorshipStatus.Proposed } view) return;
                var result =
                    await sponsorship.Withdraw(
                        new() { Id = IdText.KeyFrom($"{Id} {pair.Host} over"), Fingerprint = 0, Actor = "system", IfMatch = view.Version },
                        view.ProposedBy);
                // It was accepted, or ended, at that very moment.
                if (result.Rejected is not (null or RejectionCode.VersionMismatch or RejectionCode.WrongState)) Must(result);
            });
            _progress = new("closing", done += pairs.Count, Confirmed.Pairs);
        }

        Must(await Execute(new EndRound()));
    }

    private static Task ForEach(IReadOnlyList<RoundPair> pairs, Func<RoundPair, Task> work) =>
        Task.WhenAll(pairs.Chunk((pairs.Count + CallsAtOnce - 1) / CallsAtOnce).Select(async some =>
    {
        foreach (var pair in some) await work(pair);
    }));

    // The round's own events of a type, so many at a time.
    private async IAsyncEnumerable<RecordedEvent> Own(string type, long after)
    {
        while (after < Version)
        {
            IReadOnlyList<RecordedEvent> events;
            try
            {
                events = await Journal.ReadPart(Stream, after, EventsPerRead);
            }
            catch (JournalUnavailableException e)
            {
                throw new StoreUnavailableException(e.Message);
            }

            if (events.Count == 0) yield break;
            foreach (var e in events.Where(e => e.Type == type && e.Version <= Version)) yield return e;
            after = events[^1].Version;
        }
    }

    private ICityGrain City(CityId id) => GrainFactory.City(id);

    private INationGrain Nation => GrainFactory.Nation(Id.Nation);

    private IRoundEntryGrain Entry(PersonId person) => GrainFactory.RoundEntry(Id, person);

    private static void Must(CommandResult result)
    {
        if (!result.IsAccepted) throw new InvalidOperationException($"{result.Rejected}: {result.Detail}");
    }

    private sealed class Reporting(RoundGrain round) : IProgress<MatchingProgress>
    {
        public void Report(MatchingProgress value) =>
            round._progress = new("matching", value.Settled, value.Migrants);
    }
}
