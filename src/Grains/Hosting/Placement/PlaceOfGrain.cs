namespace VipOrleans.Grains.Hosting;

using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;

/// <summary>How grains are spread over the silos of a cluster; the same on every silo.</summary>
public sealed class PlacementOptions
{
    /// <summary>Most parts of a large city.</summary>
    public const int MostParts = 64;

    /// <summary>
    /// Cities that are too large for one silo, with the number of silos' worth of parts that their people and sponsorships are spread over,
    /// 2 to <see cref="MostParts"/>. The city itself and its lists stay on one silo.
    /// </summary>
    public Dictionary<string, int> LargeCities { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How long a silo waits after a change of the cluster's members before it moves cities, so that several changes are one.
    /// </summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>
/// Which silo a grain lives on, by rendezvous hashing: each silo has a weight for each place, and the heaviest wins, so that a silo that
/// joins or leaves moves its own places and no others.
/// </summary>
/// <param name="options">Large cities.</param>
internal sealed class PlaceOfGrain(IOptions<PlacementOptions> options)
{
    private static readonly SearchValues<byte> Slug = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789"u8);

    private readonly Dictionary<string, int> _large = options.Value.LargeCities;

    /// <summary>The silo that a grain lives on while these are the members.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="silos">The members, one at least, in any order.</param>
    public SiloAddress SiloOf(GrainId grain, IReadOnlyList<SiloAddress> silos)
    {
        if (silos.Count == 1) return silos[0];
        var place = HashOf(grain.Key.AsSpan());
        var (best, most) = (silos[0], 0UL);
        foreach (var silo in silos)
        {
            var weight = Mix(place ^ Mix((uint)silo.GetConsistentHashCode()));
            // Two silos of one weight are told apart by their addresses, so that the order in which they are given says nothing.
            if (weight > most || (weight == most && silo.CompareTo(best) < 0)) (best, most) = (silo, weight);
        }

        return best;
    }

    private ulong HashOf(ReadOnlySpan<byte> key)
    {
        var city = CityOf(key);
        if (city.IsEmpty) return Mix(StableHash.ComputeHash(key));
        var place = Mix(StableHash.ComputeHash(city));
        if (_large.Count == 0 || city.Length == key.Length) return place;
        if (!_large.TryGetValue(Encoding.UTF8.GetString(city), out var parts)) return place;
        return Mix(place + 1 + (StableHash.ComputeHash(key) % (uint)parts));
    }

    // A city's id is its nation's two letters, a hyphen and a slug, and every id of what belongs to it begins with it.
    private static ReadOnlySpan<byte> CityOf(ReadOnlySpan<byte> key)
    {
        if (key.Length < 4 || key[2] != (byte)'-') return default;
        var end = key[3..].IndexOfAnyExcept(Slug);
        return end < 0 ? key : key[..(3 + end)];
    }

    // The finalizer of SplitMix64: every bit of the input sways every bit of the output.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
