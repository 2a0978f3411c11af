namespace VipOrleans.Deploy.Tests;

using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VipOrleans.Processes;

/// <summary>What a release has in it, and that it runs as an ordinary user who can write nothing but the data folder.</summary>
/// <param name="release">A release of what was built for these tests.</param>
[Trait("Speed", "slow")]
public sealed class ReleaseTests(ReleaseTests.Release release) : IClassFixture<ReleaseTests.Release>
{
    private const string JournalKey = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    private static readonly string[] Programs = ["silo", "gateway", "portal", "pilot"];

    public static TheoryData<string> AllPrograms => [.. Programs];

    [Fact]
    public async Task Everything_that_is_released_is_there_with_its_sum()
    {
        var sums = (await File.ReadAllLinesAsync(release.In("SHA256SUMS"), TestContext.Current.CancellationToken))
            .Select(l => l.Split("  ./")).ToDictionary(l => l[1], l => l[0]);

        string[] wanted =
        [
            .. Programs.Select(p => $"vip-{p}-linux-x64.tar.gz"), .. Programs.Append("cli").Select(p => $"sbom/{p}.cdx.json"),
            $"VipOrleans.Cli.{release.Version.Split('+')[0]}.nupkg", "VERSION",
        ];
        Assert.Equal(wanted.Order(StringComparer.Ordinal), sums.Keys.Order(StringComparer.Ordinal));
        foreach (var (file, sum) in sums)
        {
            await using var stream = File.OpenRead(release.In(file));
            Assert.Equal(sum, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, TestContext.Current.CancellationToken)));
        }

        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9a-z.]+)?(\+[0-9a-f]{12}(-changed)?)?$", release.Version);
    }

    [Theory]
    [MemberData(nameof(AllPrograms))]
    public async Task A_programs_folder_has_what_it_runs_and_nothing_of_other_platforms_languages_and_compilers(string program)
    {
        var folder = release.In(program);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).ToList();
        var main = $"VipOrleans.{char.ToUpperInvariant(program[0])}{program[1..]}";

        Assert.DoesNotContain(files, f => Regex.IsMatch(f, @"CodeAnalysis|Humanizer|System\.Composition|\.resources\.dll$|^runtimes/"));
        Assert.Equal(program == "pilot" ? ["samples"] : [], Directory.GetDirectories(folder).Select(Path.GetFileName));
        if (program == "pilot") Assert.DoesNotContain(files, f => Regex.IsMatch(f, @"^(Azure\.|Microsoft\.Identity\.)"));
        var native = files.Where(f => f.EndsWith(".so", StringComparison.Ordinal));
        Assert.Equal(program is "pilot" or "silo" ? ["libe_sqlite3.so"] : [], native);
        Assert.Equal([$"{main}.runtimeconfig.json"], files.Where(f => f.EndsWith("runtimeconfig.json", StringComparison.Ordinal)));
        // The list of what it needs and the folder say the same.
        var needed = Libraries(Path.Combine(folder, $"{main}.deps.json")).SelectMany(l => l.Files).Select(Path.GetFileName);
        Assert.Equal(files.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)).Concat(native).Order(StringComparer.Ordinal),
            needed.Distinct().Order(StringComparer.Ordinal));

        // The archive is that folder, which anybody may read and nobody but root may change.
        var packed = new Dictionary<string, TarEntry>();
        await using var gzip = new GZipStream(File.OpenRead(release.In($"vip-{program}-linux-x64.tar.gz")), CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            Assert.Equal((0, 0), (entry.Uid, entry.Gid));
            Assert.False(entry.Mode.HasFlag(UnixFileMode.OtherWrite) || entry.Mode.HasFlag(UnixFileMode.GroupWrite), entry.Name);
            Assert.True(entry.Mode.HasFlag(UnixFileMode.OtherRead), entry.Name);
            if (entry.EntryType is TarEntryType.RegularFile) packed[entry.Name[(program.Length + 1)..]] = entry;
        }

        Assert.Equal(files.Order(StringComparer.Ordinal), packed.Keys.Order(StringComparer.Ordinal));
        Assert.All(packed, p => Assert.Equal(new FileInfo(Path.Combine(folder, p.Key)).Length, p.Value.Length));
    }

    [Theory]
    [MemberData(nameof(AllPrograms))]
    public async Task A_programs_list_of_packages_names_each_that_is_in_its_folder_with_its_version_and_none_that_is_left_out(
        string program)
    {
        var list = JsonNode.Parse(
            await File.ReadAllTextAsync(release.In($"sbom/{program}.cdx.json"), TestContext.Current.CancellationToken))!;
        var main = $"VipOrleans.{char.ToUpperInvariant(program[0])}{program[1..]}";

        var listed = list["components"]!.AsArray().Select(c => $"{(string)c!["name"]!}/{(string)c["version"]!}").ToHashSet();

        Assert.Equal("CycloneDX", (string)list["bomFormat"]!);
        Assert.Equal(release.Version, (string)list["metadata"]!["component"]!["version"]!);
        Assert.All(list["components"]!.AsArray(), c => Assert.StartsWith("pkg:nuget/", (string)c!["purl"]!, StringComparison.Ordinal));
        Assert.Empty(Libraries(Path.Combine(release.In(program), $"{main}.deps.json"))
            .Where(l => l.IsPackage && l.Files.Count > 0).Select(l => l.Name).Except(listed));
        Assert.DoesNotContain(listed,
            l => Regex.IsMatch(l, @"^(Microsoft\.CodeAnalysis\.(Common|Workspaces)|Humanizer|System\.Composition\.)"));
        if (program == "pilot")
        {
            Assert.DoesNotContain(listed, l => Regex.IsMatch(l, @"^(Azure\.(Core|Data|Identity)|Microsoft\.Identity\.)"));
        }

    }

    [Fact]
    public async Task The_command_line_is_installed_as_a_tool_and_has_its_words()
    {
        var tools = release.In("tools");
        var version = release.Version.Split('+')[0];
        // A package of the same version may lie in this machine's store from before.
        var own = new Dictionary<string, string> { ["NUGET_PACKAGES"] = release.In("packages") };
        var (code, said) = await Run("dotnet", own, "tool", "install", "VipOrleans.Cli", "--tool-path", tools, "--add-source",
            release.In("."), "--version", version);
        Assert.True(code == 0, said);

        var (helped, help) = await Run(Path.Combine(tools, "vip"), own, "--help");

        Assert.Equal(0, helped);
        foreach (var word in new[] { "verify", "export", "import", "draw", "health", "token", "completion", "journal", "vault" })
            Assert.Matches($@"\n  {word}\b", help);
        Assert.Contains("complete -F _vip vip", (await Run(Path.Combine(tools, "vip"), own, "completion", "bash")).Said,
            StringComparison.Ordinal);
        var (asked, answer) = await Run(Path.Combine(tools, "vip"), own, "health", "http://127.0.0.1:9");
        Assert.Equal(1, asked);
        Assert.Contains("does not answer", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pilot_runs_from_its_folder_as_an_ordinary_user_who_cannot_write_there()
    {
        var data = release.Writable("pilot-data");
        var address = $"http://127.0.0.1:{NodeProcess.FreePort()}";
        await using var pilot = Started.From(release.ReadOnly("pilot"), "VipOrleans.Pilot.dll", new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        }, "--data", data, "--urls", address);
        using var http = new HttpClient { BaseAddress = new(address) };

        await pilot.Ready(new($"{address}/health/ready"));

        using var token = await http.PostAsJsonAsync("/v1/dev/tokens", new { role = "nation-officer", nation = "nz" });
        http.DefaultRequestHeaders.Authorization =
            new("Bearer", (string)(await token.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/cities") { Headers = { { "Idempotency-Key", "open" } } };
        request.Content = JsonContent.Create(new { id = "nz-akl", name = "Auckland", currency = "NZD", timeZone = "Pacific/Auckland" });
        using var opened = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        Assert.True(File.Exists(Path.Combine(data, "journal.db")));
        Assert.Equal(0, await pilot.Stop());
    }

    // A container engine and its base images are no part of the tests: what the files do is done here.
    [Fact]
    public async Task What_the_container_files_publish_runs_as_an_ordinary_user_who_can_write_to_the_data_folder_only()
    {
        foreach (var image in new[] { "silo", "gateway" })
        {
            var publish = ContainerTests.Lines(image).Single(l => l.StartsWith("RUN dotnet publish", StringComparison.Ordinal))[4..]
                .Split("&&")[0];
            var (code, said) = await Run("bash", [], "-c", publish.Replace("-o /app", $"-o {release.In($"image-{image}")}",
                StringComparison.Ordinal).Replace("-c Release",
                $"-c {Release.Configuration} --no-build -p:AppendRuntimeIdentifierToOutputPath=false", StringComparison.Ordinal));
            Assert.True(code == 0, said);
        }

        var (clients, health) = (NodeProcess.FreePort(), NodeProcess.FreePort());
        await using var silo = Started.From(release.ReadOnly("image-silo"), "VipOrleans.Silo.dll", new()
        {
            ["DOTNET_ENVIRONMENT"] = "Production", ["DOTNET_EnableDiagnostics"] = "0", ["Journal__Key"] = JournalKey,
            ["Vault__MasterKeys"] = "tests:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            ["Silo__DataFolder"] = release.Writable("silo-data"),
            ["Silo__Port"] = $"{NodeProcess.FreePort()}", ["Silo__ClientPort"] = $"{clients}", ["Silo__HealthPort"] = $"{health}",
        });
        await silo.Ready(new($"http://127.0.0.1:{health}/health/ready"));
        var address = $"http://127.0.0.1:{NodeProcess.FreePort()}";
        await using var gateway = Started.From(release.ReadOnly("image-gateway"), "VipOrleans.Gateway.dll", new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_EnableDiagnostics"] = "0", ["ASPNETCORE_URLS"] = address,
            ["Auth__DevelopmentIssuer"] = "true", ["Ids__Key"] = JournalKey, ["Cluster__Gateways__0"] = $"127.0.0.1:{clients}",
        });
        await gateway.Ready(new($"{address}/health/ready"));

        Assert.Equal((0, 0), (await gateway.Stop(), await silo.Stop()));
    }

    [Fact]
    public async Task A_programs_version_is_that_of_the_release()
    {
        var (code, said) = await Run("dotnet", [], Path.Combine(release.In("portal"), "VipOrleans.Portal.dll"), "--version");
        Assert.Equal(0, code);
        // What is made of a build of these tests has that build's.
        Assert.Matches(@"^\d+\.\d+\.\d+", said);
        var (asked, version) = await Run("bash", [], Path.Combine(DeployFiles.Root, "deploy/release.sh"), "--version");
        // With other commits and changes it would be another one.
        Assert.Equal((0, release.Version.Split('.')[0]), (asked, version.Split('.')[0]));
    }

    private static IEnumerable<(string Name, bool IsPackage, IReadOnlyList<string> Files)> Libraries(string deps)
    {
        var list = JsonNode.Parse(File.ReadAllText(deps))!;
        foreach (var (name, parts) in list["targets"]!.AsObject().Single(t => t.Key.EndsWith("/linux-x64", StringComparison.Ordinal)).Value!
            .AsObject())
        {
            yield return (name, (string)list["libraries"]![name]!["type"]! == "package",
                [.. new[] { "runtime", "native" }.SelectMany(k => parts![k]?.AsObject().Select(f => f.Key) ?? [])]);
        }
    }

    private static async Task<(int Code, string Said)> Run(string program, Dictionary<string, string> environment, params string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = DeployFiles.Root,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    /// <summary>A release in a folder that everybody may look into, gone afterwards.</summary>
    public sealed class Release : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("vip-release-").FullName;

        /// <summary>How these tests were built, and with them the programs.</summary>
        public static string Configuration { get; } =
            AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}",
                StringComparison.Ordinal) ? "Release" : "Debug";

        public string Version { get; private set; } = "";

        public string In(string name) => Path.Combine(_folder, name);

        // A folder that nobody may write to, the user who starts the program least of all.
        public string ReadOnly(string name)
        {
            using var change = Process.Start("chmod", ["-R", "a-w,a+rX", In(name)]);
            change.WaitForExit();
            return In(name);
        }

        public string Writable(string name)
        {
            var folder = Directory.CreateDirectory(In(name)).FullName;
            if (!Environment.IsPrivilegedProcess) return folder;
            using var give = Process.Start("chown", [Started.User, folder]);
            give.WaitForExit();
            return folder;
        }

        public async ValueTask InitializeAsync()
        {
            var (code, said) = await Run("bash", [], Path.Combine(DeployFiles.Root, "deploy/release.sh"), "--to", _folder, "--built",
                Configuration);
            Assert.True(code == 0, said);
            Version = (await File.ReadAllTextAsync(In("VERSION"))).Trim();
            using var open = Process.Start("chmod", ["a+rx", _folder]);
            await open.WaitForExitAsync();
        }

        public ValueTask DisposeAsync()
        {
            using (var change = Process.Start("chmod", ["-R", "u+w", _folder])) change.WaitForExit();
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A program in a process of a user without rights.</summary>
    private sealed class Started : IAsyncDisposable
    {
        /// <summary>Nobody, as a number: a container's user has no name either.</summary>
        public const string User = "65534";

        private readonly Process _process;
        private readonly Task<string> _said;

        private Started(Process process) => (_process, _said) = (process, process.StandardOutput.ReadToEndAsync());

        public static Started From(string folder, string program, Dictionary<string, string> environment, params string[] words)
        {
            string[] command = ["dotnet", Path.Combine(folder, program), .. words];
            if (Environment.IsPrivilegedProcess)
            {
                command = ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "--inh-caps=-all", "--no-new-privs", "--",
                    .. command];
            }

            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = folder };
            (start.Environment["DOTNET_gcServer"], start.Environment["HOME"]) = ("0", "/nowhere");
            foreach (var (name, value) in environment) start.Environment[name] = value;
            return new(Process.Start(start)!);
        }

        public async Task Ready(Uri address)
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
            for (var i = 0; i < 600; i++)
            {
                Assert.False(_process.HasExited, _process.HasExited ? await _said : "");
                try
                {
                    using var answer = await http.GetAsync(address);
                    if (answer.IsSuccessStatusCode) return;
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    // It does not listen yet.
                }

                await Task.Delay(200);
            }

            Assert.Fail($"{address} is not ready in time.");
        }

        public async Task<int> Stop()
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            return _process.ExitCode;
        }

        public ValueTask DisposeAsync()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
