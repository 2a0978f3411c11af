namespace VipOrleans.Deploy.Tests;

using System.Diagnostics;

/// <summary>
/// The command that runs every test on a machine that has the .NET SDK and nothing else. Its tools are played by scripts that note how they
/// were called.
/// </summary>
public sealed class TestScriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vip-test-script-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_is_missing_is_named_in_one_line_before_anything_runs()
    {
        Tool("id", "echo 1000");
        Tool("dotnet");
        var (code, output, errors) = await Run("tests/Domain.Tests");

        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Matches(@"^Install these first, and then run the tests again: Node\.js 20, npm[^\n]*\.\n$", errors);
        Assert.Empty(Calls);
    }

    [Fact]
    public async Task As_root_what_is_missing_is_installed_and_then_the_tests_run()
    {
        Tool("id", "echo 0");
        Tool("dotnet");
        Tool("apt-get");
        var (code, _, errors) = await Run("tests/Domain.Tests", "--filter", "Speed!=slow");

        Assert.True(code == 0, errors);
        Assert.Equal("apt-get update -q", Calls[0]);
        Assert.StartsWith("apt-get install -q -y --no-install-recommends nodejs npm", Calls[1], StringComparison.Ordinal);
        Assert.Equal("dotnet test tests/Domain.Tests --filter Speed!=slow", Calls[2]);
    }

    [Fact]
    public async Task Nothing_runs_after_an_installation_that_failed()
    {
        Tool("id", "echo 0");
        Tool("dotnet");
        Tool("apt-get", "[ \"$1\" = update ]");
        var (code, _, _) = await Run();

        Assert.Equal(2, code);
        Assert.DoesNotContain(Calls, c => c.StartsWith("dotnet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_SDK_it_says_where_that_is()
    {
        var (code, _, errors) = await Run();
        Assert.Equal(2, code);
        Assert.Matches("^Install the .NET SDK of global.json first: https://[^\n]*\n$", errors);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("help")]
    public async Task Help_is_all_that_happens(string word)
    {
        Tool("dotnet");
        var (code, output, errors) = await Run(word);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("./test.sh [<argument of dotnet test>…]", output, StringComparison.Ordinal);
        Assert.Empty(Calls);
    }

    [Fact]
    public void The_build_server_and_the_readme_use_it()
    {
        Assert.Contains("\n./test.sh 2>&1", DeployFiles.Text(".ci/run"), StringComparison.Ordinal);
        Assert.Contains("\n./test.sh\n", DeployFiles.Text("README.md"), StringComparison.Ordinal);
    }

    private string[] Calls => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private string Log => Path.Combine(_folder.FullName, "calls");

    // A program of this name that notes its call and then does what is given.
    private void Tool(string name, string does = "true")
    {
        var file = Path.Combine(_folder.FullName, name);
        var note = name == "id" ? "" : $"echo \"{name} $*\" >> '{Log}'\n";
        File.WriteAllText(file, $"#!/bin/bash\n{note}{does}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<(int Code, string Output, string Errors)> Run(params string[] words)
    {
        // Of the machine's own programs it finds those only that every system has.
        foreach (var name in new[] { "dirname", "ls" }) File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), $"/bin/{name}");
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(DeployFiles.Root, "test.sh"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _folder.FullName;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await errors);
    }
}
