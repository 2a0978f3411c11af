namespace VipOrleans.Gateway.Tests.Access;

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;

/// <summary>
/// Who knows issuer, subject and idempotency key of a request cannot say which id it makes; and whoever had an id, or is named in an older
/// event, goes on with it.
/// </summary>
[Trait("Speed", "slow")]
public sealed class IdKeysTests(TestGateway gateway)
{
    private static readonly string One = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string Two = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    [Fact]
    public async Task An_id_cannot_be_computed_without_the_key()
    {
        var city = await gateway.NewCity();
        var (key, subject) = (gateway.NewKey(), $"CityOfficer:{city.Id}");
        var id = await Register(gateway.Client, city, key);

        // What everybody can know, in every way in which ids were made of it.
        var caller = FormerIds.OfSubject(DevelopmentIssuer.Name, subject);
        string[] guesses =
        [
            FormerIds.OfRequest(caller, key), FormerIds.OfRequest(gateway.Ids.OfSubject(DevelopmentIssuer.Name, subject), key),
            IdKeys.Parse(One).OfRequest(new() { Role = Role.CityOfficer, Key = caller }, key),
        ];
        Assert.DoesNotContain(id, guesses.Select(g => HostId.From(city.Id, g).Value));
        // With the key it can, so the guesses were made of the right things.
        var known = new Caller { Role = Role.CityOfficer, Key = gateway.Ids.OfSubject(DevelopmentIssuer.Name, subject) };
        Assert.Equal(id, HostId.From(city.Id, gateway.Ids.OfRequest(known, key)).Value);
        // Nor does the journal name the officer by a hash that anybody can try subjects against.
        var events = await gateway.Journal.Read(HostId.Parse(id).Stream, cancellation: TestContext.Current.CancellationToken);
        Assert.All(events.Events, e => Assert.Equal(known.Key, e.Actor["city-officer:".Length..].Split('-')[0]));
        Assert.NotEqual(caller, known.Key);
    }

    [Fact]
    public async Task Two_clusters_make_different_ids_of_one_request_and_a_retry_makes_the_same()
    {
        var city = await gateway.NewCity();
        await using var one = await Start(IdKeys.Parse(One));
        await using var again = await Start(IdKeys.Parse(One));
        await using var two = await Start(IdKeys.Parse(Two));
        var key = gateway.NewKey();

        var id = await Register(one.Http, city, key);
        Assert.Equal(id, await Register(again.Http, city, key));
        Assert.NotEqual(id, await Register(two.Http, city, key));
        var (a, b) = (IdKeys.Parse(One), IdKeys.Parse(Two));
        Assert.NotEqual(a.OfSubject("i", "s"), b.OfSubject("i", "s"));
        // The two keys of a cluster are not one.
        Assert.NotEqual(a.OfSubject("i", "s"), a.OfRequest(new() { Role = Role.Host, Key = "1:i1:s" }, ""));
    }

