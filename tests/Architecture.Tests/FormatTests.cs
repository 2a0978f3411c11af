namespace VipOrleans.Architecture.Tests;

using System.Diagnostics;
using System.Globalization;

/// <summary>How the files of the repository are written: as the formatter writes them, and what no formatter sees to.</summary>
public sealed class FormatTests
{
    private const int Columns = 140;

    private static readonly string[] WrittenByHand =
    [
        ".bicep",
        ".cs",
        ".csproj",
        ".md",
        ".props",
        ".razor",
        ".sh",
        ".sql",
        ".yaml",
        ".yml",
    ];

    [Fact]
    public async Task White_space_is_as_the_formatter_writes_it()
    {
        var (code, said) = await Dotnet("format", "whitespace", ".", "--folder", "--verify-no-changes", "-v", "q");
        Assert.True(code == 0,
            "Some files are not formatted. `dotnet format whitespace . --folder` in the root of the repository mends it.\n"
                + Start(said, lines: 40));
    }

    [Fact]
    public void No_line_of_code_is_too_long_and_every_file_ends_as_it_should()
    {
        var found = new List<string>();
        foreach (var file in Files())
            found.AddRange(Faults(file, File.ReadAllText(Path.Combine(Sources.Root, file))));
        Assert.True(found.Count == 0, $"{found.Count} faults:\n{Start(string.Join('\n', found), lines: 50)}");
    }

    [Theory]
    [InlineData("a.cs", "int a;\n", null)]
    [InlineData("a.cs", "int a;", "ends without a newline")]
    [InlineData("a.cs", "int a;\n\n", "ends with an empty line")]
    [InlineData("a.cs", "int a; \nint b;\n", "blanks at the end")]
    [InlineData("a.cs", "\tint a;\n", "a tab")]
    [InlineData("a.cs", "int a;\r\nint b;\r\n", "a carriage return")]
    [InlineData("a.cs", "\uFEFFint a;\n", "a byte order mark")]
    [InlineData("a.md", "Two blanks break a line.  \n", "blanks at the end")]
    public void A_fault_is_found(string file, string text, string? fault)
    {
        if (fault is null)
            Assert.Empty(Faults(file, text));
        else
            Assert.Contains(fault, Assert.Single(Faults(file, text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_counted_and_not_bytes_and_only_in_code()
    {
        Assert.Empty(Faults("a.cs", new string('é', Columns) + "\n"));
        // Each is two chars long.
        Assert.Empty(Faults("a.cs", string.Concat(Enumerable.Repeat("𝒳", Columns)) + "\n"));
        Assert.Contains(
            "a.cs(2): 141 columns",
            Assert.Single(Faults("a.cs", $"\n{new string('a', Columns + 1)}\n")),
            StringComparison.Ordinal
        );
        Assert.Empty(Faults("a.md", new string('a', Columns + 1) + "\n"));
    }

    private static IEnumerable<string> Faults(string file, string text)
    {
        if (text.StartsWith('\uFEFF'))
            yield return $"{file}: a byte order mark";
        if (text.Contains('\r'))
            yield return $"{file}: a carriage return";
        if (!text.EndsWith('\n'))
            yield return $"{file}: ends without a newline";
        if (text.EndsWith("\n\n", StringComparison.Ordinal))
            yield return $"{file}: ends with an empty line";
        var number = 0;
        var inRaw = false;
        foreach (var line in text.Replace("\r", "", StringComparison.Ordinal).Split('\n'))
        {
            number++;
            if (line.Contains('\t'))
                yield return $"{file}({number}): a tab";
            if (line.EndsWith(' '))
                yield return $"{file}({number}): blanks at the end";
            // What stands in a raw string is data, such as a table or a statement of a database: a break would change it.
            var quotes = line.Split("\"\"\"").Length - 1;
            var isData = inRaw || quotes > 0;
            if (quotes % 2 == 1) inRaw = !inRaw;
            if (!isData && file.EndsWith(".cs", StringComparison.Ordinal)
                && new StringInfo(line).LengthInTextElements is > Columns and var columns)
                yield return $"{file}({number}): {columns} columns, at most {Columns} are allowed";
        }
    }

    // What people write. Golden files, tables and reports are written by programs and compared byte for byte.
    private static IEnumerable<string> Files() =>
        Below(Sources.Root)
            .Select(f => Path.GetRelativePath(Sources.Root, f).Replace('\\', '/'))
            .Where(f => WrittenByHand.Contains(Path.GetExtension(f)) && !f.EndsWith(".g.cs", StringComparison.Ordinal)
                && !f.StartsWith("bench/results/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Where(d =>
                Path.GetFileName(d)
                    is not (".git" or ".vs" or ".idea" or "bin" or "obj" or "data" or "walk-data" or "node_modules" or "TestResults")
            )
            .SelectMany(Below)
            .Concat(Directory.EnumerateFiles(folder));

    private static async Task<(int Code, string Said)> Dotnet(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Sources.Root,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private static string Start(string text, int lines) => string.Join('\n', text.Split('\n').Take(lines));
}
