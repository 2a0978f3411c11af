namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies the record of an employer within its nation. Tokens and employments have the employer's own id instead.</summary>
/// <remarks>
/// Text form <c>nz.employer.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>employer</c> and a key of 26 characters, which is
/// made from the employer's own id. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<EmployerId>))]
public readonly record struct EmployerId : INationThingId<EmployerId>
{
    private EmployerId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "employer";

    /// <inheritdoc/>
    public static string Grammar => "the id of an employer's record such as 'nz.employer.0123456789abcdefghjkmnpqrs'";

    /// <summary>The id of the record of an employer.</summary>
    /// <param name="nation">Its nation.</param>
    /// <param name="employer">Its own id, as tokens and employments have it.</param>
    public static EmployerId Of(NationId nation, string employer) => EmployerId.From(nation, $"employer {employer}");

    /// <inheritdoc/>
    public static bool TryParse(string? text, out EmployerId id) => IdText.TryParse(text, out id);

    static EmployerId IThingId<EmployerId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
