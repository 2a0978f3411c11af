namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Why a host is fined.</summary>
[JsonConverter(typeof(CodeConverter<FineReason>))]
public enum FineReason
{
    /// <summary>The host kept papers of the migrant.</summary>
    DocumentsWithheld,

    /// <summary>The host took money for the sponsorship, or for a home or work that was part of it.</summary>
    FeeCharged,

    /// <summary>The home was not what was checked.</summary>
    HomeUnfit,

    /// <summary>The host told the city something untrue.</summary>
    UntrueStatement,

    /// <summary>The host kept the migrant from leaving, from a check or from help.</summary>
    Obstruction,
}
