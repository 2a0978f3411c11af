namespace VipOrleans.Servers;

using System.Diagnostics;

/// <summary>
/// Programs that read the API's document: linters and generators of clients, from npm and NuGet, pinned by the files in <c>tools</c> and
/// installed once, at first need.
/// </summary>
public static class ApiTools
{
    private static readonly Lazy<Task<string>> Node = new(() => NpmPackages.Install("tools", "npm-tools"));
    private static readonly Lazy<Task<string>> Dotnet = new(RestoreDotnet);

    /// <summary>The folder <c>node_modules</c> of the programs for Node.</summary>
    /// <exception cref="ServerUnavailableException">Node or npm is missing, or the installation failed.</exception>
    public static Task<string> Modules => Node.Value;

    /// <summary>The folder with the rules of the linter.</summary>
    public static string Rules => Path.Combine(NpmPackages.Metadata("Folder"), "tools");

    /// <summary>Runs a program of an npm package in a folder and gives its exit code and what it printed.</summary>
    /// <param name="script">Its file below <c>node_modules</c>.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int Code, string Output)> RunNode(string script, string folder, params string[] arguments) =>
        await Programs.Run(new("node", [Path.Combine(await Modules, script), .. arguments]) { WorkingDirectory = folder });

    /// <summary>Runs a .NET tool and gives its exit code and what it printed.</summary>
    /// <param name="tool">Its command.</param>
    /// <param name="arguments">Its arguments; paths are absolute.</param>
    public static async Task<(int Code, string Output)> RunDotnetTool(string tool, params string[] arguments) =>
        await RunDotnet(await Dotnet.Value, ["tool", "run", tool, "--", .. arguments]);

    /// <summary>Runs the .NET SDK in a folder.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<(int Code, string Output)> RunDotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        // Neither is a build of this project's a part of the one that runs the tests, nor does a tool look for news of itself.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["KIOTA_OFFLINE_ENABLED"] = "true";
        start.Environment["KIOTA_CLI_TELEMETRY_OPTOUT"] = "true";
        return Programs.Run(start);
    }

    private static async Task<string> RestoreDotnet()
    {
        var target = Directory.CreateDirectory(Path.GetFullPath(NpmPackages.Metadata("DotnetTools"))).FullName;
        var manifest = Path.Combine(target, "dotnet-tools.json");
        File.Copy(Path.Combine(NpmPackages.Metadata("Folder"), "tools", "dotnet-tools.json"), manifest, overwrite: true);
        var (code, output) = await RunDotnet(target, "tool", "restore", "--tool-manifest", manifest);
        return code == 0
            ? target
            : throw new ServerUnavailableException($"'dotnet tool restore' failed in {target}. Is a package registry reachable? {output}");
    }
}
