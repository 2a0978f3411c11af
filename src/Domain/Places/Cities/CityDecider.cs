namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>The rules of a city.</summary>
public sealed partial class CityDecider : IDecider<City, CityCommand, CityEvent>
{
    /// <summary>
    /// How many of those in line one command serves. A quota that grows by thousands is served in steps, so that no append is too large for
    /// a store; nobody is overtaken between the steps, because a new request goes behind those who wait.
    /// </summary>
    public const int MaxServedAtOnce = 100;

    private CityDecider() { }

    /// <inheritdoc/>
    public static City Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<City, CityEvent> Aggregate { get; } = new("city-4", PlacesJson.Default.CityEvent, PlacesJson.Default.City);

    /// <inheritdoc/>
    public static Decision<CityEvent> Decide(City city, CityCommand command, Moment moment)
    {
        if (command is OpenCity open) return Open(city, open);
        if (city.Id is null) return Reject(RejectionCode.CityNotFound, "There is no such city in the programme.");
        return command switch
        {
            DecideQuota c => Quota(city, c),
            DecidePolicy c => Invalid(c.Policy) is { } problem ? problem : Accept("decided", new CityPolicyDecided(c.Policy)),
            ChooseDeductionProfile c => Choose(city, c),
            DecidePayingAccount c => Account(city, c.Account),
            PauseCity c =>
                city.Paused is null
                    ? Accept("paused", new CityPaused(c.Reason)) : Reject(RejectionCode.CityPaused, "The city is paused already."),
            ResumeCity c =>
                city.Paused is null
                    ? Reject(RejectionCode.CityNotPaused, "The city is not paused.")
                    : AcceptAndServe("resumed", city, c.Now, new CityResumed()),
            HoldPlace c => Hold(city, c),
            ConfirmPlace c => Confirm(city, c.Sponsorship),
            ReleasePlace c => Release(city, c),
            ExpirePlace c => Expire(city, c),
            KeepPlace c => Keep(city, c),
            ExtendGrace c => Extend(city, c),
            Domain.Places.CityCommand.EndStatus c => EndStatus(city, c),
            GiveUpPlace c => GiveUp(city, c),
            ServeWaiting c => AcceptAndServe("served", city, c.Now),
            FollowNation c => Follow(city, c),
            Domain.Places.CityCommand.TakeLease c => TakeLease(city, c),
            ReturnExcess => Return(city),
            Domain.Places.CityCommand.NoteReturn c => NoteReturn(city, c),
            OpenRegistration c => Open(city, c),
            CloseRegistration c => Close(city, c),
            DrawTickets c => Draw(city, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The city does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static City Evolve(City city, CityEvent e) => e switch
    {
        CityOpened x => city with { Id = x.City, Name = x.Name, Currency = x.Currency, TimeZone = x.TimeZone, Policy = x.Policy },
        QuotaDecided x => Resize(city with { Quota = x.Decision }),
        CityPolicyDecided x => city with { Policy = x.Policy },
        DeductionProfileChosen x =>
            city with { Profiles = city.Profiles.Where(p => p.Key < x.From).ToImmutableSortedDictionary().Add(x.From, x.Profile) },
        PayingAccountDecided x => city with { PayingAccount = x.Account },
        CityPaused x => city with { Paused = x.Reason },
        CityResumed => city with { Paused = null },
        PlaceHeld x => Leave(city, x.Sponsorship) with
        {
            GivenToLine = city.Tickets.ContainsKey(x.Sponsorship) ? Counted(city, x) : city.GivenToLine,
            Places = city.Places.Hold(new(x.Sponsorship.Value, City.Available, City.Used, 1)),
            Taken = city.Taken.Add(x.Sponsorship, new(Confirmed: false, x.Until)),
        },
        PlaceAwaited x => city with
        {
            Waiting = city.Waiting.Add(x.Ticket, x.Sponsorship),
            Tickets = city.Tickets.Add(x.Sponsorship, x.Ticket),
            LastTicket = x.Ticket,
        },
        PlaceConfirmed x => city with
        {
            // A place that was taken over is in use already.
            Places = city.Taken[x.Sponsorship].Kept is null ? city.Places.PostPending(x.Sponsorship.Value) : city.Places,
            Taken = city.Taken.SetItem(x.Sponsorship, city.Taken[x.Sponsorship] with { Confirmed = true }),
        },
        PlaceReleased x => GiveBack(city, x.Sponsorship),
        PlaceExpired x => GiveBack(city, x.Sponsorship),
        WaitingLeft x => Leave(city, x.Sponsorship),
        PlaceClaimVoided => city,
        MigrantPlaceKept or KeptPlaceTaken or KeptPlaceReturned or GraceExtended or KeptPlaceEnded => EvolveKept(city, e),
        NationFollowed or AllotmentLeased or AllotmentReturned or AllotmentReturnNoted => EvolveAllotment(city, e),
        RegistrationOpened or PlaceRegistered or RegistrationClosed or TicketsDrawn => EvolveRegistration(city, e),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The city does not know this event."),
    };

    private static Decision<CityEvent> Open(City city, OpenCity c)
    {
        if (city.Id is not null) return Reject(RejectionCode.AlreadyExists, $"The city {c.City} is open already.");
        if (c.Name.Length is 0 or > 100) return Reject(RejectionCode.InvalidInput, "A city's name has 1 to 100 characters.");
        if (c.Currency.Code is null) return Reject(RejectionCode.InvalidInput, "A city has a currency of ISO 4217, such as 'NZD'.");
        if (c.TimeZone.Length is 0 or > 64)
        {
            return Reject(RejectionCode.InvalidInput, "A time zone is an IANA name such as 'Pacific/Auckland'.");
        }

        return Invalid(c.Policy) is { } problem
            ? problem : Accept("opened", [new CityOpened(c.City, c.Name, c.Currency, c.TimeZone, c.Policy), .. Heard(c.Rule)]);
    }

    private static CityEvent[] Heard(NationRule? rule) => rule is null || rule.Number == 0 ? [] : [new NationFollowed(rule)];

    private static Decision<CityEvent> Quota(City city, DecideQuota c)
    {
        if (c.Decision.Places is < 0 or > QuotaDecision.MaxPlaces)
        {
            return Reject(RejectionCode.InvalidInput, $"A quota is 0 to {QuotaDecision.MaxPlaces:N0} places.");
        }

        if (c.Decision.Reference.Length is 0 or > 100)
        {
            return Reject(RejectionCode.InvalidInput, "A decision names its minute, resolution or ballot in 1 to 100 characters.");
        }

        return c.Decision.On > c.Today
            ? Reject(RejectionCode.DateInFuture,
                $"The decision is of {c.Decision.On:yyyy-MM-dd}, and today is {c.Today:yyyy-MM-dd} in the city.")
            : AcceptAndServe("decided", city, c.Now, new QuotaDecided(c.Decision));
    }

    private static Decision<CityEvent> Account(City city, BankParty account)
    {
        if (account.Problems() is [var problem, ..]) return Reject(RejectionCode.InvalidInput, $"{problem.Field}: {problem.Message}");
        return account == city.PayingAccount ? Accept("decided") : Accept("decided", new PayingAccountDecided(account));
    }

    private static Decision<CityEvent> Choose(City city, ChooseDeductionProfile c)
    {
        // Without a quota nobody has ever had a place, so no month has been limited.
        if (c.From < c.Today && city.Quota != QuotaDecision.None)
        {
            return Reject(RejectionCode.DateInPast,
                $"A profile is chosen for today, {c.Today:yyyy-MM-dd}, or later: what is past keeps the profile that it had.");
        }

        if (c.Profile is not { } profile) return Accept("chosen", new DeductionProfileChosen(null, c.From));
        if (profile.Currency != city.Currency)
        {
            return Reject(RejectionCode.CurrencyMismatch,
                $"The profile is in {profile.Currency}, and earnings here are in {city.Currency}.");
        }

        if (profile.ValidFrom > c.From)
        {
            return Reject(RejectionCode.InvalidInput, $"The profile {profile.Id} is valid from {profile.ValidFrom:yyyy-MM-dd}.");
        }

        if (DeductionProfile.Invalid(profile) is { } problem) return Reject(RejectionCode.InvalidInput, problem);
        var known = city.Profiles.Values.FirstOrDefault(p => p is not null && p.Id == profile.Id && p.Version == profile.Version);
        return known is null || Text(known) == Text(profile)
            ? Accept("chosen", new DeductionProfileChosen(profile, c.From))
            : Reject(RejectionCode.InvalidInput,
                $"Version {profile.Version} of the profile {profile.Id} says something else here: what has changed is a version of its "
                    + $"own.");
    }

    private static string Text(DeductionProfile profile) => JsonSerializer.Serialize(profile, SharesJson.Default.DeductionProfile);

    private static Decision<CityEvent> Hold(City city, HoldPlace c)
    {
        if (city.Taken.ContainsKey(c.Sponsorship)) return Accept("held");
        if (city.IsWaiting(c.Sponsorship)) return Accept("waiting");
        // It is the migrant's place already: neither the line nor a pause has a say in who hosts them.
        if (c.Migrant is { } migrant && city.Kept.ContainsKey(migrant))
        {
            return Accept("held", new KeptPlaceTaken(c.Sponsorship, migrant, Until(city, c.Now)));
        }

        // Who comes after the end of a registration finds it closed, even where nobody has looked before them.
        var closed = city.Registration is { IsClosed: false } open && open.IsOver(c.Now) ? Closing(open) : null;
        if (closed is not null) city = Evolve(city, closed);
        if (city.Registration is { IsClosed: false } running && running.HasBegun(c.Now))
        {
            return Accept("waiting", new PlaceRegistered(c.Sponsorship, running.Opening, running.LastNumber + 1));
        }

        // Who waits goes first, or is still to be drawn, even where a place is free at this moment.
        CityEvent answer = city is { IsPaused: false, Free: > 0, Waiting.IsEmpty: true, Registration: not { IsClosed: true } }
            ? new PlaceHeld(c.Sponsorship, Until(city, c.Now))
            : new PlaceAwaited(c.Sponsorship, city.LastTicket + 1);
        return Accept(answer is PlaceHeld ? "held" : "waiting", closed is null ? [answer] : [closed, answer]);
    }

    private static Decision<CityEvent> Confirm(City city, SponsorshipId sponsorship)
    {
        if (!city.Taken.TryGetValue(sponsorship, out var place))
        {
            return Reject(RejectionCode.PlaceNotHeld, "The sponsorship has no place that could be confirmed.");
        }

        return place.Confirmed ? Accept("confirmed") : Accept("confirmed", new PlaceConfirmed(sponsorship));
    }

    private static Decision<CityEvent> Release(City city, ReleasePlace c)
    {
        if (city.IsWaiting(c.Sponsorship)) return Accept("released", new WaitingLeft(c.Sponsorship));
        if (!city.Taken.TryGetValue(c.Sponsorship, out var place))
        {
            return Accept("released", new PlaceClaimVoided(c.Sponsorship)).Voiding(c.HoldCommand);
        }

        return place.Kept is { } kept && !c.HasArrived
            ? Accept("released", new KeptPlaceReturned(c.Sponsorship, kept.Migrant))
            : AcceptAndServe("released", city, c.Now, new PlaceReleased(c.Sponsorship));
    }

    private static Decision<CityEvent> Expire(City city, ExpirePlace c)
    {
        if (!city.Taken.TryGetValue(c.Sponsorship, out var place) || place.Confirmed)
        {
            return Reject(RejectionCode.PlaceNotHeld, "The sponsorship has no hold that could expire.");
        }

        if (place.Until > c.Now) return Reject(RejectionCode.HoldNotDue, $"The place is held until {place.Until:yyyy-MM-ddTHH:mm:ssZ}.");
        return place.Kept is { } kept
            ? Accept("expired", new KeptPlaceReturned(c.Sponsorship, kept.Migrant))
            : AcceptAndServe("expired", city, c.Now, new PlaceExpired(c.Sponsorship));
    }

    private static Decision<CityEvent> AcceptAndServe(string outcome, City city, DateTimeOffset now, params ReadOnlySpan<CityEvent> first)
    {
        var events = new List<CityEvent>(first.Length + 1);
        foreach (var e in first)
        {
            events.Add(e);
            city = Evolve(city, e);
        }

        for (var served = 0; served < MaxServedAtOnce && city.CanServe; served++)
        {
            var held = new PlaceHeld(city.Waiting.First().Value, Until(city, now));
            events.Add(held);
            city = Evolve(city, held);
        }

        return Accept(outcome, events);
    }

    private static DateTimeOffset Until(City city, DateTimeOffset now) => now.AddDays(city.Policy.HoldDays);

    private static City Leave(City city, SponsorshipId sponsorship)
    {
        if (city.Tickets.TryGetValue(sponsorship, out var ticket))
        {
            return city with { Waiting = city.Waiting.Remove(ticket), Tickets = city.Tickets.Remove(sponsorship) };
        }

        return city.Registration is { } registration && registration.Numbers.ContainsKey(sponsorship)
            ? city with { Registration = registration.Without(sponsorship) } : city;
    }

    // The day is the one of the decision: a hold runs from then, on the terms of then.
    private static ImmutableSortedDictionary<DateOnly, int> Counted(City city, PlaceHeld held)
    {
        var ticks = held.Until.UtcTicks - TimeSpan.FromDays(city.Policy.HoldDays).Ticks;
        if (ticks < 0) return city.GivenToLine;
        var day = DateOnly.FromDateTime(new(ticks));
        var given = city.GivenToLine.SetItem(day, city.GivenToLine.GetValueOrDefault(day) + 1);
        while (given.Count > PlaceForecast.MaxDays) given = given.Remove(given.Keys.First());
        return given;
    }

    private static City GiveBack(City city, SponsorshipId sponsorship) => Resize(city with
    {
        Places = city.Taken[sponsorship] is { Confirmed: true } or { Kept: not null }
            ? city.Places.Post(new(sponsorship.Value, City.Used, City.Available, 1))
            : city.Places.VoidPending(sponsorship.Value),
        Taken = city.Taken.Remove(sponsorship),
    });

    // Brings the number of issued places to the quota, or the allotment where that is less, as far as places are free; the rest follows as
    // people leave.
    private static City Resize(City city)
    {
        var missing = city.Limit + city.Places.Posted(City.Issued);
        if (missing > 0) return city with { Places = city.Places.Post(new("quota", City.Issued, City.Available, missing)) };
        var surplus = Math.Min(-missing, city.Free);
        return surplus > 0 ? city with { Places = city.Places.Post(new("quota", City.Available, City.Issued, surplus)) } : city;
    }

    private static Rejection? Invalid(CityPolicy p)
    {
        if (p.Share.Denominator == 0) return new(RejectionCode.InvalidInput, "The share is a fraction from 0/1 to 1/1, such as '1/2'.");
        if (p.RequiredChecks.Count == 0 || p.RequiredChecks.Distinct().Count() != p.RequiredChecks.Count)
        {
            return new(RejectionCode.InvalidInput, "A city requires at least one check, and none twice.");
        }

        if (p.HoldDays is < 1 or > 730) return new(RejectionCode.InvalidInput, "A place is held for 1 to 730 days.");
        if (p.ReplyDays is < 1 or > 365) return new(RejectionCode.InvalidInput, "A reply is possible for 1 to 365 days.");
        if (p.GraceDays is < 1 or > MaxGraceDays)
        {
            return new(RejectionCode.InvalidInput, $"A migrant keeps the place for 1 to {MaxGraceDays} days.");
        }

        return p.NoticeDays is < 0 or > 365 ? new(RejectionCode.InvalidInput, "A notice runs 0 to 365 days.") : null;
    }
}
