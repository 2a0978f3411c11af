namespace VipOrleans.Gateway.Tests.People;

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;

/// <summary>What is said of a person: what is taken, what a repeated request may say, and who reads it.</summary>
public sealed class PersonInputTests(TestGateway gateway)
{
    [Theory]
    [InlineData("name", "\u200b")]
    [InlineData("name", "\u3164")]
    [InlineData("name", "\u0301")]
    [InlineData("name", "Aroha \u202eatagN")]
    [InlineData("address", "\u2800\n\u2800")]
    [InlineData("address", "1 Queen\u2066 Street")]
    [InlineData("contact", "\u2060\ufeff")]
    [InlineData("birthDate", "2199-01-01")]
    [InlineData("birthDate", "2199-01")]
    [InlineData("birthDate", "2199")]
    [InlineData("birthDate", "1987-13")]
    [InlineData("birthDate", "87")]
    public async Task What_nobody_can_see_or_be_is_refused_by_its_field_with_what_to_mend(string field, string value)
    {
        var city = await gateway.NewCity();
        var person = new JsonObject { ["name"] = "Aroha" };
        person[field] = value;
        var answers = new[]
        {
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person }),
            await gateway.Send(HttpMethod.Post, "/v1/migrants", city.Officer, new { nation = city.Id.Nation.Value, person, origin = "PH" }),
        };
        foreach (var answer in answers)
        {
            answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
            var error = Assert.Single(answer.Json["errors"]!.AsArray());
            Assert.Equal($"person.{field}", (string?)error!["field"]);
            Assert.StartsWith("Expected ", (string?)error["message"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1987")]
    [InlineData("1987-04")]
    [InlineData("1987-04-25")]
    public async Task A_year_or_a_month_of_birth_is_taken_and_given_back(string birthDate)
    {
        var city = await gateway.NewCity();
        var host = await Host(city, new { name = "Aroha", birthDate });
        var person = await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=identity-check", city.Officer);
        Assert.Equal(birthDate, (string?)person.Json["birthDate"]);
    }

    [Fact]
    public async Task A_year_of_birth_is_a_weak_sign_of_a_duplicate()
    {
        var city = await gateway.NewCity("ws");
        await Host(city, new { name = "Sina Weaksign", birthDate = "1987" });
        await Host(city, new { name = "WEAKSIGN, Sina", birthDate = "1987-04-25" });
        await Host(city, new { name = "Sina Weaksign", birthDate = "1988-04-25" });
        var found = await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/duplicates", city.Officer);
        var pair = Assert.Single(found.Json["items"]!.AsArray());
        Assert.Equal("weak", (string?)pair!["strength"]);
        Assert.Equal(["name-and-birth-year"], pair["signs"]!.AsArray().Select(s => (string)s!));
    }

    [Fact]
    public async Task A_key_that_was_used_for_one_person_is_refused_for_another_one()
    {
        var city = await gateway.NewCity();
        object[] others =
        [
            new { name = "Mere" }, new { name = "Aroha", birthDate = "1987" }, new { name = "Aroha", contact = "a@example.org" },
            new { name = "Aroha", documents = new[] { new { kind = "passport", issuedBy = "NZ", number = "LA1" } } },
        ];
        object Body(string path, object person) => path == "/v1/migrants"
            ? new { nation = city.Id.Nation.Value, person, origin = "PH" } : new { person };
        foreach (var path in (string[])[$"/v1/cities/{city.Id}/hosts", "/v1/migrants"])
        {
            var key = gateway.NewKey();
            var first = await gateway.Ok(HttpMethod.Post, path, city.Officer, Body(path, new { name = "Aroha" }), key);
            var again = await gateway.Ok(HttpMethod.Post, path, city.Officer, Body(path, new { name = "Aroha" }), key);
            Assert.Equal((HttpStatusCode.Created, first.Id), (again.Status, again.Id));
            foreach (var other in others)
            {
                (await gateway.Send(HttpMethod.Post, path, city.Officer, Body(path, other), key))
                    .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
            }
        }
    }

    [Fact]
    public async Task A_key_that_was_used_for_one_account_is_refused_for_another_one()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        var (token, path, key) = (city.MigrantToken(migrant), $"/v1/migrants/{migrant}/beneficiaries", gateway.NewKey());
        object Parent(string account, string name = "Ligaya") => new
        {
            name, relation = "parent", accountNumber = account, bic = "BNORPHMM", address = new { town = "Manila", country = "PH" },
            currency = "PHP",
        };
        var first = await gateway.Ok(HttpMethod.Post, path, token, Parent("1"), key);
        Assert.Equal(first.Id, (await gateway.Ok(HttpMethod.Post, path, token, Parent("1"), key)).Id);
        (await gateway.Send(HttpMethod.Post, path, token, Parent("2"), key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await gateway.Send(HttpMethod.Post, path, token, Parent("1", "Luz"), key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        var kept = (await gateway.Ok(HttpMethod.Get, path, token)).Json["items"]!.AsArray();
        Assert.Equal("1", (string?)Assert.Single(kept)!["beneficiary"]!["accountNumber"]);
    }

    [Fact]
    public async Task The_journal_has_no_hash_by_which_a_name_could_be_guessed()
    {
        var city = await gateway.NewCity();
        var (path, body) = ($"/v1/cities/{city.Id}/hosts", """{"person":{"name":"Guessable"}}""");
        var host = HostId.Parse((await gateway.Ok(HttpMethod.Post, path, city.Officer, body)).Id!);
        var mark = Assert.Single(gateway.Journal.Marks, m => m.Stream == host.Stream).Mark;
        // What an attacker can do who has the journal, knows the program and tries the right name.
        foreach (var text in (string[])[body, $"POST {path}\n{body}", $"POST {path}\n{{}}{body}", "Guessable"])
        {
            var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text));
            var plain = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"POST {path}\n{{}}"));
            for (var i = 0; i + 8 <= hash.Length; i++)
            {
                var guess = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(hash.AsSpan(i));
                Assert.NotEqual(mark.Fingerprint, guess);
                Assert.NotEqual(mark.Fingerprint, guess ^ System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(plain));
            }
        }
    }

    [Fact]
    public async Task A_side_reads_its_own_reply_to_a_refusal_and_not_the_other_sides()
    {
        foreach (var by in (string[])["migrant", "host"])
        {
            var city = await gateway.NewCity();
            var (host, migrant) = (await city.Host(), await city.Migrant());
            var id = await city.Checking(host, migrant);
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/refusal", city.Officer,
                new { reasons = new[] { "accommodation-overcrowded" } });
            var (asHost, asMigrant) = (city.HostToken(host), city.MigrantToken(migrant));
            var (own, other) = by == "host" ? (asHost, asMigrant) : (asMigrant, asHost);
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/reply", own, new { text = "He frightens me." });
            var path = $"/v1/sponsorships/{id}/reply?purpose=own";
            Assert.Equal("He frightens me.", (string?)(await gateway.Ok(HttpMethod.Get, path, own)).Json["text"]);
            Assert.Equal("He frightens me.", (string?)(await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["text"]);
            var hidden = await gateway.Send(HttpMethod.Get, path, other);
            hidden.MustBe(HttpStatusCode.NotFound, "person-not-found");
            Assert.DoesNotContain("frightens", hidden.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_data_is_read_is_one_of_a_closed_list_and_a_concern_does_not_tell_of_itself()
    {
        var city = await gateway.NewCity();
        var host = await city.Host();
        foreach (var word in (string[])["concern-abuse", "because-Malaya-complained", "Concern", ""])
        {
            (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose={word}", city.Officer))
                .MustBe(HttpStatusCode.BadRequest, "invalid-input");
            (await gateway.Send(HttpMethod.Delete, $"/v1/hosts/{host}/person?reason={word}", city.Officer))
                .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        }

        foreach (var purpose in Codes<ReadPurpose>.All)
        {
            await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose={purpose}", city.Officer);
        }

        var path = $"/v1/hosts/{host}/person/accesses";
        var seen = (await gateway.Ok(HttpMethod.Get, path, city.HostToken(host))).Json["items"]!.AsArray();
        Assert.Equal(Codes<ReadPurpose>.All.Count, seen.Count);
        Assert.All(seen, a => Assert.Equal("city-officer", (string?)a!["actor"]));
        string[] shown = [.. seen.Select(a => (string?)a!["purpose"]).OfType<string>()];
        Assert.Contains("eligibility-check", shown);
        // What tells of a complaint is left out, and so is ordinary work: that a purpose is missing tells nothing.
        Assert.DoesNotContain(shown, p => p is "concern" or "welfare-check" or "ruling" or "case" or "audit");
        var all = (await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["items"]!.AsArray();
        Assert.Contains(all,
            a => (string?)a!["purpose"] == "concern" && ((string)a["actor"]!).StartsWith("city-officer:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("acme works")]
    [InlineData("Ana\u0301s")]
    [InlineData("a/b")]
    public async Task An_employers_id_is_the_same_in_json_and_in_a_file(string employer)
    {
        var city = await gateway.NewCity();
        var id = await city.Arrived(await city.Host(), await city.Migrant());
        var answer = await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
            new { year = 1, month = 1, earned = new { amount = "100.00", currency = "NZD" }, employer });
        answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Equal(TextForms.Employer.Sentence, (string?)answer.Json["errors"]![0]!["message"]);
        var import = await city.Import($"sponsorship,year,month,employer,earned,currency\n{id},1,1,{employer},100.00,NZD\n");
        var rows = await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{import}", city.Officer);
        Assert.Equal(1, (int)rows.Json["refused"]!);
    }

    private async Task<string> Host(TestCity city, object person) =>
        (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, new { person })).Id!;
}
