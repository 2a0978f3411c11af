namespace VipOrleans.Cluster.Tests;

using System.Diagnostics;

/// <summary>Whoever asks a program for help gets its usage and nothing else: no process, no port, no file.</summary>
public sealed class HelpTests
{
    // Each program, with what its help must name, and its exit code for a command line that it does not understand.
    private static readonly (string Program, int Usage, string[] Names)[] Programs =
    [
        (
            "src/Silo/Silo",
            1,
            [
                "health", "vault rewrap", "vault index", "draw verify", "journal verify", "journal migrate", "journal copy",
                "Journal:Store", "Journal:Key", "Silo:DatabaseWaitSeconds", "Vault:MasterKeys",
            ]
        ),
        (
            "src/Gateway/Gateway",
            1,
            ["health", "ASPNETCORE_URLS", "Auth:Authority", "Ids:Key", "Limits:Burst", "Gateway:DrainSeconds", "Cluster:Connection"]
        ),
        ("src/Pilot/Pilot", 1, ["--sample", "--data", "--urls"]),
        ("bench/Bench", 2, ["--parts", "--quick", "--full", "--out", "--readme"]),
        ("bench/Matching/MatchingBench", 2, ["scale", "score", "--hosts", "--migrants", "--candidates", "--seed", "--people", "--rounds"]),
        ("tests/Chaos/Chaos", 2, ["--store", "--minutes", "--kills", "--seed", "--clients", "--keep", "--fault"]),
        ("deploy/local/cluster.sh", 2, ["--data", "--first-port", "--no-build", "VIP_POSTGRES"]),
        ("deploy/postgres/backup.sh", 2, ["<folder>", "PGHOST"]),
        ("deploy/postgres/restore.sh", 2, ["<dump>", "PGDATABASE"]),
        ("deploy/postgres/erasures.sh", 2, ["<since>"]),
        ("deploy/postgres/drill.sh", 2, ["<folder>", "VIP_SILO"]),
        ("deploy/sqlite/backup.sh", 2, ["<data folder>", "0600"]),
        ("src/Cli/Cli", 2, ["journal", "vault", "draw", "health", "token", "completion"]),
    ];

    public static TheoryData<string, string> Questions
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (program, _, names) in Programs)
            {
                foreach (var question in new[] { "-h", "--help", "help" })
                    all.Add(program, question);
                // Behind an option too, which takes a value and would take this one.
                if (names[0].StartsWith("--", StringComparison.Ordinal))
                    all.Add(program, $"{names[0]} -h");
            }

            return all;
        }
    }

    public static TheoryData<string> All => [.. Programs.Select(p => p.Program)];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Help_is_all_that_happens(string program, string question)
    {
        var (code, output, errors) = await Run(program, question.Split(' '));

        Assert.True(code == 0, errors);
        Assert.Equal("", errors);
        var (_, _, names) = Programs.Single(p => p.Program == program);
        Assert.All(names, n => Assert.Contains(n, output, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_not_known_starts_nothing_and_is_named(string program)
    {
        var (code, output, errors) = await Run(program, "--no-such-option=1");

        Assert.Equal(Programs.Single(p => p.Program == program).Usage, code);
        Assert.Equal("", output);
        Assert.Contains("'--no-such-option=1' is not ", errors.Split('\n')[0], StringComparison.Ordinal);
    }

    // In an empty folder, which stays empty, and among settings with which nothing could start.
    private static async Task<(int Code, string Output, string Errors)> Run(string program, params string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("vip-help-");
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var isScript = program.EndsWith(".sh", StringComparison.Ordinal);
            var start = new ProcessStartInfo(
                isScript ? "bash" : "dotnet",
                [isScript ? Path.Combine(Repository, program) : BuiltFrom(program), .. words]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder.FullName,
            };
            var environment = new Dictionary<string, string>
            {
                ["TMPDIR"] = folder.FullName,
                ["DOTNET_EnableDiagnostics"] = "0",
                ["DOTNET_gcServer"] = "0",
                ["Silo__Port"] = "none",
                ["Journal__Store"] = "none",
                ["Limits__Burst"] = "none",
                ["VIP_POSTGRES"] = "none",
                ["VIP_TEST_POSTGRES"] = "none",
            };
            foreach (var (name, value) in environment)
                start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            try
            {
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            Assert.Empty(folder.EnumerateFileSystemInfos());
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string BuiltFrom(string project) =>
        Path.Combine(
            Repository,
            Path.GetDirectoryName(project)!,
            // As these tests were built: bin/<configuration>/<framework>.
            Path.GetRelativePath(Path.Combine(Repository, "tests", "Cluster.Tests"), AppContext.BaseDirectory),
            $"VipOrleans.{Path.GetFileName(project)}.dll"
        );

    private static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
