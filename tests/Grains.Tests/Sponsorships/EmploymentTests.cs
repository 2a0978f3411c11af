namespace VipOrleans.Grains.Tests.Sponsorships;

using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
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
        Assert.Equal([new("acme", Arrival, Arrival.AddDays(3), Standing: EmploymentWord.Unconfirmed)], view.Items);
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

    [Fact]
    public async Task Until_an_officer_has_decided_nothing_is_reported_for_what_the_migrant_contests()
    {
        var city = await _world.OpenCity(1);
        var migrant = await _world.AddMigrant(city.Nation);
        var id = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(id);
        var (sponsorship, acme, own) = (_world.Sponsorship(id), Employer(city, "acme"), $"migrant:{migrant}");
        Accepted("arrived", await sponsorship.Arrive(Command(), Arrival));
        Accepted("named", await sponsorship.NameEmployer(Command(), new("acme", Arrival, Document: "contract/7")));
        Refused(RejectionCode.ReasonNotAllowed, await sponsorship.ContestEmployment(Command(actor: acme), "acme", Arrival));
        Accepted("contested", await sponsorship.ContestEmployment(Command(actor: own), "acme", Arrival));
        await _world.Cluster.DeactivateAsync(sponsorship);
        Refused(RejectionCode.EmploymentContested, await sponsorship.ReportEarnings(Command(actor: acme), Pay("acme")));
        Assert.Equal([EmploymentFlag.Contested],
            Assert.Single((await _world.Grains.Registers(city).Employments(new() { IsFlagged = true }, 0, 10)).Items).Flags);

        Accepted("upheld", await sponsorship.UpholdEmployment(Command(), "acme", Arrival, "payslip/3"));
        Accepted("posted", await sponsorship.ReportEarnings(Command(actor: acme), Pay("acme")));
        Assert.Empty((await _world.Grains.Registers(city).Employments(new() { IsFlagged = true }, 0, 10)).Items);
    }

    [Fact]
    public async Task An_employer_who_is_the_host_or_lives_there_or_has_the_hosts_account_is_flagged()
    {
        var city = await _world.OpenCity(4);
        var (host, guest) = (await _world.AddHost(city, address: "1 Example Road,\nHastings"), await _world.AddMigrant(city.Nation));
        Accepted("provided", await _world.Grains.Host(host).ProvidePayee(Command(), Payee("01-0123-0123456-00")));
        var id = await _world.Accept(city, host, guest);
        await _world.Register(city.Nation, new() { Employer = "host", Kind = EmployerKind.Household, Host = host });
        await _world.Register(city.Nation,
            new() { Employer = "home", Kind = EmployerKind.Household, Address = "1 EXAMPLE ROAD, Hastings" });
        await _world.Register(city.Nation,
            new()
            {
                Employer = "account", Kind = EmployerKind.Organisation, Name = "Acme Ltd", RegistrationNumber = "1",
                AccountNumber = "01 0123 0123456 00",
            });
        await _world.Register(city.Nation,
            new() { Employer = "other", Kind = EmployerKind.Household, Address = "2 Example Road", AccountNumber = "01-0123-0123456-01" });
        foreach (var employer in new[] { "host", "home", "account", "other", "unregistered" })
        {
            Accepted("named", await _world.Sponsorship(id).NameEmployer(Command(actor: $"migrant:{guest}"), new(employer, Arrival)));
        }

        var listed = (await _world.Grains.Registers(city).Employments(new() { IsFlagged = true }, 0, 10)).Items;
        Assert.Equal([("host", EmploymentFlag.EmployerIsHost), ("home", EmploymentFlag.EmployerAtHostsHome),
            ("account", EmploymentFlag.EmployerSharesAccount)], listed.Select(e => (e.Employer, Assert.Single(e.Flags))));
        Assert.Equal(["other", "unregistered"],
            (await _world.Grains.Registers(city).Employments(new() { IsFlagged = false }, 0, 10)).Items.Select(e => e.Employer));

        // Registered since: it is found when somebody looks again, and gone when it is put right.
        await _world.Register(city.Nation, new() { Employer = "unregistered", Kind = EmployerKind.Household, Host = host });
        Accepted("noted", await _world.Sponsorship(id).CheckEmployer(Command(), "unregistered"));
        Assert.Equal([EmploymentFlag.EmployerIsHost],
            Assert.Single((await _world.Grains.Registers(city).Employments(new() { Employer = "unregistered" }, 0, 10)).Items).Flags);
        await _world.Register(city.Nation, new() { Employer = "unregistered", Kind = EmployerKind.Household });
        Accepted("noted", await _world.Sponsorship(id).CheckEmployer(Command(), "unregistered"));
        Assert.Empty(
            Assert.Single((await _world.Grains.Registers(city).Employments(new() { Employer = "unregistered" }, 0, 10)).Items).Flags);
        // What was compared stands in no journal.
        var written = string.Concat((await _world.EventsOf(EmployerId.Of(city.Nation, "home").Stream))
            .Concat(await _world.EventsOf(EmployerId.Of(city.Nation, "account").Stream)).Select(e => Encoding.UTF8.GetString(e.Data.Span)));
        Assert.DoesNotContain("Example", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0123456", written, StringComparison.Ordinal);
    }

    private static BankParty Payee(string number) =>
        new("Aroha Example", new(null, number, "ANZBNZ22"), new("Example Road", "1", "4120", "Hastings", "NZ"));

    private static EarningsReport Pay(string employer, int year = 1) => new(year, 1, employer, Money.Parse("4000.00", Nzd));
}
