namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>An auditor's pages, which change nothing: a city's books, and who read whose data.</summary>
internal static class AuditPages
{
    private const int Most = 100;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/audit", Visitor.Auditor, Home);
        pages.Page("/audit/reads", Visitor.Auditor, Reads);
    }

    private static async Task<IResult> Home(Visit visit)
    {
        if (visit.Somebody.City is not { } city) return visit.Show<AuditPage>(new Audit(null, null, []));
        return visit.Show<AuditPage>(new Audit(await visit.Api.GetCitySummaryAsync(city, visit.Gone),
            await visit.Api.GetTrialBalanceAsync(city, cancellationToken: visit.Gone),
            (await visit.Api.ListPayoutsAsync(city, Most, cancellationToken: visit.Gone)).Items));
    }

    private static async Task<IResult> Reads(Visit visit)
    {
        var form = new FormState(new Dictionary<string, string> { ["person"] = visit.Query("person") ?? "" }, [], "");
        if (form["person"].Length == 0) return visit.Show<ReadsPage>(new Reads([], null), form);
        try
        {
            var list = form["person"].Contains(".host.", StringComparison.Ordinal)
                ? await visit.Api.ListHostPersonAccessesAsync(form["person"], Most, visit.Gone)
                : await visit.Api.ListMigrantPersonAccessesAsync(form["person"], Most, visit.Gone);
            return visit.Show<ReadsPage>(new Reads(list.Items, form["person"]), form);
        }
        catch (ProblemException e) when (e.Status is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.BadRequest)
        {
            return visit.Show<ReadsPage>(new Reads([], null), form.With(new FieldProblem("person", visit.Words["officer.person-unknown"])));
        }
    }
}

/// <summary>A city's books; nulls for an auditor of a nation.</summary>
public sealed record Audit(RegistersSummary? Summary, TrialBalance? Balance, IReadOnlyList<PayoutEntry> Payouts);

/// <summary>Who read somebody's data.</summary>
public sealed record Reads(IReadOnlyList<PersonAccess> Items, string? Person);
