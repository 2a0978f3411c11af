namespace VipOrleans.Silo.Tests;

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Processes;

/// <summary>
/// The executable's command that redoes a draw from its published file; and the few lines of Python on the decision's page that do the
/// same.
/// </summary>
public sealed class DrawCommandTests : IDisposable
{
    private static readonly CityId City = CityId.Parse("nz-akl");
    private static readonly PublishedDraw Good = Draw(30);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Tampered => new()
    {
        { "secret", "The secret's hash is" },
        { "commitment", "The secret's hash is" },
        { "seed", "The seed that follows from secret and entries is" },
        { "entry left out", "The seed that follows from secret and entries is" },
        { "entry twice", "is in the list more than once" },
        { "order", "At position 1 the order has" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_draw_as_it_was_published_is_told_what_was_checked_and_ends_with_0()
    {
        var run = await Verify(Write(Good), $"commitment={Good.Commitment}", $"sponsorship={Case(7)}");
        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Equal(
        [
            $"The draw of {Good.Opening}, 30 entries:", $"fits: The secret's hash is the commitment {Good.Commitment}.",
            "fits: All 30 entries are hashes.", "fits: No entry is in the list twice.",
            $"fits: The seed that follows from secret and entries is {Good.Seed}.",
            "fits: The order is the one that follows from seed and entries.", "fits: The commitment is the one that you noted.",
            $"fits: The sponsorship is number {Good.Order.ToList().IndexOf(Opening.MarkOf(Case(7))) + 1} of 30.",
            "This is the draw that was announced.",
        ], run.Output.TrimEnd().Split('\n'));
        // A file that proves itself proves nothing of what was promised.
        Assert.Contains("if the commitment is the one that you noted", (await Verify(Write(Good))).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Verify(Write(Draw(0)))).Code);
    }

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task A_file_that_was_changed_is_told_what_does_not_fit_and_ends_with_1(string what, string says)
    {
        var run = await Verify(Write(Change(what)));
        Assert.Equal((1, ""), (run.Code, run.Errors));
        Assert.Contains(run.Output.Split('\n'),
            line => line.StartsWith("DOES NOT FIT: ", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal));
        Assert.EndsWith("This is not the draw that was announced, or the file was changed.", run.Output.TrimEnd(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_commitment_or_somebody_who_is_not_in_it_does_not_fit()
    {
        foreach (var word in new[] { $"commitment={PublishedOrder.CommitmentTo("another")}", $"sponsorship={Case(99)}" })
        {
            var run = await Verify(Write(Good), word);
            Assert.Equal(1, run.Code);
            Assert.Single(run.Output.Split('\n'), line => line.StartsWith("DOES NOT FIT: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_no_draw_is_told_so()
    {
        foreach (var (words, says) in new (string[], string)[]
        {
            ([], "Use: draw verify <file>"), ([Path.Combine(_folder.Path, "none.json")], "The file cannot be read"),
            ([Write("[1]")], "The file is no draw as it is published"), ([Write("null")], "The file is no draw"),
            ([Write(Good), "votes=3"], "Use: draw verify <file>"), ([Write(Good), "sponsorship=me"], "is not a sponsorship's id"),
        })
        {
            var run = await Verify(words);
            Assert.Equal(1, run.Code);
            Assert.StartsWith("The check cannot run. ", run.Errors, StringComparison.Ordinal);
            Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        }

        var half = await Verify(Write("""{"opening":"x"}"""));
        Assert.Equal(1, half.Code);
        Assert.Contains("DOES NOT FIT: The file is not whole", half.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_of_Python_on_the_page_come_to_the_same()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(Root(), "docs", "decisions", "0074-an-opening-is-drawn-from-a-list-that-everybody-can-check.md"),
            TestContext.Current.CancellationToken);
        var lines = page.Split("```python\n")[1].Split("```")[0];
        Assert.True(lines.TrimEnd().Split('\n').Length <= 10, "More than ten lines.");
        var script = Path.Combine(_folder.Path, "redo.py");
        await File.WriteAllTextAsync(script, lines, TestContext.Current.CancellationToken);
        Assert.SkipWhen(await Python(script, Write(Good)) is null, "There is no Python here.");
        Assert.Equal((0, "30 entries, as announced"), await Python(script, Write(Good)));
        foreach (var (what, _) in Tampered.Select(t => t.Data)) Assert.NotEqual(0, (await Python(script, Write(Change(what))))!.Value.Code);
    }

    private static async Task<(int Code, string Output)?> Python(string script, string file)
    {
        try
        {
            using var process =
                Process.Start(
                    new ProcessStartInfo("python3", [script, file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output.Trim());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static PublishedDraw Change(string what)
    {
        var (entries, order) = (Good.Entries.ToList(), Good.Order.ToList());
        switch (what)
        {
            case "secret": return Good with { Secret = "another" };
            case "commitment": return Good with { Commitment = PublishedOrder.CommitmentTo("another") };
            case "seed": return Good with { Seed = PublishedOrder.CommitmentTo("another") };
            case "entry left out": entries.RemoveAt(3); break;
            case "entry twice": entries.Add(entries[3]); break;
            default: (order[0], order[9]) = (order[9], order[0]); break;
        }

        return Good with { Entries = entries, Order = order };
    }

    private static PublishedDraw Draw(int entries)
    {
        string[] marks = [.. Enumerable.Range(0, entries).Select(n => Opening.MarkOf(Case(n)))];
        var seed = PublishedOrder.SeedOf("the secret", marks);
        return new(OpeningId.From(City, "opening").Value, PublishedOrder.CommitmentTo("the secret"), "the secret", seed, marks,
            PublishedDraw.InOrder(seed, marks));
    }

    private static SponsorshipId Case(int n) => SponsorshipId.From(City, $"case {n}");

    private string Write(PublishedDraw draw) => Write(JsonSerializer.Serialize(draw, DrawJson.Default.PublishedDraw));

    private string Write(string text)
    {
        var file = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, text);
        return file;
    }

    private static Task<ProgramRun> Verify(params string[] words) =>
        ProgramRun.Of("Silo", ["draw", "verify", .. words], new Dictionary<string, string>());

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
