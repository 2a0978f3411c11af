namespace VipOrleans.Grains.Matching;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Matching.RoundEntryCommand;

/// <summary>Hosts somebody's part in a round. It is in the same feed as the round.</summary>
[Reentrant, GrainType("round-entry")]
public sealed class RoundEntryGrain(Journaling journaling)
    : EventSourcedGrain<RoundEntryDecider, RoundEntry, RoundEntryCommand, RoundEntryEvent>(journaling), IRoundEntryGrain
{
    private RoundId Id => RoundId.Parse(this.GetPrimaryKeyString().Split('/')[0]);

    private PersonId Person => PersonId.Parse(this.GetPrimaryKeyString().Split('/')[1]);

    private IRoundGrain Round => GrainFactory.Round(Id);

    /// <inheritdoc/>
    protected override StreamId Stream => Id.EntryStream(Person);

    /// <inheritdoc/>
    public async Task<CommandResult> Enter(CommandContext context, IReadOnlyList<PersonId>? ranking)
    {
        var round = await Round.Get();
        var obstacle = await Obstacle();
        var suggested = ranking is null && obstacle is null && round is not null ? await Suggested() : [];
        if (suggested is null)
        {
            obstacle = new(RejectionCode.ProfileNotFound, "Nobody can be suggested to a person without an open profile here.");
        }

        return await Execute(context,
            new EnterRound(Id, Person, ranking ?? suggested ?? [], ranking is null,
                new(round?.Status, round?.ClosesAt ?? default, obstacle)));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Leave(CommandContext context)
    {
        var round = await Round.Get();
        return await Execute(context, new LeaveRound(new(round?.Status, round?.ClosesAt ?? default, null)));
    }

    /// <inheritdoc/>
    public async Task<RoundEntryView?> Get()
    {
        await BeingMade();
        if (Confirmed is not { Round: { } round, Person: { } person }) return null;
        var view = new RoundEntryView(round, Version, Confirmed.IsIn, Confirmed.IsSuggested, Confirmed.Ranking.Count,
            Confirmed.IsSuggested ? [] : Confirmed.Ranking, PublishedOrder.CommitmentTo(person.Value), null, null, null,
            Confirmed.Accepted, null);
        return Confirmed.Partner is not { } partner ? view : view with
        {
            Partner = partner,
            Card = await GrainFactory.Search(Pair.Host.City).Card(partner),
            AnswerUntil = Confirmed.AnswerUntil,
            Sponsorship = Id.SponsorshipOf(Pair.Host),
        };
    }

    /// <inheritdoc/>
    public async Task Hear(PersonId partner, DateTimeOffset answerUntil)
    {
        var result = await Execute(new HearResult(partner, answerUntil));
        if (!result.IsAccepted)
        {
            throw new StoreUnavailableException(
                $"{Person} could not hear what the round proposes ({result.Rejected}); it is tried again.");
        }

    }

    /// <inheritdoc/>
    public async Task<CommandResult> Answer(CommandContext context, bool accepts)
    {
        var other = Confirmed.Partner is { } partner ? await GrainFactory.RoundEntry(Id, partner).Get() : null;
        var result = await Execute(context, new AnswerResult(accepts, other?.Accepted == false));
        if (!result.IsAccepted) return result;
        var done = accepts ? await Accept(context.Actor) : await Decline(context.Actor);
        // Whatever kept it from being proposed is the answer; whoever asks again has it tried again.
        return done is { IsAccepted: false } ? done : result;
    }

    // The first who accepts proposes, the second accepts: from here on it is a sponsorship as any other. Each step has an identity of its
    // own, so it may be repeated.
    private async Task<CommandResult?> Accept(string actor)
    {
        var (sponsorship, (host, migrant)) = (Sponsorship, Pair);
        if (await sponsorship.Get() is null)
        {
            var proposed = await sponsorship.Propose(Command("propose", actor), host, migrant, Person.Side);
            // Both at the same moment: the other's proposal was first.
            if (proposed.Rejected != RejectionCode.AlreadyExists) return proposed;
        }

        return await sponsorship.Get() is { Status: SponsorshipStatus.Proposed } view && view.ProposedBy != Person.Side
            ? await sponsorship.Accept(Command("accept", actor), Person.Side) : null;
    }

    private async Task<CommandResult?> Decline(string actor)
    {
        var sponsorship = Sponsorship;
        return await sponsorship.Get() is { Status: SponsorshipStatus.Proposed } view && view.ProposedBy != Person.Side
            ? await sponsorship.Decline(Command("decline", actor), Person.Side) : null;
    }

    private ISponsorshipGrain Sponsorship => GrainFactory.Sponsorship(Id.SponsorshipOf(Pair.Host));

    private (HostId Host, MigrantId Migrant) Pair =>
        ((Person.Host ?? Confirmed.Partner!.Value.Host)!.Value, (Person.Migrant ?? Confirmed.Partner!.Value.Migrant)!.Value);

    private CommandContext Command(string step, string actor) =>
        new() { Id = IdText.KeyFrom($"{Id} {Person} {step}"), Fingerprint = 0, Actor = actor };

    // Taken down as it is now; null if the person looks nowhere in the round's cities. Heritage and faith are left out: an order that is
    // written down must not tell what may not be written down. A migrant in a nation's round looks in some of its cities; the points are
    // the same in all of them.
    private async Task<IReadOnlyList<PersonId>?> Suggested()
    {
        IReadOnlyList<CityId> cities = Person.Host is { } host ? [host.City] : Id.City is { } city
            ? [city] : (await GrainFactory.Profile(Person).Get())?.Cities ?? [];
        var orders =
            await Task.WhenAll(
                cities.Select(c => GrainFactory.Search(c).SuggestedOrder(Person, RoundEntry.MaxWishes)));
        return orders.All(o => o is null)
            ? null : [.. orders.SelectMany(o => o ?? []).OrderByDescending(r => r.Score).Take(RoundEntry.MaxWishes).Select(r => r.Person)];
    }

    private async Task<Rejection?> Obstacle()
    {
        if (Person.Host is { } host)
        {
            return await GrainFactory.Host(host).Get() switch
            {
                null or { Erased: true } => new(RejectionCode.HostNotFound, "There is no such host."),
                { MovedTo: not null } or { IsVoid: true } =>
                    new(RejectionCode.HostMoved, "This record of the host is closed: they live in another city."),
                { MovingTo: not null } or { OpensWith: not null } => new(RejectionCode.HostMoving, "A move of the host is under way."),
                { Suspended: not null } => new(RejectionCode.HostSuspended, "The host is suspended."),
                { Sponsorship: not null } => new(RejectionCode.HostBusy, "The host is in a live sponsorship."),
                _ => null,
            };
        }

        return await GrainFactory.Migrant(Person.Migrant!.Value).Get() switch
        {
            null or { Erased: true } => new(RejectionCode.MigrantNotFound, "There is no such migrant."),
            { Sponsorship: not null } => new(RejectionCode.MigrantBusy, "The migrant is in a live sponsorship."),
            _ => null,
        };
    }
}
