namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a city: its nation, a hyphen and a slug, such as <c>nz-akl</c>. The default value is no id.</summary>
/// <remarks>The city is the unit of tenancy: every id and stream of what belongs to it starts with this text.</remarks>
[JsonConverter(typeof(IdJsonConverter<CityId>))]
public readonly record struct CityId : IId<CityId>
{
    private CityId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "city";

    /// <inheritdoc/>
    public static IdScope Scope => IdScope.City;

    /// <inheritdoc/>
    public static string Grammar => "a city's id: its nation, a hyphen and 2 to 24 lower-case letters and digits, such as 'nz-akl'";

    /// <inheritdoc/>
    public static string Pattern => IdText.CityPattern;

    /// <inheritdoc/>
    public static string Example => "nz-akl";

    /// <summary>The nation of the city.</summary>
    public NationId Nation => NationId.Parse(Value[..2]);

    /// <summary>The city's own stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(Value, "city", Value.AsSpan(3));

    /// <inheritdoc/>
    public static bool TryParse(string? text, out CityId id)
    {
        var valid = text is not null && IdText.IsCity(text);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
