namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

public sealed class HappyPathTests
{
    private int _commands;

    private CommandContext Context() => new() { Id = $"test-{++_commands}", Fingerprint = _commands, Actor = "city-officer:test" };

    [Fact]
    public async Task A_sponsorship_goes_from_the_proposal_to_the_first_share()
    {
        await using var world = await World.Start();
        var akl = CityId.Parse("nz-akl");
        var city = world.Grains.City(akl);
        Assert.Equal("opened",
            (await city.Open(Context(), new("Auckland", Currency.Parse("NZD"), "Pacific/Auckland", CityPolicy.Default))).Outcome);
        Assert.Equal("decided", (await city.DecideQuota(Context(), new(10, QuotaAuthority.Council, "Minute 1", new(2026, 2, 1)))).Outcome);

        var hostId = HostId.From(akl, "h1");
        var migrantId = MigrantId.From(akl.Nation, "m1");
        var host = world.Grains.Host(hostId);
        var migrant = world.Grains.Migrant(migrantId);
        Assert.Equal("registered",
            (await host.Register(Context(), new() { Person = new() { Name = "Aroha", Address = "1 Queen Street" } })).Outcome);
        Assert.Equal("registered",
            (await migrant.Register(Context(),
                new() { Person = new() { Name = "Suharto" }, Origin = "ID", Languages = ["id-ID"] })).Outcome);
        Assert.Equal("declared",
            (await migrant.DeclareBaseline(Context(),
                new(Money.Parse("5279.28", Currency.Parse("NZD")), BaselineEvidence.Payslips, new(2026, 1, 1)))).Outcome);
        Assert.Equal("verified",
            (await migrant.VerifyBaseline(Context() with { Actor = "city-officer:second" },
                new(Money.Parse("5279.28", Currency.Parse("NZD")), BaselineMethod.Payslips, "case-file/1", new(2026, 1, 2)))).Outcome);

        var id = SponsorshipId.From(akl, "s1");
        var sponsorship = world.Grains.Sponsorship(id);
        Assert.Equal("proposed", (await sponsorship.Propose(Context().As(Party.Host), hostId, migrantId, Party.Host)).Outcome);
        Assert.Equal("accepted", (await sponsorship.Accept(Context().As(Party.Migrant), Party.Migrant)).Outcome);
        Assert.Equal(SponsorshipStatus.Checking, (await sponsorship.Get())!.Status);
        Assert.Equal(1, (await city.Get())!.Held);
        foreach (var kind in Enum.GetValues<CheckKind>())
        {
            Assert.Equal("recorded",
                (await sponsorship.RecordCheck(Context(), kind, new(CheckOutcome.Passed, null, new(2026, 2, 20), null, null))).Outcome);
        }

        Assert.Equal(SponsorshipStatus.Granted, (await sponsorship.Get())!.Status);
        Assert.Equal((0, 1), ((await city.Get())!.Held, (await city.Get())!.Used));
        Assert.Equal("arrived", (await sponsorship.Arrive(Context(), new(2026, 2, 25))).Outcome);
        Assert.Equal("posted",
            (await sponsorship.ReportEarnings(Context(),
                new(1, 1, Employers.None, Money.Parse("4000.00", Currency.Parse("NZD"))))).Outcome);
        var statement = await sponsorship.Statement();
        Assert.Equal("1780.03 NZD", statement!.Totals!.Share.ToString());
        Assert.Equal("2219.97 NZD", statement.Totals.Kept.ToString());

        Assert.Equal("ended", (await sponsorship.End(Context(), Party.Migrant, EndReason.MigrantLeft, null)).Outcome);
        Assert.Null((await host.Get())!.Sponsorship);
        Assert.Null((await migrant.Get())!.Sponsorship);
        Assert.Equal(10, (await city.Get())!.Free);

        var summary = await world.Grains.GetGrain<IRegistersGrain>("nz-akl").Summary();
        Assert.Equal((1, 1, 1), (summary.Hosts, summary.Migrants, summary.Sponsorships[SponsorshipStatus.Ended]));
    }
}
