namespace VipOrleans.Gateway.Places;

using System.Security.Cryptography;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Ballots: citizens decide how many places their city offers.</summary>
internal static class BallotEndpoints
{
    private static readonly DateTimeOffset From = new(2025, 11, 17, 20, 0, 0, TimeSpan.Zero);

    private static readonly BallotTerms Terms = new(new(Numbers: new(0, 2_000, 50)), "Local Government Act 2002, section 78", From,
        From.AddDays(14), QuorumPercent: 20, PapersUntil: From.AddDays(-1));

    private static readonly BallotView Example = new(Sample.Ballot, Version: 68, BallotStatus.Decided, Places: null, Terms.Question.Numbers,
        Terms.LegalBasis, Terms.From, Terms.Until, Terms.QuorumPercent, OpenedAt: From.AddDays(-7), Electorate: 48_112,
        PublicKey: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA…", new(21_406, 9_623, 450),
        [new(400, 9_800), new(450, 2_106), new(500, 9_500)], QuotaIsSet: true, Terms.PapersUntil);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var ballots = v1.MapGroup("/cities/{city}/ballots").WithTags("Ballots");
        ballots.MapPost("", Open).Allows(Who.OfficerOfCity)
            .Describes("openBallot", "Open a ballot on the number of places",
                "Either yes or no to one number ('places'), or each voter names one of several ('numbers') and the median counts. Who is "
                    + "registered in the city now may vote. Papers are given out until 'papersUntil', and votes are taken after that, so "
                    + "that the order of votes says nothing about the order of papers. At its end the ballot counts by itself and sets "
                    + "the city's quota, if the quorum is met.")
            .ExampleBody(new OpenBallotRequest
            {
                Numbers = new() { Least = 0, Most = 2_000, Step = 50 }, LegalBasis = Terms.LegalBasis,
                PapersUntil = Terms.PapersUntil!.Value, From = Terms.From, Until = Terms.Until, QuorumPercent = 20
            })
            .AnswersReceipt(Sample.Ballot.Value, "opened", 201);
        ballots.MapGet("", List).AllowsAnyone().Query(Query.Limit, Query.Cursor)
            .Describes("listBallots", "List the ballots of a city", "In the order in which they were opened.")
            .Answers(new Page<BallotEntry>(
                [new(Id: Sample.Ballot, Status: BallotStatus.Open, From: Terms.From, Until: Terms.Until)], null));
        ballots.MapGet("/{ballot}", Get).AllowsAnyone()
            .Describes("getBallot", "Read a ballot",
                "The question, the windows and the key of its papers; result and counts once they stand, and nothing of them before.")
            .Answers(Example);
        ballots.MapPost("/{ballot}/cancellation", Cancel).Allows(Who.OfficerOfCity)
            .Describes("cancelBallot", "Call a ballot off", "Before its window begins. Later nobody can stop it.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(Sample.Ballot.Value, "cancelled");
        ballots.MapPut("/{ballot}/vote", Vote).AllowsAnyone()
            .Describes("castVote", "Cast a vote, or change it",
                "Send it without a token: the paper is what entitles to vote, and a token would tell whose it is. Choose a random "
                    + "moment between 'from' and 'until'; before and after the vote is refused with the time. Until the end of the "
                    + "window a vote can be changed with a higher 'revision'; the highest counts, in whatever order they come.")
            .ExampleBody(new VoteRequest
            {
                Paper = new string('A', 43) + "=", Signature = new string('A', 342) + "==", Answer = 450,
                Revision = 1
            })
            .Answers(new VoteReceipt("cast"));
        v1.MapPut("/hosts/{host}/ballot-papers/{ballot}", Issue).Allows(Who.TheHost).WithTags("Ballots")
            .Describes("issueBallotPaper", "Get the paper for a ballot",
                "The voter makes 32 random bytes, blinds them as RFC 9474 says (RSABSSA-SHA384-PSS-Deterministic) and has them signed "
                    + "here; with the blinding taken off nobody can tell whose paper it is. One citizen, one paper: the same request "
                        + "gives the same answer, and another one is refused. Papers are given out until the ballot's 'papersUntil', and "
                            + "none after that. Keep the paper: it cannot be given again.")
            .ExampleBody(new PaperRequest { Blinded = new string('A', 342) + "==" })
            .Answers(new PaperAnswer(Convert.ToBase64String(new byte[256])));
    }

    private static async Task<IResult> Open(CityId city, Command<OpenBallotRequest> command, IGrainFactory grains)
    {
        var id = BallotId.From(city, await command.SeedFor(s => grains.Ballot(BallotId.From(city, s))));
        return command.Created(await grains.Ballot(id).Open(command.Context, command.Body.Terms), id.Value,
            $"/v1/cities/{city}/ballots/{id}");
    }

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains) =>
        await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : Answers.Json(Cursor.Page(http, await grains.Registers(city).Ballots(Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Get(HttpContext http, CityId city, BallotId ballot, IGrainFactory grains)
    {
        var view = ballot.City == city ? await grains.Ballot(ballot).Get() : null;
        return Answers.Thing(http, view, view?.Version, RejectionCode.BallotNotFound);
    }

    private static async Task<IResult> Cancel(CityId city, BallotId ballot, Command<NothingMore> command, IGrainFactory grains) =>
        ballot.City == city ? command.Answer(await grains.Ballot(ballot).Cancel(command.Context), ballot.Value) : Missing;

    private static async Task<IResult> Issue(HostId host, BallotId ballot, Command<PaperRequest> command, IGrainFactory grains)
    {
        if (ballot.City != host.City || await grains.Ballot(ballot).Facts() is not { } facts) return Missing;
        var paper = await grains.BallotRegister(ballot, BallotParts.OfCitizen(host, facts.Parts))
            .Issue(command.Context, host, Convert.FromBase64String(command.Body.Blinded));
        return paper.Signature is { } signature
            ? Answers.Json(new PaperAnswer(Convert.ToBase64String(signature)))
            : new ProblemResult(Problems.Of(paper.Result.Rejected!.Value), paper.Result.Detail);
    }

    private static async Task<IResult> Vote(HttpContext http, CityId city, BallotId ballot, WithoutCaller<VoteRequest> request,
        IGrainFactory grains)
    {
        if (http.Request.Headers.Authorization.Count > 0)
        {
            throw ProblemException.Invalid("Authorization", "Send a vote without a token: it would tell whose vote it is.");
        }

        if (ballot.City != city || await grains.Ballot(ballot).Facts() is not { } facts) return Missing;
        var vote = request.Body;
        var paper = Convert.FromBase64String(vote.Paper);
        var part = BallotParts.OfPaper(Convert.ToHexStringLower(SHA256.HashData(paper)), facts.Parts);
        var result =
            await grains.BallotBox(ballot, part)
                .Cast(new(paper, Convert.FromBase64String(vote.Signature), vote.Answer, vote.Revision));
        return result.Rejected is { } code
            ? new ProblemResult(Problems.Of(code), result.Detail) : Answers.Json(new VoteReceipt(result.Outcome));
    }

    private static ProblemResult Missing => new(Problems.Of(RejectionCode.BallotNotFound));
}
