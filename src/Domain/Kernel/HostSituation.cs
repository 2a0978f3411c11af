namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>
/// Why a host is not there. It blames nobody: no sponsorship begins meanwhile, and the guest of one that runs keeps the place and is told.
/// </summary>
[JsonConverter(typeof(CodeConverter<HostSituation>))]
public enum HostSituation
{
    /// <summary>The host lives abroad for a time.</summary>
    Abroad,

    /// <summary>The host is in prison.</summary>
    Imprisoned,

    /// <summary>The host has died.</summary>
    Deceased,
}
