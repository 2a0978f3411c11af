namespace VipOrleans.Gateway.Access;

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Problems;

/// <summary>How much one caller may ask. Configured in the section <c>Limits</c>.</summary>
public sealed class GatewayLimits
{
    /// <summary>Largest body, in bytes.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Longest path and query together, in characters.</summary>
    public const int MaxUri = 2000;

    /// <summary>Longest headers together, in bytes.</summary>
    public const int MaxHeaders = 16 * 1024;

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

    /// <summary>How many concerns one person or employer may raise in thirty days.</summary>
    [Range(1, 1_000_000)]
    public int ConcernsPerMonth { get; set; } = 20;

    /// <summary>How many invitations one person may make in thirty days.</summary>
    [Range(1, 1_000_000)]
    public int InvitationsPerMonth { get; set; } = 60;

    /// <summary>How many sponsorships one person may propose in thirty days.</summary>
    [Range(1, 1_000_000)]
    public int ProposalsPerMonth { get; set; } = 60;

    /// <summary>How many sponsorships of one host and one migrant may be proposed in a year.</summary>
    [Range(1, 1_000_000)]
    public int ProposalsOfPairPerYear { get; set; } = 3;

    /// <summary>How many files of earnings one employer, or the officers of one city, may send in a day.</summary>
    [Range(1, 1_000_000)]
    public int ImportsPerDay { get; set; } = 40;

    /// <summary>How many MiB those files may have together in a day.</summary>
    [Range(1, 1_000_000)]
    public int ImportMebibytesPerDay { get; set; } = 1024;

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
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaders;
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

/// <summary>Counts the feeds that are open, so that their number stays bounded and no nation takes them all.</summary>
internal sealed class FeedSeats(IOptions<GatewayLimits> limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _bySubject = [];
    private readonly Dictionary<NationId, int> _byNation = [];
    private int _all;

    /// <summary>Takes a seat until the answer is disposed.</summary>
    /// <remarks>
    /// A nation takes a seat only while more are free than it has: alone it gets half of them, and n nations get an equal part of all but
    /// one part, which is free for the next one.
    /// </remarks>
    /// <exception cref="ProblemException">All seats of the caller, of the nation, or of the gateway, are taken.</exception>
    public IDisposable Take(Caller caller)
    {
        var nation = caller.OwnNation;
        lock (_lock)
        {
            var (own, shared) = (_bySubject.GetValueOrDefault(caller.Key), _byNation.GetValueOrDefault(nation));
            var free = limits.Value.Feeds - _all;
            if (own >= limits.Value.FeedsPerSubject)
            {
                throw new ProblemException(Problems.RateLimited,
                    $"At most {limits.Value.FeedsPerSubject} feeds of one caller may be open; close one first.");
            }

            if (free <= 0) throw new ProblemException(Problems.Unavailable, "Too many feeds are open; try again later.");
            if (shared >= free)
            {
                throw new ProblemException(Problems.RateLimited,
                    "Your nation has its share of the feeds, and the rest is kept for others; close one first, or try again later.");
            }

            (_bySubject[caller.Key], _byNation[nation]) = (own + 1, shared + 1);
            _all++;
        }

        return new Seat(this, caller.Key, nation);
    }

    private void Leave(string subject, NationId nation)
    {
        lock (_lock)
        {
            // Removed at zero, so that callers who are gone leave nothing behind.
            if (--_bySubject[subject] == 0) _bySubject.Remove(subject);
            if (--_byNation[nation] == 0) _byNation.Remove(nation);
            _all--;
        }
    }

    private sealed class Seat(FeedSeats seats, string subject, NationId nation) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) seats.Leave(subject, nation);
        }
    }
}
