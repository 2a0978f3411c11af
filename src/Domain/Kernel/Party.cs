namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>The two sides of a sponsorship.</summary>
[JsonConverter(typeof(CodeConverter<Party>))]
public enum Party
{
    /// <summary>The citizen.</summary>
    Host,

    /// <summary>The migrant.</summary>
    Migrant,
}
