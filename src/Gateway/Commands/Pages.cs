namespace VipOrleans.Gateway.Commands;

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Problems;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="Next">The cursor of the next page; left out after the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A place in a list of pairs of records, as a text that says nothing to the caller.</summary>
internal static class PairCursor
{
    /// <summary>Where the request goes on; null for its first page.</summary>
    /// <exception cref="ProblemException">The cursor is none, or one of another list.</exception>
    public static DuplicateCursor? Of(HttpContext http)
    {
        if (Query.Cursor.Of(http) is not { } text) return null;
        Span<byte> bytes = stackalloc byte[300];
        if (Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length) && length > 5 && bytes[0] == 2
            && BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) == Cursor.ListOf(http))
        {
            var parts = Encoding.UTF8.GetString(bytes[5..length]).Split('|');
            if (parts.Length == 3 && PersonId.TryParse(parts[0], out var first))
            {
                return new(first, PersonId.TryParse(parts[1], out var second) ? second : null,
                    Codes<PersonSign>.TryParse(parts[2], out var sign) ? sign : null);
            }
        }

        throw ProblemException.Invalid("cursor", "Expected 'next' of the page before, unchanged and with the same filters.");
    }

    /// <summary>The cursor of the next page; null if there is none.</summary>
    public static string? Text(HttpContext http, DuplicateCursor? next)
    {
        if (next is null) return null;
        var place = Encoding.UTF8.GetBytes($"{next.First}|{next.Second}|{(next.Sign is { } sign ? Codes<PersonSign>.Text(sign) : "")}");
        var bytes = new byte[5 + place.Length];
        bytes[0] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), Cursor.ListOf(http));
        place.CopyTo(bytes, 5);
        return Base64Url.EncodeToString(bytes);
    }
}

/// <summary>A place in a list, as a text that says nothing to the caller. It belongs to one list with its filters.</summary>
internal readonly record struct Cursor(long After)
{
    private const int Length = 13;

    /// <summary>Where the request goes on; 0 for its first page.</summary>
    /// <exception cref="ProblemException">The cursor is none, or one of another list.</exception>
    public static long Of(HttpContext http)
    {
        if (Query.Cursor.Of(http) is not { } text) return 0;
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length) || length != Length || Base64Url.DecodeFromChars(text, bytes) != Length
            || bytes[0] != 1
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) != ListOf(http)
            || BinaryPrimitives.ReadInt64BigEndian(bytes[5..]) is not (>= 0 and var after))
        {
            throw ProblemException.Invalid("cursor", "Expected 'next' of the page before, unchanged and with the same filters.");
        }

        return after;
    }

    /// <summary>A page of a list.</summary>
    public static Page<T> Page<T>(HttpContext http, ListPage<T> page) =>
        new(page.Items, page.Next is { } next ? Text(http, next) : null);

    /// <summary>The cursor of the next page; null if there is none.</summary>
    public static string? Next(HttpContext http, long? next) => next is { } after ? Text(http, after) : null;

    /// <summary>How many items the request wants.</summary>
    public static int Limit(HttpContext http) => Query.Limit.Of(http) is var limit and > 0 ? limit : GatewayLimits.DefaultPage;

    private static string Text(HttpContext http, long after)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], ListOf(http));
        BinaryPrimitives.WriteInt64BigEndian(bytes[5..], after);
        return Base64Url.EncodeToString(bytes);
    }

    public static uint ListOf(HttpContext http)
    {
        var filters = http.Request.Query.Where(q => q.Key is not ("cursor" or "limit")).OrderBy(q => q.Key, StringComparer.Ordinal)
            .Select(q => $"&{q.Key}={q.Value}");
        return BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Request.Path.Value}{string.Concat(filters)}")));
    }
}
