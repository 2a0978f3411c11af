namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.EmployerEvent;

/// <summary>An employer of a nation: what is known of it, and who signs in for it.</summary>
public sealed record Employer
{
    /// <summary>Most people of one employer.</summary>
    public const int MostPeople = 200;

    /// <summary>Its own id, as tokens and employments have it; empty before it is registered.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is known of it.</summary>
    public EmployerDetails? Details { get; init; }

    /// <summary>Who signs in for it, in the order in which they were admitted.</summary>
    public ImmutableList<EmployerPerson> People { get; init; } = [];

    /// <summary>True once somebody was admitted: from then on nobody else signs in for it, even if all of them are gone.</summary>
    public bool IsListed { get; init; }

    /// <summary>True for whoever may sign in for it.</summary>
    public bool Admits(string person) => !IsListed || People.Exists(p => p.Person == person);

    internal Employer Evolve(EmployerEvent e) => e switch
    {
        EmployerRegistered x => this with { Name = x.Employer, Details = x.Details },
        EmployerPersonAdmitted x => this with
        {
            IsListed = true,
            People = People.RemoveAll(p => p.Person == x.Person).Add(new(x.Person, x.IsFirst)),
        },
        EmployerPersonDismissed x => this with { People = People.RemoveAll(p => p.Person == x.Person) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The employer does not know this event."),
    };
}

/// <summary>What an employer is.</summary>
[JsonConverter(typeof(CodeConverter<EmployerKind>))]
public enum EmployerKind
{
    /// <summary>An organisation that stands in a public register: its name is nobody's own.</summary>
    Organisation,

    /// <summary>A household, or a person who employs: whatever names it is personal, and none of it stands here.</summary>
    Household,
}

/// <summary>What is known of an employer. Nothing in it names a person.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name as the public register has it; null for a household.</param>
/// <param name="RegistrationNumber">Its number in the public register; null for a household.</param>
/// <param name="Host">The host in the programme who it is, if it is one.</param>
/// <param name="Home">A code of its address under a key of the vault; null if it was not given.</param>
/// <param name="Account">A code of its account under a key of the vault; null if it was not given.</param>
public sealed record EmployerDetails(
    EmployerKind Kind, string? Name, string? RegistrationNumber, HostId? Host = null, string? Home = null, string? Account = null);

/// <summary>Somebody who signs in for an employer.</summary>
/// <param name="Person">Who, as a key of issuer and subject that says nothing else.</param>
/// <param name="IsFirst">True if they admit and dismiss others.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-person")]
public sealed record EmployerPerson(string Person, bool IsFirst);
