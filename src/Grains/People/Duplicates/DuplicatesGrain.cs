namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using VipOrleans.Vault;

/// <summary>
/// Lists what records of a nation share: what the vault finds, without what an officer has set aside or linked. Nothing that decides asks
/// it: a test sees to that.
/// </summary>
[Reentrant, GrainType("person-cases")]
internal sealed class DuplicatesGrain(Projecting projecting, PersonFiles persons)
    : ProjectionGrain<DuplicatesFold>(projecting, "person-cases", "person-cases-1"), IDuplicatesGrain
{
    private const int AtOnce = VaultLimits.MaxSharing;

    // What officers have set aside is passed over; so much of it in one question, and no more. The page is short then, and goes on.
    private const int MaxPassed = 5_000;

    private NationId Nation => NationId.Parse(Partition);

    /// <inheritdoc/>
    public async Task<DuplicatePage> Findings(CityId? city, DuplicateCursor? after, int limit)
    {
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        await Follow();
        var (from, passed, found) = (Pair(after), 0, new List<DuplicateView>());
        while (passed < MaxPassed)
        {
            var pairs = await persons.Sharing(Nation, city, from, AtOnce);
            foreach (var pair in pairs)
            {
                if (found.Count == limit) return Page(found, from);
                from = (pair.First, pair.Second);
                if (View(pair) is { } view && !await HasMoved(view.First, view.Second)) found.Add(view);
                else passed++;
            }

            if (pairs.Count < AtOnce) return new(found, null);
        }

        return Page(found, from);
    }

    /// <inheritdoc/>
    public async Task<DuplicatePage> Links(CityId? city, bool? bothLive, DuplicateCursor? after, int limit)
    {
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        await Follow();
        // After the link no second one begins, so only those that were both live then can be so now.
        var rows = Fold.Linked(Pair(after), city).Where(r => bothLive != true || r.Noted.Link!.BothLive).Take(MaxPassed + 1).ToList();
        var found = new List<DuplicateView>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var view = DuplicatesFold.View(row.Noted, row.Version);
            if (view.BothLive && row.Noted.Link is { } link)
            {
                view = view with { BothLive = await PersonLives.AreTwo(GrainFactory, link.Principal, link.Record) };
            }


            if (bothLive is null || view.BothLive == bothLive) found.Add(view);
            if ((found.Count == limit && i < rows.Count - 1) || i == MaxPassed)
            {
                return Page(found, (row.Noted.First.Value, row.Noted.Second.Value));
            }

        }

        return new(found, null);
    }

    /// <inheritdoc/>
    public async Task<DuplicatePage> Dismissed(CityId? city, DuplicateCursor? after, int limit)
    {
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        await Follow();
        var rows = Fold.Dismissed(Pair(after), city).Take(limit + 1).ToList();
        var found = rows.Take(limit).Select(r => DuplicatesFold.View(r.Noted, r.Version)).ToList();
        return rows.Count > limit ? Page(found, (found[^1].First.Value, found[^1].Second.Value)) : new(found, null);
    }

    /// <inheritdoc/>
    public async Task<SharedContactPage> SharedContacts(CityId? city, DuplicateCursor? after, int limit)
    {
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        var from = after is { Sign: { } sign } ? new SharingCrowd((PersonCodeKind)((int)sign + 1), 0, [after.First.Value]) : null;
        var found = new List<SharedContactView>();
        while (true)
        {
            var crowds = await persons.SharedByMany(Nation, city, PatternThresholds.SharedContact, from, AtOnce);
            foreach (var crowd in crowds)
            {
                if (found.Count == limit)
                {
                    return new(found, new(PersonId.Parse(from!.Persons[0]), null, Sign(from.Kind)));
                }

                from = crowd;
                var threshold = crowd.Kind == PersonCodeKind.Address ? PatternThresholds.SharedAddress : PatternThresholds.SharedContact;
                if (crowd.Count >= threshold)
                {
                    found.Add(new(Sign(crowd.Kind), crowd.Count, threshold, [.. crowd.Persons.Select(PersonId.Parse)]));
                }
            }

            if (crowds.Count < AtOnce) return new(found, null);
        }
    }

    private static (string First, string Second) Pair(DuplicateCursor? after) =>
        after is null ? ("", "") : (after.First.Value, after.Second?.Value ?? "");

    private static DuplicatePage Page(List<DuplicateView> found, (string First, string Second) last) =>
        new(found, new(PersonId.Parse(last.First), PersonId.Parse(last.Second), null));

    // The two lists have one order.
    private static PersonSign Sign(PersonCodeKind kind) => (PersonSign)((int)kind - 1);

    private DuplicateView? View(SharingPair pair)
    {
        var (first, second, noted) = (PersonId.Parse(pair.First), PersonId.Parse(pair.Second), Fold.Find(pair.First, pair.Second));
        if (noted?.Noted.Link is { IsOpen: true }) return null;
        var signs = pair.Kinds.Select(Sign).Where(s => noted?.Noted.Dismissed.ContainsKey(s) != true).ToList();
        if (signs.Count == 0) return null;
        var view = noted is null
            ? new(DuplicateId.Of(first, second), 0, first, second, null, null, [], null, null, false)
            : DuplicatesFold.View(noted.Noted, noted.Version);
        return view with { Signs = signs, Strength = signs.Max(s => s.Strength()) };
    }

    // A host who moved has a record in each city, and everybody knows that they are one person.
    private async Task<bool> HasMoved(PersonId one, PersonId other) =>
        one.Host is { } a && other.Host is { } b && (await LeadsBackTo(a, b) || await LeadsBackTo(b, a));

    private async Task<bool> LeadsBackTo(HostId from, HostId to)
    {
        for (HostId? record = from; record is { } id; record = (await GrainFactory.Host(id).Get())?.MovedFrom)
            if (id == to) return true;
        return false;
    }
}
