namespace VipOrleans.Gateway.Tests.Commands;

using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Gateway.Access;

public sealed class HeadTests(TestGateway gateway)
{
    [Fact]
    public async Task HEAD_is_answered_as_GET_without_its_body()
    {
        var city = await gateway.NewCity();
        var host = await city.Host();
        foreach (var path in new[]
        {
            $"/v1/cities/{city.Id}", $"/v1/cities/{city.Id}/hosts?limit=1", $"/v1/hosts/{host}", $"/v1/hosts/{host}/profile",
            "/health/live", "/problems", "/openapi/v1.json", "/v1/cities/zz-none", "/v1/cities/Auckland", "/nowhere",
        })
        {
            var get = await gateway.Send(HttpMethod.Get, path, city.Officer);
            var head = await gateway.Send(HttpMethod.Head, path, city.Officer);
            Assert.True(get.Status == head.Status, $"{path}: {get.Status} {head.Status}");
            Assert.Equal((get.ETag, get.ContentHeaders.ContentType), (head.ETag, head.ContentHeaders.ContentType));
            Assert.Empty(head.Bytes);
        }
    }

    [Fact]
    public async Task Every_address_with_GET_knows_HEAD_and_it_needs_the_same_token()
    {
        foreach (var endpoint in gateway.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true))
        {
            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(
                s => string.Concat(s.Parts.Select(p => p is RoutePatternLiteralPart literal ? literal.Content : "x"))));
            var (get, head) = (await gateway.Send(HttpMethod.Get, path), await gateway.Send(HttpMethod.Head, path));
            Assert.True(get.Status == head.Status, $"{path}: {get.Status} {head.Status}");
            Assert.NotEqual(HttpStatusCode.MethodNotAllowed, head.Status);
        }
    }

    [Fact]
    public async Task HEAD_of_a_stream_ends_at_once_and_takes_no_feed()
    {
        var city = await gateway.NewCity();
        var token = gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: "heads");
        // More than one subject may have open.
        for (var i = 0; i < 12; i++)
        {
            var answer = await gateway.Send(HttpMethod.Head, $"/v1/cities/{city.Id}/feed", token).WaitAsync(TimeSpan.FromSeconds(10));
            answer.MustBe(HttpStatusCode.OK);
            Assert.Equal("text/event-stream", answer.ContentHeaders.ContentType!.MediaType);
        }

        (await gateway.Send(HttpMethod.Head, $"/v1/cities/{city.Id}/pause", city.Officer)).MustBe(HttpStatusCode.MethodNotAllowed);
    }
}
