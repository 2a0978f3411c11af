namespace VipOrleans.Gateway.Access;

using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

/// <summary>
/// Tokens that were found genuine a moment ago, so that a signature is not checked again for each request of the same caller.
/// </summary>
/// <remarks>
/// A token counts as known for a minute at most, and never beyond its own end: a key that the provider has withdrawn counts that much
/// longer. Only hashes of tokens are kept, of at most <see cref="Most"/>; those that do not fit are checked each time.
/// </remarks>
internal sealed class KnownTokens(TimeProvider time) : IDisposable
{
    /// <summary>Most tokens that are known at a time.</summary>
    public const int Most = 20_000;

    /// <summary>How long a token counts without being checked again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Finds a token; false where it has to be checked.</summary>
    public bool TryFind(string token, [NotNullWhen(true)] out ClaimsPrincipal? user, [NotNullWhen(true)] out Caller? caller)
    {
        var found = _known.TryGetValue(KeyOf(token), out Known? known) && time.GetUtcNow() < known!.Until;
        (user, caller) = found ? (known!.User, known.Caller) : (null, null);
        return found;
    }

    /// <summary>Notes a token that was just checked.</summary>
    public void Add(string token, ClaimsPrincipal user, Caller caller)
    {
        var now = time.GetUtcNow();
        var until = caller.ExpiresAt < now + Longest ? caller.ExpiresAt : now + Longest;
        if (until > now)
        {
            _known.Set(KeyOf(token), new Known(user, caller, until),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = until - now });
        }

    }

    /// <inheritdoc/>
    public void Dispose() => _known.Dispose();

    private static string KeyOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Known(ClaimsPrincipal User, Caller Caller, DateTimeOffset Until);
}
