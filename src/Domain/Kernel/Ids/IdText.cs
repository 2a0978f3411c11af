namespace VipOrleans.Domain.Kernel;

using System.Buffers;
using System.Security.Cryptography;
using System.Text;

/// <summary>The one grammar of identifiers: what is in it, how long it may be, how a new one is made.</summary>
/// <remarks>
/// An identifier never carries personal data: it appears in keys, URLs, logs and traces. It is made from the identity of the
/// request that created the thing, so that a repeated request names the same thing and makes no second one.
/// </remarks>
public static class IdText
{
    /// <summary>Length of the key that <see cref="KeyFrom(string)"/> makes, in characters (128 bits in base 32).</summary>
    public const int KeyLength = 26;

    /// <summary>The pattern of such a key.</summary>
    internal const string KeyPattern = "[0-9abcdefghjkmnpqrstvwxyz]{26}";

    /// <summary>A key, for documentation.</summary>
    internal const string ExampleKey = "0123456789abcdefghjkmnpqrs";

    /// <summary>The pattern of a nation's id.</summary>
    internal const string NationPattern = "[a-z]{2}";

    /// <summary>The pattern of a city's id.</summary>
    internal const string CityPattern = "[a-z]{2}-[a-z0-9]{2,24}";

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> KeyChars = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> SlugChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Makes a key of <see cref="KeyLength"/> characters from any text: the same text, the same key.</summary>
    public static string KeyFrom(string seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), hash);
        return KeyFrom(hash);
    }

    /// <summary>Makes a key of <see cref="KeyLength"/> characters from the first 128 bits of a hash.</summary>
    public static string KeyFrom(ReadOnlySpan<byte> hash) =>
        string.Create(KeyLength, (UInt128)System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), static (span, value) =>
        {
            for (var i = span.Length - 1; i >= 0; i--)
            {
                span[i] = Alphabet[(int)(uint)(value & 31)];
                value >>= 5;
            }
        });

    /// <summary>A nation's id: two lower-case letters.</summary>
    internal static bool IsNation(ReadOnlySpan<char> text) =>
        text.Length == 2 && char.IsAsciiLetterLower(text[0]) && char.IsAsciiLetterLower(text[1]);

    /// <summary>A city's id: its nation, a hyphen, and a slug of 2 to 24 lower-case letters and digits.</summary>
    internal static bool IsCity(ReadOnlySpan<char> text) =>
        text.Length is >= 5 and <= 27 && text[2] == '-' && IsNation(text[..2]) && !text[3..].ContainsAnyExcept(SlugChars);

    /// <summary>The id of a thing in a city or nation: <c>nz-akl.host.0123…</c>.</summary>
    internal static bool IsThing(ReadOnlySpan<char> text, string kind, IdScope scope)
    {
        var dot = text.IndexOf('.');
        if (dot < 0 || !IsPlace(text[..dot], scope)) return false;
        var rest = text[(dot + 1)..];
        return rest.Length == kind.Length + 1 + KeyLength
            && rest.StartsWith(kind, StringComparison.Ordinal)
            && rest[kind.Length] == '.'
            && !rest[(kind.Length + 1)..].ContainsAnyExcept(KeyChars);
    }

    /// <summary>The pattern of what an id of a scope begins with.</summary>
    internal static string PlacePattern(IdScope scope) => scope switch
    {
        IdScope.Nation => NationPattern,
        IdScope.City => CityPattern,
        IdScope.CityOrNation => "[a-z]{2}(-[a-z0-9]{2,24})?",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Its ids begin with no place."),
    };

    /// <summary>The city or nation with which an id begins: all of the text before the first dot or slash.</summary>
    internal static string? PlaceOf(string? id) => id?.IndexOfAny(['.', '/']) is >= 0 and var end ? id[..end] : id;

    internal static ReadOnlySpan<char> PartitionOf(string id) => id.AsSpan(0, id.IndexOf('.', StringComparison.Ordinal));

    internal static ReadOnlySpan<char> KeyOf(string id) => id.AsSpan(id.LastIndexOf('.') + 1);

    internal static T ParseOrThrow<T>(string text) where T : struct, IId<T> =>
        T.TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not {T.Grammar}.");

    /// <summary>Reads the id of a thing by its kind and scope; false if the text is not one.</summary>
    public static bool TryParse<T>(string? text, out T id) where T : struct, IThingId<T>
    {
        var valid = text is not null && IsThing(text, T.Kind, T.Scope);
        id = valid ? T.Known(text!) : default;
        return valid;
    }

    private static bool IsPlace(ReadOnlySpan<char> text, IdScope scope) =>
        (scope is IdScope.Nation or IdScope.CityOrNation && IsNation(text))
            || (scope is IdScope.City or IdScope.CityOrNation && IsCity(text));
}
