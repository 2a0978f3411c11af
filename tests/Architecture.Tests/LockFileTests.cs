namespace VipOrleans.Architecture.Tests;

using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

/// <summary>
/// Each project's packages are locked, with all that they need in turn: what CI tests is what everybody builds, to the byte.
/// </summary>
public sealed class LockFileTests
{
    private static readonly Dictionary<string, string> Versions = ReadVersions();

    public static TheoryData<string> AllProjects =>
        [
            .. new[] { "src", "tests", "bench" }
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Sources.Root, f), "*.csproj", SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(Sources.Root, f)),
        ];

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void A_projects_lock_is_of_the_versions_that_the_project_asks_for(string project)
    {
        var locked = Path.Combine(Sources.Root, Path.GetDirectoryName(project)!, "packages.lock.json");
        Assert.True(File.Exists(locked), $"{project} has no packages.lock.json. `dotnet restore` writes it.");
        var text = File.ReadAllText(locked);
        // A lock that names one registry would serve nobody behind another.
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);

        var direct = JsonSerializer
            .Deserialize<JsonElement>(text)
            .GetProperty("dependencies")
            .GetProperty("net10.0")
            .EnumerateObject()
            .Where(p => p.Value.GetProperty("type").GetString() == "Direct")
            .Select(p => $"{p.Name} {p.Value.GetProperty("resolved").GetString()}");
        var asked = Packages(project).Select(p => $"{p} {Versions[p]}");
        Assert.Equal(asked.Order(StringComparer.Ordinal), direct.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("", "")]
    public async Task Only_ci_refuses_a_lock_that_does_not_fit(string ci, string locked)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "src/Domain/Domain.csproj", "-getProperty:RestoreLockedMode"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Sources.Root,
        };
        start.Environment["CI"] = ci;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(locked, output.Trim());
    }

    private static Dictionary<string, string> ReadVersions()
    {
        var file = XDocument.Load(Path.Combine(Sources.Root, "Directory.Packages.props"));
        var variables = file.Descendants("PropertyGroup").Elements().ToDictionary(e => $"$({e.Name.LocalName})", e => e.Value);
        return file.Descendants("PackageVersion").ToDictionary(e => Attribute(e, "Include"), e => Resolve(Attribute(e, "Version")));

        string Resolve(string version) => variables.GetValueOrDefault(version, version);
    }

    // A project's own packages, and those that Directory.Build.props above it gives to all.
    private static IEnumerable<string> Packages(string project)
    {
        var files = new List<string> { Path.Combine(Sources.Root, project) };
        var above = Path.Combine(Sources.Root, project.Split(Path.DirectorySeparatorChar)[0], "Directory.Build.props");
        if (File.Exists(above))
            files.Add(above);
        var references = files.SelectMany(f => XDocument.Load(f).Descendants("PackageReference")).ToList();
        return Named("Include").Except(Named("Remove"));

        IEnumerable<string> Named(string how) =>
            references.SelectMany(r => ((string?)r.Attribute(how) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Attribute(XElement element, string name) => (string)element.Attribute(name)!;
}
