namespace VipOrleans.Grains.Tests.People;

using System.Text;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.People;
using static VipOrleans.Grains.Tests.World;

public sealed class HostingPatternsTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Short_stays_with_one_person_or_at_one_address_are_listed_from_the_second_on_and_end_nothing()
    {
        var city = await world.OpenCity(20);
        var (one, other) = (await world.AddHost(city, "1 Queen Street"), await world.AddHost(city, "2 King Street"));
        await Stay(city, one, new(2026, 2, 1), new(2026, 2, 20));
        Assert.Empty(await Patterns(city));
        await Stay(city, other, new(2026, 2, 1), new(2026, 2, 20));
        Assert.Empty(await Patterns(city));

        // Two records of one person are one.
        var pair = world.Grains.Duplicate(DuplicateId.Of(one, other));
        Accepted("linked", await pair.Link(Command(), one, other, LinkReason.Interview));
        var listed = Assert.Single(await Patterns(city));
        Assert.Equal((HostingPattern.ShortStaysByHost, (HostId?)one, 2, PatternThresholds.ShortStays, 2),
            (listed.Kind, listed.Host, listed.Count, listed.Threshold, listed.Sponsorships.Count));
        Accepted("unlinked", await pair.Unlink(Command(), UnlinkReason.DifferentPeople));
        Assert.Empty(await Patterns(city));

        // Two hosts of one address.
        await Stay(city, await world.AddHost(city, "1, queen street"), new(2026, 2, 3), new(2026, 2, 25));
        var home = Assert.Single(await Patterns(city));
        Assert.Equal((HostingPattern.ShortStaysAtHome, (await world.Host(one).Get())!.Home, 2), (home.Kind, home.Home!.Value, home.Count));

        // Nobody is refused because of it.
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(await world.Accept(city, host: one)));
    }

    [Fact]
    public async Task Many_stays_with_one_host_and_many_migrants_at_one_address_are_listed()
    {
        var city = await world.OpenCity(20);
        var host = await world.AddHost(city);
        for (var n = 1; n <= PatternThresholds.ManyByHost; n++) await Stay(city, host, new(2025, 2 * n, 1), new(2025, (2 * n) + 1, 28));
        var many = (await Patterns(city)).Single(p => p.Kind == HostingPattern.ManyByHost);
        Assert.Equal((host, PatternThresholds.ManyByHost), (many.Host!.Value, many.Count));
        for (var n = 0; n < PatternThresholds.ManyAtHome; n++)
        {
            await Stay(city, await world.AddHost(city, "9 Full House"), new(2026, 1, 5), null);
        }

        Assert.Equal(PatternThresholds.ManyAtHome, (await Patterns(city)).Single(p => p.Kind == HostingPattern.ManyAtHome).Count);
    }

    [Fact]
    public async Task The_rows_can_be_made_again_byte_for_byte()
    {
        var city = await world.OpenCity(20);
        var host = await world.AddHost(city);
        await Stay(city, host, new(2026, 1, 5), new(2026, 1, 20));
        await Stay(city, host, new(2026, 2, 5), new(2026, 2, 20));
        await world.Accept(city);
        var grain = world.Grains.HostingPatterns(city);
        var before = Text(await grain.Patterns());
        await world.CheckpointsAreTheFold<HostingPatternsFold>(city.Value, "hosting-patterns", grain, grain.Rebuild);
        Assert.Equal(before, Text(await grain.Patterns()));
    }

    [Theory]
    [InlineData(89, EndReason.HostEnded, true)]
    [InlineData(90, EndReason.HostEnded, false)]
    [InlineData(10, EndReason.Deceased, false)]
    [InlineData(10, EndReason.Programme, false)]
    [InlineData(10, EndReason.Moved, false)]
    [InlineData(0, EndReason.MigrantLeft, true)]
    public void A_stay_is_short_by_its_days_unless_the_end_says_nothing_of_the_host(int days, EndReason reason, bool isShort)
    {
        var arrived = new DateOnly(2026, 1, 1);
        Assert.Equal(isShort, PatternThresholds.IsShort(arrived, arrived.AddDays(days), reason));
        Assert.False(PatternThresholds.IsShort(arrived, null, null));
    }

    private static string Text(IReadOnlyList<HostingPatternView> patterns) =>
        string.Join('\n', patterns.Select(p => $"{p.Kind} {p.Host} {p.Home} {p.Count} {string.Join(',', p.Sponsorships)}"));

    private Task<IReadOnlyList<HostingPatternView>> Patterns(CityId city) =>
        world.Grains.HostingPatterns(city).Patterns();

    private async Task Stay(CityId city, HostId host, DateOnly arrived, DateOnly? left)
    {
        var id = await world.Accept(city, host: host);
        await world.PassChecks(id);
        Accepted("arrived", await world.Sponsorship(id).Arrive(Command(), arrived));
        if (left is { } day) Accepted("ended", await world.Sponsorship(id).End(Command(), Party.Migrant, EndReason.MigrantLeft, day));
    }
}
