namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.EmployerCommand;
using static VipOrleans.Domain.People.EmployerEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>An employer as an organisation of several people.</summary>
public sealed class EmployerTests
{
    private static readonly EmployerDetails Orchards = new(EmployerKind.Organisation, "Acme Orchards Ltd", "9429000000000");
    private static readonly Moment ByOfficer = On(Today) with { Actor = "city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x" };
    private static readonly Moment ByAcme = On(Today) with { Actor = "employer:nz/acme" };

    [Fact]
    public void Until_somebody_is_admitted_whoever_has_its_token_signs_in_and_from_then_on_nobody_else()
    {
        var employer = Registered();
        Assert.True(employer.Admits("ana"));
        Assert.Equal([new EmployerPersonAdmitted("ana", true)], Done(ref employer, new AdmitEmployerPerson("ana", false)));
        Assert.Equal((true, false), (employer.Admits("ana"), employer.Admits("ben")));
        Assert.Equal([new EmployerPersonAdmitted("ben", false)], Done(ref employer, new AdmitEmployerPerson("ben", false), ByAcme));
        Assert.Equal([new("ana", true), new("ben", false)], employer.People);
        Done(ref employer, new DismissEmployerPerson("ben"), ByAcme);
        Assert.False(employer.Admits("ben"));
        // An officer can dismiss all of them. Then nobody signs in, and not everybody.
        Done(ref employer, new DismissEmployerPerson("ana"));
        Assert.Equal((false, false), (employer.Admits("ana"), employer.Admits("ben")));
    }

    [Fact]
    public void The_employers_own_people_always_leave_one_who_admits_others()
    {
        var employer = Registered();
        Done(ref employer, new AdmitEmployerPerson("ana", true));
        Done(ref employer, new AdmitEmployerPerson("ben", false), ByAcme);
        Assert.Equal(RejectionCode.InvalidInput,
            EmployerDecider.Decide(employer, new DismissEmployerPerson("ana"), ByAcme).Rejection?.Code);
        // Nor does the last one cease to be one by being admitted again.
        Assert.Empty(Done(ref employer, new AdmitEmployerPerson("ana", false), ByAcme));
        Assert.Equal([new EmployerPersonAdmitted("ben", true)], Done(ref employer, new AdmitEmployerPerson("ben", true), ByAcme));
        Done(ref employer, new DismissEmployerPerson("ana"), ByAcme);
        Assert.Equal([new("ben", true)], employer.People);
    }

    [Fact]
    public void Nobody_is_admitted_to_an_employer_that_is_not_registered()
    {
        var none = EmployerDecider.Initial;
        Assert.Equal(RejectionCode.EmployerNotFound,
            EmployerDecider.Decide(none, new AdmitEmployerPerson("ana", true), ByOfficer).Rejection?.Code);
        Assert.Equal(RejectionCode.EmployerNotFound,
            EmployerDecider.Decide(none, new DismissEmployerPerson("ana"), ByOfficer).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            EmployerDecider.Decide(Registered(), new AdmitEmployerPerson("Ana Maria", true), ByOfficer).Rejection?.Code);
    }

    [Fact]
    public void An_employer_has_so_many_people_and_no_more()
    {
        var employer = Registered();
        for (var i = 0; i < Employer.MostPeople; i++) Done(ref employer, new AdmitEmployerPerson($"p{i}", false));
        Assert.Equal(RejectionCode.InvalidInput,
            EmployerDecider.Decide(employer, new AdmitEmployerPerson("more", false), ByOfficer).Rejection?.Code);
        Assert.Empty(Done(ref employer, new AdmitEmployerPerson("p0", true)));
        Assert.Single(Done(ref employer, new AdmitEmployerPerson("p1", true)));
    }

    public static TheoryData<EmployerDetails, bool> Details() => new()
    {
        { Orchards, true },
        { Orchards with { Name = "Acme Dairy Ltd", Home = "code", Account = "code" }, true },
        { Orchards with { Name = null }, false },
        { Orchards with { Name = " " }, false },
        { Orchards with { RegistrationNumber = null }, false },
        { Orchards with { RegistrationNumber = "two words" }, false },
        { new(EmployerKind.Household, null, null), true },
        { new(EmployerKind.Household, "Aroha Example", null), false },
        { new(EmployerKind.Household, null, "9429000000000"), false },
    };

    [Theory]
    [MemberData(nameof(Details))]
    public void A_name_stands_in_the_journal_only_if_a_public_register_has_it(EmployerDetails details, bool isRight) =>
        Assert.Equal(isRight ? null : RejectionCode.InvalidInput,
            EmployerDecider.Decide(EmployerDecider.Initial, new RegisterEmployer("acme", details), ByOfficer).Rejection?.Code);

    [Fact]
    public void What_is_registered_again_changes_what_has_changed()
    {
        var employer = Registered();
        Assert.Empty(Done(ref employer, new RegisterEmployer("acme", Orchards)));
        var moved = Orchards with { Home = "there" };
        Assert.Equal([new EmployerRegistered("acme", moved)], Done(ref employer, new RegisterEmployer("acme", moved)));
        foreach (var id in new[] { "", "two words", Employers.None })
        {
            Assert.Equal(RejectionCode.InvalidInput,
                EmployerDecider.Decide(EmployerDecider.Initial, new RegisterEmployer(id, Orchards), ByOfficer).Rejection?.Code);
        }
    }

    private static Employer Registered() => EmployerDecider.Evolve(EmployerDecider.Initial, new EmployerRegistered("acme", Orchards));

    private static IReadOnlyList<EmployerEvent> Done(ref Employer employer, EmployerCommand command, Moment? by = null)
    {
        var decision = EmployerDecider.Decide(employer, command, by ?? ByOfficer);
        Assert.Null(decision.Rejection);
        employer = decision.Events.Aggregate(employer, EmployerDecider.Evolve);
        return decision.Events;
    }
}
