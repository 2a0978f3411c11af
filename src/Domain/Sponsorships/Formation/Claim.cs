namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What a sponsorship lays claim to.</summary>
[JsonConverter(typeof(CodeConverter<ClaimOn>))]
public enum ClaimOn
{
    /// <summary>The host.</summary>
    Host,

    /// <summary>The migrant.</summary>
    Migrant,

    /// <summary>A place of the city.</summary>
    Place,
}

/// <summary>How far a sponsorship's claim on a host, a migrant or a place has come.</summary>
[JsonConverter(typeof(CodeConverter<Claim>))]
public enum Claim
{
    /// <summary>Not asked for.</summary>
    None,

    /// <summary>To be asked for; the question may have been put and its answer lost.</summary>
    Wanted,

    /// <summary>In line (places only).</summary>
    InLine,

    /// <summary>Taken, or held.</summary>
    Held,

    /// <summary>Confirmed (places only).</summary>
    Confirmed,

    /// <summary>Given back, or never got.</summary>
    Freed,
}
