namespace VipOrleans.Portal.Tests;

using System.Reflection;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryDirectory").Value!;

    /// <summary>The portal's own sources, texts and sheets aside.</summary>
    public static IReadOnlyDictionary<string, string> PortalSources { get; } =
        new[] { "*.cs", "*.razor" }.SelectMany(p => Directory.EnumerateFiles(Path.Combine(Root, "src", "Portal"), p,
            SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains("node_modules", StringComparison.Ordinal))
            .ToDictionary(f => Path.GetRelativePath(Root, f), File.ReadAllText);
}
