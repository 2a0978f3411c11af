namespace VipOrleans.Architecture.Tests;

using System.Globalization;
using System.Text.RegularExpressions;

/// <summary>The papers that a stranger reads: whole, and true of the code beside them.</summary>
public sealed partial class PapersTests
{
    private const int MostWordsOfReadme = 1_000;

    [Fact]
    public void Every_aggregate_has_an_entry_in_the_glossary()
    {
        var aggregates = Sources.FilesOf("Domain")
            .SelectMany(f => EventUnion().Matches(CodeText.Of(File.ReadAllText(f))))
            .Where(m => !m.Groups["base"].Success)
            .Select(m => m.Groups["name"].Value)
            .ToList();
        Assert.True(aggregates.Count > 10, "The event unions were not found.");
        var named = Glossary().SelectMany(e => e.Types).ToHashSet();
        Assert.All(aggregates, a =>
            Assert.True(named.Contains(a) || named.Contains($"{a}Event"), $"No entry of docs/glossary.md names {a}."));
    }

    [Fact]
    public void Every_type_that_the_glossary_names_exists()
    {
        var declared = Sources.Projects.Keys
            .SelectMany(Sources.FilesOf)
            .SelectMany(f => Declaration().Matches(CodeText.Of(File.ReadAllText(f))))
            .Select(m => m.Groups["name"].Value)
            .ToHashSet();
        Assert.All(Glossary().SelectMany(e => e.Types.Select(t => (e.Word, Type: t))), e =>
            Assert.True(declared.Contains(e.Type), $"docs/glossary.md, {e.Word}: there is no type {e.Type}."));
    }

    [Fact]
    public void The_glossary_has_each_word_once_and_in_order()
    {
        var words = Glossary().Select(e => e.Word).ToList();
        Assert.True(words.Count > 100, "The glossary was not read.");
        Assert.Equal(words.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase), words);
    }

    [Fact]
    public void Every_decision_has_a_title_a_status_and_a_date_and_stands_in_the_index_with_them()
    {
        var index = Papers.Text("docs/decisions/README.md");
        var decisions = Directory.EnumerateFiles(Papers.PathOf("docs/decisions"), "*.md")
            .Select(f => Path.GetFileName(f))
            .Where(f => f != "README.md")
            .ToList();
        Assert.True(decisions.Count > 30, "The decisions were not found.");
        Assert.All(decisions, file =>
        {
            var page = DecisionPage().Match(Papers.Text($"docs/decisions/{file}"));
            Assert.True(page.Success, $"{file} does not begin with a title and a line such as '*Accepted, 2026-11-23*'.");
            var (title, date, status) = (page.Groups["title"].Value, page.Groups["date"].Value, page.Groups["status"].Value);
            var isDate = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
            Assert.True(isDate, $"{file}: {date} is no date.");
            var row = $"| {file[..4]} | [{title}]({file}) | {date} | {status}";
            Assert.True(index.Contains(row, StringComparison.Ordinal), $"The index does not have this row: {row}");
        });
        var numbers = decisions.Select(f => f[..4]).ToList();
        Assert.Equal(numbers.Distinct(), numbers);
    }

    [Fact]
    public void No_relative_link_is_dead()
    {
        var links = Papers.All().SelectMany(paper => Papers.LinksOf(paper).Select(link => (Paper: paper, Link: link))).ToList();
        Assert.True(links.Count > 100, "The links were not found.");
        Assert.All(links, l => Assert.True(Papers.Leads(l.Paper, l.Link), $"{l.Paper} links to {l.Link}, which is not there."));
    }

    [Theory]
    [InlineData("docs/nowhere.md", false)]
    [InlineData("docs/glossary.md#glossary", true)]
    [InlineData("docs/glossary.md#no-such-heading", false)]
    [InlineData("samples/", true)]
    public void A_dead_link_is_found(string link, bool leads) => Assert.Equal(leads, Papers.Leads("README.md", link));

    /// <summary>A word is what stands between blanks; code blocks and the table that the benchmark writes do not count.</summary>
    [Fact]
    public void The_readme_is_short_enough_to_be_read()
    {
        var prose = Papers.WithoutCodeBlocks(Measured().Replace(Papers.Text("README.md"), ""));
        Assert.InRange(prose.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 200, MostWordsOfReadme);
    }

    private static IEnumerable<(string Word, IReadOnlyList<string> Types)> Glossary() =>
        from line in Papers.Text("docs/glossary.md").Split('\n')
        let entry = Entry().Match(line)
        where entry.Success
        let types = TypeName().Matches(entry.Groups["where"].Value).Select(t => t.Groups["name"].Value)
        select (entry.Groups["word"].Value, (IReadOnlyList<string>)[.. types]);

    [GeneratedRegex(@"\babstract (partial )?record (?<name>\w+)Event\b(?<base>[^;{]*:)?")]
    private static partial Regex EventUnion();

    [GeneratedRegex(@"\b(record struct|record|class|struct|enum|interface) (?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\| \*\*(?<word>[^*|]+)\*\* \| [^|]+ \| (?<where>[^|]+) \|$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\A# (?<title>.+)\n\n\*(?<status>Accepted|Superseded by \[\d{4}\]\([^)]+\)), (?<date>\d{4}-\d\d-\d\d).*\*\n")]
    private static partial Regex DecisionPage();

    [GeneratedRegex("<!-- measured by bench -->.*?<!-- end of what was measured -->", RegexOptions.Singleline)]
    private static partial Regex Measured();
}
