namespace VipOrleans.Gateway.Hosting;

using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>Asks the embedded development issuer for a token.</summary>
internal sealed record TokenRequest : IChecked
{
    /// <summary>The role.</summary>
    public required Role Role { get; init; }

    /// <summary>For a host or migrant: who they are.</summary>
    [Text(1, 100)]
    public string? Person { get; init; }

    /// <summary>For a city officer, or an auditor of a city: the city.</summary>
    public CityId? City { get; init; }

    /// <summary>For a nation officer, an employer, or an auditor of a nation: the nation.</summary>
    public NationId? Nation { get; init; }

    /// <summary>For an employer: its id.</summary>
    [Employer]
    public string? Employer { get; init; }

    /// <summary>Tells two callers of the same role and tie apart; left out for one who is the same every time.</summary>
    [Text(1, 100)]
    public string? Subject { get; init; }

    internal Ties Ties => new(Person, City?.Value, Nation?.Value, Employer);

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (Subject is { } subject && Subjects.HasUnseen(subject))
        {
            errors.Add("subject", "Expected a subject without white space and invisible characters.");
        }

        if (Ties.Problem(Role, ClaimNames.Default) is { } problem) errors.Add("role", problem);
    }
}

/// <summary>A token.</summary>
/// <param name="AccessToken">Goes behind <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">How long it counts, in seconds.</param>
public sealed record TokenAnswer(string AccessToken, int ExpiresIn);

/// <summary>The embedded issuer's one endpoint. It is there in Development only.</summary>
internal static class DevelopmentTokens
{
    public static void Map(IEndpointRouteBuilder v1) =>
        v1.MapPost("/dev/tokens", Issue).AllowsAnyone().WithTags("Operation").Accepts<TokenRequest>("application/json")
            .Describes("issueDevelopmentToken", "Get a token for any role",
                "Only with the embedded development issuer, which refuses to start outside Development. It makes nothing, so it needs no "
                    + "Idempotency-Key.")
            .ExampleBody(new TokenRequest { Role = Role.CityOfficer, City = Sample.City })
            .Answers(new TokenAnswer("eyJhbGciOiJFUzI1NiIsImtpZCI6ImRldmVsb3BtZW50In0.e30.c2lnbmF0dXJl", 28800));

    private static async Task<IResult> Issue(HttpContext http, DevelopmentIssuer issuer, TimeProvider time)
    {
        var asked = await RequestBody.Read<TokenRequest>(http);
        var subject = asked.Subject
            ?? $"development:{Codes<Role>.Text(asked.Role)}:{asked.Person ?? asked.Employer ?? asked.City?.Value ?? asked.Nation?.Value}";
        return Answers.Json(
            new TokenAnswer(issuer.Issue(subject, asked.Role, asked.Ties, time.GetUtcNow().UtcDateTime),
                (int)DevelopmentIssuer.Lifetime.TotalSeconds));
    }
}
