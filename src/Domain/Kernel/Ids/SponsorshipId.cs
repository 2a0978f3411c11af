namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a sponsorship: one host, one migrant, one place of one city.</summary>
/// <remarks>
/// Text form <c>nz-akl.sponsorship.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>sponsorship</c> and a key of 26 characters.
/// The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<SponsorshipId>))]
public readonly record struct SponsorshipId : ICityThingId<SponsorshipId>
{
    private SponsorshipId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "sponsorship";

    /// <inheritdoc/>
    public static string Grammar => "a sponsorship's id such as 'nz-akl.sponsorship.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out SponsorshipId id) => IdText.TryParse(text, out id);

    static SponsorshipId IThingId<SponsorshipId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
