namespace VipOrleans.Gateway.OpenApi;

using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Problems;

/// <summary>The pages that the <c>type</c> of a problem leads to.</summary>
internal static class ProblemEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var problems = app.MapGroup("/problems").WithTags("Problems");
        problems.MapGet("", () => Answers.Json(Problems.ByCode.Values)).AllowsAnyone()
            .Says("listProblems", "List every kind of problem", "Codes are stable: they are added, never renamed or removed.")
            .Answers<IEnumerable<ProblemKind>>([Problems.KeyMissing, Problems.OutcomeUnknown]);
        problems.MapGet("/{code}",
            (string code) => Problems.ByCode.TryGetValue(code, out var kind) ? Answers.Json(kind) : new ProblemResult(Problems.NotFound))
            .AllowsAnyone()
            .Says("getProblem", "Read about a kind of problem", "What it means and what to mend.")
            .Answers(Problems.OutcomeUnknown);
    }
}
