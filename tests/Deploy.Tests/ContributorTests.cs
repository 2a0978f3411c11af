namespace VipOrleans.Deploy.Tests;

using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

/// <summary>What a contributor's tools read: workflow, forms, updates of packages, development container.</summary>
public sealed partial class ContributorTests
{
    private const string Workflow = ".github/workflows/ci.yml";

    public static TheoryData<string> Forms => ["bug", "feature"];

    public static TheoryData<string> Papers =>
        ["CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CODE_OF_CONDUCT.md", ".github/pull_request_template.md"];

    [Fact]
    public void Each_push_and_pull_request_runs_what_a_contributor_can_run()
    {
        var file = DeployFiles.Yaml(Workflow);
        Assert.Equal(["push", "pull_request"], file.At("on").Keys());
        Assert.Equal("read", file.At("permissions", "contents").ToString());
        var steps = ((YamlSequenceNode)file.At("jobs", "test", "steps")).Cast<YamlMappingNode>().ToList();
        Assert.Equal("bash .ci/run", steps[^1].At("run").ToString());
        Assert.True(DeployFiles.Exists(".ci/run"));
        Assert.Equal("global.json", Using("actions/setup-dotnet").At("with", "global-json-file").ToString());
        Assert.Equal(Node(), Using("actions/setup-node").At("with", "node-version").ToString());
        // A proposal from outside must not find a way to push.
        Assert.Equal("false", Using("actions/checkout").At("with", "persist-credentials").ToString());

        YamlMappingNode Using(string action) =>
            steps.Single(s => s.Keys().Contains("uses") && s.At("uses").ToString().StartsWith(action + "@", StringComparison.Ordinal));
    }

    [Fact]
    public void Updates_are_looked_for_wherever_something_is_pinned()
    {
        var pinned = new Dictionary<string, string[]>
        {
            ["nuget /"] = ["Directory.Packages.props"],
            ["npm /tests/Servers"] = ["tests/Servers/package.json"],
            ["github-actions /"] = [Workflow],
            ["docker /deploy"] = ["deploy/silo.Dockerfile", "deploy/gateway.Dockerfile"],
            ["docker /.devcontainer"] = [".devcontainer/Dockerfile"],
            ["docker-compose /deploy"] = ["deploy/compose.yaml"],
        };
        var updates = ((YamlSequenceNode)DeployFiles.Yaml(".github/dependabot.yml").At("updates")).SelectMany(u =>
            (u.Keys().Contains("directory") ? [u.At("directory").ToString()] : u.At("directories").Items()).Select(d =>
                $"{u.At("package-ecosystem")} {d}"
            )
        );

        Assert.Equal(pinned.Keys.Order(), updates.Order());
        Assert.All(pinned.Values.SelectMany(f => f), f => Assert.True(DeployFiles.Exists(f), f));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_form_has_what_its_reader_needs(string name)
    {
        var form = DeployFiles.Yaml($".github/ISSUE_TEMPLATE/{name}.yml");
        Assert.NotEmpty(form.At("name").ToString());
        Assert.NotEmpty(form.At("description").ToString());
        var fields = ((YamlSequenceNode)form.At("body")).Where(f => f.At("type").ToString() != "markdown").ToList();
        Assert.Distinct(fields.Select(f => f.At("id").ToString()));
        Assert.All(fields, f => Assert.Contains(f.At("type").ToString(), new[] { "textarea", "input", "dropdown" }));
        Assert.All(fields, f => Assert.NotEmpty(f.At("attributes", "label").ToString()));
    }

    [Fact]
    public void The_development_container_is_built_on_what_the_releases_are_built_on()
    {
        var container = JsonSerializer.Deserialize<JsonElement>(DeployFiles.Text(".devcontainer/devcontainer.json"));
        var recipe = DeployFiles.Text($".devcontainer/{container.GetProperty("build").GetProperty("dockerfile").GetString()}");
        Assert.Equal(Base(DeployFiles.Text("deploy/silo.Dockerfile")), Base(recipe));
        Assert.All(new[] { "postgresql", "gcc" }, p => Assert.Matches($@"\s{p}\s", recipe));
        Assert.Equal("20", Node());

        static string Base(string dockerfile) => SdkImage().Match(dockerfile).Value;
    }

    [Theory]
    [MemberData(nameof(Papers))]
    public void Every_file_that_a_paper_names_is_there(string paper)
    {
        var named = Link()
            .Matches(DeployFiles.Text(paper))
            .Select(m => m.Groups[1].Value)
            .Where(l => !l.Contains("://", StringComparison.Ordinal));
        Assert.All(named, l => Assert.True(DeployFiles.Exists(l), $"{paper} names {l}, which is not there."));
    }

    private static string Node() =>
        JsonSerializer
            .Deserialize<JsonElement>(DeployFiles.Text(".devcontainer/devcontainer.json"))
            .GetProperty("features")
            .EnumerateObject()
            .Single(f => f.Name.Contains("/node:", StringComparison.Ordinal))
            .Value.GetProperty("version")
            .GetString()!;

    [GeneratedRegex(@"mcr\.microsoft\.com/dotnet/sdk:\S+")]
    private static partial Regex SdkImage();

    [GeneratedRegex(@"\]\(([^)#]+)")]
    private static partial Regex Link();
}
