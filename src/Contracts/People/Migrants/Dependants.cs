namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>Somebody who comes with a migrant. It goes to a record of their own in the vault and nowhere else.</summary>
[GenerateSerializer, Immutable, Alias("vip.dependant")]
public sealed record Dependant
{
    /// <summary>The name in one free field, 1 to 200 characters.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What they are to the migrant.</summary>
    [Id(1)]
    public required DependantRelation Relation { get; init; }

    /// <summary>The date of birth, as far as it is known.</summary>
    [Id(2)]
    public BirthDate? BirthDate { get; init; }

    /// <summary>What they need, in words, at most 2,000 characters.</summary>
    [Id(3)]
    public string? Needs { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "Dependant (not shown)";
}

/// <summary>Somebody who comes with a migrant, as the vault has them.</summary>
/// <param name="Id">Who.</param>
/// <param name="Dependant">What is known of them.</param>
[GenerateSerializer, Immutable, Alias("vip.dependant-view")]
public sealed record DependantView(DependantId Id, Dependant Dependant);
