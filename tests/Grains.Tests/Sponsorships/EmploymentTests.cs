namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

public sealed class EmploymentTests(World world) : IClassFixture<World>
{
    private static readonly DateOnly Arrival = new(2026, 1, 10);

    private readonly World _world = world.AsNew();

    [Fact]
    public async Task An_employer_reports_once_it_is_named_and_leaves_no_trace_before()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var sponsorship = _world.Sponsorship(id);
        var before = (await _world.EventsOf(id.Stream)).Count;
        var acme = Employer(city, "acme");
        // In the second year a baseline would be fixed by the first report.
        foreach (var year in new[] { 1, 2 })
        {
            Refused(RejectionCode.EmployerNotNamed, await sponsorship.ReportEarnings(Command(actor: acme), Pay("acme", year)));
        }

        Refused(RejectionCode.EmployerNotNamed, await sponsorship.WithdrawEarnings(Command(actor: acme), 1, 1, "acme"));
        Assert.Equal(before, (await _world.EventsOf(id.Stream)).Count);

        Accepted("named", await sponsorship.NameEmployer(Command(), new("acme", Arrival)));
        Refused(RejectionCode.EmployerNotNamed, await sponsorship.ReportEarnings(Command(actor: "employer:zz/acme"), Pay("acme")));
        Refused(RejectionCode.EmployerNotNamed, await sponsorship.ReportEarnings(Command(actor: Employer(city, "beta")), Pay("acme")));
        await _world.Cluster.DeactivateAsync(sponsorship);
        Accepted("posted", await sponsorship.ReportEarnings(Command(actor: acme), Pay("acme")));
        Accepted("withdrawn", await sponsorship.WithdrawEarnings(Command(actor: acme), 1, 1, "acme"));
    }

    [Fact]
    public async Task An_officer_who_knows_no_employer_reports_as_ever_and_names_one_before_reporting_for_it()
    {
        var id = await _world.Arrive(await _world.OpenCity(1), Arrival);
        Accepted("posted", await _world.Sponsorship(id).ReportEarnings(Command(), Pay(Employers.None)));
        Refused(RejectionCode.EmployerNotNamed, await _world.Sponsorship(id).ReportEarnings(Command(), Pay("acme")));
        await _world.Name(id, "acme");
        Accepted("posted", await _world.Sponsorship(id).ReportEarnings(Command(), Pay("acme")));
    }

    [Fact]
    public async Task The_employments_are_listed_as_they_are_and_what_does_not_exist_has_none()
    {
        var city = await _world.OpenCity(1);
        var sponsorship = _world.Sponsorship(await _world.Accept(city));
        Accepted("named", await sponsorship.NameEmployer(Command(), new("acme", Arrival)));
        Accepted("named", await sponsorship.NameEmployer(Command(), new("beta", Arrival, Arrival.AddDays(9))));
        Accepted("ended", await sponsorship.EndEmployment(Command(), "acme", Arrival, Arrival.AddDays(3)));
        Accepted("ended", await sponsorship.EndEmployment(Command(), "beta", Arrival, Arrival.AddDays(-1)));
        await _world.Cluster.DeactivateAsync(sponsorship);
        var view = (await sponsorship.Employments())!;
        Assert.Equal([new("acme", Arrival, Arrival.AddDays(3))], view.Items);
        Assert.Equal((true, true, false, false), (view.IsNamed("acme"), view.IsNamed("acme", Arrival.AddDays(3)),
            view.IsNamed("acme", Arrival.AddDays(4)), view.IsNamed("beta")));
        Assert.Null(await _world.Sponsorship(SponsorshipId.From(city, "nobody's")).Employments());
    }

    [Fact]
    public async Task A_report_reaches_the_host_before_for_whose_sponsorship_the_employer_was_never_named()
    {
        var city = await _world.OpenCity(2);
        var migrant = await _world.AddMigrant(city.Nation);
        var first = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(first);
        Accepted("arrived", await _world.Sponsorship(first).Arrive(Command(), Arrival));
        Accepted("ended", await _world.Sponsorship(first).End(Command(), Party.Migrant, EndReason.Completed, new(2026, 1, 31)));
        var second = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 2, 1)));
        await _world.Name(second, "acme");

        Refused(RejectionCode.EmployerNotNamed, await _world.Sponsorship(first).ReportEarnings(Command(), Pay("acme")));
        Accepted("posted", await _world.Sponsorship(second).ReportEarnings(Command(actor: Employer(city, "acme")), Pay("acme")));
        foreach (var id in new[] { first, second })
        {
            Assert.Single((await _world.Sponsorship(id).Statement())!.Lines, l => l.Employer == "acme");
        }
    }

    private static EarningsReport Pay(string employer, int year = 1) => new(year, 1, employer, Money.Parse("4000.00", Nzd));
}
