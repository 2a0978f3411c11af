namespace VipOrleans.Bench;

using System.Globalization;

/// <summary>What processes have used of the CPU, as Linux counts it.</summary>
internal static class Cpu
{
    // The kernel counts in hundredths of a second, whatever its own ticks are.
    private const double TicksPerSecond = 100;

    /// <summary>
    /// What a process and all below it have used, with those that have ended and been waited for; null where the system does not say.
    /// </summary>
    /// <param name="root">The process.</param>
    public static TimeSpan? OfTree(int root)
    {
        if (!Directory.Exists("/proc/self")) return null;
        var all = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(folder) is { } one)
            {
                all[id] = one;
            }
        }

        return TimeSpan.FromSeconds(all.Where(p => IsBelow(p.Key)).Sum(p => p.Value.Ticks) / TicksPerSecond);

        bool IsBelow(int id) => id == root || (all.TryGetValue(id, out var p) && p.Parent > 1 && IsBelow(p.Parent));
    }

    /// <summary>Parent and ticks out of <c>/proc/&lt;id&gt;/stat</c>: user and system time, its own and of children that were waited
    /// for.</summary>
    /// <param name="stat">The line; the program's name in it may have blanks and brackets.</param>
    internal static (int Parent, long Ticks) Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)));
    }

    private static (int Parent, long Ticks)? Read(string folder)
    {
        try
        {
            return Parse(File.ReadAllText(Path.Combine(folder, "stat")));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
