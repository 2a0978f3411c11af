namespace VipOrleans.Domain.Shares;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>How often an employer pays, and so for how long a pay is: it says at which of its limits the law looks at the pay.</summary>
[JsonConverter(typeof(CodeConverter<PayFrequency>))]
public enum PayFrequency
{
    /// <summary>Every week.</summary>
    Week,

    /// <summary>Every two weeks.</summary>
    TwoWeeks,

    /// <summary>Every four weeks.</summary>
    FourWeeks,

    /// <summary>Twice a month.</summary>
    HalfMonth,

    /// <summary>Every month.</summary>
    Month,
}
