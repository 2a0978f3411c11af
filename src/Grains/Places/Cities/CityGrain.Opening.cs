namespace VipOrleans.Grains.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Journal;
using static VipOrleans.Domain.Places.CityCommand;

// The registration for an opening, and where everybody stands in line. The opening asks; the city asks it nothing.
public sealed partial class CityGrain
{
    // Up to here a new line is put in order for each question. A longer one at most once a second: that takes some milliseconds for
    // 100,000, a question then some microseconds.
    private const int ShortLine = 1_000;

    private static readonly TimeSpan LineLasts = TimeSpan.FromSeconds(1);

    private KnownLine? _line;
    private DateOnly? _openedOn;

    /// <inheritdoc/>
    public Task<CommandResult> OpenRegistration(CommandContext context, OpeningId opening, DateTimeOffset from, DateTimeOffset until) =>
        Execute(context, new OpenRegistration(opening, from, until));

    /// <inheritdoc/>
    public async Task<ClosedRegistration> CloseRegistration(CommandContext context, OpeningId opening, bool calledOff)
    {
        var result = await Execute(context, new CloseRegistration(opening, calledOff));
        if (!result.IsAccepted) return new(result);
        // An activation that is out of date may hear that it was done, and must not say of a list that it is empty.
        return Confirmed.Registration is { IsClosed: true } closed && closed.Opening == opening
            ? new(result, closed.Entries.Count)
            : Confirmed.Drawn.Contains(opening) ? new(result)
            : throw new StoreUnavailableException("The city has not read yet that the registration is closed. Try again in a moment.");
    }

    /// <inheritdoc/>
    public Task<RegistrationPage?> Registration(OpeningId opening, long after, int limit)
    {
        if (Confirmed.Drawn.Contains(opening)) return Page(new(true, 0, [], null));
        if (Confirmed.Registration is not { IsClosed: true } closed || closed.Opening != opening) return Page(null);
        var entries = closed.Entries.SkipWhile(e => e.Key <= after).Take(limit).ToArray();
        return Page(new(false, closed.Drawn, [.. entries.Select(e => e.Value)],
            entries is [.., var last] && entries.Length == limit ? last.Key : null));

        static Task<RegistrationPage?> Page(RegistrationPage? page) => Task.FromResult(page);
    }

    /// <inheritdoc/>
    public Task<CommandResult> DrawTickets(CommandContext context, OpeningId opening, int from,
        IReadOnlyList<SponsorshipId> sponsorships) =>
        Execute(context, new DrawTickets(opening, from, [.. sponsorships]));

    /// <inheritdoc/>
    public async Task<QueuePosition> QueuePosition(SponsorshipId sponsorship)
    {
        _openedOn ??= await OpenedOn();
        var (city, line) = (Confirmed, LineFor(sponsorship));
        var registration = city.Registration is { } r && r.Numbers.ContainsKey(sponsorship) ? r : null;
        var state = city.Taken.TryGetValue(sponsorship, out var place) ? (place.Confirmed ? PlaceState.Used : PlaceState.Held)
            : city.Tickets.ContainsKey(sponsorship) ? PlaceState.Waiting
            : registration is not null ? PlaceState.Registered : PlaceState.None;
        var position = state == PlaceState.Waiting ? city.PositionOf(sponsorship, line.Tickets) : null;
        return new(state, position, line.Tickets.Length, city.Registration?.Numbers.Count ?? 0, line.At, line.Version,
            Opening.MarkOf(sponsorship), registration?.Opening, registration?.Until,
            state is PlaceState.Waiting or PlaceState.Registered ? Forecast(position) : null);
    }

    private PlaceForecast Forecast(int? position)
    {
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        var days = Math.Clamp(today.DayNumber - (_openedOn ?? today).DayNumber + 1, 1, PlaceForecast.MaxDays);
        return PlaceForecast.Of(position, Confirmed.IsPaused, Confirmed.GivenWithin(today, days), days);
    }

    private KnownLine LineFor(SponsorshipId sponsorship)
    {
        if (_line is { } known)
        {
            var isFresh = known.Version == Version || (Confirmed.Waiting.Count > ShortLine && Now - known.At < LineLasts);
            // Who came since is not in it.
            if (isFresh && (!Confirmed.Tickets.TryGetValue(sponsorship, out var ticket) || Array.BinarySearch(known.Tickets, ticket) >= 0))
            {
                return known;
            }

        }

        return _line = new(Version, Now, [.. Confirmed.Waiting.Keys]);
    }

    // Nobody can have been given a place before: a young city's few days are all that it has.
    private async Task<DateOnly?> OpenedOn()
    {
        try
        {
            return await Journal.ReadPart(Stream, 0, 1) is [var opened] ? DateOnly.FromDateTime(opened.At.UtcDateTime) : null;
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    private sealed record KnownLine(long Version, DateTimeOffset At, long[] Tickets);
}
