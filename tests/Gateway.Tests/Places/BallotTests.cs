namespace VipOrleans.Gateway.Tests.Places;

using System.Net;
using System.Security.Cryptography;
using VipOrleans.Vault;

/// <summary>Ballots over HTTP, up to the end of the voting: what comes then has its tests where time can be moved.</summary>
public sealed class BallotTests(TestGateway gateway)
{
    [Fact]
    public async Task A_citizen_has_one_paper_and_no_vote_is_taken_while_papers_are_given_out()
    {
        var city = await gateway.NewCity();
        var (host, other) = (await city.Host(), await city.Host());
        var (ballot, paper) = await Open(gateway, city, host, TimeSpan.FromHours(1));
        // The same request, the same answer; another one is refused, and so is another's.
        var again = (await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(host),
            new { blinded = paper.Blinded })).Json;
        Assert.Equal(paper.BlindSignature, (string?)again["blindSignature"]);
        (await gateway.Send(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(host),
            new { blinded = new Paper(paper.PublicKey).Blinded })).MustBe(HttpStatusCode.Conflict, "ballot-paper-issued");
        (await gateway.Send(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(other),
            new { blinded = paper.Blinded })).MustBe(HttpStatusCode.Forbidden, "forbidden");

        var view = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/ballots/{ballot}")).Json;
        var early = await gateway.Send(HttpMethod.Put, $"/v1/cities/{city.Id}/ballots/{ballot}/vote", null, paper.Vote(50, 1));
        early.MustBe(HttpStatusCode.Conflict, "ballot-not-open");
        Assert.Equal((string?)view["papersUntil"], (string?)view["from"]);
        Assert.Equal($"Votes are taken from {(DateTimeOffset)view["from"]!:yyyy-MM-dd HH:mm:ss} UTC on.", (string?)early.Json["detail"]);
    }

    [Fact]
    public async Task A_citizen_votes_without_a_token_and_changes_the_vote()
    {
        var city = await gateway.NewCity();
        var (host, other) = (await city.Host(), await city.Host());
        var (ballot, paper) = await Voting(gateway, city, host);
        var path = $"/v1/cities/{city.Id}/ballots/{ballot}";
        var view = (await gateway.Ok(HttpMethod.Get, path)).Json;
        var late = await gateway.Send(HttpMethod.Put, $"/v1/hosts/{other}/ballot-papers/{ballot}", city.HostToken(other),
            new { blinded = new Paper(paper.PublicKey).Blinded });
        late.MustBe(HttpStatusCode.Conflict, "ballot-not-open");
        Assert.Equal($"Papers were given out until {(DateTimeOffset)view["papersUntil"]!:yyyy-MM-dd HH:mm:ss} UTC.",
            (string?)late.Json["detail"]);

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
        view = (await gateway.Ok(HttpMethod.Get, path)).Json;
        Assert.Equal(("open", 2, "Charter, article 9"), ((string?)view["status"], (int)view["electorate"]!, (string?)view["legalBasis"]));
        Assert.Null(view["tally"]);
        Assert.Null(view["result"]);
        // Nor does a log say anything of one: neither the paper, as it is sent or as the box has it, nor a place in the box, nor the path.
        string[] secrets = [paper.Bytes, paper.Signature!, paper.Hash, $"{ballot}/vote", $"{ballot}/", ballot[^26..] + "/"];
        Assert.DoesNotContain(gateway.Log, line => secrets.Any(s => line.Contains(s, StringComparison.Ordinal)));
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
            new
            {
                legalBasis = "Charter", papersUntil = DateTime.UtcNow.AddDays(1), until = DateTime.UtcNow.AddDays(2), quorumPercent = 10
            })).MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots", city.Officer,
            new
            {
                places = 5, legalBasis = "Charter", papersUntil = DateTime.UtcNow.AddDays(-1), until = DateTime.UtcNow.AddDays(2),
                quorumPercent = 10
            })).MustBe(HttpStatusCode.UnprocessableEntity, "date-in-past");
        // Votes while papers are given out would tell by their order whose they are.
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots", city.Officer,
            new
            {
                places = 5, legalBasis = "Charter", papersUntil = DateTime.UtcNow.AddDays(1), from = DateTime.UtcNow.AddHours(1),
                until = DateTime.UtcNow.AddDays(2), quorumPercent = 10
            })).MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots", city.Officer,
            new { places = 5, legalBasis = "Charter", until = DateTime.UtcNow.AddDays(2), quorumPercent = 10 }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    /// <summary>A ballot that gives out papers, with one citizen's paper.</summary>
    internal static async Task<(string Ballot, Paper Paper)> Open(TestGateway gateway, TestCity city, string host, TimeSpan papers)
    {
        var (ballot, paper) = (await NewBallot(gateway, city, DateTime.UtcNow + papers))!.Value;
        paper.Signed((string)(await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(host),
            new { blinded = paper.Blinded })).Json["blindSignature"]!);
        return (ballot, paper);
    }

    /// <summary>A ballot that takes votes, with one citizen's paper.</summary>
    internal static async Task<(string Ballot, Paper Paper)> Voting(TestGateway gateway, TestCity city, string host)
    {
        // Until the machine is fast enough to open a ballot and to give out a paper in time.
        for (var seconds = 2; ; seconds *= 2)
        {
            var papersUntil = DateTime.UtcNow.AddSeconds(seconds);
            if (await NewBallot(gateway, city, papersUntil) is not var (ballot, paper)) continue;
            var answer = await gateway.Send(HttpMethod.Put, $"/v1/hosts/{host}/ballot-papers/{ballot}", city.HostToken(host),
                new { blinded = paper.Blinded });
            if (answer.Code == "ballot-not-open" && seconds < 100) continue;
            answer.MustBe(HttpStatusCode.OK);
            paper.Signed((string)answer.Json["blindSignature"]!);
            var left = papersUntil.AddMilliseconds(50) - DateTime.UtcNow;
            if (left > TimeSpan.Zero) await Task.Delay(left);
            return (ballot, paper);
        }
    }

    // Null if its time was over before it was open.
    private static async Task<(string Ballot, Paper Paper)?> NewBallot(TestGateway gateway, TestCity city, DateTime papersUntil)
    {
        var opened = await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/ballots", city.Officer,
            new
            {
                numbers = new { least = 0, most = 200, step = 50 }, legalBasis = "Charter, article 9", papersUntil,
                until = papersUntil.AddDays(7), quorumPercent = 10
            });
        if (opened.Code is "date-in-past" or "invalid-input" && DateTime.UtcNow > papersUntil.AddSeconds(-1)) return null;
        opened.MustBe(HttpStatusCode.Created);
        var ballot = opened.Id!;
        return (ballot, new((string)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/ballots/{ballot}")).Json["publicKey"]!));
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

        /// <summary>As the box has it.</summary>
        public string Hash => Convert.ToHexStringLower(SHA256.HashData(_bytes));

        public string Blinded => Convert.ToBase64String(_blinded.Blinded);

        public string? BlindSignature { get; private set; }

        public string? Signature { get; private set; }

        public void Signed(string blindSignature) =>
            (BlindSignature, Signature) =
                (blindSignature, Convert.ToBase64String(_blinded.Unblind(Convert.FromBase64String(blindSignature))));

        public object Vote(int answer, int revision) => new { paper = Bytes, signature = Signature, answer, revision };
    }
}
