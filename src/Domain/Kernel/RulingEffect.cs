namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>What a ruling does to what it is about.</summary>
[JsonConverter(typeof(CodeConverter<RulingEffect>))]
public enum RulingEffect
{
    /// <summary>It holds.</summary>
    Stands,

    /// <summary>It is as if it had never been.</summary>
    Lifted,
}
