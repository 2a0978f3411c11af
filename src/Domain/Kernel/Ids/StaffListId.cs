namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies an employer's list of staff numbers in a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.staff-list.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>staff-list</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<StaffListId>))]
public readonly record struct StaffListId : ICityThingId<StaffListId>
{
    private StaffListId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "staff-list";

    /// <inheritdoc/>
    public static string Grammar => "a staff list's id such as 'nz-akl.staff-list.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out StaffListId id) => IdText.TryParse(text, out id);

    static StaffListId IThingId<StaffListId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
