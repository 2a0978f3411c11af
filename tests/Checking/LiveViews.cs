namespace VipOrleans.Checking;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;

/// <summary>What the live projections show, read after the run to the end of each feed. Only what is given is compared.</summary>
public sealed record LiveViews
{
    /// <summary>Cities and their places.</summary>
    public IReadOnlyList<LiveCity> Cities { get; init; } = [];

    /// <summary>Whole lists, by city or nation.</summary>
    public IReadOnlyList<LiveList> Lists { get; init; } = [];
}

/// <summary>A city's numbers.</summary>
public sealed record LiveCity(CityId Id, long Held, long Used, long Free, int Waiting);

/// <summary>The lists of a partition, each to its end.</summary>
/// <param name="Partition">A city or a nation.</param>
/// <param name="Hosts">All hosts of a city.</param>
/// <param name="Migrants">All migrants of a nation; null for a city, which knows them by its sponsorships alone.</param>
/// <param name="Sponsorships">All sponsorships of a city.</param>
public sealed record LiveList(string Partition, IReadOnlyList<LiveHost> Hosts, IReadOnlyList<LiveMigrant>? Migrants,
    IReadOnlyList<LiveSponsorship> Sponsorships);

/// <summary>A host in a list.</summary>
public sealed record LiveHost(HostId Id, SuspensionReason? Suspended, SponsorshipId? Sponsorship);

/// <summary>A migrant in a list.</summary>
public sealed record LiveMigrant(MigrantId Id, SponsorshipId? Sponsorship);

/// <summary>A sponsorship in a list; amounts in minor units, null before the first report.</summary>
public sealed record LiveSponsorship(SponsorshipId Id, SponsorshipStatus Status, EndReason? Ended, long? Earned, long? Share);

/// <summary>Live lists against the same lists made from zero.</summary>
internal static class ViewCheck
{
    public static void Run(LiveViews live, LawCheck fold, List<Violation> violations)
    {
        foreach (var city in live.Cities)
        {
            var state = fold.Cities.GetValueOrDefault(city.Id.Stream) ?? CityDecider.Initial;
            Compare("cities", [city], [new(city.Id, state.Held, state.InUse, state.Free, state.Waiting.Count)], violations);
        }

        foreach (var list in live.Lists)
        {
            Compare($"hosts of '{list.Partition}'", list.Hosts, Of(fold.Hosts).Select(h => new LiveHost(h.Id!.Value, h.Suspended, h.Live)),
                violations);
            if (list.Migrants is not null)
            {
                Compare($"migrants of '{list.Partition}'", list.Migrants,
                    Of(fold.Migrants).Select(m => new LiveMigrant(m.Id!.Value, m.Live)), violations);
            }

            Compare(
                $"sponsorships of '{list.Partition}'",
                list.Sponsorships,
                Of(fold.Sponsorships)
                    .Select(s =>
                        new LiveSponsorship(s.State.Id!.Value, s.State.Status, s.State.Ended, s.Earned, s.Earned is null ? null : s.Share)),
                violations);

            IEnumerable<T> Of<T>(Dictionary<StreamId, T> all) => all.Where(x => x.Key.Partition == list.Partition).Select(x => x.Value);
        }
    }

    private static void Compare<T>(string what, IEnumerable<T> live, IEnumerable<T> rebuilt, List<Violation> violations)
    {
        var (shown, made) = (live.ToList(), rebuilt.ToList());
        foreach (var twice in shown.GroupBy(x => x).Where(g => g.Count() > 1))
        {
            violations.Add(new(Laws.LiveProjections, $"The {what} show {twice.Key} {twice.Count()} times."));
        }

        foreach (var extra in shown.Except(made))
        {
            violations.Add(new(Laws.LiveProjections, $"The {what} show {extra}, which is not what the events make."));
        }

        foreach (var missing in made.Except(shown))
        {
            violations.Add(new(Laws.LiveProjections, $"The {what} do not show {missing}, which the events make."));
        }

    }
}
