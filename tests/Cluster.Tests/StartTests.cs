namespace VipOrleans.Cluster.Tests;

using VipOrleans.Processes;

/// <summary>What the executables say when they are started wrongly.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_silo_says_in_a_line_each_what_is_wrong_with_its_settings_and_ends()
    {
        var run = await ProgramRun.Of("Silo", [], new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Silo__Port"] = "65536",
            ["Silo__Adress"] = "10.0.0.1",
            ["Silo__DatabaseWaitSeconds"] = "0",
            ["Cluster__ProbeSeconds"] = "61",
            ["Journal__Store"] = "Postgres",
            ["Journal__Connection"] = "Host=db;Pasword=s3cret",
        });

        Assert.Equal(1, run.Code);
        AssertLines(run.Errors, "The silo cannot run. Silo:Port is '65536'; a port is a number up to 65535",
            "Cluster:ProbeSeconds is '61'; it is a whole number from 1 to 60.",
            "Silo:DatabaseWaitSeconds is '0'; it is a whole number from 1 to 600.", "Journal:Connection: ",
            "Silo:Adress is no setting; the section Silo has ");
    }

    [Fact]
    public async Task A_gateway_says_in_a_line_each_what_is_wrong_with_its_settings_and_ends()
    {
        var run = await ProgramRun.Of("Gateway", [], new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = "8080",
            ["Gateway__DrainSeconds"] = "301",
            ["Limits__Burst"] = "0",
            ["Limits__Burts"] = "1",
            ["Cluster__Connection"] = "Host=db;Pasword=s3cret",
        });

        Assert.Equal(1, run.Code);
        AssertLines(run.Errors, "The gateway cannot run. Limits:Burts is no setting; the section Limits has ",
            "Limits:Burst is '0'; it is a whole number from 1 to 1000000.",
            "Gateway:DrainSeconds is '301'; it is a whole number from 0 to 300.", "No key for ids is configured.",
            "Nobody could log in: set Auth:Authority",
            "Cluster:Connection is no connection string of PostgreSQL", "ASPNETCORE_URLS has '8080', which is not an address to listen on");
    }

    [Theory]
    [InlineData("Silo", "'helth' is not known here. Without a word it runs a silo; 'health' asks")]
    [InlineData("Gateway", "'helth' is not known here. Without a word it runs a gateway; 'health' asks")]
    public async Task A_word_that_is_not_known_starts_nothing(string program, string says)
    {
        var run = await ProgramRun.Of(program, ["helth"], new Dictionary<string, string>());

        Assert.Equal(1, run.Code);
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
    }

    private static void AssertLines(string errors, params string[] starts)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == starts.Length, errors);
        Assert.All(lines.Zip(starts), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", errors, StringComparison.Ordinal);
    }
}
