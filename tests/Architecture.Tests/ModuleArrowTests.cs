namespace VipOrleans.Architecture.Tests;

using System.Text.RegularExpressions;

/// <summary>
/// Which module may know which. A module is a folder and a namespace of the same name, in every project that has modules; the arrows are
/// held inside each of these projects, and none of them has a circle.
/// </summary>
public sealed class ModuleArrowTests
{
    private static readonly string[] Everything =
        ["Kernel", "Money", "Shares", "Places", "People", "Matching", "Sponsorships", "Safeguarding", "Payments", "Reports", "News"];

    // In the domain, six modules know none of each other.
    private static readonly Dictionary<string, string[]> DomainArrows = new()
    {
        ["Kernel"] = [],
        ["Money"] = ["Kernel"],
        ["Shares"] = ["Kernel", "Money"],
        ["Places"] = ["Kernel", "Money", "Shares"],
        ["People"] = ["Kernel", "Money", "Shares"],
        ["Matching"] = ["Kernel", "Money", "Shares"],
        ["Sponsorships"] = ["Kernel", "Money", "Shares"],
        ["Safeguarding"] = ["Kernel", "Money", "Shares"],
        ["Payments"] = ["Kernel", "Money", "Shares"],
        ["Reports"] = ["Kernel", "Money", "Shares", "Places", "People", "Matching", "Sponsorships", "Safeguarding", "Payments"],
        ["News"] =
            ["Kernel", "Money", "Shares", "Places", "People", "Matching", "Sponsorships", "Safeguarding", "Payments", "Reports"],
    };

    // Folders that are no module of the domain, and what stands at the root and puts the modules together.
    private static readonly Dictionary<string, string[]> AlsoThere = new()
    {
        ["Domain"] = [],
        ["Contracts"] = ["Wire"],
        ["Grains"] = ["Hosting"],
        ["Gateway"] = ["Json", "Problems", "Access", "Commands", "OpenApi", "Hosting"],
    };

    // What every endpoint of the gateway is built with, from the bottom up. The endpoints themselves stand between the last two.
    private static readonly Dictionary<string, string[]> ConventionArrows = new()
    {
        ["Json"] = [],
        ["Problems"] = ["Json"],
        ["Access"] = ["Json", "Problems"],
        ["Commands"] = ["Json", "Problems", "Access"],
        ["OpenApi"] = ["Json", "Problems", "Access", "Commands"],
        ["Hosting"] = ["Json", "Problems", "Access", "Commands", "OpenApi"],
    };

    public static TheoryData<string> Projects => [.. AlsoThere.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_of_a_module_has_the_modules_namespace(string project)
    {
        foreach (var file in Sources.FilesOf(project))
        {
            var declared = Regex.Match(File.ReadAllText(file), @"^namespace (VipOrleans[\w.]*);", RegexOptions.Multiline).Groups[1].Value;
            if (declared.Length == 0) continue;
            var module = ModuleOf(project, file);
            Assert.True(declared == (module is null ? $"VipOrleans.{project}" : $"VipOrleans.{project}.{module}"),
                $"{file} stands in {declared}.");
            Assert.True(module is null || Everything.Contains(module) || AlsoThere[project].Contains(module),
                $"{module} is no module of {project}: enter it in the table, or move {file}.");
        }
    }

    [Fact]
    public void A_module_of_the_domain_knows_only_what_the_table_allows()
    {
        foreach (var (from, to) in ArrowsOf("Domain"))
        {
            Assert.Empty(to.Keys.Except(DomainArrows[from]).Select(m => $"{from} knows {m}: {to[m]}"));
        }
    }

    [Fact]
    public void What_endpoints_are_built_with_knows_only_what_stands_below_it()
    {
        var arrows = ArrowsOf("Gateway");
        Assert.Empty(ConventionArrows.Keys.Except(arrows.Keys));
        foreach (var (from, to) in arrows)
        {
            var allowed = ConventionArrows.GetValueOrDefault(from) ?? [.. Everything, .. ConventionArrows["Hosting"]];
            Assert.Empty(to.Keys.Except(allowed).Select(m => $"{from} knows {m}: {to[m]}"));
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_modules_know_each_other_in_a_circle(string project)
    {
        var arrows = ArrowsOf(project).ToDictionary(a => a.Key, a => a.Value.Keys.ToHashSet());
        while (arrows.Count > 0)
        {
            // Whoever knows nobody that is left can be taken out; if nobody can, the rest is a circle.
            var free = arrows.Where(a => !a.Value.Any(arrows.ContainsKey)).Select(a => a.Key).ToList();
            Assert.True(free.Count > 0, $"A circle in {project}: "
                + string.Join("; ", arrows.Select(a => $"{a.Key} knows {string.Join(", ", a.Value.Where(arrows.ContainsKey))}")));
            foreach (var module in free) arrows.Remove(module);
        }
    }

    // Each module with the modules of its own project that it names, and one file that does.
    private static Dictionary<string, Dictionary<string, string>> ArrowsOf(string project)
    {
        var found = new Dictionary<string, Dictionary<string, string>>();
        foreach (var file in Sources.FilesOf(project))
        {
            if (ModuleOf(project, file) is not { } module) continue;
            var to = found.TryGetValue(module, out var known) ? known : found[module] = [];
            foreach (Match name in Regex.Matches(CodeText.Of(File.ReadAllText(file)), $@"(?<![\w.])(?:VipOrleans\.)?{project}\.([A-Z]\w+)"))
            {
                var other = name.Groups[1].Value;
                if (other != module && (Everything.Contains(other) || AlsoThere[project].Contains(other))) to.TryAdd(other, file);
            }
        }

        return found;
    }

    private static string? ModuleOf(string project, string file)
    {
        var parts = Path.GetRelativePath(Path.Combine(Sources.Root, "src", project), file).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : null;
    }
}
