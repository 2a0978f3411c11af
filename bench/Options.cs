namespace VipOrleans.Bench;

using VipOrleans.Contracts.Kernel;

/// <summary>What the benchmark was asked to do.</summary>
internal sealed record Options
{
    /// <summary>The parts, in the order in which they run.</summary>
    public static readonly string[] AllParts = ["limits", "holds", "formation", "earnings", "statements", "opening", "growth", "silos",
        "micro", "ballot", "file", "seasons"];

    /// <summary>
    /// Those that run where none is named: all but a ballot, one long file and many years of seasons, which a full run has too.
    /// </summary>
    public static readonly string[] UsualParts = [.. AllParts.Except(["ballot", "file", "seasons"])];

    public const string Help = """
        Measures this system against a peer (ASP.NET Core, Npgsql, PostgreSQL) on this machine, and writes report, charts and table.

          --parts <a,b,…>   only these: limits, holds, formation, earnings, statements, opening, growth, silos, micro; and three that
                            only run with --full or where they are named: ballot, how fast citizens get papers and vote;
                            file, the memory that a file of 1,000,000 rows needs; seasons, 101,840 seasons of 16 years
          --quick           few and short rounds: to see that it runs, not to quote
          --full            what takes longer than 15 minutes: a month's earnings of 1,000,000 sponsorships, growth to 1,000,000, an opening day
                            of 4 minutes for each (one round), ballot, file and seasons; more than an hour
          --out <folder>    where to write (default: bench/results)
          --readme <file>   put the table into this file too, between its marks; never of a quick run
          help, -h, --help  print this

          capacity [folder] computes from the results in a folder (default: bench/results) what a city of a million and a nation of
                            300 million would need and cost, and writes capacity.md there; measures nothing
        """;

    /// <summary>Those that were named; without a name what a run of this length has.</summary>
    public IReadOnlyList<string> Parts { get => field ?? (Full ? AllParts : UsualParts); init; }
    public bool Quick { get; init; }
    public bool Full { get; init; }
    public bool ShowHelp { get; init; }
    public string? Readme { get; init; }
    public string Out { get; init; } = Path.Combine("bench", "results");

    /// <summary>How often each is measured, A B A B; only the opening day of a full run, which is long, is measured once.</summary>
    public int Rounds => Quick ? 2 : 5;

    /// <summary>After this a part has failed: a measurement that stands still is an error, and not a long wait.</summary>
    public TimeSpan LongestPart => TimeSpan.FromMinutes(Full ? 90 : 30);

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">A word is not known; the message says what is.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        if (ProgramArguments.AsksForHelp(arguments))
            return new() { ShowHelp = true };
        var options = new Options();
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() =>
                ++i < arguments.Count
                    ? arguments[i] : throw new FormatException($"{arguments[i - 1]} lacks its value.{Environment.NewLine}{Help}");
            options = arguments[i] switch
            {
                "--parts" => options with { Parts = Chosen(Value()) },
                "--quick" => options with { Quick = true },
                "--full" => options with { Full = true },
                "--out" => options with { Out = Value() },
                "--readme" => options with { Readme = Value() },
                var word => throw new FormatException($"'{word}' is not known here.{Environment.NewLine}{Help}"),
            };
        }

        return options is { Quick: true, Readme: not null }
            ? throw new FormatException("A quick run is not to be quoted: leave --quick or --readme out.") : options;
    }

    private static string[] Chosen(string text)
    {
        var wanted = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Except(AllParts).FirstOrDefault() is { } unknown)
        {
            throw new FormatException($"There is no part '{unknown}'; there are: {string.Join(", ", AllParts)}.");
        }

        return wanted.Length == 0 ? throw new FormatException("--parts names no part.") : [.. AllParts.Where(wanted.Contains)];
    }
}
