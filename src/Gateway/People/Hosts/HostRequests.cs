namespace VipOrleans.Gateway.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Safeguarding;

/// <summary>Registers a citizen as a host.</summary>
internal sealed record RegisterHostRequest
{
    /// <summary>The person's own data, which goes to the vault.</summary>
    [Personal]
    public required PersonRequest Person { get; init; }

    /// <summary>The household that the host joins; left out for a new one.</summary>
    public HouseholdId? Household { get; init; }

    /// <summary>Who acts for a host who is a minor.</summary>
    public HostId? Guardian { get; init; }
}

/// <summary>Suspends a host.</summary>
internal sealed record SuspendHostRequest : IHasWords
{
    /// <summary>Why.</summary>
    public required SuspensionReason Reason { get; init; }

    /// <summary>The reasons in words, for the host. They go to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language of the words.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "SuspendHostRequest (not shown)";
}

/// <summary>Ends a suspension.</summary>
internal sealed record ReinstateHostRequest
{
    /// <summary>Why.</summary>
    public required ReinstatementReason Reason { get; init; }
}

/// <summary>Notes why a host is not there.</summary>
internal sealed record HostSituationRequest
{
    /// <summary>Why.</summary>
    public required HostSituation Situation { get; init; }

    /// <summary>Since when.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>The reference of what shows it.</summary>
    [Reference]
    public required string Document { get; init; }

    internal HostAbsence Absence => new(Situation, Since, Document);
}

/// <summary>Notes that a host is there again.</summary>
internal sealed record EndHostSituationRequest
{
    /// <summary>The reference of what shows it.</summary>
    [Reference]
    public required string Document { get; init; }
}

/// <summary>Declares how many guests a home takes.</summary>
internal sealed record DeclareHomeRequest
{
    /// <summary>How many guests, beside those who lived there before it was first declared.</summary>
    [Between(0, HomeDecider.MostGuests)]
    public required int Guests { get; init; }
}
