namespace VipOrleans.Deploy.Tests;

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using VipOrleans.Silo;

public sealed class ContainerTests
{
    public static TheoryData<string, string> Images => new() { { "silo", "Silo" }, { "gateway", "Gateway" } };

    [Theory]
    [MemberData(nameof(Images))]
    public void A_container_is_made_from_its_project_and_runs_what_the_build_makes(string image, string project)
    {
        var lines = Lines(image);

        Assert.True(DeployFiles.Exists($"src/{project}/{project}.csproj"));
        Assert.Contains(lines,
            l => l.StartsWith($"RUN dotnet publish src/{project}/{project}.csproj -c Release -o /app", StringComparison.Ordinal));
        Assert.Equal($"ENTRYPOINT [\"dotnet\", \"VipOrleans.{project}.dll\"]", lines[^1]);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void A_container_has_the_smallest_base_that_its_project_runs_on_with_time_zones_and_without_a_shell(string image, string project)
    {
        var csproj = XDocument.Parse(DeployFiles.Text($"src/{project}/{project}.csproj"));
        var isWeb = csproj.Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web"
            || csproj.Descendants("FrameworkReference").Any(r => r.Attribute("Include")!.Value == "Microsoft.AspNetCore.App");
        var version =
            Regex.Match(DeployFiles.Text("Directory.Build.props"), "<TargetFramework>net([0-9.]+)</TargetFramework>").Groups[1].Value;

        Assert.Equal($"FROM mcr.microsoft.com/dotnet/{(isWeb ? "aspnet" : "runtime")}:{version}-noble-chiseled-extra",
            Lines(image).Last(l => l.StartsWith("FROM ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void A_container_runs_as_an_ordinary_user_and_writes_nothing_of_the_runtimes(string image, string project)
    {
        var last = Lines(image).SkipWhile(l => !l.Contains("chiseled", StringComparison.Ordinal)).ToList();

        Assert.Equal(["USER $APP_UID"], last.Where(l => l.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Equal("0", Environment(last)["DOTNET_EnableDiagnostics"]);
        Assert.False(string.IsNullOrEmpty(project));
    }

    [Fact]
    public void Every_setting_that_the_silos_container_gives_is_one_that_a_silo_reads()
    {
        var given = Environment(Lines("silo")).Where(e => !e.Key.StartsWith("DOTNET_", StringComparison.Ordinal))
            .ToDictionary(e => e.Key.Replace("__", ":", StringComparison.Ordinal), e => (string?)e.Value);
        var recorder = new Recorder(given);

        SiloConfiguration.Read(new ConfigurationRoot([recorder]));

        Assert.NotEmpty(given);
        Assert.Empty(given.Keys.Except(recorder.Asked.Keys, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_silos_ports_are_those_that_it_listens_on_by_default()
    {
        var settings = SiloConfiguration.Read(new ConfigurationBuilder().Build());

        Assert.Contains($"EXPOSE {settings.SiloPort} {settings.ClientPort} {settings.HealthPort}", Lines("silo"));
    }

    [Fact]
    public void What_a_build_needs_is_not_kept_from_it()
    {
        var kept = DeployFiles.Text(".dockerignore").Split('\n').Where(l => l.StartsWith('!')).Select(l => l[1..]).ToList();

        Assert.All(kept, path => Assert.True(DeployFiles.Exists(path), path));
        Assert.Empty(new[] { "src", "Directory.Build.props", "Directory.Packages.props", "global.json" }.Except(kept));
    }

    // Instructions without comments, those that go over several lines as one.
    internal static List<string> Lines(string image) =>
        [.. Regex.Replace(DeployFiles.Text($"deploy/{image}.Dockerfile"), @"\\\n\s*", "").Split('\n').Select(l => l.Trim())
            .Where(l => l.Length > 0 && !l.StartsWith('#'))];

    private static Dictionary<string, string> Environment(IEnumerable<string> lines) =>
        lines.Where(l => l.StartsWith("ENV ", StringComparison.Ordinal))
            .SelectMany(l => l[4..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => p[1]);

    /// <summary>Remembers which settings it was asked for.</summary>
    private sealed class Recorder : ConfigurationProvider
    {
        public Recorder(Dictionary<string, string?> given) => Data = given;

        public ConcurrentDictionary<string, bool> Asked { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override bool TryGet(string key, out string? value)
        {
            Asked[key] = true;
            return base.TryGet(key, out value);
        }
    }
}
