namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a household: the hosts who live at one address.</summary>
/// <remarks>
/// Text form <c>nz-akl.household.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>household</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<HouseholdId>))]
public readonly record struct HouseholdId : ICityThingId<HouseholdId>
{
    private HouseholdId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "household";

    /// <inheritdoc/>
    public static string Grammar => "a household's id such as 'nz-akl.household.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out HouseholdId id) => IdText.TryParse(text, out id);

    static HouseholdId IThingId<HouseholdId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
