namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>An employer as an organisation. The key is the id of its record.</summary>
[Alias("vip.employer"), GrainInterfaceType("vip.employer")]
public interface IEmployerGrain : IGrainWithStringKey
{
    /// <summary>Registers it, or puts right what is known of it.</summary>
    [Alias("register")]
    Task<CommandResult> Register(CommandContext context, EmployerRegistration registration);

    /// <summary>Admits somebody who signs in for it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="person">Who, as a key of issuer and subject.</param>
    /// <param name="isFirst">True if they admit and dismiss others.</param>
    [Alias("admit")]
    Task<CommandResult> Admit(CommandContext context, string person, bool isFirst);

    /// <summary>Dismisses somebody, who signs in for it no longer.</summary>
    [Alias("dismiss")]
    Task<CommandResult> Dismiss(CommandContext context, string person);

    /// <summary>The employer as it is; null if it is not registered.</summary>
    [Alias("get")]
    Task<EmployerView?> Get();

    /// <summary>Whether somebody may sign in for it, and may admit others.</summary>
    [Alias("sign-in")]
    Task<EmployerSignIn> SignIn(string person);

    /// <summary>What can tie it to a host; null if it is not registered. Only other grains ask.</summary>
    [Alias("traces")]
    Task<EmployerTraces?> Traces();
}

/// <summary>An employer as it is registered. Its text form shows nothing.</summary>
[GenerateSerializer, Immutable, Alias("vip.employer-registration")]
public sealed record EmployerRegistration
{
    /// <summary>Its own id, as tokens and employments have it.</summary>
    [Id(0)]
    public required string Employer { get; init; }

    /// <summary>What it is.</summary>
    [Id(1)]
    public required EmployerKind Kind { get; init; }

    /// <summary>Its name as the public register has it; null for a household.</summary>
    [Id(2)]
    public string? Name { get; init; }

    /// <summary>Its number in the public register; null for a household.</summary>
    [Id(3)]
    public string? RegistrationNumber { get; init; }

    /// <summary>The host in the programme who it is, if it is one.</summary>
    [Id(4)]
    public HostId? Host { get; init; }

    /// <summary>Its address, of which a code is kept; null if it is not known.</summary>
    [Id(5)]
    public string? Address { get; init; }

    /// <summary>Its account's IBAN or other number, of which a code is kept; null if it is not known.</summary>
    [Id(6)]
    public string? AccountNumber { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "EmployerRegistration (not shown)";
}

/// <summary>An employer without address and account.</summary>
/// <param name="Id">The id of its record.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Employer">Its own id, as tokens and employments have it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name as the public register has it; null for a household.</param>
/// <param name="RegistrationNumber">Its number in the public register; null for a household.</param>
/// <param name="Host">The host in the programme who it is, if it is one.</param>
/// <param name="HasAddress">True if its address is compared with those of hosts.</param>
/// <param name="HasAccount">True if its account is compared with those of hosts.</param>
/// <param name="IsListed">True once somebody was admitted: nobody else signs in for it then.</param>
/// <param name="People">Who signs in for it.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-view")]
public sealed record EmployerView(EmployerId Id, long Version, string Employer, EmployerKind Kind, string? Name,
    string? RegistrationNumber, HostId? Host, bool HasAddress, bool HasAccount, bool IsListed, IReadOnlyList<EmployerPerson> People);

/// <summary>Whether somebody signs in for an employer.</summary>
/// <param name="IsAdmitted">True if they do.</param>
/// <param name="IsFirst">True if they admit and dismiss others.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-sign-in")]
public sealed record EmployerSignIn(bool IsAdmitted, bool IsFirst);

/// <summary>What can tie an employer to a host, without saying what it is.</summary>
/// <param name="Host">The host in the programme who it is.</param>
/// <param name="Home">A code of its address.</param>
/// <param name="Account">A code of its account.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-traces")]
public sealed record EmployerTraces(HostId? Host, string? Home, string? Account);
