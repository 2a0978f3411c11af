namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>What is checked before a grant.</summary>
[JsonConverter(typeof(CodeConverter<CheckKind>))]
public enum CheckKind
{
    /// <summary>Host and migrant are who they say they are.</summary>
    Identity,

    /// <summary>The accommodation exists.</summary>
    AccommodationExists,

    /// <summary>The accommodation is fit to live in.</summary>
    AccommodationSuitable,

    /// <summary>Nothing in the host's past speaks against it.</summary>
    Background,

    /// <summary>The migrant is insured against illness.</summary>
    HealthInsurance,
}
