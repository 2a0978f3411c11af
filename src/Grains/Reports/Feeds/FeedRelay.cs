namespace VipOrleans.Grains.Reports;

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Grains.People;
using VipOrleans.Journal;
using static VipOrleans.Domain.Matching.ProfileEvent;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// Carries what happened in a city to the sponsorships that it concerns: a place that the line has come to, and failed checks of the same
/// host or address; that a host lives at another address of the city; what a nation says to its cities; failed checks, refusals and
/// suspensions to the rulings on them, fines among them;
/// to the host-loss fund what was granted, paid and given back of it; and to a person's profile that it or the person's record has
/// changed; a host's move to the new city, and the end of what a sponsorship was to continue to that one; and to the clocks of city and
/// nation that somebody has arrived, a place is held, or a visa was granted. Calls run one way, from a sponsorship to host, migrant and
/// city, and from a city to its nation; this is how news runs back.
/// </summary>
/// <remarks>Everything is delivered at least once and in the order of the feed; a sponsorship takes the same news once.</remarks>
internal sealed class FeedRelay
{
    // 2: a checkpoint that passed over what a nation says would miss it forever. 3: failures are listed.
    // 4: of a city whose migrants arrived before there was a clock, it would never begin to tick.
    // 5: what a fund had granted before it paid by itself would never be paid.
    private const string Name = "courier", Schema = "courier-5";
    private const int PageSize = 500, LeastCheckpoint = 2_000, DeliveriesAtOnce = 16;

    private static readonly string Held = EventCodec<CityEvent>.All[typeof(PlaceHeld)],
        ProfileGone = EventCodec<ProfileEvent>.All[typeof(ProfileErased)],
        Suspended = EventCodec<HostEvent>.All[typeof(HostSuspended)], Reinstated = EventCodec<HostEvent>.All[typeof(HostReinstated)],
        Away = EventCodec<HostEvent>.All[typeof(HostSituationNoted)], Back = EventCodec<HostEvent>.All[typeof(HostSituationEnded)],
        Corrected = EventCodec<HostEvent>.All[typeof(HostCorrected)],
        Counted = EventCodec<HomeEvent>.All[typeof(HomeEvent.HomeCapacityDeclared)],
        VisaGranted = EventCodec<VisaEvent>.All[typeof(VisaEvent.VisaGranted)],
        MoveBegun = EventCodec<HostEvent>.All[typeof(HostMoveBegun)], Let = EventCodec<MigrantEvent>.All[typeof(MigrantFreed)];

    private static readonly FrozenSet<string> News = ((string[])
    [
        Held, EventCodec<CityEvent>.All[typeof(PlaceAwaited)], EventCodec<CityEvent>.All[typeof(PlaceRegistered)],
        EventCodec<CityEvent>.All[typeof(WaitingLeft)],
        .. CheckReach.Events.Select(e => EventCodec<SponsorshipEvent>.All[e]),
        .. EventCodec<NationEvent>.All.Values,
        .. EventCodec<ProfileEvent>.All.Values,
        .. ((Type[])[typeof(HostTaken), typeof(HostFreed), typeof(HostErased)]).Select(e => EventCodec<HostEvent>.All[e]),
        .. ((Type[])[typeof(MigrantTaken), typeof(MigrantFreed), typeof(MigrantErased)]).Select(e => EventCodec<MigrantEvent>.All[e]),
        EventCodec<SponsorshipEvent>.All[typeof(SponsorshipRefused)], EventCodec<SponsorshipEvent>.All[typeof(RefusalReplied)],
        EventCodec<SponsorshipEvent>.All[typeof(SponsorshipReopened)], EventCodec<SponsorshipEvent>.All[typeof(EndProposed)],
        EventCodec<SponsorshipEvent>.All[typeof(NoticeStopped)],
        EventCodec<CityEvent>.All[typeof(StatusEndProposed)],
        EventCodec<SponsorshipEvent>.All[typeof(MigrantArrived)],
        EventCodec<SponsorshipEvent>.All[typeof(FineProposed)],
        EventCodec<SponsorshipEvent>.All[typeof(PayoutSettled)], EventCodec<SponsorshipEvent>.All[typeof(PayoutReturned)],
        EventCodec<LossFundEvent>.All[typeof(LossFundEvent.LossGranted)],
        VisaGranted, Counted, Corrected, Away, Back, Suspended, Reinstated, MoveBegun, EventCodec<HostEvent>.All[typeof(HostMoveCompleted)],
        EventCodec<HostEvent>.All[typeof(HostMoveUndone)],
    ]).ToFrozenSet(StringComparer.Ordinal);

