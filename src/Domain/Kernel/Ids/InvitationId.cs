namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>
/// Identifies an invitation of somebody whom the inviter knows. It is made of the invitation's code and does not tell it.
/// </summary>
/// <remarks>
/// Text form <c>nz-akl.invitation.0123456789abcdefghjkmnpqrs</c>: the inviter's city, or a migrant's nation, the word <c>invitation</c> and
/// a key of 26 characters. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<InvitationId>))]
public readonly record struct InvitationId : IPlaceThingId<InvitationId>
{
    private InvitationId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "invitation";

    /// <inheritdoc/>
    public static string Grammar => "an invitation's id such as 'nz-akl.invitation.0123456789abcdefghjkmnpqrs'";

    /// <summary>The code of an inviter's invitation.</summary>
    /// <param name="inviter">Who invites.</param>
    /// <param name="secret">What nobody can guess.</param>
    public static string CodeOf(PersonId inviter, string secret) =>
        $"{inviter.Value.AsSpan(0, inviter.Value.IndexOf('.', StringComparison.Ordinal))}.{IdText.KeyFrom(secret)}";

    /// <summary>
    /// The invitation that a code belongs to; false where the text is no code: a city's or nation's id, a dot and 26 characters.
    /// </summary>
    public static bool TryOf(string code, out InvitationId id)
    {
        id = default;
        var dot = code.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && TryParse($"{code.AsSpan(0, dot)}.invitation.{code.AsSpan(dot + 1)}", out _)
            && TryParse($"{code.AsSpan(0, dot)}.invitation.{IdText.KeyFrom($"invitation {code}")}", out id);
    }

    /// <inheritdoc/>
    public static bool TryParse(string? text, out InvitationId id) => IdText.TryParse(text, out id);

    static InvitationId IThingId<InvitationId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
