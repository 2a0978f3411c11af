namespace VipOrleans.Portal.Pages;

using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>
/// Ballots of a host's city. The page that votes is the one page that needs script: paper and blinding are made in the browser, so that
/// nothing here learns both who votes and what.
/// </summary>
internal static class BallotPages
{
    private const int Most = 50;

    public static void Map(PageRoutes pages, IEndpointRouteBuilder app)
    {
        pages.Page("/host/ballots", Visitor.Host, List);
        pages.Page("/host/ballots/{ballot}", Visitor.Host, Show);
        pages.Call("/host/ballots/{ballot}/paper", Visitor.Host, Paper);
        app.MapPost("/votes/{city}/{ballot}", Vote);
    }

    private static async Task<IResult> List(Visit visit)
    {
        var ballots = await visit.Api.ListBallotsAsync(visit.Somebody.OwnCity!, Most, cancellationToken: visit.Gone);
        return visit.Show<BallotsPage>(new BallotList(ballots.Items));
    }

    private static async Task<IResult> Show(Visit visit)
    {
        var city = await visit.Api.GetCityAsync(visit.Somebody.OwnCity!, cancellationToken: visit.Gone);
        var ballot = await visit.Api.GetBallotAsync(city.Id, visit.Route("ballot"), cancellationToken: visit.Gone);
        var now = visit.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        visit.Http.Response.Headers.ContentSecurityPolicy = PageHeaders.WithScript;
        return visit.Show<BallotPage>(new OneBallot(city, ballot, now));
    }

    // Whoever asks is known here, and what they will vote is not: the paper is blinded.
    private static async Task<IResult> Paper(Visit visit)
    {
        await visit.Http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(visit.Http);
        if (await Read<PaperRequest>(visit.Http) is not { } asked) return Results.BadRequest();
        var paper = await visit.Api.IssueBallotPaperAsync(visit.Somebody.Host!, visit.Route("ballot"), asked,
            cancellationToken: visit.Gone);
        return Results.Json(new { blindSignature = paper.BlindSignature });
    }

    // What is voted is known here, and by whom is not: a request that says who sent it is not taken.
    private static async Task<IResult> Vote(HttpContext http, string city, string ballot, Apis apis)
    {
        if (http.Request.Cookies.Count > 0 || http.Request.Headers.Authorization.Count > 0) return Results.BadRequest();
        if (await Read<VoteRequest>(http) is not { } vote) return Results.BadRequest();
        try
        {
            var cast = await apis.As(null).CastVoteAsync(city, ballot, vote, http.RequestAborted);
            return Results.Json(new { cast.Outcome });
        }
        catch (ProblemException e)
        {
            return Results.Json(new { e.Code }, statusCode: (int)(e.Status ?? System.Net.HttpStatusCode.ServiceUnavailable));
        }
    }

    private static async Task<T?> Read<T>(HttpContext http) where T : class
    {
        try
        {
            return http.Request.HasJsonContentType() ? await http.Request.ReadFromJsonAsync<T>(http.RequestAborted) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A city's ballots.</summary>
public sealed record BallotList(IReadOnlyList<BallotEntry> Items);

/// <summary>A ballot as a voter sees it.</summary>
/// <param name="City">The city.</param>
/// <param name="View">The ballot.</param>
/// <param name="Now">When it is read.</param>
public sealed record OneBallot(CityView City, BallotView View, DateTimeOffset Now)
{
    /// <summary>Until when papers are given out.</summary>
    public DateTimeOffset PapersUntil => View.PapersUntil ?? View.Until;

    /// <summary>True while papers are given out.</summary>
    public bool GivesPapers => View.Status == BallotStatus.Open && Now < PapersUntil;

    /// <summary>True while votes are taken.</summary>
    public bool TakesVotes => View.Status == BallotStatus.Open && Now >= View.From && Now < View.Until;
}