    private readonly Journaling _journaling;
    private readonly CheckpointPlace _checkpoint;
    private readonly IGrainFactory _grains;
    private readonly string _partition;

    // Of several words on one host in a page the last one stays.
    private readonly Dictionary<SponsorshipId, (HostSituation? Situation, RecordedEvent Said)> _situations = [];
    private FeedRelayState _state;
    private long _saved;
    private FeedMark _last;
    private bool _isWatched, _areHoldsWatched, _areVisasWatched;

    private FeedRelay(Journaling journaling, CheckpointPlace checkpoint, IGrainFactory grains, string partition, FeedRelayState state)
    {
        (_journaling, _checkpoint, _grains, _partition, _state) = (journaling, checkpoint, grains, partition, state);
        _saved = state.Position;
    }

    public static async Task<FeedRelay> Load(Journaling journaling, Checkpoints checkpoints, IGrainFactory grains, string partition)
    {
        var place = checkpoints.Of(partition, Name, Schema);
        var checkpoint = await place.Read(journaling.News.Stopping);
        return new(journaling, place, grains, partition, checkpoint is { } saved ? Read(saved) : new())
        {
            _last = checkpoint?.Last ?? default,
        };
    }

    private static FeedRelayState Read(Checkpoint checkpoint)
    {
        try
        {
            return JsonSerializer.Deserialize(checkpoint.Fold.Span, FeedRelayJson.Default.FeedRelayState) ?? new();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            // A checkpoint is disposable: from the first event on, everything is delivered again, which does no harm.
            return new();
        }
    }

