namespace VipOrleans.AppHost;

using System.Globalization;

/// <summary>What is asked on the command line.</summary>
/// <param name="Data">The folder with everything that is kept.</param>
/// <param name="FirstPort">The first gateway's port; all others are the ports after it.</param>
/// <param name="Azurite">True for the journal in Azure Tables.</param>
internal sealed record AppHostOptions(string Data, int FirstPort, bool Azurite)
{
    /// <summary>What is printed for <c>--help</c>.</summary>
    public const string Help = """
        Three silos, two gateways, the portal and PostgreSQL on this machine, with their logs, traces and metrics in Aspire's dashboard,
        until Ctrl-C. No container engine is needed.

          --data <folder>       keep everything here (default: data/aspire)
          --first-port <port>   the first gateway's port; all others are the ports after it (default: 8080)
          --azurite             the journal in Azure Tables, as Azurite has them; it comes from npm
          help, -h, --help      print this

        PostgreSQL is the one that VIP_POSTGRES names (Host=…;Username=…;Password=…;Database=…); else that of deploy/local/postgres.sh.
        """;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">A word is not known, or a value cannot be used; the message says which.</exception>
    public static AppHostOptions Parse(string[] args, string repository)
    {
        var options = new AppHostOptions(Path.Combine(repository, "data", "aspire"), 8080, false);
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--azurite" => options with { Azurite = true },
                "--data" => options with { Data = Path.GetFullPath(Value(ref i)) },
                "--first-port" => options with { FirstPort = Port(Value(ref i)) },
                _ => throw new FormatException($"'{args[i]}' is not known here; --help has what is."),
            };
        }

        return options;

        string Value(ref int i) =>
            i + 1 < args.Length ? args[++i] : throw new FormatException($"{args[i]} lacks its value; --help has the rest.");

        // The last port is 33 after it.
        static int Port(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1024 and <= 65_000
                ? port : throw new FormatException($"--first-port is '{text}'; it is a number from 1024 to 65000.");
    }
}
