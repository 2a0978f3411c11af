namespace VipOrleans.Contracts.Kernel;

/// <summary>Who reads a person's data, and why. It is written down before the data is given.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-reader")]
public sealed record PersonReader
{
    /// <summary>Who reads, as a role and an id.</summary>
    [Id(0)]
    public required string Actor { get; init; }

    /// <summary>Why, 1 to 100 characters.</summary>
    [Id(1)]
    public required string Purpose { get; init; }

    /// <summary>The name of the same officer in events from before officers were named under a key; null for everybody else.</summary>
    [Id(2)]
    public string? FormerActor { get; init; }
}
