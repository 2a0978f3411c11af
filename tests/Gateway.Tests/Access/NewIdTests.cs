namespace VipOrleans.Gateway.Tests.Access;

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;

/// <summary>An id that is only declared: the gateway reads it in routes, describes it, and knows in whose city it lies.</summary>
public sealed class NewIdTests(TestGateway gateway) : IAsyncLifetime
{
    private WebApplication _app = null!;

    private static string Parcel => $"nz-akl.parcel.{IdText.KeyFrom("x")}";

    public async ValueTask InitializeAsync()
    {
        var builder = TestGateway.Builder(gateway.App.Services.GetRequiredService<IGrainFactory>());
        builder.Services.AddSingleton(new IdKinds(typeof(CityId).Assembly, typeof(ParcelId).Assembly));
        _app = builder.Build();
        _app.MapVipGateway();
        _app.MapGet("/v1/parcels/{parcel}", (ParcelId parcel) => parcel.Value).Allows(Who.OfficerOfCity, Who.AuditorOfNation);
        // A request is about what the first id of its route is about.
        _app.MapGet("/v1/migrants/{migrant}/parcels/{parcel}", (MigrantId migrant, ParcelId parcel) => $"{migrant} {parcel}")
            .Allows(Who.OfficerOfCity, Who.OfficerOfNation);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData(Role.CityOfficer, "nz-akl", null, HttpStatusCode.OK)]
    [InlineData(Role.CityOfficer, "nz-wlg", null, HttpStatusCode.Forbidden)]
    [InlineData(Role.Auditor, null, "nz", HttpStatusCode.OK)]
    [InlineData(Role.Auditor, null, "au", HttpStatusCode.Forbidden)]
    [InlineData(Role.NationOfficer, null, "nz", HttpStatusCode.Forbidden)]
    public async Task Access_follows_from_what_the_id_says(Role role, string? city, string? nation, HttpStatusCode status)
    {
        using var response = await Get($"/v1/parcels/{Parcel}", role, city, nation);
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.OK) Assert.Equal(Parcel, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(Role.CityOfficer, "nz-akl", null, HttpStatusCode.Forbidden)]
    [InlineData(Role.NationOfficer, null, "au", HttpStatusCode.OK)]
    [InlineData(Role.NationOfficer, null, "nz", HttpStatusCode.Forbidden)]
    public async Task The_first_id_of_a_route_says_whose_it_all_is(Role role, string? city, string? nation, HttpStatusCode status)
    {
        using var response = await Get($"/v1/migrants/au.migrant.{IdText.KeyFrom("x")}/parcels/{Parcel}", role, city, nation);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("nz-akl.host.0123456789abcdefghjkmnpqrs")]
    [InlineData("nz.parcel.0123456789abcdefghjkmnpqrs")]
    public async Task What_is_no_such_id_is_refused_with_what_would_be_right(string text)
    {
        using var response = await Get($"/v1/parcels/{text}", Role.CityOfficer, "nz-akl", null);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal("invalid-input", (string?)problem["code"]);
        var error = Assert.Single(problem["errors"]!.AsArray())!;
        Assert.Equal(("parcel", $"Expected {ParcelId.Grammar}."), ((string?)error["field"], (string?)error["message"]));
    }

    [Fact]
    public async Task The_document_describes_it()
    {
        using var client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        var document = (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;
        var parameter = Assert.Single(document["paths"]!["/v1/parcels/{parcel}"]!["get"]!["parameters"]!.AsArray())!;
        Assert.Equal($"The parcel: {ParcelId.Grammar}.", (string?)parameter["description"]);
        var schema = parameter["schema"]!;
        if ((string?)schema["$ref"] is { } reference) schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
        Assert.Equal(@"^[a-z]{2}-[a-z0-9]{2,24}\.parcel\.[0-9abcdefghjkmnpqrstvwxyz]{26}$", (string?)schema["pattern"]);
        Assert.Equal($"Is {ParcelId.Grammar}.", (string?)schema["description"]);
    }

    private async Task<HttpResponseMessage> Get(string path, Role role, string? city, string? nation)
    {
        var token = _app.Services.GetRequiredService<DevelopmentIssuer>()
            .Issue("officer", role, new(null, city, nation, null), DateTime.UtcNow);
        using var client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return await client.GetAsync(path);
    }
}

/// <summary>Identifies nothing: it is declared, and that is all that is done for it.</summary>
[JsonConverter(typeof(IdJsonConverter<ParcelId>))]
public readonly record struct ParcelId : ICityThingId<ParcelId>
{
    private ParcelId(string value) => Value = value;

    public string Value { get; }

    public static string Kind => "parcel";

    public static string Grammar => "a parcel's id such as 'nz-akl.parcel.0123456789abcdefghjkmnpqrs'";

    public static bool TryParse(string? text, out ParcelId id) => IdText.TryParse(text, out id);

    static ParcelId IThingId<ParcelId>.Known(string text) => new(text);

    public override string ToString() => Value;
}
