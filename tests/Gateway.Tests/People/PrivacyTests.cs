namespace VipOrleans.Gateway.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Tests.Matching;

public sealed class PrivacyTests(TestGateway gateway)
{
    [Fact]
    public async Task What_people_send_of_themselves_is_in_no_log_line_and_in_no_problem()
    {
        const string canary = "zq7canary";
        var city = await gateway.NewCity();
        var person = new
        {
            name = $"{canary} name", contact = $"{canary}@example.org", address = $"{canary} street",
            documents = new[] { new { kind = "passport", issuedBy = "NZ", number = $"{canary}1" } }
        };
        var host = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person })).Id!;
        var answers = new List<Answer>
        {
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person, household = canary }),
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person }),
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer,
                new { person, guardian = $"{canary} guardian" }),
            await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose={canary} because", city.Officer),
            await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?{canary}=1", city.Officer),
            await gateway.Send(HttpMethod.Get, $"/v1/hosts/{canary}", city.Officer),
        };
        Assert.All(answers, a => Assert.InRange((int)a.Status, 400, 499));
        // The path is the caller's own; everything else of a problem is ours.
        Assert.All(answers[..^1], a => Assert.DoesNotContain(canary, a.Text));
        Assert.DoesNotContain(gateway.Log, line => line.Contains(canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task That_a_document_is_known_in_another_nation_is_told_to_nobody()
    {
        var (here, abroad) = (await gateway.NewCity(), await gateway.NewCity("fj"));
        static object Of(string number) => new
        {
            person = new { name = "Sina", documents = new[] { new { kind = "passport", issuedBy = "TO", number } } }
        };
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{here.Id}/hosts", here.Officer, Of("zq9-L77"));
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{abroad.Id}/hosts", abroad.Officer, Of("zq9-L77"));
        foreach (var city in new[] { here, abroad, await gateway.NewCity() })
        {
            (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, Of("ZQ9 L77")))
                .MustBe(System.Net.HttpStatusCode.Conflict, "person-already-registered");
        }
    }

    [Fact]
    public async Task Heritage_faith_and_codes_of_invitations_are_in_no_log_line_no_problem_and_no_feed()
    {
        const string canary = "zq8canary";
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await ProfileTests.Tell(city, host);
        await ProfileTests.Tell(city, migrant);
        foreach (var (path,
            token) in new[] { ($"/v1/hosts/{host}/traits", city.HostToken(host)),
                ($"/v1/migrants/{migrant}/traits", city.MigrantToken(migrant)) })
        {
            Answer[] refused =
            [
                await gateway.Send(HttpMethod.Put, path, token, new { heritage = canary, purpose = "matching", consent = true }),
                await gateway.Send(HttpMethod.Put, path, token, new { faith = canary, purpose = "matching", consent = true }),
                await gateway.Send(HttpMethod.Put, path, token, new { faith = "zoroastrian", purpose = canary, consent = true }),
                await gateway.Send(HttpMethod.Put, path, token, new { faith = "zoroastrian", purpose = "matching", consent = false }),
            ];
            Assert.All(refused, a => a.MustBe(System.Net.HttpStatusCode.BadRequest, "invalid-input"));
            Assert.All(refused, a => Assert.DoesNotContain(canary, a.Text));
            // The third is told which purposes there are, and no word of what came with it.
            Assert.All(refused[2..], a => Assert.DoesNotContain("zoroastrian", a.Text));
            await gateway.Ok(HttpMethod.Put, path, token,
                new { heritage = "IR", faith = "zoroastrian", purpose = "matching", consent = true });
            Assert.Equal("zoroastrian", (string?)(await gateway.Ok(HttpMethod.Get, path, token)).Json["faith"]);
        }

        var code = (string)(await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/invitations", city.HostToken(host),
            new { days = 3 })).Json["code"]!;
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{host}/invitation-uses", city.HostToken(host), new { code }))
            .MustBe(System.Net.HttpStatusCode.NotFound, "invitation-not-found");
        await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/suggestions?city={city.Id}", city.MigrantToken(migrant));
        foreach (var word in new[] { canary, "zoroastrian", code, code[^26..] })
        {
            Assert.DoesNotContain(gateway.Log, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        foreach (var stream in new[] { ((PersonId)HostId.Parse(host)).ProfileStream, ((PersonId)MigrantId.Parse(migrant)).ProfileStream })
        {
            var events = (await gateway.Journal.Read(stream)).Events;
            Assert.Contains(events, e => e.Type == "traits-consented");
            Assert.DoesNotContain(events,
                e => System.Text.Encoding.UTF8.GetString(e.Data.Span).Contains("zoroastrian", StringComparison.OrdinalIgnoreCase));
        }
    }
}
