namespace VipOrleans.Gateway.Access;

using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VipOrleans.Gateway.Problems;

/// <summary>How much one caller may ask. Configured in the section <c>Limits</c>.</summary>
public sealed class GatewayLimits
{
    /// <summary>Largest body, in bytes.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Longest path and query together, in characters.</summary>
    public const int MaxUri = 2000;

    /// <summary>Most items of a page.</summary>
    public const int MaxPage = 200;

    /// <summary>Items of a page where the caller names no number.</summary>
    public const int DefaultPage = 50;

    /// <summary>How many requests a second one subject may make in the long run.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>How many requests one subject may make at once.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 400;

    /// <summary>How many requests a second may come from one address without a token.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousRequestsPerSecond { get; set; } = 50;

    /// <summary>How many requests may come from one address at once without a token.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousBurst { get; set; } = 200;

    /// <summary>How many feeds one subject may have open.</summary>
    [Range(1, 10_000)]
    public int FeedsPerSubject { get; set; } = 10;

    /// <summary>How many feeds may be open in all.</summary>
    [Range(1, 100_000)]
    public int Feeds { get; set; } = 1000;

    internal static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayLimits>().BindConfiguration("Limits");
        builder.Services.AddSingleton<FeedSeats>();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(PartitionOf);
            limiter.OnRejected = (context, _) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                {
                    context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
                        .ToString(CultureInfo.InvariantCulture);
                }

                return new(ProblemAnswer.Write(context.HttpContext, Problems.RateLimited));
            };
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
        });
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext http)
    {
        var limits = http.RequestServices.GetRequiredService<IOptions<GatewayLimits>>().Value;
        return http.Features.Get<Caller>() is { } caller
            ? RateLimitPartition.GetTokenBucketLimiter($"s:{caller.Key}", _ => Bucket(limits.RequestsPerSecond, limits.Burst))
            : RateLimitPartition.GetTokenBucketLimiter($"a:{http.Connection.RemoteIpAddress}",
                _ => Bucket(limits.AnonymousRequestsPerSecond, limits.AnonymousBurst));
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}

/// <summary>Counts the feeds that are open, so that their number stays bounded.</summary>
internal sealed class FeedSeats(IOptions<GatewayLimits> limits)
{
    private readonly ConcurrentDictionary<string, int> _bySubject = new();
    private int _all;

    /// <summary>Takes a seat until the answer is disposed.</summary>
    /// <exception cref="ProblemException">All seats of the caller, or of the gateway, are taken.</exception>
    public IDisposable Take(Caller caller)
    {
        if (_bySubject.AddOrUpdate(caller.Key, 1, (_, n) => n + 1) > limits.Value.FeedsPerSubject)
        {
            LeaveOwn(caller.Key);
            throw new ProblemException(Problems.RateLimited,
                $"At most {limits.Value.FeedsPerSubject} feeds of one caller may be open; close one first.");
        }

        if (Interlocked.Increment(ref _all) <= limits.Value.Feeds) return new Seat(this, caller.Key);
        Interlocked.Decrement(ref _all);
        LeaveOwn(caller.Key);
        throw new ProblemException(Problems.Unavailable, "Too many feeds are open; try again later.");
    }

    private void LeaveOwn(string key)
    {
        // Removed at zero, so that callers who are gone leave nothing behind.
        if (_bySubject.AddOrUpdate(key, 0, (_, n) => n - 1) <= 0) _bySubject.TryRemove(new(key, 0));
    }

    private sealed class Seat(FeedSeats seats, string key) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 1) return;
            Interlocked.Decrement(ref seats._all);
            seats.LeaveOwn(key);
        }
    }
}
