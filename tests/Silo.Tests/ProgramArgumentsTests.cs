namespace VipOrleans.Silo.Tests;

using VipOrleans.Contracts.Kernel;

/// <summary>What silo and gateway take for a setting on their command lines.</summary>
public sealed class ProgramArgumentsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(null, "--Silo:Port=11111", "Silo:Port=11111", "/Silo:Port=11111")]
    [InlineData(null, "--Silo:Port", "11111", "/Silo:ClientPort", "30000")]
    [InlineData(
        null,
        "--environment=Development",
        "--contentRoot=/srv",
        "--applicationName=Silo",
        "--URLS=http://+:8080",
        "--OTEL_SERVICE_NAME=vip"
    )]
    [InlineData("--port=11111", "--Silo:Port=11111", "--port=11111")]
    [InlineData("--Silo:Port", "--Silo:Port")]
    [InlineData("Silo:Port", "Silo:Port", "11111")]
    [InlineData("11111", "--Silo:Port=1", "11111")]
    [InlineData("-Silo:Port=11111", "-Silo:Port=11111")]
    [InlineData("helth", "helth")]
    [InlineData("", "")]
    public void A_word_that_sets_nothing_is_found(string? found, params string[] words) =>
        Assert.Equal(found, ProgramArguments.NoSetting(words));

    [Theory]
    [InlineData(true, "-h")]
    [InlineData(true, "--help")]
    [InlineData(true, "help")]
    [InlineData(true, "vault", "rewrap", "-h")]
    [InlineData(true, "help", "vault")]
    [InlineData(false)]
    [InlineData(false, "health")]
    [InlineData(false, "vault", "help")]
    [InlineData(false, "--Silo:DataFolder=help")]
    public void Help_is_asked_for_by_its_own_words(bool asked, params string[] words) =>
        Assert.Equal(asked, ProgramArguments.AsksForHelp(words));
}
