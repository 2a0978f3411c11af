namespace VipOrleans.Architecture.Tests;

using System.Reflection;

/// <summary>Who may use whom. The table is the design's; a new project is entered here before it is built.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Domain"] = [],
        ["Stores"] = [],
        ["Journal"] = ["Domain", "Stores"],
        ["Vault"] = ["Domain", "Stores"],
        ["Contracts"] = ["Domain"],
        ["Grains"] = ["Contracts", "Domain", "Journal", "Vault"],
        ["Silo"] = ["Grains", "Journal", "Stores", "Vault"],
        ["Gateway"] = ["Contracts", "Domain"],
        ["Client"] = [],
        ["Portal"] = ["Client"],
        ["Pilot"] = ["Silo", "Gateway", "Portal"],
        ["Cli"] = ["Silo"],
    };

    // Packages by which a project would come to know what it must not: Orleans, the web, a store.
    private static readonly Dictionary<string, string[]> MayNotNeed = new()
    {
        ["Stores"] = ["Microsoft.Orleans", "Microsoft.AspNetCore"],
        ["Journal"] = ["Microsoft.Orleans", "Microsoft.AspNetCore"],
        ["Vault"] = ["Microsoft.Orleans", "Microsoft.AspNetCore"],
        ["Contracts"] = ["Microsoft.Data", "Npgsql", "Azure", "Microsoft.AspNetCore", "Microsoft.Orleans.Server"],
        ["Grains"] = ["Microsoft.Data", "Npgsql", "Azure", "Microsoft.AspNetCore"],
        // Through Npgsql Orleans reads which silos there are; the test below sees that the gateway itself asks no database.
        ["Client"] = ["Microsoft.Orleans", "Microsoft.AspNetCore", "Microsoft.Data", "Npgsql", "Azure"],
        ["Portal"] = ["Microsoft.Orleans", "Microsoft.Data", "Npgsql", "Azure", "OpenIddict"],
        ["Gateway"] = ["Microsoft.Data", "Azure.Data", "Microsoft.Orleans.Server", "Microsoft.Orleans.Reminders"],
    };

    public static TheoryData<string> Projects => [.. Sources.Projects.Keys];

    [Fact]
    public void Every_project_stands_in_the_table() => Assert.Equal(MayUse.Keys.Order(), Sources.Projects.Keys.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_what_the_table_allows(string project) =>
        Assert.Empty(Sources.ReferencesOf(project).Except(MayUse.GetValueOrDefault(project, [])));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_project_is_reached_but_through_an_arrow(string project)
    {
        Assert.Empty(Sources.Includes(project, "Reference"));
        // A file of another project would be compiled in without any arrow.
        Assert.DoesNotContain(Sources.Includes(project, "Compile"), c => c.Contains("..", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_needs_no_package_that_belongs_to_another_layer(string project) =>
        Assert.DoesNotContain(Sources.PackagesOf(project),
            p => MayNotNeed.GetValueOrDefault(project, []).Any(not => p.StartsWith(not, StringComparison.Ordinal)));

    [Fact]
    public void The_domain_is_pure_and_needs_nothing_but_the_base_library_and_the_attributes_of_what_travels()
    {
        Assert.Empty(Sources.ReferencesOf("Domain"));
        Assert.Equal(["Microsoft.Orleans.Serialization.Abstractions"], Sources.PackagesOf("Domain"));
        Assert.Empty(Sources.Includes("Domain", "FrameworkReference"));
        Assert.All(typeof(Domain.Money.Money).Assembly.GetReferencedAssemblies(),
            (AssemblyName a) => Assert.True(
                a.Name == "Orleans.Serialization.Abstractions" || a.Name!.StartsWith("System.", StringComparison.Ordinal), a.Name));
        Assert.Equal(["AliasAttribute", "GenerateSerializerAttribute", "ImmutableAttribute"],
            Sources.TypesUsedOf(typeof(Domain.Money.Money).Assembly, "Orleans.Serialization.Abstractions").Order());
    }

    [Fact]
    public void The_gateway_knows_nothing_of_grains_journal_and_vault()
    {
        var sources = Sources.FilesOf("Gateway").Select(f => (File: Path.GetFileName(f), Code: CodeText.Of(File.ReadAllText(f))));
        string[] database = ["NpgsqlConnection(", "NpgsqlCommand", "NpgsqlDataSource"];
        string[] behind = ["VipOrleans.Stores", "VipOrleans.Grains", "VipOrleans.Journal", "VipOrleans.Vault", "VipOrleans.Silo"];
        foreach (var (file, code) in sources)
        {
            // The cluster's membership, in which a gateway finds its silos, it may also read to say why it finds none.
            foreach (var forbidden in file == "SilosMissing.cs" ? behind : [.. behind, .. database])
            {
                Assert.False(code.Contains(forbidden, StringComparison.Ordinal), $"{file} names {forbidden}.");
            }
        }
    }
}
