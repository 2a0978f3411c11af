namespace VipOrleans.Checking;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// The laws of the domain at every version: each feed is folded event by event with the real deciders, and looked at after each.
/// </summary>
/// <remarks>Streams of kinds that it does not know are passed over.</remarks>
internal sealed class LawCheck
{
    private readonly List<Violation> _violations;
    private readonly HashSet<StreamId> _broken = [];

    private LawCheck(List<Violation> violations) => _violations = violations;

    public Dictionary<StreamId, City> Cities { get; } = [];

    public Dictionary<StreamId, Nation> Nations { get; } = [];

    public Dictionary<StreamId, Host> Hosts { get; } = [];

    public Dictionary<StreamId, Migrant> Migrants { get; } = [];

    public Dictionary<StreamId, FoldedSponsorship> Sponsorships { get; } = [];

    public static LawCheck Run(JournalContent content, List<Violation> violations)
    {
        var check = new LawCheck(violations);
        foreach (var feed in content.Feeds.Values)
        {
            // After a first event that does not fold, a stream's state means nothing.
            foreach (var e in feed.Where(e => !check._broken.Contains(e.Stream))) check.Take(e);
        }

        check.NoPlaceInTwoHands();
        return check;
    }

    // A feed has one nation's or one city's events, so the two are compared at the end: what a city has on lease the nation has leased to
    // it.
    private void NoPlaceInTwoHands()
    {
        foreach (var city in Cities.Values.Where(c => c.Id is not null && c.Allotment.Places > 0))
        {
            var leased = Nations.Values.Sum(n => n.AllottedTo(city.Id!.Value));
            if (city.Allotment.Places > leased)
            {
                _violations.Add(
                    new(Laws.Places, $"{city.Id} has {city.Allotment.Places} places on lease, and its nation has leased {leased} to it."));
            }

        }
    }

    private void Take(RecordedEvent e)
    {
        try
        {
            switch (e.Stream.Kind)
            {
                case "city":
                    Cities[e.Stream] =
                        Take(e, Cities.GetValueOrDefault(e.Stream) ?? CityDecider.Initial, CityDecider.Aggregate.Events.Read(e.Data.Span));
                    break;
                case "nation":
                    var nation =
                        NationDecider.Evolve(Nations.GetValueOrDefault(e.Stream) ?? NationDecider.Initial,
                            NationDecider.Aggregate.Events.Read(e.Data.Span));
                    Balanced(e, nation.Places);
                    if (nation.Total > (nation.Cap?.Places ?? 0)
                        ? nation.Free != 0
                        : nation.Total != (nation.Cap?.Places ?? 0)) Break(Laws.Places, e,
                            $"leaves {nation.Total} places of which {nation.Free} are in the pool, and the cap is {nation.Cap?.Places}");
                    Nations[e.Stream] = nation;
                    break;
                case "host":
                    var host = Hosts.GetValueOrDefault(e.Stream) ?? HostDecider.Initial;
                    var hostEvent = HostDecider.Aggregate.Events.Read(e.Data.Span);
                    OneLive(e, host.Live, (hostEvent as HostTaken)?.Sponsorship, (hostEvent as HostFreed)?.Sponsorship);
                    Hosts[e.Stream] = HostDecider.Evolve(host, hostEvent);
                    break;
                case "migrant":
                    var migrant = Migrants.GetValueOrDefault(e.Stream) ?? MigrantDecider.Initial;
                    var migrantEvent = MigrantDecider.Aggregate.Events.Read(e.Data.Span);
                    OneLive(e, migrant, migrantEvent);
                    Migrants[e.Stream] = MigrantDecider.Evolve(migrant, migrantEvent);
                    break;
                case "sponsorship":
                    Sponsorships[e.Stream] =
                        Take(e, Sponsorships.GetValueOrDefault(e.Stream) ?? new(), SponsorshipDecider.Aggregate.Events.Read(e.Data.Span));
                    break;
            }
        }
        catch (LedgerBrokenException error)
        {
            _broken.Add(e.Stream);
            Break(Laws.BalancedLedgers, e, $"does not fold: {error.Message}");
        }
        catch (Exception error)
        {
            _broken.Add(e.Stream);
            Break(Laws.EventsFold, e, $"does not fold: {error.Message}");
        }
    }

    private City Take(RecordedEvent e, City before, CityEvent cityEvent)
    {
        // Counted apart from the city's ledger, which would refuse what it cannot take and so say less.
        var (taken, quota) = (before.Taken.Count + before.Kept.Count, before.Quota.Places);
        switch (cityEvent)
        {
            case PlaceHeld x when before.Taken.ContainsKey(x.Sponsorship):
                Break(Laws.Places, e, $"holds a second place for {x.Sponsorship}");
                break;
            case PlaceHeld x when taken >= quota:
                Break(Laws.Places, e, $"holds a place for {x.Sponsorship} while {taken} of {quota} are taken");
                break;
            case PlaceHeld x when before.Nation.HasCap && taken >= before.Allotment.Places:
                Break(Laws.Places, e,
                    $"holds a place for {x.Sponsorship} while {taken} of the {before.Allotment.Places} on lease are taken");
                break;
            case PlaceReleased x when !before.Taken.ContainsKey(x.Sponsorship):
                Break(Laws.Places, e, $"releases a place that {x.Sponsorship} does not have");
                break;
            case PlaceExpired x when !before.Taken.ContainsKey(x.Sponsorship):
                Break(Laws.Places, e, $"expires a place that {x.Sponsorship} does not have");
                break;
        }

        var after = CityDecider.Evolve(before, cityEvent);
        Balanced(e, after.Places);
        var now = after.Taken.Count + after.Kept.Count;
        if (after.Held + after.InUse != now)
        {
            Break(Laws.Places, e, $"leaves {after.Held} held and {after.InUse} used, and {now} who have a place");
        }

        // After a cut of the quota more may be taken than there are; then the number only falls.
        if (now > after.Quota.Places && now > taken) Break(Laws.Places, e, $"leaves {now} taken of {after.Quota.Places}");
        return after;
    }

