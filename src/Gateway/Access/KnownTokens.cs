namespace VipOrleans.Gateway.Access;

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Caching.Memory;

/// <summary>
/// Tokens that were found genuine a moment ago, so that a signature is not checked again for each request of the same caller.
/// </summary>
/// <remarks>
/// A token counts as known for <see cref="Longest"/> at most, and never beyond its own end: a key that the provider has withdrawn counts
/// that much longer. Of a token its hash and its caller are kept, in at most <see cref="MaxBytes"/>; those that do not fit are checked
/// each time.
/// </remarks>
internal sealed class KnownTokens(TimeProvider time) : IDisposable
{
    /// <summary>Most memory that is taken, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    // Measured with 64-bit pointers: the cache's entry and node, the key, the caller, and what they refer to apart from texts.
    private const int BytesOfEntry = 824;

    /// <summary>How long a token counts without being checked again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    /// <summary>
    /// Notes checked tokens behind the rate limiter: who is refused for asking too often leaves nothing behind.
    /// </summary>
    public static void Use(IApplicationBuilder app)
    {
        var known = app.ApplicationServices.GetRequiredService<KnownTokens>();
        app.Use((http, next) =>
        {
            if (http.Features.Get<CheckedToken>() is { } token
                && http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
            {
                known.Add(token.Text, Caller.Of(http));
            }

            return next(http);
        });
    }

    /// <summary>Finds a token; false where it has to be checked.</summary>
    public bool TryFind(string token, [NotNullWhen(true)] out Caller? caller)
    {
        var found = _known.TryGetValue(KeyOf(token), out Known? known) && time.GetUtcNow() < known!.Until;
        caller = found ? known!.Caller : null;
        return found;
    }

    /// <summary>Notes a token that was just checked.</summary>
    public void Add(string token, Caller caller)
    {
        var now = time.GetUtcNow();
        var until = caller.ExpiresAt < now + Longest ? caller.ExpiresAt : now + Longest;
        if (until <= now) return;
        _known.Set(KeyOf(token), new Known(caller, until),
            new MemoryCacheEntryOptions { Size = BytesOf(caller), AbsoluteExpirationRelativeToNow = until - now });
    }

    /// <inheritdoc/>
    public void Dispose() => _known.Dispose();

    private static int BytesOf(Caller caller) => BytesOfEntry + (sizeof(char)
        * (caller.Key.Length + caller.FormerKey.Length + caller.Compared.Length + caller.FormerCompared.Length
            + (caller.Employer?.Length ?? 0) + (caller.Host?.Value.Length ?? 0) + (caller.Migrant?.Value.Length ?? 0)
            + (caller.City?.Value.Length ?? 0) + (caller.Nation?.Value.Length ?? 0)));

    private static string KeyOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Known(Caller Caller, DateTimeOffset Until);
}

/// <summary>A token that was checked for this request.</summary>
internal sealed record CheckedToken(string Text);
