namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

public sealed class GracePeriodTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task The_next_host_gets_the_migrant_with_the_place_past_the_line_and_the_share_year_goes_on()
    {
        var (city, migrant, first, waiting) = await Changed();
        Assert.Equal((EndReason.ChangedHost, Claim.Freed),
            ((await _world.Sponsorship(first).Get())!.EndReason, (await _world.Sponsorship(first).Get())!.Place));
        Assert.Equal((0, 1, 0), await Places(city));
        var kept = (await _world.City(city).GracePeriod(migrant))!;
        Assert.Equal((first, Beginning.AddDays(90), false), (kept.From, kept.Until, kept.IsDue));

        var second = await _world.Accept(city, migrant: migrant);
        Assert.Equal((SponsorshipStatus.Checking, SponsorshipStatus.Waiting),
            (await _world.StatusOf(second), await _world.StatusOf(waiting)));
        Assert.Null(await _world.City(city).GracePeriod(migrant));
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 3, 1)));
        Assert.Equal((0, 1, 0), await Places(city));
        Assert.NotNull(await _world.Sponsorship(second).YearOn(new(2026, 3, 1)) ?? await _world.Sponsorship(first).YearOn(new(2026, 3, 1)));

        var entry = Assert.Single((await _world.Registers(city.Value).GracePeriods(new(), 0, 10)).Items);
        Assert.Equal((migrant, first, GraceState.TakenOver, second), (entry.Migrant, entry.From, entry.State, entry.TakenOverBy));
        await _world.Registers(city.Value).Rebuild();
        Assert.Equal(entry with { Reasons = [] },
            (await _world.Registers(city.Value).GracePeriods(new(), 0, 10)).Items.Single() with { Reasons = entry.Reasons });
    }

    [Fact]
    public async Task A_new_sponsorship_that_does_not_come_about_leaves_the_place_to_the_migrant_and_the_officer_is_asked_at_the_end()
    {
        var (city, migrant, first, waiting) = await Changed();
        var second = await _world.Accept(city, migrant: migrant);
        Accepted("withdrawn", await _world.Sponsorship(second).Withdraw(Own(Party.Host), Party.Host));
        Assert.Equal((first, Beginning.AddDays(90)),
            ((await _world.City(city).GracePeriod(migrant))!.From, (await _world.City(city).GracePeriod(migrant))!.Until));
        Refused(RejectionCode.GraceRunning, await _world.City(city).EndStatus(Command(), migrant, [StatusEndReason.NoNewHost]));
        Assert.Empty((await _world.Registers(city.Value).GracePeriods(new() { Due = true }, 0, 10)).Items);

        // Long over, and nothing has happened by itself.
        PassDays(100);
        Assert.True(Assert.Single((await _world.Registers(city.Value).GracePeriods(new() { Due = true }, 0, 10)).Items).IsDue);
        Assert.Equal((0, 1, 0), await Places(city));
        Accepted("extended", await _world.City(city).ExtendGrace(Command(), migrant, 10));
        Assert.Empty((await _world.Registers(city.Value).GracePeriods(new() { Due = true }, 0, 10)).Items);
        PassDays(10);
        Accepted("proposed", await _world.City(city).EndStatus(Command(), migrant, [StatusEndReason.NoNewHost]));
        Assert.Equal((0, 1, 0), await Places(city));
        // The ruling on it is final.
        Accepted("ended", await _world.City(city).RuleOnStatusEnd(Command(), migrant,
            (await _world.City(city).GracePeriod(migrant))!.EndRuling!.Value, RulingEffect.Stands));
        Assert.Equal(GraceState.Ended, Assert.Single((await _world.Registers(city.Value).GracePeriods(new(), 0, 10)).Items).State);
        await Until(async () => await _world.StatusOf(waiting) == SponsorshipStatus.Checking, "who waited to get the place");
        Assert.Equal((1, 0, 0), await Places(city));
    }

    [Fact]
    public async Task A_host_who_withdraws_after_the_grant_does_not_cost_the_migrant_the_place()
    {
        var city = await _world.OpenCity(1);
        var (first, waiting) = (await _world.Accept(city), await _world.Accept(city));
        await _world.PassChecks(first);
        Assert.Equal(SponsorshipStatus.Granted, await _world.StatusOf(first));
        Accepted("withdrawn", await _world.Sponsorship(first).Withdraw(Own(Party.Host), Party.Host));
        var view = (await _world.Sponsorship(first).Get())!;
        Assert.Equal(EndReason.HostWithdrew, view.EndReason);
        await Until(async () => await _world.City(city).GracePeriod(view.Migrant) is { EndRuling: null }, "the place to be kept");
        Assert.Equal(((0, 1, 0), SponsorshipStatus.Waiting), (await Places(city), await _world.StatusOf(waiting)));
        // The next host finds the place, whoever else is in line.
        await Until(async () => (await _world.Migrant(view.Migrant).Get())!.Sponsorship is null, "the migrant to be free");
        var next = await _world.Accept(city, migrant: view.Migrant);
        Assert.Equal((SponsorshipStatus.Checking, SponsorshipStatus.Waiting),
            (await _world.StatusOf(next), await _world.StatusOf(waiting)));

        // A migrant who withdraws gives it up.
        Accepted("withdrawn", await _world.Sponsorship(next).Withdraw(Own(Party.Migrant), Party.Migrant));
        Assert.NotNull(await _world.City(city).GracePeriod(view.Migrant));
    }

    [Fact]
    public async Task Who_arrives_in_another_city_leaves_the_kept_place_to_those_who_wait()
    {
        var (city, migrant, _, waiting) = await Changed();
        var elsewhere = await _world.Accept(await _world.OpenCity(1), migrant: migrant);
        await _world.PassChecks(elsewhere);
        Assert.NotNull(await _world.City(city).GracePeriod(migrant));
        Accepted("arrived", await _world.Sponsorship(elsewhere).Arrive(Command(), new(2026, 3, 1)));
        Assert.Null(await _world.City(city).GracePeriod(migrant));
        await Until(async () => await _world.StatusOf(waiting) == SponsorshipStatus.Checking, "who waited to get the place");
        Assert.False(_world.HasReminder(elsewhere));
    }

    private async Task<(CityId City, MigrantId Migrant, SponsorshipId First, SponsorshipId Waiting)> Changed()
    {
        var city = await _world.OpenCity(1);
        var migrant = await _world.AddMigrant(city.Nation);
        var first = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(first);
        Accepted("arrived", await _world.Sponsorship(first).Arrive(Command(), new(2026, 2, 25)));
        var waiting = await _world.Accept(city);
        Accepted("ended", await _world.Sponsorship(first).ChangeHost(Command()));
        return (city, migrant, first, waiting);
    }

    // Without the timers that fall into the time.
    private void PassDays(int days) => _world.Time.AdjustTime(_world.Time.GetUtcNow().AddDays(days));

    private async Task<(long Held, long Used, long Free)> Places(CityId id)
    {
        var city = (await _world.City(id).Get())!;
        return (city.Held, city.Used, city.Free);
    }
}
