namespace VipOrleans.Gateway.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Commands;

/// <summary>Sets aside what two records share.</summary>
internal sealed record DismissSignsRequest
{
    /// <summary>One of the two records.</summary>
    public required PersonId One { get; init; }

    /// <summary>The other one.</summary>
    public required PersonId Other { get; init; }

    /// <summary>What they share.</summary>
    [Items(1, 6)]
    public required IReadOnlyList<PersonSign> Signs { get; init; }

    /// <summary>Why it means nothing.</summary>
    public required DismissalReason Reason { get; init; }
}

/// <summary>Takes a dismissal back.</summary>
internal sealed record ReopenSignsRequest
{
    /// <summary>One of the two records.</summary>
    public required PersonId One { get; init; }

    /// <summary>The other one.</summary>
    public required PersonId Other { get; init; }

    /// <summary>What is to be listed again.</summary>
    [Items(1, 6)]
    public required IReadOnlyList<PersonSign> Signs { get; init; }
}

/// <summary>Links another record of the same host.</summary>
internal sealed record LinkHostRequest
{
    /// <summary>The other record; the host of the address stays its principal.</summary>
    public required HostId Record { get; init; }

    /// <summary>Why they are one person.</summary>
    public required LinkReason Reason { get; init; }
}

/// <summary>Takes the link to another record of a host back.</summary>
internal sealed record UnlinkHostRequest
{
    /// <summary>The other record.</summary>
    public required HostId Record { get; init; }

    /// <summary>Why.</summary>
    public required UnlinkReason Reason { get; init; }
}

/// <summary>Links another record of the same migrant.</summary>
internal sealed record LinkMigrantRequest
{
    /// <summary>The other record; the migrant of the address stays its principal.</summary>
    public required MigrantId Record { get; init; }

    /// <summary>Why they are one person.</summary>
    public required LinkReason Reason { get; init; }
}

/// <summary>Takes the link to another record of a migrant back.</summary>
internal sealed record UnlinkMigrantRequest
{
    /// <summary>The other record.</summary>
    public required MigrantId Record { get; init; }

    /// <summary>Why.</summary>
    public required UnlinkReason Reason { get; init; }
}
