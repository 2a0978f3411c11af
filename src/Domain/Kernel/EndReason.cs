namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Why a sponsorship ended, or never came about.</summary>
[JsonConverter(typeof(CodeConverter<EndReason>))]
public enum EndReason
{
    /// <summary>The other side declined the proposal.</summary>
    Declined,

    /// <summary>One side withdrew before the arrival.</summary>
    Withdrawn,

    /// <summary>The city refused, and the time for a reply is over or the reply did not change it.</summary>
    Refused,

    /// <summary>The host could not be taken: in another sponsorship, or suspended.</summary>
    HostNotAvailable,

    /// <summary>The migrant could not be taken: in another sponsorship.</summary>
    MigrantNotAvailable,

    /// <summary>The checks took longer than a place is held.</summary>
    HoldExpired,

    /// <summary>The migrant left. Always possible.</summary>
    MigrantLeft,

    /// <summary>The host ended it, after notice.</summary>
    HostEnded,

    /// <summary>The migrant moved to another city.</summary>
    Moved,

    /// <summary>It ran to its end.</summary>
    Completed,

    /// <summary>The host or the migrant died.</summary>
    Deceased,

    /// <summary>The programme ended it.</summary>
    Programme,

    /// <summary>The migrant changed host. The host is told only that it ended.</summary>
    ChangedHost,

    /// <summary>
    /// The migrant could not be found: a welfare check with several sources, a waiting time and two officers has said so.
    /// </summary>
    Absent,

    /// <summary>It was to continue a sponsorship in another city, and that one had ended otherwise before the arrival.</summary>
    NothingToContinue,

    /// <summary>The host withdrew after the grant and before the arrival. The migrant keeps the place through the grace period.</summary>
    HostWithdrew,
}
