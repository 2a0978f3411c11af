namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>
/// All that the journal knows of a person's age. The date of birth stays in the vault, and no day from which it could be worked out is
/// written anywhere.
/// </summary>
[JsonConverter(typeof(CodeConverter<AgeGroup>))]
public enum AgeGroup
{
    /// <summary>Of age: 18 or older.</summary>
    Adult,

    /// <summary>Under 18, or perhaps: of whom only the year of birth is known is a minor until the year leaves no doubt.</summary>
    Minor,
}
