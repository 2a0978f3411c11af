namespace VipOrleans.Domain.Places;

using System.ComponentModel.DataAnnotations;

/// <summary>What a nation asks of a migrant who enters it. Nothing is asked again of whoever changes host.</summary>
/// <param name="VisaRequired">True if an arrival needs a visa that is valid on its day.</param>
/// <param name="Reference">The act, decree or minute that says so, 1 to 100 characters.</param>
/// <param name="On">The day of the decision.</param>
/// <param name="AgeVerified">True if an arrival needs a date of birth that an officer has verified.</param>
[GenerateSerializer, Immutable, Alias("vip.entry-rules")]
public sealed record EntryRules(bool VisaRequired, [property: MaxLength(EntryRules.MaxReference)] string Reference, DateOnly On,
    bool AgeVerified = false)
{
    private const int MaxReference = 100;

    /// <summary>What is wrong with them, and what would be right; null if nothing is.</summary>
    /// <param name="today">Today.</param>
    public string? Invalid(DateOnly today)
    {
        if (Reference.Length is 0 or > MaxReference)
        {
            return $"A decision names its act, decree or minute in 1 to {MaxReference} characters.";
        }

        return On > today ? $"The decision is of {On:yyyy-MM-dd}, and that day has not come anywhere in the nation." : null;
    }
}
