namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.People;

/// <summary>A date of birth that an officer has seen on a document.</summary>
[GenerateSerializer, Immutable, Alias("vip.age-verification")]
public sealed record AgeVerification
{
    /// <summary>The date, as the document says it: a day, or a month or a year if it says no more. It goes to the vault.</summary>
    [Id(0)]
    public required BirthDate BirthDate { get; init; }

    /// <summary>The reference of the document in the officer's files.</summary>
    [Id(1)]
    public required string Document { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "AgeVerification (not shown)";
}