    [Fact]
    public async Task No_log_and_no_text_shows_the_key()
    {
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using (var running = await Start(null, log, ("Ids:Key", key)))
        {
            await Register(running.Http, await gateway.NewCity(), gateway.NewKey());
            Assert.DoesNotContain(key, running.App.Services.GetRequiredService<IdKeys>().ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(log, l => l.Contains(key[..12], StringComparison.Ordinal));
        var wrong = Assert.Throws<FormatException>(() => IdKeys.Parse(key[..20]));
        Assert.DoesNotContain(key[..12], wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_of_what_was_made_under_a_former_id_makes_no_second_thing()
    {
        var city = await gateway.NewCity();
        await using var before = await Start(new FormerKeys());
        await using var after = await Start(IdKeys.Parse(One, answersFormer: true));
        var key = gateway.NewKey();

        var id = await Register(before.Http, city, key);
        Assert.Equal(id, await Register(after.Http, city, key));
        Assert.Equal(id, await Register(after.Http, city, key));
        // It is the same request: another body under its key is refused, as ever.
        using var other = await Send(after.Http, HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, key,
            new { person = new { name = "Somebody else" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        // A new request gets an id of the new form, and the old one stays what it is for everybody.
        Assert.NotEqual(id, await Register(after.Http, city, gateway.NewKey()));
        await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{id}", city.Officer);
    }

    [Fact]
    public async Task A_retry_of_what_was_changed_under_a_former_id_changes_nothing_again()
    {
        var city = await gateway.NewCity();
        await using var before = await Start(new FormerKeys());
        await using var after = await Start(IdKeys.Parse(One, answersFormer: true));
        var (key, path) = (gateway.NewKey(), $"/v1/cities/{city.Id}/quota");
        object Quota(int places) => new { places, by = "council", reference = "Minute 13/2026", on = "2024-01-06" };

        using var first = await Send(before.Http, HttpMethod.Put, path, city.Officer, key, Quota(7));
        using var meanwhile = await Send(after.Http, HttpMethod.Put, path, city.Officer, gateway.NewKey(), Quota(9));
        using var retry = await Send(after.Http, HttpMethod.Put, path, city.Officer, key, Quota(7));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, meanwhile.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await retry.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var quota = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["quota"]!;
        Assert.Equal(9, (int)quota["places"]!);
    }

    [Fact]
    public async Task A_file_that_was_sent_under_a_former_id_is_not_taken_twice()
    {
        var city = await gateway.NewCity();
        await using var before = await Start(new FormerKeys());
        await using var after = await Start(IdKeys.Parse(One, answersFormer: true));
        var key = gateway.NewKey();

        async Task<string> Upload(HttpClient http)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/cities/{city.Id}/earnings-imports");
            request.Headers.Authorization = new("Bearer", city.Officer);
            request.Headers.Add("Idempotency-Key", key);
            request.Content =
                new StringContent("sponsorship,year,month,earned,currency\nx,1,1,1.00,NZD\n", new MediaTypeHeaderValue("text/csv"));
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
            return (string)System.Text.Json.Nodes.JsonNode.Parse(text)!["id"]!;
        }

        Assert.Equal(await Upload(before.Http), await Upload(after.Http));
    }

    [Fact]
    public async Task A_beneficiary_that_was_named_under_a_former_id_is_answered_with_it()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        await using var before = await Start(new FormerKeys());
        await using var after = await Start(IdKeys.Parse(One, answersFormer: true));
        var (key, path, token) = (gateway.NewKey(), $"/v1/migrants/{migrant}/beneficiaries", city.MigrantToken(migrant));

        async Task<string> Name(HttpClient http)
        {
            using var response = await Send(http, HttpMethod.Post, path, token, key, Payments.RemittanceTests.Mother);
            return (string)System.Text.Json.Nodes.JsonNode.Parse(
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["id"]!;
        }

        Assert.Equal(await Name(before.Http), await Name(after.Http));
        Assert.Single((await gateway.Ok(HttpMethod.Get, path, token)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task An_officer_whom_the_journal_names_by_the_former_hash_is_not_a_second_officer()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant(verified: false);
        await using var before = await Start(new FormerKeys());
        await using var after = await Start(IdKeys.Parse(One));
        object Yearly() => new { amount = "7200.00", currency = "NZD" };
        using var declared = await Send(before.Http, HttpMethod.Put, $"/v1/migrants/{migrant}/baseline", city.Officer, gateway.NewKey(),
            new { yearly = Yearly(), evidence = "payslips", on = "2024-01-05" });
        Assert.Equal(HttpStatusCode.OK, declared.StatusCode);

        async Task<HttpStatusCode> Verify(string token)
        {
            using var response = await Send(after.Http, HttpMethod.Post, $"/v1/migrants/{migrant}/baseline-verification", token,
                gateway.NewKey(), new { yearly = Yearly(), method = "payslips", source = "case-file/7", on = "2024-01-06" });
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Conflict, await Verify(city.Officer));
        Assert.Equal(HttpStatusCode.OK, await Verify(city.SecondOfficer));
    }

    [Fact]
    public async Task An_officer_still_finds_the_concerns_that_the_former_hash_raised()
    {
        var city = await gateway.NewCity();
        var sponsorship = await city.Proposed(await city.Host(), await city.Migrant());
        await using var before = await Start(new FormerKeys());
        await using var after = await Start(IdKeys.Parse(One));
        var path = $"/v1/sponsorships/{sponsorship}/concerns";
        using var raised = await Send(before.Http, HttpMethod.Post, path, city.Officer, gateway.NewKey(),
            new { kind = "housing", text = "The roof leaks.", language = "en" });
        Assert.Equal(HttpStatusCode.Created, raised.StatusCode);

        async Task<int> Own(string token)
        {
            using var response = await Send(after.Http, HttpMethod.Get, path, token);
            var json = await response.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>(TestContext.Current.CancellationToken);
            return json!["items"]!.AsArray().Count;
        }

        for (var tries = 0; await Own(city.Officer) == 0 && tries < 200; tries++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (await Own(city.Officer), await Own(city.SecondOfficer)));
    }

    private IGrainFactory Grains => gateway.App.Services.GetRequiredService<IGrainFactory>();

    private static async Task<string> Register(HttpClient http, TestCity city, string key)
    {
        using var response = await Send(http, HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, key,
            new { person = new { name = "Aroha", contact = "aroha@example.org" } });
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return (string)System.Text.Json.Nodes.JsonNode.Parse(text)!["id"]!;
    }

    private static async Task<HttpResponseMessage> Send(HttpClient http, HttpMethod method, string path, string token, string? key = null,
        object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", token);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // A gateway of its own in front of the same grains, which takes the same tokens.
    private async Task<Running> Start(IdKeys? keys, System.Collections.Concurrent.ConcurrentQueue<string>? log = null,
        params (string, string)[] settings)
    {
        var builder = TestGateway.Builder(Grains, log, settings);
        if (keys is not null) builder.Services.AddSingleton(keys);
        builder.Services.Configure<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions>("Bearer",
            jwt => jwt.TokenValidationParameters.IssuerSigningKey = gateway.Issuer.Key);
        var app = builder.Build();
        app.MapVipGateway();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, new() { BaseAddress = new(app.Urls.Single()) });
    }

    private sealed record Running(WebApplication App, HttpClient Http) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await App.DisposeAsync();
        }
    }

    /// <summary>Ids as a gateway made them before they were keyed.</summary>
    private sealed class FormerKeys() : IdKeys(new byte[32], answersFormer: false)
    {
        internal override string OfSubject(string issuer, string subject) => FormerIds.OfSubject(issuer, subject);

        internal override string OfRequest(Caller caller, string key) => FormerIds.OfRequest(caller.FormerKey, key);
    }
}
