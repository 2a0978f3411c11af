namespace VipOrleans.Gateway.Tests.Hosting;

using Microsoft.Extensions.Configuration;
using VipOrleans.Gateway.Hosting;

public sealed class GatewayConfigurationTests
{
    private static readonly (string, string?)[] Good = [("Auth:Authority", "https://id.example"), ("Auth:Audience", "vip"),
        ("Cluster:Connection", "Host=db;Username=vip;Password=s3cret"), ("Ids:Key", "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=")];

    [Fact]
    public void Settings_that_can_be_used_pass_at_both_ends_of_their_ranges()
    {
        Check();
        Check(("Gateway:DrainSeconds", "0"), ("Limits:Burst", "1"), ("Limits:Feeds", "1"), ("URLS", "http://+:8080;http://[::]:8081"));
        Check(("Gateway:DrainSeconds", "300"), ("Limits:Burst", "1000000"), ("Limits:Feeds", "100000"), ("Cluster:ProbeSeconds", "2"),
            ("Cluster:ClusterId", "north.1"));
        Check(("Gateway:TrustedProxies:0", "10.0.0.7"), ("Gateway:TrustedProxies:1", "fd00::/8"), ("FORWARDEDHEADERS_ENABLED", "true"),
            ("Gateway:CorsOrigins:0", "https://portal.example.org"), ("Gateway:CorsOrigins:1", "http://localhost:5173"));
        Check(("Auth:RoleClaim", "realm_access.roles"), ("Auth:CityClaim", "https://vip.example/city"), ("Auth:AudienceClaim", "client_id"),
            ("Auth:NationClaim", "custom:nation"), ("Auth:PersonClaim", "vip\\.api.person"));
    }

