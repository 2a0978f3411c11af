namespace VipOrleans.Bench;

/// <summary>Counts latencies in buckets that are at most 1.6 % wide, from 1 µs up. For one thread at a time.</summary>
internal sealed class Latencies
{
    private const int Sub = 64;

    private readonly long[] _counts = new long[Sub * 40];

    /// <summary>How many were counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan latency)
    {
        _counts[BucketOf(Math.Max(1, (long)latency.TotalMicroseconds))]++;
        Count++;
    }

    /// <summary>Adds those of another.</summary>
    public void Add(Latencies other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>The latency in milliseconds that a part of all did not exceed, 0 to 1.</summary>
    public double Percentile(double part)
    {
        var (rank, seen) = ((long)Math.Ceiling(Count * part), 0L);
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0) return TopOf(i) / 1000.0;
        }

        return 0;
    }

    private static int BucketOf(long us)
    {
        if (us < Sub) return (int)us;
        var shift = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)us) - 6;
        return (shift * Sub) + (int)(us >> shift);
    }

    private static long TopOf(int bucket)
    {
        if (bucket < 2 * Sub) return bucket;
        var shift = (bucket / Sub) - 1;
        return (((bucket - (shift * Sub)) + 1L) << shift) - 1;
    }
}
