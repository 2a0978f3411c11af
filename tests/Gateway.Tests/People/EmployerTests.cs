namespace VipOrleans.Gateway.Tests.People;

using System.Net;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;

/// <summary>An employer is an organisation of several people, of whom each signs in.</summary>
public sealed class EmployerTests(TestGateway gateway)
{
    [Fact]
    public async Task Several_people_sign_in_for_one_employer_and_its_first_person_says_who()
    {
        var city = await gateway.NewCity();
        var name = $"acme-{Guid.NewGuid():N}";
        var id = await Registered(city, name);
        var (ana, ben) = (Token(city, name, "ana"), Token(city, name, "ben"));
        var sponsorship = await city.Arrived(await city.Host(), await city.Migrant());
        await city.Name(sponsorship, name);
        // As before, until somebody is admitted.
        await Report(sponsorship, ana, HttpStatusCode.OK);
        await Report(sponsorship, ben, HttpStatusCode.OK);
        (await gateway.Send(HttpMethod.Post, $"/v1/employers/{id}/people", ana, new { person = await KeyOf(city, ana) }))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");

        await gateway.Ok(HttpMethod.Post, $"/v1/employers/{id}/people", city.Officer, new { person = await KeyOf(city, ana) });
        await Report(sponsorship, ana, HttpStatusCode.OK);
        await Report(sponsorship, ben, HttpStatusCode.Forbidden);
        (await gateway.Send(HttpMethod.Get, $"/v1/employers/{id}", ben)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports", ben))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");

        await gateway.Ok(HttpMethod.Post, $"/v1/employers/{id}/people", ana, new { person = await KeyOf(city, ben) });
        await Report(sponsorship, ben, HttpStatusCode.OK);
        // Who reports admits nobody.
        (await gateway.Send(HttpMethod.Post, $"/v1/employers/{id}/people-dismissals", ben, new { person = await KeyOf(city, ana) }))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        var view = (await gateway.Ok(HttpMethod.Get, $"/v1/employers/{id}", ben)).Json;
        Assert.Equal(["True", "False"], view["people"]!.AsArray().Select(p => ((bool)p!["isFirst"]!).ToString()));

        await gateway.Ok(HttpMethod.Post, $"/v1/employers/{id}/people-dismissals", ana, new { person = await KeyOf(city, ben) });
        await Report(sponsorship, ben, HttpStatusCode.Forbidden);
        Assert.Equal("False", (await SignIn(city, ben))["isAdmitted"]!.ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task Of_address_and_account_nothing_is_answered_but_that_they_are_there()
    {
        var city = await gateway.NewCity();
        var name = $"house-{Guid.NewGuid():N}";
        var body = new { employer = name, kind = "household", address = "1 Secret Lane, Hastings", accountNumber = "01-0123-0123456-00" };
        var id = (await gateway.Ok(HttpMethod.Post, $"/v1/nations/{city.Id.Nation}/employers", city.Officer, body)).Id!;
        var answer = await gateway.Ok(HttpMethod.Get, $"/v1/employers/{id}", city.Officer);
        Assert.Equal(("household", true, true, null),
            ((string?)answer.Json["kind"], (bool)answer.Json["hasAddress"]!, (bool)answer.Json["hasAccount"]!,
                (string?)answer.Json["name"]));
        Assert.DoesNotContain("Secret", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"employer":"acme","kind":"household","name":"Aroha Example"}""")]
    [InlineData("""{"employer":"acme","kind":"organisation","name":"Acme Ltd"}""")]
    [InlineData("""{"employer":"acme","kind":"organisation","registrationNumber":"1"}""")]
    public async Task Who_stands_in_no_public_register_has_no_name_here(string body)
    {
        var city = await gateway.NewCity();
        (await gateway.Send(HttpMethod.Post, $"/v1/nations/{city.Id.Nation}/employers", city.Officer, body))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task The_migrant_sees_who_the_employer_is_and_confirms_or_contests()
    {
        var city = await gateway.NewCity();
        var name = $"acme-{Guid.NewGuid():N}";
        await Registered(city, name);
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Arrived(host, migrant);
        var (own, acme) = (city.MigrantToken(migrant), Token(city, name, "ana"));
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employments", city.Officer, new
        {
            employer = name, from = "2024-01-01", document = "contract/7",
            terms = new { frequency = "two-weeks", hoursAWeek = 40, pay = new { amount = "1880.00", currency = "NZD" }, place = "shed-3" },
        });
        var seen = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/employments", own)).Json;
        var item = seen["items"]![0]!;
        Assert.Equal(("unconfirmed", "contract/7", "two-weeks", "Acme Ltd"),
            ((string?)item["standing"], (string?)item["document"], (string?)item["terms"]!["frequency"],
                (string?)Assert.Single(seen["employers"]!.AsArray())!["name"]));

        var which = new { employer = name, from = "2024-01-01" };
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employment-contest", own, which);
        var refused = await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", acme, Pay);
        refused.MustBe(HttpStatusCode.Conflict, "employment-contested");
        var listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employments?flagged=true", city.Officer)).Json["items"]!;
        Assert.Equal(["contested"], Assert.Single(listed.AsArray())!["flags"]!.AsArray().Select(f => (string?)f));
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employment-upholding", city.Officer,
            new { employer = name, from = "2024-01-01", document = "payslip/3" });
        await Report(id, acme, HttpStatusCode.OK);
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/employment-contest", own, which))
            .MustBe(HttpStatusCode.Conflict, "employment-upheld");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employment-confirmation", own, which);
    }

    private static object Pay => new { year = 1, month = 1, earned = new { amount = "4200.00", currency = "NZD" } };

    private async Task<string> Registered(TestCity city, string name) =>
        (await gateway.Ok(HttpMethod.Post, $"/v1/nations/{city.Id.Nation}/employers", city.Officer,
            new { employer = name, kind = "organisation", name = "Acme Ltd", registrationNumber = "9429000000000" })).Id!;

    private async Task Report(string sponsorship, string token, HttpStatusCode status) =>
        Assert.Equal(status, (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/earnings", token, Pay)).Status);

    private string Token(TestCity city, string employer, string subject) =>
        gateway.Token(Role.Employer, nation: city.Id.Nation.Value, employer: employer, subject: subject);

    private async Task<string> KeyOf(TestCity city, string token) => (string)(await SignIn(city, token))["person"]!;

    private async Task<System.Text.Json.Nodes.JsonNode> SignIn(TestCity city, string token) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/nations/{city.Id.Nation}/employer-sign-in", token)).Json;
}
