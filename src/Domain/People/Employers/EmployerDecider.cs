namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.EmployerEvent>;
using static VipOrleans.Domain.People.EmployerCommand;
using static VipOrleans.Domain.People.EmployerEvent;

/// <summary>The rules of an employer's record.</summary>
public sealed class EmployerDecider : IDecider<Employer, EmployerCommand, EmployerEvent>
{
    private const int MaxName = 100;

    /// <summary>How somebody who signs in for an employer is named: a key of issuer and subject.</summary>
    public static readonly TextForm Person =
        TextForm.Of("[a-z0-9-]{1,60}", "Expected the key of somebody who signs in, as GET …/sign-in gives it to them.");

    private EmployerDecider() { }

    /// <inheritdoc/>
    public static Employer Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Employer, EmployerEvent> Aggregate { get; } =
        new("employer-1", PeopleJson.Default.EmployerEvent, PeopleJson.Default.Employer);

    /// <inheritdoc/>
    public static Decision<EmployerEvent> Decide(Employer employer, EmployerCommand command, Moment moment) => command switch
    {
        RegisterEmployer c => Register(employer, c),
        AdmitEmployerPerson c => Admit(employer, c),
        DismissEmployerPerson c => Dismiss(employer, c.Person, Employers.IsOne(moment.Actor)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The employer does not know this command."),
    };

    /// <inheritdoc/>
    public static Employer Evolve(Employer employer, EmployerEvent e) => employer.Evolve(e);

    /// <summary>What is wrong with what is said of an employer; null if nothing is.</summary>
    public static string? Problem(EmployerKind kind, string? name, string? registrationNumber)
    {
        if (kind == EmployerKind.Household)
        {
            return name is null && registrationNumber is null
                ? null : "A household is known by its id alone: its name is a person's, and stands nowhere in the programme's books.";
        }

        if (name is null || PlainText.Problem(name, MaxName) is not null)
        {
            return $"An organisation has the name that the public register has, in 1 to {MaxName} characters.";
        }

        return registrationNumber is null || TextForms.Reference.Problem(registrationNumber) is not null
            ? "An organisation has a number in a public register. One that has none is registered as a household." : null;
    }

    private static Decision<EmployerEvent> Register(Employer employer, RegisterEmployer c)
    {
        if (TextForms.Employer.Problem(c.Employer) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (c.Employer == Employers.None) return Reject(RejectionCode.InvalidInput, $"'{Employers.None}' is the id of no employer.");
        if (Problem(c.Details.Kind, c.Details.Name, c.Details.RegistrationNumber) is { } problem)
        {
            return Reject(RejectionCode.InvalidInput, problem);
        }

        return c.Details == employer.Details ? Accept("registered") : Accept("registered", new EmployerRegistered(c.Employer, c.Details));
    }

    private static Decision<EmployerEvent> Admit(Employer employer, AdmitEmployerPerson c)
    {
        if (employer.Details is null) return NotFound;
        if (Person.Problem(c.Person) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        var isFirst = c.IsFirst || !employer.People.Exists(p => p.IsFirst && p.Person != c.Person);
        if (employer.People.Contains(new(c.Person, isFirst))) return Accept("admitted");
        return employer.People.Count < Employer.MostPeople || employer.Admits(c.Person)
            ? Accept("admitted", new EmployerPersonAdmitted(c.Person, isFirst))
            : Reject(RejectionCode.InvalidInput, $"An employer has at most {Employer.MostPeople} people.");
    }

    // Those of the employer itself always leave one who admits others; an officer can dismiss anybody.
    private static Decision<EmployerEvent> Dismiss(Employer employer, string person, bool isByEmployer)
    {
        if (employer.Details is null) return NotFound;
        if (!employer.People.Exists(p => p.Person == person)) return Accept("dismissed");
        return isByEmployer && !employer.People.Exists(p => p.IsFirst && p.Person != person)
            ? Reject(RejectionCode.InvalidInput, "The last one who admits others is dismissed by an officer, or admits another one first.")
            : Accept("dismissed", new EmployerPersonDismissed(person));
    }

    private static Decision<EmployerEvent> NotFound { get; } =
        Reject(RejectionCode.EmployerNotFound, "There is no such employer: an officer registers it first.");
}
