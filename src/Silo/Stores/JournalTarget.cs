namespace VipOrleans.Silo;

using Microsoft.Extensions.Configuration;

/// <summary>The store into which a journal is copied: the section <c>Target</c>, read as a silo reads where its journal is kept.</summary>
internal static class JournalTarget
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Store"] = "Journal:Store",
        ["Connection"] = "Journal:Connection",
        ["DataFolder"] = "Silo:DataFolder",
    };

    /// <summary>Reads it.</summary>
    /// <exception cref="OperatorException">There is none, or it cannot be used.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        var given = configuration.GetSection("Target").GetChildren().ToList();
        if (given.FirstOrDefault(c => !Settings.ContainsKey(c.Key)) is { } slip)
        {
            throw new OperatorException($"{slip.Path} is no setting; the section Target has {string.Join(", ", Settings.Keys)}.");
        }

        if (given.Count == 0)
        {
            throw new OperatorException("Nothing says where the copy is to be: give Target:Store (Sqlite, Postgres or AzureTables) with "
                + "Target:DataFolder or Target:Connection.");
        }

        try
        {
            return SiloConfiguration.Read(new ConfigurationBuilder()
                .AddInMemoryCollection(given.ToDictionary(c => Settings[c.Key], c => c.Value)).Build());
        }
        catch (OperatorException e)
        {
            throw new OperatorException(Settings.Aggregate(e.Message,
                (text, s) => text.Replace(s.Value, $"Target:{s.Key}", StringComparison.Ordinal)), e);
        }
    }

    /// <summary>True if both are the same store.</summary>
    public static bool IsThatOf(this SiloSettings target, SiloSettings source) => target.Store == source.Store
        && (target.Store == JournalStore.Sqlite
            ? Path.GetFullPath(target.DataFolder) == Path.GetFullPath(source.DataFolder)
            : target.JournalConnection == source.JournalConnection);
}
