namespace VipOrleans.Deploy.Tests;

using VipOrleans.Gateway.Hosting;
using VipOrleans.Silo;

/// <summary>The measure by which the other tests judge environments can fail.</summary>
public sealed class ProgramSettingsTests
{
    private static readonly Dictionary<string, string> SilosOwn = new()
    {
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["Journal__Store"] = "Postgres",
        ["Journal__Connection"] = "Host=db",
        ["Vault__MasterKeys"] = "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    };

    [Fact]
    public void A_good_environment_passes() => Assert.Equal(JournalStore.Postgres, ProgramSettings.Silo(SilosOwn).Store);

    [Theory]
    [InlineData("Journal__Conection", "Host=db")]
    [InlineData("Silo__port", "11111")]
    [InlineData("Silo__Port", "many")]
    [InlineData("VIP_PORT", "1")]
    public void A_slip_in_a_name_or_value_fails(string name, string value) =>
        Assert.ThrowsAny<Exception>(() => ProgramSettings.Silo(new Dictionary<string, string>(SilosOwn) { [name] = value }));

    [Fact]
    public void Silos_and_gateways_have_the_same_section_Cluster() => Assert.Equal(
        SiloConfiguration.Names.Where(n => n.StartsWith("Cluster:", StringComparison.Ordinal)).Order(),
        GatewayConfiguration.Names.Where(n => n.StartsWith("Cluster:", StringComparison.Ordinal)).Order());

    [Fact]
    public void The_documentation_has_every_setting()
    {
        var documented = DeployFiles.Text("docs/configuration.md");

        Assert.All(SiloConfiguration.Names.Concat(GatewayConfiguration.Names),
            n => Assert.Contains($"`{n.Replace(":", "__", StringComparison.Ordinal)}", documented, StringComparison.Ordinal));
    }

    [Fact]
    public void The_paths_of_the_health_checks_are_those_of_silo_and_gateway()
    {
        var silo = DeployFiles.Text("src/Silo/SiloProcess.cs");
        Assert.All(ProgramSettings.HealthPaths, p => Assert.Contains($"app.MapHealthChecks(\"{p}\"", silo, StringComparison.Ordinal));
        var gateway = DeployFiles.Text("src/Gateway/Hosting/Health.cs");
        Assert.Contains("app.MapGroup(\"/health\")", gateway, StringComparison.Ordinal);
        Assert.All(ProgramSettings.HealthPaths,
            p => Assert.Contains($"health.MapGet(\"{p["/health".Length..]}\"", gateway, StringComparison.Ordinal));
    }
}
