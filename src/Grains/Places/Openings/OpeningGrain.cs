namespace VipOrleans.Grains.Places;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Places.OpeningCommand;
using static VipOrleans.Domain.Places.OpeningEvent;

/// <summary>
/// Hosts an opening's rules and does its work: it has the city register, publishes the list, reveals the secret, and has the city give the
/// tickets in the drawn order.
/// </summary>
/// <remarks>
/// Everything follows from what is durable: the list that the city has closed, and a secret that the vault's own key gives again. So a
/// crash at any point leaves either nothing to do or the same work once more with the same result. A persisted reminder is set before the
/// opening is announced and goes when everybody is drawn. Calls run from the opening to the city.
/// </remarks>
[Reentrant, GrainType("opening")]
public sealed partial class OpeningGrain(Journaling journaling, PersonFiles persons)
    : SagaGrain<OpeningDecider, Opening, OpeningCommand, OpeningEvent>(journaling, "opening"), IOpeningGrain
{
    private const int ListedAtOnce = 2_000, EventsPerRead = 25;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);
    private static readonly string Listed = EventCodec<OpeningEvent>.All[typeof(OpeningListed)];

    private IReadOnlyList<SponsorshipId>? _list;

    private OpeningId Id => OpeningId.Parse(this.GetPrimaryKeyString());

    private ICityGrain City => GrainFactory.City(Id.City);

    // Made with the vault's own key: nobody knows it before it is revealed, and no crash loses it.
    private string Secret => persons.Pseudonym("opening", Id.Value);

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (IsDue) OnceActive(Run);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Announce(CommandContext context, OpeningTerms terms)
    {
        var announce = new AnnounceOpening(Id, terms, PublishedOrder.CommitmentTo(Secret));
        if (Confirmed.Id is null)
        {
            if (await City.Get() is not { } city)
            {
                return CommandResult.Refuse(RejectionCode.CityNotFound, "There is no such city in the programme.", Version);
            }

            if (city.Opening is { } other && other != Id) return Running();
        }

        // Nothing is set for what is refused anyway.
        var begins = Confirmed.Id is null && OpeningDecider.Decide(Confirmed, announce, MomentFor(context)).Rejection is null;
        var result = begins ? await Begin(context, announce) : await Execute(context, announce);
        if (!result.IsAccepted) return result;
        if (IsDue) await Run();
        // Two were announced at the same moment: the city has the other one.
        return Confirmed.Status == OpeningStatus.Refused ? Running() : result;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> CallOff(CommandContext context)
    {
        var result = await Execute(context, new CallOffOpening());
        // What a crash keeps from being closed now is closed when the reminder comes.
        if (result.IsAccepted) await Run();
        return result;
    }

    /// <inheritdoc/>
    public async Task<OpeningView?> Get()
    {
        await BeingMade();
        if (IsDue) _ = Run();
        return Confirmed is { Id: { } id, Terms: { } terms }
            ? new OpeningView(id, Version, Confirmed.Status, terms.From, terms.Until, terms.LegalBasis, Confirmed.AnnouncedAt,
                Confirmed.Commitment, Confirmed.IsCalledOff, Confirmed.ClosedAt, Confirmed.ClosedAt is null ? null : Confirmed.Entries,
                Confirmed.Secret, Confirmed.Seed)
            : null;
    }

    /// <inheritdoc/>
    public async Task<OpeningListPage> List(long after)
    {
        // Until the list is whole nothing of it is shown: half a list proves nothing.
        var marks = new List<string>();
        if (Confirmed.Secret is null) return new(marks, null);
        IReadOnlyList<RecordedEvent> events;
        try
        {
            events = await Journal.ReadPart(Stream, Math.Clamp(after, 0, Version), EventsPerRead);
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        foreach (var e in events.Where(e => e.Type == Listed))
        {
            marks.AddRange(((OpeningListed)OpeningDecider.Aggregate.Events.Read(e.Data.Span)).Marks);
        }

        return new(marks, events.Count == 0 || events[^1].Version >= Version ? null : events[^1].Version);
    }

    private bool IsDue => OpeningSaga.Next(Confirmed, Now) is not (OpeningStep.None or OpeningStep.Wait);

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (IsDue) await Take(OpeningSaga.Next(Confirmed, Now));
        else _list = null;
        return true;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(OpeningSaga.Next(Confirmed, Now) switch
    {
        OpeningStep.None => null,
        OpeningStep.Wait => WakeUp.After(Confirmed.Terms!.Until - Now, Again),
        _ => Soon,
    });

    private async Task Take(OpeningStep step)
    {
        switch (step)
        {
            case OpeningStep.TellCity:
                var taken = await City.OpenRegistration(Command(step), Id, Confirmed.Terms!.From, Confirmed.Terms.Until);
                Must(await Execute(taken.Rejected == RejectionCode.OpeningRunning ? new NoteOpeningRefused() : Taken(taken)));
                break;
            case OpeningStep.Close:
                var closed = await City.CloseRegistration(Command(step), Id, Confirmed.IsCalledOff);
                Must(closed.Result);
                Must(await Execute(new CloseOpening(closed.Entries)));
                break;
            case OpeningStep.List:
                var listed = (await ListOfCity()).Skip(Confirmed.Listed).Take(Opening.PerEvent).ToArray();
                Must(await Execute(new ListOpening(Confirmed.Listed, [.. listed.Select(Opening.MarkOf)])));
                break;
            case OpeningStep.Reveal:
                var (list, secret) = (Confirmed.Entries == 0 ? [] : await ListOfCity(), Secret);
                // Off the grain's turn: of many it takes its time, and others ask meanwhile.
                Must(await Execute(
                    new RevealOpening(secret, await Task.Run(() => PublishedOrder.SeedOf(secret, list.Select(Opening.MarkOf))))));
                break;
            case OpeningStep.Draw:
                if (Confirmed.Entries > 0) await Draw();
                Must(await Execute(new NoteOpeningDrawn()));
                break;
        }

        static OpeningCommand Taken(CommandResult result)
        {
            Must(result);
            return new NoteOpeningTaken();
        }
    }

    private async Task Draw()
    {
        if (await Page(0, 0) is not { IsDrawn: false } page) return;
        var (list, seed) = (await ListOfCity(), Confirmed.Seed!);
        var order = await Task.Run(() =>
        {
            var (positions, inOrder) = (PublishedOrder.Of(seed, [.. list.Select(Opening.MarkOf)]), new SponsorshipId[list.Count]);
            for (var i = 0; i < inOrder.Length; i++) inOrder[positions[i]] = list[i];
            return inOrder;
        });
        for (var from = page.Drawn; from < order.Length; from += CityDecider.MaxDrawnAtOnce)
        {
            Must(await City.DrawTickets(Command(OpeningStep.Draw, from), Id, from,
                order[from..Math.Min(from + CityDecider.MaxDrawnAtOnce, order.Length)]));
        }
    }

    // Who is in the list, in the order of registration. Once it is closed it is always the same.
    private async Task<IReadOnlyList<SponsorshipId>> ListOfCity()
    {
        if (_list is { } known) return known;
        var list = new List<SponsorshipId>(Confirmed.Entries);
        for (long? after = 0; after is { } number;)
        {
            var page = await Page(number, ListedAtOnce);
            list.AddRange(page.Sponsorships);
            after = page.Next;
        }

        return list.Count == Confirmed.Entries
            ? _list = list
            : throw new InvalidOperationException($"The city's list has {list.Count} entries, and {Confirmed.Entries} were counted.");
    }

    private async Task<RegistrationPage> Page(long after, int limit) =>
        await City.Registration(Id, after, limit)
            ?? throw new StoreUnavailableException("The city has not read yet that the registration is closed.");

    private static CommandContext Command(OpeningId id, OpeningStep step, int from) =>
        new() { Id = OpeningSaga.CommandId(id, step, from), Fingerprint = 0, Actor = BySystem };

    private CommandContext Command(OpeningStep step, int from = 0) => Command(Id, step, from);

    private CommandResult Running() =>
        CommandResult.Refuse(RejectionCode.OpeningRunning, "The city has another opening that is not drawn yet. One at a time.", Version);

    private static void Must(CommandResult result)
    {
        if (!result.IsAccepted) throw new InvalidOperationException($"{result.Rejected}: {result.Detail}");
    }
}
