namespace VipOrleans.Cli;

using System.CommandLine;
using VipOrleans.Silo;

/// <summary>The options that say where a journal is.</summary>
internal sealed class Place
{
    private readonly Option<JournalStore?> _store;
    private readonly Option<string?> _connection, _folder;
    private readonly string _folderSetting;

    /// <param name="prefix">What stands before each name.</param>
    /// <param name="what">What is there, as the subject of a sentence.</param>
    /// <param name="folderSetting">The setting of the folder.</param>
    public Place(string prefix, string what, string folderSetting)
    {
        _folderSetting = folderSetting;
        _store = new($"--{prefix}store") { Description = $"{what} is in Sqlite, Postgres or AzureTables." };
        _connection = new($"--{prefix}connection")
        {
            Description = $"{what}'s connection string, or @ and a file that has it: what stands on a command line others can read.",
        };
        _folder = new($"--{prefix}folder") { Description = $"{what}'s data folder, if it is in Sqlite." };
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_store);
        command.Add(_connection);
        command.Add(_folder);
    }

    /// <summary>What was given, as a silo's settings.</summary>
    /// <exception cref="OperatorException">A file cannot be read.</exception>
    public string[] Settings(ParseResult parsed, string section) =>
    [
        .. parsed.GetValue(_store) is { } store ? [$"--{section}:Store={store}"] : Array.Empty<string>(),
        .. parsed.GetValue(_connection) is { } connection ? [$"--{section}:Connection={Read(connection)}"] : Array.Empty<string>(),
        .. parsed.GetValue(_folder) is { } folder ? [$"--{_folderSetting}={folder}"] : Array.Empty<string>(),
    ];

    private static string Read(string value)
    {
        if (!value.StartsWith('@')) return value;
        try
        {
            return File.ReadAllText(value[1..]).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The file '{value[1..]}' cannot be read: {e.Message}", e);
        }
    }
}
