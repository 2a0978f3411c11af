namespace VipOrleans.Gateway.Tests.Places;

using System.Net;
using System.Security.Cryptography;
using VipOrleans.Vault;

/// <summary>Ballots over HTTP, up to the end of the voting: what comes then has its tests where time can be moved.</summary>
public sealed class BallotTests(TestGateway gateway)
{
    [Fact]
    public async Task A_citizen_gets_a_paper_and_votes_without_a_token_and_changes_the_vote()
    {
        var city = await gateway.NewCity();
        var (host, other) = (await city.Host(), await city.Host());
        var (ballot, paper) = await Open(gateway, city, host, null);
        var path = $"/v1/cities/{city.Id}/ballots/{ballot}";
        // The same request, the same answer; another one is refused, and so is another's.
        var again = (await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(host),
            new { blinded = paper.Blinded })).Json;
        Assert.Equal(paper.BlindSignature, (string?)again["blindSignature"]);
        (await gateway.Send(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(host),
            new { blinded = new Paper(paper.PublicKey).Blinded })).MustBe(HttpStatusCode.Conflict, "ballot-paper-issued");
        (await gateway.Send(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(other),
            new { blinded = paper.Blinded })).MustBe(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal("cast", (string?)(await gateway.Ok(HttpMethod.Put, $"{path}/vote", null, paper.Vote(50, 1))).Json["outcome"]);
        Assert.Equal("cast", (string?)(await gateway.Ok(HttpMethod.Put, $"{path}/vote", null, paper.Vote(0, 2))).Json["outcome"]);
        (await gateway.Send(HttpMethod.Put, $"{path}/vote", null, paper.Vote(100, 1))).MustBe(HttpStatusCode.Conflict, "vote-outdated");
        (await gateway.Send(HttpMethod.Put, $"{path}/vote", null, paper.Vote(7, 3)))
            .MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        (await gateway.Send(HttpMethod.Put, $"{path}/vote", city.HostToken(host), paper.Vote(100, 3)))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        var forged = new Paper(paper.PublicKey);
        (await gateway.Send(HttpMethod.Put, $"{path}/vote", null,
            new { paper = forged.Bytes, signature = paper.Signature, answer = 100, revision = 1 }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "ballot-paper-invalid");
        (await gateway.Send(HttpMethod.Post, $"{path}/cancellation", city.Officer, new { }))
            .MustBe(HttpStatusCode.Conflict, "ballot-wrong-state");

        // While votes are taken, nobody is told anything of them.
        var view = (await gateway.Ok(HttpMethod.Get, path)).Json;
        Assert.Equal(("open", 2, "Charter, article 9"), ((string?)view["status"], (int)view["electorate"]!, (string?)view["legalBasis"]));
        Assert.Null(view["tally"]);
        Assert.Null(view["result"]);
        Assert.DoesNotContain(gateway.Log, line => line.Contains(paper.Bytes, StringComparison.Ordinal));
        var listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/ballots", city.HostToken(host))).Json;
        Assert.Equal(ballot, (string?)listed["items"]![0]!["id"]);
    }

    [Fact]
    public async Task An_officer_calls_a_ballot_off_before_it_begins_and_what_makes_no_sense_is_refused()
    {
        var city = await gateway.NewCity();
        var (ballot, _) = await Open(gateway, city, await city.Host(), TimeSpan.FromHours(1));
        Assert.Equal("cancelled",
            (string?)(await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots/{ballot}/cancellation", city.Officer,
                new { })).Json["outcome"]);
        Assert.Equal("cancelled", (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/ballots/{ballot}")).Json["status"]);
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{(await gateway.NewCity()).Id}/ballots/{ballot}"))
            .MustBe(HttpStatusCode.NotFound, "ballot-not-found");
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots", city.Officer,
            new { legalBasis = "Charter", from = DateTime.UtcNow.AddDays(1), until = DateTime.UtcNow.AddDays(2), quorumPercent = 10 }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots", city.Officer,
            new
            {
                places = 5, legalBasis = "Charter", from = DateTime.UtcNow.AddDays(-1), until = DateTime.UtcNow.AddDays(2),
                quorumPercent = 10
            })).MustBe(HttpStatusCode.UnprocessableEntity, "date-in-past");
    }

    /// <summary>A ballot with one citizen's paper.</summary>
    internal static async Task<(string Ballot, Paper Paper)> Open(TestGateway gateway, TestCity city, string host, TimeSpan? begins)
    {
        var from = begins is { } later ? DateTime.UtcNow + later : (DateTime?)null;
        var ballot =
            (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots", city.Officer,
                new
                {
                    numbers = new { least = 0, most = 200, step = 50 }, legalBasis = "Charter, article 9", from,
                    until = DateTime.UtcNow.AddDays(7), quorumPercent = 10
                })).Id!;
        var paper = new Paper((string)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/ballots/{ballot}")).Json["publicKey"]!);
        paper.Signed(
            (string)(await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(host),
                new { blinded = paper.Blinded })).Json["blindSignature"]!);
        return (ballot, paper);
    }

    /// <summary>A voter's paper.</summary>
    internal sealed class Paper
    {
        private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(32);
        private readonly BlindedMessage _blinded;

        public Paper(string publicKey)
        {
            PublicKey = publicKey;
            _blinded = BlindSignatures.Blind(publicKey, _bytes);
        }

        public string PublicKey { get; }

        public string Bytes => Convert.ToBase64String(_bytes);

        public string Blinded => Convert.ToBase64String(_blinded.Blinded);

        public string? BlindSignature { get; private set; }

        public string? Signature { get; private set; }

        public void Signed(string blindSignature) =>
            (BlindSignature, Signature) =
                (blindSignature, Convert.ToBase64String(_blinded.Unblind(Convert.FromBase64String(blindSignature))));

        public object Vote(int answer, int revision) => new { paper = Bytes, signature = Signature, answer, revision };
    }
}
