namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.People;

/// <summary>A person's own data. It goes to the vault and nowhere else; its text form shows nothing.</summary>
[GenerateSerializer, Immutable, Alias("vip.person")]
public sealed record Person
{
    /// <summary>The name in one free field, 1 to 200 characters; one word is fine.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>A phone number or an address for mail, at most 200 characters.</summary>
    [Id(1)]
    public string? Contact { get; init; }

    /// <summary>Where the person lives, at most 500 characters.</summary>
    [Id(2)]
    public string? Address { get; init; }

    /// <summary>Identity documents, at most 10. One document belongs to one person.</summary>
    [Id(3)]
    public IReadOnlyList<PersonDocument> Documents { get; init; } = [];

    /// <summary>
    /// The date of birth, as far as it is known; null where it is not. With the name it tells whether two records may be one person.
    /// </summary>
    [Id(4)]
    public BirthDate? BirthDate { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "Person (not shown)";
}

/// <summary>An identity document.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-document")]
public sealed record PersonDocument
{
    /// <summary><c>passport</c>, <c>national-id</c>, <c>birth-certificate</c> or <c>other</c>.</summary>
    [Id(0)]
    public required string Kind { get; init; }

    /// <summary>The country that issued it: ISO 3166-1 alpha-2, upper case.</summary>
    [Id(1)]
    public required string IssuedBy { get; init; }

    /// <summary>Its number, 1 to 50 characters.</summary>
    [Id(2)]
    public required string Number { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "PersonDocument (not shown)";
}

/// <summary>What is corrected of a person's data; what is left out stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-change")]
public sealed record PersonChange
{
    /// <summary>The name; null to leave it.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>A phone number or an address for mail; null to leave it.</summary>
    [Id(1)]
    public string? Contact { get; init; }

    /// <summary>Where the person lives; null to leave it.</summary>
    [Id(2)]
    public string? Address { get; init; }

    /// <summary>All identity documents; null to leave them.</summary>
    [Id(3)]
    public IReadOnlyList<PersonDocument>? Documents { get; init; }

    /// <summary>Of an officer: the reference of what shows it; null for none.</summary>
    [Id(4)]
    public string? Shown { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "PersonChange (not shown)";
}

/// <summary>What stood in a person's record before a correction.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-version")]
public sealed record PersonVersion
{
    /// <summary>Which version it was, from 1 on.</summary>
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>When it was corrected.</summary>
    [Id(1)]
    public required DateTimeOffset Until { get; init; }

    /// <summary>What stood there.</summary>
    [Id(2)]
    public required Person Person { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "PersonVersion (not shown)";
}

/// <summary>A reading of a person's data, as it was written down.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-access")]
public sealed record PersonAccess
{
    /// <summary>When.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    [Id(1)]
    public required string Actor { get; init; }

    /// <summary>What was done: read, stored or erased.</summary>
    [Id(2)]
    public required string Action { get; init; }

    /// <summary>Why; left out if whoever asks is not to know.</summary>
    [Id(3)]
    public required string? Purpose { get; init; }
}
