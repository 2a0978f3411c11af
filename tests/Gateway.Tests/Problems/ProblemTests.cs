namespace VipOrleans.Gateway.Tests.Problems;

using System.Net;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Problems;

public sealed class ProblemTests(TestGateway gateway)
{
    [Fact]
    public async Task Every_rejection_of_the_domain_has_a_page()
    {
        foreach (var code in Enum.GetValues<RejectionCode>())
        {
            var kind = Problems.Of(code);
            Assert.Equal(Codes<RejectionCode>.Text(code), kind.Code);
            Assert.InRange(kind.Status, 400, 599);
            var page = await gateway.Ok(HttpMethod.Get, kind.Type);
            Assert.Equal(kind.Code, (string?)page.Json["code"]);
            Assert.NotEmpty((string)page.Json["mend"]!);
        }
    }

    [Fact]
    public async Task The_list_has_every_page_once()
    {
        var all = (await gateway.Ok(HttpMethod.Get, "/problems")).Json.AsArray().Select(p => (string)p!["code"]!).ToArray();
        Assert.Equal(Problems.ByCode.Keys, all);
        Assert.Superset(Codes<RejectionCode>.All.ToHashSet(), all.ToHashSet());
        (await gateway.Send(HttpMethod.Get, "/problems/no-such-problem")).MustBe(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData(RejectionCode.VersionMismatch, 412)]
    [InlineData(RejectionCode.IdempotencyKeyReused, 422)]
    [InlineData(RejectionCode.Busy, 429)]
    [InlineData(RejectionCode.StoreUnavailable, 503)]
    [InlineData(RejectionCode.HostNotFound, 404)]
    [InlineData(RejectionCode.DateInFuture, 422)]
    [InlineData(RejectionCode.WrongState, 409)]
    public void A_rejection_has_the_status_that_clients_know(RejectionCode code, int status) =>
        Assert.Equal(status, Problems.Of(code).Status);
}
