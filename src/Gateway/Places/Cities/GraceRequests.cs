namespace VipOrleans.Gateway.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Safeguarding;

/// <summary>Lets a migrant keep the place longer.</summary>
internal sealed record ExtendGraceRequest
{
    /// <summary>How many days longer.</summary>
    [Between(1, CityDecider.MaxGraceDays)]
    public required int Days { get; init; }
}

/// <summary>Ends the status of a migrant who has no host.</summary>
internal sealed record EndStatusRequest : IHasWords
{
    /// <summary>The coded reasons.</summary>
    [Items(1, 5)]
    public required IReadOnlyList<StatusEndReason> Reasons { get; init; }

    /// <summary>The reasons in words, for the migrant. They go to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language of the words.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "EndStatusRequest (not shown)";
}
