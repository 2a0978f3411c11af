namespace VipOrleans.Pilot;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Silo;

/// <summary>What the pilot was asked to do.</summary>
public sealed record PilotOptions
{
    /// <summary>What is printed for <c>--help</c>.</summary>
    public const string Help = """
        A pilot city on one machine: silo, HTTP API and journal in one process.

          --sample           load the sample city first, and print what it has come to
          --data <folder>    keep everything in this folder (default: data)
          --urls <urls>      listen here (default: http://localhost:8080)
          version, --version print the version
          help, -h, --help   print this

        It runs as in development, with tokens for anyone and a key of its own, unless ASPNETCORE_ENVIRONMENT says otherwise.
        """;

    /// <summary>The folder with journal, vault and reminders.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>
    /// Where to listen, several separated by semicolons; null for what the environment says, or else http://localhost:8080.
    /// </summary>
    public string? Urls { get; init; }

    /// <summary>True where the sample is loaded first.</summary>
    public bool Sample { get; init; }

    /// <summary>True where only the help is wanted.</summary>
    public bool ShowHelp { get; init; }

    /// <summary>
    /// The environment, such as <c>Production</c>; null for what the process's environment says, or else <c>Development</c>.
    /// </summary>
    public string? Environment { get; init; }

    /// <summary>Settings that win over those of the environment, for hosts that start a pilot themselves; null for none.</summary>
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="OperatorException">It has a word that is not known, or lacks a value.</exception>
    public static PilotOptions Parse(IReadOnlyList<string> arguments)
    {
        if (ProgramArguments.AsksForHelp(arguments))
            return new() { ShowHelp = true };
        var options = new PilotOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            string Value() =>
                value ?? (i + 1 < arguments.Count
                    ? arguments[++i] : throw new OperatorException($"{name} lacks its value.{System.Environment.NewLine}{Help}"));
            options = name switch
            {
                "--sample" => options with { Sample = true },
                "--data" => options with { DataFolder = Value() },
                "--urls" => options with { Urls = Value() },
                _ => throw new OperatorException($"'{arguments[i]}' is not known here.{System.Environment.NewLine}{Help}"),
            };
        }

        return options;
    }
}
