namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Why an officer ends the status of a migrant who has found no new host.</summary>
[JsonConverter(typeof(CodeConverter<StatusEndReason>))]
public enum StatusEndReason
{
    /// <summary>The grace period is over and no new host has been found.</summary>
    NoNewHost,

    /// <summary>The migrant has left the country.</summary>
    LeftTheCountry,

    /// <summary>The migrant lives in another city.</summary>
    MovedElsewhere,

    /// <summary>The programme's conditions are not met any more.</summary>
    ConditionsNotMet,

    /// <summary>The migrant died. The only reason that need not wait for the end of the grace period.</summary>
    Deceased,
}
