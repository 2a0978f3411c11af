namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;

/// <summary>What happened to an allowance. The names are stable: they stand in journals. None of them says whose it is.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AllowanceUsed), "allowance-used")]
public abstract record AllowanceEvent
{
    private AllowanceEvent() { }

    /// <summary>Some of it was used.</summary>
    public sealed record AllowanceUsed(DateTimeOffset At, long Amount) : AllowanceEvent;
}
