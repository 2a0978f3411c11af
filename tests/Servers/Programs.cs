namespace VipOrleans.Servers;

using System.Diagnostics;

/// <summary>Programs of this machine.</summary>
internal static class Programs
{
    /// <summary>True where a program of this name is found on the path.</summary>
    public static bool Exists(string name) => Find(name) is not null;

    /// <summary>The program's file on the path, or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end and gives its exit code and all that it printed.</summary>
    public static async Task<(int Code, string Output)> Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, $"{await output}{await errors}".Trim());
    }

    /// <summary>
    /// A command that runs another one as a user without rights, for servers that refuse to run as root. The command itself for anyone
    /// else.
    /// </summary>
    public static string[] WithoutRights(params string[] command)
    {
        if (!Environment.IsPrivilegedProcess) return command;
        if (Exists("setpriv"))
        {
            return ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--inh-caps=-all", "--", .. command];
        }

        if (Exists("runuser")) return ["runuser", "-u", User, "--", .. command];
        throw new ServerUnavailableException(
            "PostgreSQL does not run as root, and neither 'setpriv' nor 'runuser' is here to run it as another user. Install util-linux, "
                + "or run the tests as another user.");
    }

    /// <summary>Gives a folder to the user of <see cref="WithoutRights"/>.</summary>
    public static async Task GiveAway(string folder)
    {
        if (!Environment.IsPrivilegedProcess) return;
        var (code, output) = await Run(new("chown", ["-R", $"{User}:{Group}", folder]));
        if (code != 0) throw new ServerUnavailableException($"The folder {folder} could not be given to the user '{User}': {output}");
    }

    private const string User = "nobody";

    // Debian's name of nobody's group; others call it as the user.
    private static string Group =>
        File.ReadLines("/etc/group").Any(line => line.StartsWith("nogroup:", StringComparison.Ordinal)) ? "nogroup" : "nobody";
}
