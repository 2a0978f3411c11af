namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Commands;

/// <summary>Registers an employer, or puts right what is known of it.</summary>
internal sealed record RegisterEmployerRequest : IChecked
{
    /// <summary>Its own id within the nation, as tokens and employments have it.</summary>
    [Employer]
    public required string Employer { get; init; }

    /// <summary>What it is. One that stands in no public register is a household.</summary>
    public required EmployerKind Kind { get; init; }

    /// <summary>Its name as the public register has it; left out for a household.</summary>
    [Text(1, 100)]
    public string? Name { get; init; }

    /// <summary>Its number in the public register; left out for a household.</summary>
    [Reference]
    public string? RegistrationNumber { get; init; }

    /// <summary>The host in the programme who it is, if it is one.</summary>
    public HostId? Host { get; init; }

    /// <summary>Its address, as a host's is written. A code of it is compared with hosts', and the address is kept nowhere.</summary>
    [Lines(1, 500), Personal]
    public string? Address { get; init; }

    /// <summary>Its account: an IBAN, or another number. A code of it is compared with hosts', and the number is kept nowhere.</summary>
    [Text(1, 34), Personal]
    public string? AccountNumber { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "RegisterEmployerRequest (not shown)";

    internal EmployerRegistration Registration => new()
    {
        Employer = Employer, Kind = Kind, Name = Name, RegistrationNumber = RegistrationNumber, Host = Host, Address = Address,
        AccountNumber = AccountNumber,
    };

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (EmployerDecider.Problem(Kind, Name, RegistrationNumber) is { } problem) errors.Add("name", problem);
    }
}

/// <summary>Admits somebody who signs in for an employer.</summary>
internal sealed record AdmitEmployerPersonRequest
{
    /// <summary>Who, as they read it at 'GET …/employer-sign-in'.</summary>
    [EmployerPerson]
    public required string Person { get; init; }

    /// <summary>True if they admit and dismiss others; false. The first one always does.</summary>
    public bool? First { get; init; }
}

/// <summary>Dismisses somebody who signs in for an employer.</summary>
internal sealed record DismissEmployerPersonRequest
{
    /// <summary>Who.</summary>
    [EmployerPerson]
    public required string Person { get; init; }
}

/// <summary>The key of somebody who signs in for an employer.</summary>
internal sealed class EmployerPersonAttribute() : FormAttribute(EmployerDecider.Person);

/// <summary>For whom somebody signs in.</summary>
/// <param name="Id">The id of the employer's record.</param>
/// <param name="Employer">The employer's own id.</param>
/// <param name="Person">Who signs in: a key that says nothing else, and that an officer or the employer's first person admits.</param>
/// <param name="IsAdmitted">True if they are let in.</param>
/// <param name="IsFirst">True if they admit and dismiss others.</param>
internal sealed record EmployerSignInAnswer(EmployerId Id, string Employer, string Person, bool IsAdmitted, bool IsFirst);
