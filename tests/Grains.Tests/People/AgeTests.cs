namespace VipOrleans.Grains.Tests.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

/// <summary>What age decides, from the vault to those who ask. It is March 2026.</summary>
public sealed class AgeTests : IAsyncLifetime
{
    private static readonly CityPolicy WithMinors = CityPolicy.Default with { MinorsMayHost = true, MinorsPerGuardian = 2 };
    private readonly World _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_five_year_old_is_not_registered_and_leaves_nothing_in_the_vault()
    {
        var city = await _world.OpenCity(1);
        var child = HostId.From(city, "child");
        Refused(RejectionCode.MinorsMayNotHost, await Register(child, new(2020, 9, 17)));
        Assert.Null(await _world.Host(child).ReadPerson(new() { Actor = "city-officer:one", Purpose = "case" }));
        var migrant = MigrantId.From(city.Nation, "child");
        Refused(RejectionCode.MinorMigrant, await _world.Migrant(migrant)
            .Register(Command(), new() { Person = new() { Name = "Suharto", BirthDate = new(2012, 1, 5) }, Origin = "ID" }));
        Assert.Null(await _world.Migrant(migrant).ReadPerson(new() { Actor = "city-officer:one", Purpose = "case" }));
    }

    [Fact]
    public async Task An_officer_verifies_a_date_of_birth_and_the_journal_hears_only_who_is_of_age()
    {
        var city = await _world.OpenCity(2, policy: WithMinors);
        var (guardian, minor) = (await _world.AddHost(city), HostId.From(city, "minor"));
        Accepted("registered", await Register(minor, null, guardian));
        Accepted("verified", await _world.Host(minor).VerifyAge(Command(), new() { BirthDate = new(2008, 4, 2), Document = "birth/1" }));
        Assert.False(_world.JournalHas("2008"));
        Assert.Equal(new(2008, 4, 2),
            (await _world.Host(minor).ReadPerson(new() { Actor = "city-officer:one", Purpose = "case" }))!.BirthDate);
        Assert.Equal(AgeGroup.Minor, await _world.Host(minor).AgeToday());
        Assert.Equal([minor], (await _world.Host(guardian).Get())!.Wards!);
        Assert.Equal(1, (await _world.Registers(city.Value).Summary()).Electors);
        var migrant = await _world.AddMigrant(city.Nation);
        var id = SponsorshipId.From(city, "by-guardian");
        Refused(RejectionCode.MinorWithoutGuardian,
            await _world.Sponsorship(id).Propose(Command(actor: $"host:{minor}"), minor, migrant, Party.Host));
        Accepted("proposed", await _world.Sponsorship(id).Propose(Command(actor: $"host:{guardian}"), minor, migrant, Party.Host));

        // The second of April is not over anywhere when it begins in the Pacific.
        _world.Time.AdjustTime(new(2026, 4, 2, 11, 59, 0, TimeSpan.Zero));
        Assert.Equal(AgeGroup.Minor, await _world.Host(minor).AgeToday());
        _world.Time.AdjustTime(new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(AgeGroup.Adult, await _world.Host(minor).AgeToday());
        var view = (await _world.Host(minor).Get())!;
        Assert.Equal((AgeGroup.Adult, null), (view.Age!.Value, view.Guardian));
        Assert.Null((await _world.Host(guardian).Get())!.Wards);
        Assert.Equal(2, (await _world.Registers(city.Value).Summary()).Electors);
        await _world.Registers(city.Value).Rebuild();
        Assert.Equal(2, (await _world.Registers(city.Value).Summary()).Electors);
        // Who looked at the date stands where the person sees it.
        Assert.Contains(await _world.Host(minor).PersonAccesses(20), a => a is { Actor: "system", Purpose: "age-check" });
    }

    [Fact]
    public async Task Of_many_minors_at_a_time_a_guardian_gets_as_many_as_the_policy_says()
    {
        var city = await _world.OpenCity(1, policy: WithMinors);
        var guardian = await _world.AddHost(city);
        var results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(n => Register(HostId.From(city, $"minor {n}"), new(2015, 1, 1), guardian)));
        Assert.Equal((2, 6), (results.Count(r => r.IsAccepted), results.Count(r => r.Rejected == RejectionCode.GuardianFull)));
        Assert.Equal(2, (await _world.Host(guardian).Get())!.Wards!.Count);
        // One who leaves makes room.
        var first = (await _world.Host(guardian).Get())!.Wards![0];
        Accepted("erased", await _world.Host(first).ErasePerson(Command(), "own-request"));
        Accepted("registered", await Register(HostId.From(city, "late"), new(2015, 1, 1), guardian));
        // And one who is refused for another reason takes none.
        Refused(RejectionCode.GuardianFull, await Register(HostId.From(city, "later"), new(2015, 1, 1), guardian));
        var other = await _world.AddHost(city);
        Refused(RejectionCode.GuardianNotFit, await Register(HostId.From(city, "adult"), new(1990, 1, 1), other));
        Assert.Null((await _world.Host(other).Get())!.Wards);
    }

    [Fact]
    public async Task A_migrant_found_to_be_a_minor_is_in_no_sponsorship_and_an_arrival_asks_for_the_age_where_the_nation_says_so()
    {
        var city = await _world.OpenCity(2);
        var migrant = await _world.AddMigrant(city.Nation);
        var id = await _world.Propose(city, migrant: migrant);
        Accepted("verified",
            await _world.Migrant(migrant).VerifyAge(Command(), new() { BirthDate = new(2010), Document = "passport/1" }));
        Refused(RejectionCode.MinorMigrant, await _world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant));
        Refused(RejectionCode.MinorMigrant, await _world.Sponsorship(SponsorshipId.From(city, "again"))
            .Propose(Own(Party.Host), await _world.AddHost(city), migrant, Party.Host));

        Accepted("decided", await _world.Grains.Nation(city.Nation)
            .DecideEntryRules(Command(), new(false, "Order 6", new(2026, 3, 1), AgeVerified: true)));
        var other = await _world.AddMigrant(city.Nation);
        var next = await _world.Accept(city, migrant: other);
        await _world.PassChecks(next);
        Refused(RejectionCode.AgeNotVerified, await _world.Sponsorship(next).Arrive(Command(), new(2026, 3, 1)));
        Accepted("verified",
            await _world.Migrant(other).VerifyAge(Command(), new() { BirthDate = new(1987), Document = "passport/2" }));
        Accepted("arrived", await _world.Sponsorship(next).Arrive(Command(), new(2026, 3, 1)));
    }

    private Task<CommandResult> Register(HostId id, BirthDate? born, HostId? guardian = null) =>
        _world.Host(id).Register(Command(), new() { Person = new() { Name = "Aroha", BirthDate = born }, Guardian = guardian });
}
