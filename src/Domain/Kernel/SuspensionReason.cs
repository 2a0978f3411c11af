namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Why a host is suspended.</summary>
[JsonConverter(typeof(CodeConverter<SuspensionReason>))]
public enum SuspensionReason
{
    /// <summary>Harm to a migrant is being looked into.</summary>
    Safeguarding,

    /// <summary>A background check failed.</summary>
    BackgroundCheck,

    /// <summary>The home is not fit to live in.</summary>
    Accommodation,

    /// <summary>The registration was not truthful.</summary>
    FalseStatement,

    /// <summary>The host asked for it.</summary>
    OwnRequest,
}
