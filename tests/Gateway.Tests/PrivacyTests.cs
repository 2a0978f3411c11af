namespace VipOrleans.Gateway.Tests;

public sealed class PrivacyTests(TestGateway gateway)
{
    [Fact]
    public async Task What_people_send_of_themselves_is_in_no_log_line_and_in_no_problem()
    {
        const string canary = "zq7canary";
        var city = await gateway.NewCity();
        var person = new { name = $"{canary} name", contact = $"{canary}@example.org", address = $"{canary} street", documents = new[] { new { kind = "passport", issuedBy = "NZ", number = $"{canary}1" } } };
        var host = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person })).Id!;
        var answers = new List<Answer>
        {
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person, household = canary }),
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person }),
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person, guardian = $"{canary} guardian" }),
            await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose={canary} because", city.Officer),
            await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?{canary}=1", city.Officer),
            await gateway.Send(HttpMethod.Get, $"/v1/hosts/{canary}", city.Officer),
        };
        Assert.All(answers, a => Assert.InRange((int)a.Status, 400, 499));
        // The path is the caller's own; everything else of a problem is ours.
        Assert.All(answers[..^1], a => Assert.DoesNotContain(canary, a.Text));
        Assert.DoesNotContain(gateway.Log, line => line.Contains(canary, StringComparison.Ordinal));
    }
}