    /// <summary>Delivers everything up to the end of the feed.</summary>
    public async Task Carry()
    {
        var stopping = _journaling.News.Stopping;
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var page = await _journaling.Journal.ReadFeed(_partition, _state.Position, PageSize);
            var (state, deliveries, later) = (_state, new List<Func<Task>>(), new List<Func<Task>>());
            _situations.Clear();
            foreach (var e in page.Events) state = Note(state, e, deliveries, later);
            // A sponsorship may be in the list twice; each of its news stands by itself, so their order does not matter. What needs the
            // others comes later.
            foreach (var list in new[] { deliveries, later })
            {
                await Parallel.ForEachAsync(list,
                    new ParallelOptions { MaxDegreeOfParallelism = DeliveriesAtOnce, CancellationToken = stopping },
                    async (deliver, _) => await deliver());
            }

            foreach (var (sponsorship, (situation, e)) in _situations) await Tell(sponsorship, situation, e);

            // Not only once and for all: the store of reminders may be lost, and no backup has it.
            if (state.HasArrivals && !_isWatched)
            {
                await _grains.MonthClock(CityId.Parse(_partition)).Watch();
                await _grains.GuaranteeWatch(CityId.Parse(_partition)).Watch();
                await _grains.Collections(CityId.Parse(_partition)).Watch();
                _isWatched = true;
            }

            if (state.HasHolds && !_areHoldsWatched)
            {
                await _grains.HoldClock(CityId.Parse(_partition)).Watch();
                _areHoldsWatched = true;
            }

            if (state.HasVisas && !_areVisasWatched)
            {
                await _grains.Visas(NationId.Parse(_partition)).Watch();
                _areVisasWatched = true;
            }

            (_state, _last) = (state with { Position = page.Last }, _last.After(page));
            // What came after the checkpoint is delivered again after a crash, which does no harm; so a large state is written less often.
            if (_state.Position - _saved >= Math.Max(LeastCheckpoint, _state.Reach.Open.Count + _state.Profiles.Count)) await Save();
            if (!page.More) return;
        }
    }

    private FeedRelayState Note(FeedRelayState state, RecordedEvent e, List<Func<Task>> deliveries, List<Func<Task>> later)
    {
        if (e.Type == Held && !state.HasHolds) state = state with { HasHolds = true };
        // Most of a feed is no news: that is seen by its name, and not read.
        if (!News.Contains(e.Type) || (e.Type == Held && state.InLine.IsEmpty)) return state;
        switch (e.Stream.Kind)
        {
            case "city":
                switch (CityDecider.Aggregate.Events.Read(e.Data.Span))
                {
                    case PlaceAwaited x:
                        return state with { InLine = state.InLine.Add(x.Sponsorship) };
                    case PlaceRegistered x:
                        return state with { InLine = state.InLine.Add(x.Sponsorship) };
                    case WaitingLeft x:
                        return state with { InLine = state.InLine.Remove(x.Sponsorship) };
                    case PlaceHeld x when state.InLine.Contains(x.Sponsorship):
                        deliveries.Add(() => _grains.Sponsorship(x.Sponsorship).Wake());
                        return state with { InLine = state.InLine.Remove(x.Sponsorship) };
                    case StatusEndProposed x:
                        deliveries.Add(
                            () => Propose(x.Ruling, e, new(new OfficerAct.StatusEnd(x.Migrant, x.From, x.Reasons), x.Text, e.At)));
                        return state;
                    default:
                        return state;
                }

            case "sponsorship":
                var happened = SponsorshipDecider.Aggregate.Events.Read(e.Data.Span);
                switch (happened)
                {
                    case CheckRecorded { Result: { Outcome: CheckOutcome.Failed, Via: null, Ruling: { } ruling } } x:
                        deliveries.Add(
                            () => Propose(ruling, e,
                                new(new OfficerAct.FailedCheck(SponsorshipOf(e.Stream), x.Kind, x.Result, !x.Waits), x.Text, e.At)));
                        break;
                    case SponsorshipRefused { Ruling: { } ruling } x:
                        deliveries.Add(
                            () => Propose(ruling, e,
                                new(new OfficerAct.Refusal(SponsorshipOf(e.Stream), x.Reasons, x.ReplyUntil), x.Text, e.At)));
                        break;
                    case EndProposed x:
                        deliveries.Add(() =>
                            Propose(x.Ruling, e, new(new OfficerAct.End(SponsorshipOf(e.Stream), x.Reason, x.On), x.Text, e.At)));
                        break;
                    case NoticeStopped x:
                        deliveries.Add(() =>
                            Propose(x.Ruling, e, new(new OfficerAct.StoppedNotice(SponsorshipOf(e.Stream)), x.Text, e.At)));
                        break;
                    case RefusalReplied { Ruling: { } ruling } x:
                        later.Add(() =>
                            Tell(ruling, e,
                                (grain, context) => grain.NoteReply(context, x.By == Party.Host ? CaseParty.Host : CaseParty.Migrant)));
                        break;
                    case SponsorshipReopened { Ruling: { } ruling }:
                        later.Add(() => Tell(ruling, e, (grain, context) => grain.NoteLifted(context)));
                        break;
                    case MigrantArrived:
                        return state with { HasArrivals = true };
                    case SponsorshipEnded when state.Reach.Open.TryGetValue(SponsorshipOf(e.Stream).Value, out var lived)
                        && state.CountedHomes.Contains(lived.Home):
                        later.Add(() => LeaveRoom(lived.Home, e));
                        break;
                    case SponsorshipProposed x when state.Relocated.Contains(x.Host):
                        // The address may have been read before the host moved.
                        later.Add(() => FollowHome(x.Sponsorship));
                        break;
                    case HomeChanged x:
                        later.Add(() => FollowHome(SponsorshipOf(e.Stream), x.Before));
                        break;
                    case FineProposed x:
                        deliveries.Add(() => Propose(x.Ruling, e,
                            new(new OfficerAct.Fine(SponsorshipOf(e.Stream), new(x.Reason, x.Amount)), x.Text, e.At)));
                        return state;
                    case PayoutSettled or PayoutReturned:
                        if (happened is PayoutSettled { Losses: not null } or PayoutReturned { Losses: not null })
                        {
                            later.Add(() => FollowLosses(SponsorshipOf(e.Stream)));
                        }

                        return state;
                }

                var (reach, news) = state.Reach.Apply(SponsorshipOf(e.Stream), happened);
                foreach (var failure in news) deliveries.Add(() => Deliver(failure, e));
                return state with { Reach = reach };

            case "host" when e.Type == Suspended || e.Type == Reinstated:
                switch (HostDecider.Aggregate.Events.Read(e.Data.Span))
                {
                    case HostSuspended { Ruling: { } suspension } x:
                        deliveries.Add(
                            () => Propose(suspension, e,
                                new(new OfficerAct.Suspension(HostId.Parse(e.Stream.Value.Replace('/', '.')), x.Reason), x.Text, e.At)));
                        return state;
                    case HostReinstated { Ruling: { } over }:
                        later.Add(() => Tell(over, e, (grain, context) => grain.NoteLifted(context)));
                        return state;
                    default:
                        return state;
                }

            case "host" when e.Type == Away || e.Type == Back:
                var (about, situation) = HostDecider.Aggregate.Events.Read(e.Data.Span) switch
                {
                    HostSituationNoted x => (x.Sponsorship, x.Absence.Situation),
                    HostSituationEnded x => (x.Sponsorship, (HostSituation?)null),
                    _ => default,
                };
                if (about is { } running) _situations[running] = (situation, e);
                return state;

            case "host" when e.Type == Corrected:
                if (HostDecider.Aggregate.Events.Read(e.Data.Span) is not HostCorrected { Home: not null }) return state;
                var relocated = HostId.Parse(e.Stream.Value.Replace('/', '.'));
                foreach (var (open, at) in state.Reach.Open)
                {
                    if (at.Host == relocated) deliveries.Add(() => FollowHome(SponsorshipId.Parse(open)));
                }

                return state with { Relocated = state.Relocated.Add(relocated) };

            case "host" when e.Type == MoveBegun:
                var begun = (HostMoveBegun)HostDecider.Aggregate.Events.Read(e.Data.Span);
                deliveries.Add(() => GoOn(HostGrain.ViewOf(HostId.Parse(e.Stream.Value.Replace('/', '.')), begun), e.Actor));
                return state;

            case "loss-fund" when LossFundDecider.Aggregate.Events.Read(e.Data.Span) is LossFundEvent.LossGranted granted:
                later.Add(() => FollowLosses(granted.Sponsorship));
                return state;

            case "nation":
                var before = state.Nation ?? NationDecider.Initial;
                var nation = NationDecider.Evolve(before, NationDecider.Aggregate.Events.Read(e.Data.Span));
                if (nation.Rule != before.Rule)
                {
                    foreach (var city in nation.Cities.Keys) deliveries.Add(() => Deliver(nation.Rule, city));
                }

                return state with { Nation = nation };

            case "home":
                return state with { CountedHomes = state.CountedHomes.Add(HomeId.Parse(e.Stream.Value.Replace('/', '.'))) };

            case "visa":
                return state with { HasVisas = true };

            case "profile":
                deliveries.Add(() => Refresh(e.Stream));
                return state with { Profiles = e.Type == ProfileGone ? state.Profiles.Remove(e.Stream) : state.Profiles.Add(e.Stream) };

            case "migrant" when e.Type == Let && MigrantDecider.Aggregate.Events.Read(e.Data.Span) is MigrantFreed { Next: { } next }:
                // What it was to continue has ended: it looks for itself what becomes of it.
                deliveries.Add(() => _grains.Sponsorship(next).Wake());
                return Refreshed(state, e, deliveries);

            case "host" or "migrant":
                return Refreshed(state, e, deliveries);

            default:
                return state;
        }
    }

    private FeedRelayState Refreshed(FeedRelayState state, RecordedEvent e, List<Func<Task>> deliveries)
    {
        // Whoever is taken, freed, moved or erased; the profile, if there is one, looks for itself.
        var profile = StreamId.Of(_partition, "profile", e.Stream.Value.AsSpan(e.Stream.Value.LastIndexOf('/') + 1));
        if (state.Profiles.Contains(profile)) deliveries.Add(() => Refresh(profile));
        return state;
    }

    private async Task FollowHome(SponsorshipId sponsorship, HomeId? left = null)
    {
        var result = await _grains.Sponsorship(sponsorship).FollowHome(left);
        if (!result.IsAccepted) throw new InvalidOperationException($"A sponsorship could not follow its host: {result.Rejected}.");
    }

    private async Task LeaveRoom(HomeId home, RecordedEvent e)
    {
        var result = await _grains.Home(home).LeaveRoom(
            new() { Id = IdText.KeyFrom($"{e.Stream}/{e.Version}/{home}"), Fingerprint = 0, Actor = "system" }, SponsorshipOf(e.Stream));
        if (!result.IsAccepted) throw new InvalidOperationException($"Room could not be given back: {result.Rejected}.");
    }

    private async Task Tell(SponsorshipId sponsorship, HostSituation? situation, RecordedEvent e)
    {
        var context = new CommandContext
        {
            Id = IdText.KeyFrom($"{e.Stream}/{e.Version}/{sponsorship}"),
            Fingerprint = 0,
            Actor = "system",
        };
        var result = await _grains.Sponsorship(sponsorship).HearOfHost(context, situation);
        if (!result.IsAccepted) throw new InvalidOperationException($"A guest could not be told of the host: {result.Rejected}.");
    }

    private async Task GoOn(HostMoveView move, string actor)
    {
        var result = await _grains.GoOn(move, actor);
        if (!result.IsAccepted) throw new InvalidOperationException($"A host's move could not go on: {result.Rejected}.");
    }

    private Task FollowLosses(SponsorshipId sponsorship) => _grains.LossFund(sponsorship.City).Follow(sponsorship);

    private Task Refresh(StreamId profile) => _grains.Profile(PersonId.OfProfile(profile)).Refresh();

    private async Task Deliver(NationRule rule, CityId city)
    {
        var result = await _grains.City(city).Follow(rule);
        // A city that is not open yet hears the rule when it is.
        if (result.Rejected is not (null or RejectionCode.CityNotFound))
        {
            throw new InvalidOperationException($"{city} could not be told what its nation says: {result.Rejected}.");
        }

    }

    private Task Propose(RulingId ruling, RecordedEvent e, RulingNotice notice) =>
        Ask(ruling, ruling.Value, e.Actor, (grain, context) => grain.Propose(context, notice));

    private Task Tell(RulingId ruling, RecordedEvent e, Func<IRulingGrain, CommandContext, Task<CommandResult>> tell) =>
        Ask(ruling, IdText.KeyFrom($"{e.Stream}/{e.Version}/{ruling}"), e.Actor, tell);

    private async Task Ask(RulingId ruling, string command, string actor, Func<IRulingGrain, CommandContext, Task<CommandResult>> ask)
    {
        var result = await ask(_grains.Ruling(ruling), new() { Id = command, Fingerprint = 0, Actor = actor });
        if (!result.IsAccepted) throw new InvalidOperationException($"A ruling could not be told what happened: {result.Rejected}.");
    }

    private async Task Deliver(CheckNews news, RecordedEvent e)
    {
        var context = new CommandContext
        {
            Id = IdText.KeyFrom($"{e.Stream}/{e.Version}/{news.To}/{Codes<CheckKind>.Text(news.Kind)}"),
            Fingerprint = 0,
            Actor = "system",
        };
        var to = _grains.Sponsorship(news.To);
        var result = news.Lifted is { } lifted
            ? await to.RuleOnCheck(context, new(news.Kind, lifted, RulingEffect.Lifted, news.From))
            : await to.RecordCheck(context, news.Kind, news.Result!);
        // One that has ended meanwhile needs no news; anything else must be told again.
        if (result.Rejected is not (null or RejectionCode.WrongState))
        {
            throw new InvalidOperationException($"A failed check could not be passed on: {result.Rejected}.");
        }

    }

    private async Task Save()
    {
        var fold = JsonSerializer.SerializeToUtf8Bytes(_state, FeedRelayJson.Default.FeedRelayState);
        await _checkpoint.Save(new(_state.Position, fold, _last));
        _saved = _state.Position;
    }

    private static SponsorshipId SponsorshipOf(StreamId stream) => SponsorshipId.Parse(stream.Value.Replace('/', '.'));
}

internal sealed record FeedRelayState
{
    public long Position { get; init; }
    public ImmutableHashSet<SponsorshipId> InLine { get; init; } = [];
    public CheckReach Reach { get; init; } = CheckReach.Empty;
    public Nation? Nation { get; init; }
    public ImmutableHashSet<StreamId> Profiles { get; init; } = [];
    public bool HasArrivals { get; init; }
    public bool HasHolds { get; init; }
    public bool HasVisas { get; init; }
    public ImmutableHashSet<HomeId> CountedHomes { get; init; } = [];
    public ImmutableHashSet<HostId> Relocated { get; init; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FeedRelayState))]
internal sealed partial class FeedRelayJson : JsonSerializerContext;
