namespace VipOrleans.Gateway.Tests.Access;

using System.Net;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Tests.Payments;

/// <summary>What needs two officers needs two human beings.</summary>
public sealed class SecondOfficerTests(TestGateway gateway)
{
    private static readonly IdKeys Keys = IdKeys.Parse(Convert.ToBase64String(new byte[32]));

    [Theory]
    [InlineData("p1", "P1")]
    [InlineData("p1", "ｐ１")]
    [InlineData("STRASSE@x", "strasse@X")]
    [InlineData("Ǆ", "ǆ")]
    public void Subjects_that_people_mix_up_are_one_officer_and_keep_their_own_keys(string one, string other)
    {
        var (a, b) = (Officer(one), Officer(other));
        Assert.NotEqual(a.Key, b.Key);
        Assert.NotEqual(a.Actor, b.Actor);
        Assert.True(Actors.AreOne(a.Actor, b.Actor));
        Assert.True(Actors.IsOfficer(a.Actor) && Actors.IsOfficer(b.Actor));
        // As it was written before subjects were compared in this way.
        Assert.True(Actors.AreOne($"city-officer:{b.Key}", b.Actor));
    }

    [Theory]
    [InlineData("p1", "p2")]
    [InlineData("p1", "P2")]
    [InlineData("P1", "P2")]
    public void Other_subjects_are_other_officers(string one, string other) =>
        Assert.False(Actors.AreOne(Officer(one).Actor, Officer(other).Actor));

    [Fact]
    public void Only_officers_are_compared_in_this_way()
    {
        Assert.False(Actors.AreOne("host:nz-akl.host.a", "host:nz-akl.host.b"));
        Assert.False(Actors.AreOne("migrant:nz.migrant.a-x", "migrant:nz.migrant.b-x"));
        Assert.Equal("city-officer:" + Keys.OfSubject("i", "p1"), Officer("p1").Actor);
    }

    [Theory]
    [InlineData("Declarer")]
    [InlineData("declarer")]
    [InlineData("ｄeclarer")]
    public async Task Who_declared_a_baseline_does_not_verify_it_under_another_spelling(string subject)
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant(verified: false);
        await gateway.Ok(HttpMethod.Put, $"/v1/migrants/{migrant}/baseline", Token(city, "declarer"),
            new { yearly = new { amount = "7300.00", currency = "NZD" }, evidence = "payslips", on = "2024-01-05" });
        var verification = new
        {
            yearly = new { amount = "7300.00", currency = "NZD" }, method = "payslips", source = "case-file/7", on = "2024-01-06",
        };
        var path = $"/v1/migrants/{migrant}/baseline-verification";
        (await gateway.Send(HttpMethod.Post, path, Token(city, subject), verification)).MustBe(HttpStatusCode.Conflict, "same-officer");
        await gateway.Ok(HttpMethod.Post, path, Token(city, "another"), verification);
    }

    [Fact]
    public async Task Who_changed_a_payee_of_a_batch_does_not_instruct_it()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var payouts = new PayoutTests(gateway);
        await payouts.Collected(city, host, migrant);
        await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/payee", Token(city, "clerk"), PayoutTests.Party("Aroha", "01-0123-0123457-00"));
        var payout = await payouts.Open(city);
        var path = $"/v1/cities/{city.Id}/payouts/{payout}";
        while ((string?)(await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["status"] == "reserving") await Task.Delay(20);
        foreach (var one in (string[])["clerk", "Clerk"])
        {
            (await gateway.Send(HttpMethod.Post, $"{path}/instruction", Token(city, one), new { }))
                .MustBe(HttpStatusCode.Conflict, "same-officer");
        }

        await gateway.Ok(HttpMethod.Post, $"{path}/instruction", Token(city, "third"), new { });
    }

    private static Caller Officer(string subject) => new()
    {
        Role = Role.CityOfficer, Key = Keys.OfSubject("i", subject), Compared = Subjects.Compared(subject, s => Keys.OfSubject("i", s)),
        City = CityId.Parse("nz-akl"),
    };

    private string Token(TestCity city, string subject) => gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: subject);
}
