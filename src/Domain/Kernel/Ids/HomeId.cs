namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a home: one address, wherever it is named, without saying which.</summary>
/// <remarks>
/// Text form <c>nz-akl.home.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>home</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<HomeId>))]
public readonly record struct HomeId : ICityThingId<HomeId>
{
    private HomeId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "home";

    /// <inheritdoc/>
    public static string Grammar => "a home's id such as 'nz-akl.home.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out HomeId id) => IdText.TryParse(text, out id);

    static HomeId IThingId<HomeId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
