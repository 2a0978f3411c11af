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
internal sealed class PersonCasesGrain(Projecting projecting, PersonFiles persons)
    : ProjectionGrain<PersonCasesFold>(projecting, "person-cases", "person-cases-1"), IPersonCasesGrain
{
    private const int AtOnce = VaultLimits.MaxSharing;

    // What officers have set aside is passed over; so much of it in one question, and no more. The page is short then, and goes on.
    private const int MaxPassed = 5_000;

    private NationId Nation => NationId.Parse(Partition);

    /// <inheritdoc/>
    public async Task<PersonCasePage> Cases(CityId? city, PersonCaseCursor? after, int limit)
    {
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        await Follow();
        var (from, passed, found) = (Pair(after), 0, new List<PersonCaseView>());
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

            if (pairs.Count < AtOnce) return new() { Items = found };
        }

        return Page(found, from);
    }

    /// <inheritdoc/>
    public async Task<PersonCasePage> Links(CityId? city, bool? bothLive, PersonCaseCursor? after, int limit)
    {
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        await Follow();
        // After the link no second one begins, so only those that were both live then can be it now.
        var rows = Fold.Linked(Pair(after), city).Where(r => bothLive != true || r.Case.Link!.BothLive).Take(MaxPassed + 1).ToList();
        var found = new List<PersonCaseView>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var view = PersonCasesFold.View(row.Case, row.Version);
            view = view with { BothLive = view.BothLive && await IsLive(row.Case.First) && await IsLive(row.Case.Second) };
            if (bothLive is null || view.BothLive == bothLive) found.Add(view);
            if ((found.Count == limit && i < rows.Count - 1) || i == MaxPassed)
            {
                return Page(found, (row.Case.First.Value, row.Case.Second.Value));
            }

        }

        return new() { Items = found };
    }

    /// <inheritdoc/>
    public async Task<PersonCasePage> Dismissed(CityId? city, PersonCaseCursor? after, int limit)
    {
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        await Follow();
        var rows = Fold.Dismissed(Pair(after), city).Take(limit + 1).ToList();
        var found = rows.Take(limit).Select(r => PersonCasesFold.View(r.Case, r.Version)).ToList();
        return rows.Count > limit ? Page(found, (found[^1].First.Value, found[^1].Second.Value)) : new() { Items = found };
    }

    /// <inheritdoc/>
    public async Task<SharedContactPage> SharedContacts(CityId? city, PersonCaseCursor? after, int limit)
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
                    return new() { Items = found, Next = new() { First = PersonId.Parse(from!.Persons[0]), Sign = Sign(from.Kind) } };
                }

                from = crowd;
                var threshold = crowd.Kind == PersonCodeKind.Address ? PatternThresholds.SharedAddress : PatternThresholds.SharedContact;
                if (crowd.Count >= threshold)
                {
                    found.Add(new()
                    {
                        Sign = Sign(crowd.Kind), Count = crowd.Count, Threshold = threshold,
                        Records = [.. crowd.Persons.Select(PersonId.Parse)]
                    });
                }

            }

            if (crowds.Count < AtOnce) return new() { Items = found };
        }
    }

    private static (string First, string Second) Pair(PersonCaseCursor? after) =>
        after is null ? ("", "") : (after.First.Value, after.Second?.Value ?? "");

    private static PersonCasePage Page(List<PersonCaseView> found, (string First, string Second) last) =>
        new() { Items = found, Next = new() { First = PersonId.Parse(last.First), Second = PersonId.Parse(last.Second) } };

    // The two lists have one order.
    private static PersonSign Sign(PersonCodeKind kind) => (PersonSign)((int)kind - 1);

    private PersonCaseView? View(SharingPair pair)
    {
        var (first, second, noted) = (PersonId.Parse(pair.First), PersonId.Parse(pair.Second), Fold.Find(pair.First, pair.Second));
        if (noted?.Case.Link is { IsOpen: true }) return null;
        var signs = pair.Kinds.Select(Sign).Where(s => noted?.Case.Dismissed.ContainsKey(s) != true).ToList();
        if (signs.Count == 0) return null;
        var view = noted is null
            ? new() { Id = PersonCaseId.Of(first, second), Version = 0, First = first, Second = second }
            : PersonCasesFold.View(noted.Case, noted.Version);
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

    private async Task<bool> IsLive(PersonId person) => person.Host is { } host
        ? (await GrainFactory.Host(host).Get())?.Sponsorship is not null
        : (await GrainFactory.Migrant(person.Migrant!.Value).Get())?.Sponsorship is not null;
}