    [Theory]
    [InlineData("Gateway:DrainSeconds", "301", "Gateway:DrainSeconds is '301'; it is a whole number from 0 to 300.")]
    [InlineData("Gateway:DrainSeconds", "-1", "Gateway:DrainSeconds is '-1'; it is a whole number from 0 to 300.")]
    [InlineData("Gateway:DrainSecond", "1",
        "Gateway:DrainSecond is no setting; the section Gateway has DrainSeconds, TrustedProxies, CorsOrigins, OpsPort.")]
    [InlineData("Cluster:Dashboard", "yes", "Cluster:Dashboard is 'yes'; it is true or false.")]
    [InlineData("Limits:RequestsPerSecond", "0", "Limits:RequestsPerSecond is '0'; it is a whole number from 1 to 1000000.")]
    [InlineData("Limits:Burst", "many", "Limits:Burst is 'many'; it is a whole number from 1 to 1000000.")]
    [InlineData("Limits:AnonymousRequestsPerSecond", "1.5",
        "Limits:AnonymousRequestsPerSecond is '1.5'; it is a whole number from 1 to 1000000.")]
    [InlineData("Limits:AnonymousBurst", "1000001", "Limits:AnonymousBurst is '1000001'; it is a whole number from 1 to 1000000.")]
    [InlineData("Limits:FeedsPerSubject", "10001", "Limits:FeedsPerSubject is '10001'; it is a whole number from 1 to 10000.")]
    [InlineData("Limits:Feeds", "99999999999", "Limits:Feeds is '99999999999'; it is a whole number from 1 to 100000.")]
    [InlineData("Limits:Feed", "5", "Limits:Feed is no setting; the section Limits has RequestsPerSecond, Burst,")]
    [InlineData("Auth:Autority", "https://id.example",
        "Auth:Autority is no setting; the section Auth has Authority, Audience, DevelopmentIssuer, DevelopmentKey, AudienceClaim,")]
    [InlineData("Ids:Key", "", "No key for ids is configured. Set Ids:Key to 32 bytes in base64, the same in all gateways of the cluster")]
    [InlineData("Ids:Key", "s3cret", "Ids:Key is not base64. Set Ids:Key to 32 bytes in base64")]
    [InlineData("Ids:Key", "s3crets3", "Ids:Key has 6 bytes, not 32. Set Ids:Key to 32 bytes in base64")]
    [InlineData("Ids:Keys", "1", "Ids:Keys is no setting; the section Ids has Key, AnswerFormerIds.")]
    [InlineData("Ids:AnswerFormerIds", "yes", "Ids:AnswerFormerIds is 'yes'; it is true or false.")]
    [InlineData("Auth:RoleClaim", "roles[]", "Auth:RoleClaim is 'roles[]'; it is the name of a claim")]
    [InlineData("Auth:CityClaim", "", "Auth:CityClaim is ''; it is the name of a claim")]
    [InlineData("Auth:NationClaim", "a..b", "Auth:NationClaim is 'a..b'; it is the name of a claim")]
    [InlineData("Gateway:TrustedProxies:0", "balancer", "Gateway:TrustedProxies has 'balancer', which is neither an address")]
    [InlineData("Gateway:TrustedProxies:0", "10.0.0.0/33", "Gateway:TrustedProxies has '10.0.0.0/33', which is neither an address")]
    [InlineData("FORWARDEDHEADERS_ENABLED", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED takes X-Forwarded-For from anybody.")]
    [InlineData("Gateway:CorsOrigins:0", "*", "Gateway:CorsOrigins has '*', which is not an origin")]
    [InlineData("Gateway:CorsOrigins:0", "https://a.example/", "Gateway:CorsOrigins has 'https://a.example/', which is not an origin")]
    [InlineData("Gateway:CorsOrigins:0", "https://a.example/x", "Gateway:CorsOrigins has 'https://a.example/x', which is not an origin")]
    [InlineData("Auth:DevelopmentIssuer", "maybe", "Auth:DevelopmentIssuer is 'maybe'; it is true or false.")]
    [InlineData("Auth:Authority", "id.example", "Auth:Authority is 'id.example', which is not an address such as")]
    [InlineData("Cluster:ClusterId", "", "Cluster:ClusterId is ''; it is 1 to 100 ASCII letters")]
    [InlineData("Cluster:ServiceId", "two words", "Cluster:ServiceId is 'two words'; it is 1 to 100 ASCII letters")]
    [InlineData("Cluster:Conection", "Host=db", "Cluster:Conection is no setting; the section Cluster has Connection, Gateways,")]
    [InlineData("Cluster:Connection", "Username=vip;Password=s3cret", "Cluster:Connection is no connection string of PostgreSQL")]
    [InlineData("URLS", "8080", "ASPNETCORE_URLS has '8080', which is not an address to listen on")]
    public void A_setting_that_cannot_be_used_is_told_in_one_line_with_what_would_be_right(string name, string value, string words)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Check((name, value)));

        Assert.StartsWith(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var refused =
            Assert.Throws<InvalidOperationException>(
                () => Check(("Gateway:DrainSeconds", "x"), ("Limits:Burst", "0"), ("Auth:Audience", null), ("Cluster:Gateways:0", "here"),
                    ("Cluster:ClusterId", "a b")));

        // The addresses are wrong in themselves, and beside the connection.
        Assert.Equal(6, refused.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("http://+:8080;http://other:1", null, "http://localhost:8080/")]
    [InlineData(null, "8080;9090", "http://localhost:8080/")]
    [InlineData("http://10.0.0.7:80", "8080", "http://10.0.0.7/")]
    [InlineData(null, null, "http://localhost:5000/")]
    public void A_gateway_is_asked_where_it_listens(string? urls, string? ports, string expected) =>
        Assert.Equal(expected, GatewayAddress.Local(Configuration([("URLS", urls), ("HTTP_PORTS", ports)])).ToString());

    private static void Check(params (string, string?)[] changed) =>
        GatewayConfiguration.CheckProcess(Configuration([.. Good, .. changed]), isDevelopment: false);

    private static IConfiguration Configuration((string Name, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in settings) values[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
