namespace VipOrleans.Domain.People;

/// <summary>What an employer's record can be asked.</summary>
public abstract record EmployerCommand
{
    private EmployerCommand() { }

    /// <summary>Registers an employer, or puts right what is known of it.</summary>
    /// <param name="Employer">Its own id, as tokens and employments have it.</param>
    /// <param name="Details">What is known of it.</param>
    public sealed record RegisterEmployer(string Employer, EmployerDetails Details) : EmployerCommand;

    /// <summary>Admits somebody who signs in for it. The first one is always one who admits others.</summary>
    /// <param name="Person">Who.</param>
    /// <param name="IsFirst">True if they admit and dismiss others.</param>
    public sealed record AdmitEmployerPerson(string Person, bool IsFirst) : EmployerCommand;

    /// <summary>Dismisses somebody, who signs in for it no longer.</summary>
    /// <param name="Person">Who.</param>
    public sealed record DismissEmployerPerson(string Person) : EmployerCommand;
}