    private FoldedSponsorship Take(RecordedEvent e, FoldedSponsorship before, SponsorshipEvent sponsorshipEvent)
    {
        var state = SponsorshipDecider.Evolve(before.State, sponsorshipEvent);
        Balanced(e, state.Books.Ledger);
        switch (sponsorshipEvent)
        {
            // In the feed of their city a sponsorship's note comes after what it notes, and before it gives that back.
            case ClaimNoted { On: ClaimOn.Host, Claim: Claim.Held } when Hosts.GetValueOrDefault(state.Host.Stream)?.Live != state.Id:
                Break(Laws.ClaimsHold, e, $"notes {state.Host} as taken, who is not");
                break;
            case TermsFixed or ClaimNoted { On: ClaimOn.Place, Claim: Claim.Confirmed }
                when PlaceOf(state.Id!.Value) is not { } place || (sponsorshipEvent is ClaimNoted && !place.Confirmed):
                Break(Laws.ClaimsHold, e, "notes a place that it has not");
                break;
        }

        if (sponsorshipEvent is not SharePosted x) return before with { State = state };
        // What was earned is what came from the employers, as the books have it.
        var employer = SponsorshipAccounts.Employer(x.Taken.Currency);
        var earned = before.State.Books.Ledger.Posted(employer) - state.Books.Ledger.Posted(employer);
        return new() { State = state, Earned = (before.Earned ?? 0) + earned, Share = before.Share + x.Taken.Minor };
    }

    private Place? PlaceOf(SponsorshipId id) => Cities.GetValueOrDefault(id.City.Stream)?.Taken.GetValueOrDefault(id);

    private void OneLive(RecordedEvent e, SponsorshipId? live, SponsorshipId? taken, SponsorshipId? freed)
    {
        if (taken is not null && live is not null) Break(Laws.OneLiveSponsorship, e, $"takes for {taken} who is in {live}");
        if (freed is not null && live != freed)
        {
            Break(Laws.OneLiveSponsorship, e, $"frees from {freed} who is in {live?.ToString() ?? "none"}");
        }

    }

    // Besides the live one there is at most the one that continues it in another city, and it is the live one next.
    private void OneLive(RecordedEvent e, Migrant migrant, MigrantEvent migrantEvent)
    {
        switch (migrantEvent)
        {
            case MigrantTaken x when migrant.LettingGo != x.Sponsorship:
                OneLive(e, migrant.Live, x.Sponsorship, null);
                break;
            case MigrantNextTaken x when migrant.Next is not null || migrant.Live != x.Continues:
                Break(Laws.OneLiveSponsorship, e,
                    $"takes for {x.Sponsorship}, to continue {x.Continues}, who is in {migrant.Live} and then in {migrant.Next}");
                break;
            case MigrantFreed x when migrant.Next != x.Sponsorship:
                OneLive(e, migrant.Live, null, x.Sponsorship);
                if (x.Next != migrant.Next) Break(Laws.OneLiveSponsorship, e, $"frees for {x.Next}, and the next one is {migrant.Next}");
                break;
        }
    }

    private void Balanced(RecordedEvent e, Ledger ledger)
    {
        foreach (var asset in ledger.Balances.GroupBy(b => b.Account.Asset))
        {
            var sum = asset.Aggregate(Int128.Zero, (total, b) => total + b.Posted);
            if (sum != 0) Break(Laws.BalancedLedgers, e, $"leaves {asset.Key.Code} with {sum} in all");
        }

        foreach (var (account, posted) in ledger.Balances)
            if (!account.MayGoBelowZero
                && posted < ledger.Promised(account)) Break(Laws.BalancedLedgers, e,
                    $"leaves '{account.Name}' with {posted} {account.Asset.Code}, of which {ledger.Promised(account)} are promised");
    }

    private void Break(string law, RecordedEvent e, string what) =>
        _violations.Add(new(law, $"Version {e.Version} of {e.Stream} ('{e.Type}', position {e.Position}) {what}."));
}

/// <summary>A sponsorship as its events make it, with the sums that lists show.</summary>
internal sealed record FoldedSponsorship
{
    public Sponsorship State { get; init; } = SponsorshipDecider.Initial;

    /// <summary>All that was earned, in minor units; null before the first report.</summary>
    public long? Earned { get; init; }

    /// <summary>All that was taken for the host, in minor units.</summary>
    public long Share { get; init; }
}
