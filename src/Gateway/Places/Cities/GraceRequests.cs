namespace VipOrleans.Gateway.Places;

using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Commands;

/// <summary>Lets a migrant keep the place longer.</summary>
internal sealed record ExtendGraceRequest
{
    /// <summary>How many days longer.</summary>
    [Between(1, CityDecider.MaxGraceDays)]
    public required int Days { get; init; }
}

/// <summary>Ends the status of a migrant who has no host.</summary>
internal sealed record EndStatusRequest
{
    /// <summary>The coded reasons.</summary>
    [Items(1, 5)]
    public required IReadOnlyList<StatusEndReason> Reasons { get; init; }
}
