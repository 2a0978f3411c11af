namespace VipOrleans.Contracts.Kernel;

/// <summary>What the programs understand on their command lines alike: the question for help, and settings.</summary>
public static class ProgramArguments
{
    // Settings of .NET itself, which stand in no section.
    private static readonly string[] Unsectioned = ["applicationName", "contentRoot", "environment", "http_ports", "https_ports", "urls"];

    /// <summary>Whether help is asked for, wherever that stands: such a program prints it and does nothing else.</summary>
    /// <param name="words">The command line.</param>
    public static bool AsksForHelp(IReadOnlyList<string> words) => words is ["help", ..] || words.Any(w => w is "-h" or "--help");

    /// <summary>Whether the version is asked for: such a program prints it and does nothing else.</summary>
    /// <param name="words">The command line.</param>
    public static bool AsksForVersion(IReadOnlyList<string> words) => words is ["version" or "--version"];

    /// <summary>
    /// The first word that sets nothing; null if each does. .NET passes over a word that it does not understand, and a silo would start
    /// without what its operator asked for.
    /// </summary>
    /// <param name="words">Settings, as <c>--Silo:Port=11111</c>, <c>--Silo:Port 11111</c> or <c>Silo:Port=11111</c>.</param>
    public static string? NoSetting(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var (name, value) = word.Split('=', 2) is [var left, var right] ? (left, right) : (word, null);
            var bare = name.StartsWith("--", StringComparison.Ordinal) ? name[2..] : name.TrimStart('/');
            var known =
                bare.Contains(':', StringComparison.Ordinal)
                || Unsectioned.Contains(bare, StringComparer.OrdinalIgnoreCase)
                || IsTelemetry(bare);
            // Its value may be the next word, but only behind a name that is marked as one.
            if (!known || bare.StartsWith('-') || (value is null && (bare == name || ++i == words.Count)))
                return word;
        }

        return null;
    }

    private static bool IsTelemetry(string name) => name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);
}
