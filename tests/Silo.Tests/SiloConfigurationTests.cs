using Microsoft.Extensions.Configuration;

namespace VipOrleans.Silo.Tests;

public sealed class SiloConfigurationTests
{
    [Fact]
    public void What_is_not_configured_has_its_default() =>
        Assert.Equal(new SiloSettings { DataFolder = "data", SiloPort = 11111, ClientPort = 30000 }, Read());

    [Fact]
    public void What_is_configured_is_taken() =>
        Assert.Equal(
            new SiloSettings { DataFolder = "/var/vip", SiloPort = 4000, ClientPort = 0, VaultMasterKeys = "k1:abc", ClusterId = "north", ServiceId = "vip" },
            Read(("Silo:DataFolder", "/var/vip"), ("Silo:Port", "4000"), ("Silo:ClientPort", "0"), ("Vault:MasterKeys", "k1:abc"), ("Cluster:ClusterId", "north"), ("Cluster:ServiceId", "vip")));

    [Theory]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("http")]
    [InlineData("")]
    [InlineData("1e3")]
    public void A_port_that_is_none_is_named_with_its_value(string port)
    {
        var failure = Assert.Throws<OperatorException>(() => Read(("Silo:Port", port)));
        Assert.Contains($"Silo:Port is '{port}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var failure = Assert.Throws<OperatorException>(() => Read(("Silo:DataFolder", " "), ("Silo:Port", "x"), ("Silo:ClientPort", "y")));
        Assert.Contains("Silo:DataFolder", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Silo:Port", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Silo:ClientPort", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_uses_of_one_port_are_refused() => Assert.Throws<OperatorException>(() => Read(("Silo:Port", "5000"), ("Silo:ClientPort", "5000")));

    private static SiloSettings Read(params (string Name, string Value)[] values) =>
        SiloConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Name, string? (v) => v.Value)).Build());
}
