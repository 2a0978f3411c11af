namespace VipOrleans.Gateway.Access;

using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

/// <summary>Where in a token a claim stands: names that lead from object to object.</summary>
/// <remarks>
/// In a setting a dot leads into an object, as in <c>realm_access.roles</c>, and <c>\.</c> is a dot of a name. A text with a colon is one
/// name as it stands: <c>https://vip.example/role</c>, <c>cognito:groups</c>.
/// </remarks>
internal sealed class ClaimPath
{
    private const int MaxLength = 200;

    private readonly string _text;
    private readonly string[] _names;

    private ClaimPath(string text, string[] names) => (_text, _names) = (text, names);

    /// <summary>Reads a setting.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ClaimPath? path)
    {
        string[] names = text.Contains(':') ? [text]
            : [.. text.Replace("\\.", "\0", StringComparison.Ordinal).Split('.').Select(n => n.Replace('\0', '.'))];
        var isName = text.Length is >= 1 and <= MaxLength && names.All(n => n.Length > 0)
            && text.All(c => c is > ' ' and < (char)127 and not '[' and not ']');
        path = isName ? new(text, names) : null;
        return isName;
    }

    /// <summary>Reads a setting that was checked.</summary>
    public static ClaimPath Parse(string text) =>
        TryParse(text, out var path) ? path : throw new FormatException($"'{text}' is no name of a claim.");

    /// <summary>The claim in a payload; null where it is not there.</summary>
    public JsonElement? In(JsonElement payload)
    {
        foreach (var name in _names)
        {
            if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty(name, out payload)) return null;
        }

        return payload;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}

/// <summary>Where role and ties stand in a token.</summary>
internal sealed record ClaimNames(ClaimPath Role, ClaimPath Person, ClaimPath City, ClaimPath Nation, ClaimPath Employer)
{
    /// <summary>True if a token that ties nobody to a record is taken: a code joins them to theirs.</summary>
    public bool TakesNewcomers { get; init; }

    /// <summary>The names that tokens have where nothing else is configured.</summary>
    public static ClaimNames Default { get; } = new AuthOptions().Names;
}

/// <summary>The claims of a token that was found genuine, as they stand in it: what is written twice or in an odd form is seen.</summary>
internal sealed class TokenClaims : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JsonDocument _payload;

    private TokenClaims(JsonDocument payload) => _payload = payload;

    /// <summary>Reads a token; null where its payload is not one object with each property once.</summary>
    public static TokenClaims? Of(JsonWebToken token)
    {
        try
        {
            var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedPayload), Strict);
            if (payload.RootElement.ValueKind == JsonValueKind.Object) return new(payload);
            payload.Dispose();
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>True where a claim is there, whatever it holds.</summary>
    public bool Has(string name) => _payload.RootElement.TryGetProperty(name, out _);

    /// <summary>The one text of a claim.</summary>
    /// <returns>False where the claim is there and holds anything but one text: then nobody knows what it was meant to say.</returns>
    public bool TryOne(ClaimPath path, out string? text)
    {
        text = null;
        if (path.In(_payload.RootElement) is null) return true;
        if (Texts(path) is not [{ Length: > 0 } one]) return false;
        text = one;
        return true;
    }

    /// <summary>The one text of a claim; null without one.</summary>
    public string? One(ClaimPath path) => TryOne(path, out var text) ? text : null;

    /// <summary>The texts of a claim, which is a text or an array of texts; null where it holds anything else, empty without it.</summary>
    public IReadOnlyList<string>? Texts(ClaimPath path) => path.In(_payload.RootElement) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } array when array.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) =>
            [.. array.EnumerateArray().Select(i => i.GetString()!)],
        _ => null,
    };

    /// <inheritdoc/>
    public void Dispose() => _payload.Dispose();
}
