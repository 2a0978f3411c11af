namespace VipOrleans.Grains.Matching;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Matching.ProfileCommand;

/// <summary>Hosts the rules of a person's profile, and keeps heritage and faith in the vault for as long as the consent stands.</summary>
/// <remarks>
/// A persisted reminder is set before anything is stored, and goes when there is no consent and nothing in the vault: what a crash leaves
/// behind is deleted when it comes. A migrant's profile is their nation's; the cities that show it follow every change, and follow
/// again with the nation's feed.
/// </remarks>
[Reentrant, GrainType("profile")]
public sealed partial class ProfileGrain(Journaling journaling, PersonFiles persons)
    : SagaGrain<ProfileDecider, PersonProfile, ProfileCommand, ProfileEvent>(journaling, "traits"), IProfileGrain
{
    // A consent that stands is looked at once a day.
    private static readonly WakeUp Daily = WakeUp.Every(TimeSpan.FromDays(1));

    private Task _turn = Task.CompletedTask;

    private PersonId Id => PersonId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.ProfileStream;

    /// <inheritdoc/>
    public Task<CommandResult> Set(CommandContext context, Profile profile, IReadOnlyList<CityId> cities) => InTurn(async () =>
    {
        var (isRegistered, live) = await Record(settled: false);
        // More than so many are refused anyway.
        var views = await Task.WhenAll(
            cities.Take(PersonProfile.MaxCities)
                .Select(async c => (City: c, Exists: await GrainFactory.City(c).Get() is not null)));
        var result =
            await Execute(context,
                new SetProfile(Id, profile, cities, new(isRegistered, live, [.. views.Where(v => v.Exists).Select(v => v.City)])));
        if (result.IsAccepted) await TryPublish();
        return result;
    });

    /// <inheritdoc/>
    public Task<CommandResult> Close(CommandContext context) => InTurn(async () =>
    {
        var result = await Execute(context, new CloseProfile());
        if (result.IsAccepted) await TryPublish();
        return result;
    });

    /// <inheritdoc/>
    public async Task<ProfileView?> Get()
    {
        await BeingMade();
        return Confirmed is not { Person: { } person, Erased: false } ? null
            : new ProfileView(person, Version, Confirmed.Profile, Confirmed.Cities, Confirmed.IsOpen,
                Confirmed.Consent is { } consent ? new(consent.Purpose, consent.At, Confirmed.TraitsDue) : null);
    }

    /// <inheritdoc/>
    public Task<CommandResult> ConsentToTraits(CommandContext context, OwnTraits traits, ConsentPurpose purpose) => InTurn(async () =>
    {
        if (traits is { Heritage: null, Faith: null })
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "Tell heritage, faith or both; withdraw the consent to tell none.",
                Version);
        }

        // Nothing reaches the vault that would not be allowed to stay there.
        if (!Confirmed.IsOpen || IsThrownAway || (context.IfMatch is { } expected && expected != Version))
        {
            return await Execute(context, new ConsentToTraits(purpose));
        }

        var number = Confirmed.LastConsent + 1;
        await SetReminder(Soon);
        // Under the number of the consent that is not given yet: a request that comes again after others overwrites nothing that counts.
        await persons.StoreTraits(Id.Value, number, traits);
        var result = await Execute(context, new ConsentToTraits(purpose));
        // What was refused, or came a second time, leaves nothing behind. What may have been written after all keeps its data until the
        // reminder has looked.
        if (result.Rejected != RejectionCode.StoreUnavailable && Confirmed.LastConsent < number && !IsThrownAway)
        {
            await EraseWithoutConsent(context.Actor, "not-consented");
        }

        if (Confirmed.Consent?.Number == number) await SetReminder(Daily);
        if (result.IsAccepted) await TryPublish();
        return result;
    });

    /// <inheritdoc/>
    public Task<CommandResult> WithdrawConsent(CommandContext context) => InTurn(async () =>
    {
        if (Confirmed.Consent is not null) await SetReminder(Soon);
        var result = await Execute(context, new WithdrawTraitsConsent());
        // After the event, so that nobody uses them in between; again with every retry, so that a lost try is made good.
        if (result.IsAccepted && Confirmed.Consent is null)
        {
            await EraseWithoutConsent(context.Actor, "consent-withdrawn");
            await AdjustReminder(isHanging: false, putOff: false);
            await TryPublish();
        }

        return result;
    });

    /// <inheritdoc/>
    public async Task<OwnTraits?> ReadTraits(PersonReader reader) =>
        Confirmed.Consent is { } consent ? await persons.ReadTraits(Id.Value, consent.Number, reader) : null;

    /// <inheritdoc/>
    public async Task<SeekerListing?> Listing(CityId city)
    {
        if (!(await WritesUnderWay()).IsAccepted)
        {
            throw new StoreUnavailableException("The profile's newest writes are not known to be there; ask again.");
        }

        return Confirmed.Cities.Contains(city) ? Confirmed.Listing : null;
    }

    /// <inheritdoc/>
    public Task Refresh() => InTurn(async () =>
    {
        if (!(await WritesUnderWay()).IsAccepted)
        {
            throw new StoreUnavailableException("The profile's newest writes are not known to be there; ask again.");
        }

        if (Confirmed.Person is null) return;
        var (isRegistered, live) = await Record(settled: true);
        Must(await Execute(new NotePerson(live, !isRegistered)));
        await Publish();
    });

    /// <inheritdoc/>
    public async Task<InvitationCode> Invite(CommandContext context, int days)
    {
        // Made from the request with the vault's own key: nobody can guess it, a retry makes it again, and it is stored nowhere.
        var code = InvitationId.CodeOf(Id, persons.Pseudonym("invitation", $"{Id} {context.Id}"));
        if (!InvitationId.TryOf(code, out var invitation)) throw new InvalidOperationException("A code that was made is one that is read.");
        var made = await GrainFactory.Invitation(invitation).Make(context, Id, days);
        return made.Result.IsAccepted ? made with { Code = code } : made;
    }

    /// <inheritdoc/>
    protected override async Task OnReminder()
    {
        Must(await WritesUnderWay());
        if (Confirmed.TraitsDue <= Now) Must(await Execute(new PurgeTraits()));
        await EraseWithoutConsent("system", "consent-ended");
        await TryPublish();
    }

    // Only time and what a crash has left behind give it something to do.
    /// <inheritdoc/>
    protected override Task<bool> TakeStep() => Task.FromResult(true);

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(Confirmed.Consent is null ? null : Daily);

    // Whether the person is registered, and the sponsorship that they are in.
    private async Task<(bool IsRegistered, SponsorshipId? Live)> Record(bool settled)
    {
        if (Id.Host is { } host)
        {
            var grain = GrainFactory.Host(host);
            var view = settled ? await grain.GetSettled() : await grain.Get();
            return (view is { Erased: false, MovedTo: null, IsVoid: false }, view?.Sponsorship ?? view?.OpensWith);
        }
        else
        {
            var grain = GrainFactory.Migrant(Id.Migrant!.Value);
            var view = settled ? await grain.GetSettled() : await grain.Get();
            return (view is { Erased: false }, view?.Sponsorship);
        }
    }

    private async Task TryPublish()
    {
        try
        {
            await Publish();
        }
        catch (Exception e)
        {
            // What was decided is durable, and the feed tells the cities again.
            LogNotPublished(Log, e, Stream.Partition);
        }
    }

    // Lets the cities show what there is to show. It may be repeated at any time, and says what is true now.
    private async Task Publish()
    {
        CityId[] cities = Id.Host is { } host ? [host.City] : [.. Confirmed.Cities.Union(Confirmed.Left)];
        if (Id.Migrant is { } migrant)
        {
            await Task.WhenAll(cities.Select(c => GrainFactory.Seeker(c, migrant).Follow()));
            foreach (var left in Confirmed.Left) Must(await Execute(new NoteCityLeft(left)));
        }

        // So that no city has heritage or faith in memory that may be used no more.
        if (Confirmed is { Consent: null, LastConsent: > 0 })
        {
            await Task.WhenAll(cities.Select(c => GrainFactory.Search(c).Refresh()));
        }

    }

    private Task EraseWithoutConsent(string actor, string reason) =>
        // A file in the vault goes with its owner's key alone, and that is in use while a consent stands. Nothing reads the file, and the
        // next consent overwrites it.
        Confirmed.Consent is null ? persons.EraseTraits(Id.Value, actor, reason) : Task.CompletedTask;

    private static void Must(CommandResult result)
    {
        if (!result.IsAccepted)
        {
            throw new StoreUnavailableException($"The profile could not take this up now ({result.Rejected}); it is tried again.");
        }

    }

    // One at a time: vault, journal and reminder change together.
    private async Task<T> InTurn<T>(Func<Task<T>> work)
    {
        while (!_turn.IsCompleted) await Task.WhenAny(_turn);
        var turn = work();
        _turn = turn;
        return await turn;
    }

    /// <inheritdoc/>
    protected override Task InTurn(Func<Task> pass) => InTurn(async () =>
    {
        await pass();
        return true;
    });

    [LoggerMessage(171, LogLevel.Warning,
        "What a profile of {Partition} shows could not be passed on to all cities; the feed passes it on again.")]
    private static partial void LogNotPublished(ILogger log, Exception e, string partition);
}
