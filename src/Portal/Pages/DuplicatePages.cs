namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>Records that may be one person's: side by side, to be linked or told apart.</summary>
internal static class DuplicatePages
{
    private const int PageSize = 50, MostPages = 20;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/officer/duplicates", Visitor.CityOfficer, List);
        pages.Form("/officer/duplicates/{first}/{second}", Visitor.CityOfficer, Show, Decide);
    }

    /// <summary>True of two hosts' records: those of migrants an officer of the nation links.</summary>
    public static bool AreHosts(DuplicateView pair) => pair.First.Contains(".host.", StringComparison.Ordinal)
        && pair.Second.Contains(".host.", StringComparison.Ordinal);

    private static async Task<IResult> List(Visit visit) => visit.Show<DuplicatesPage>(new DuplicateList(
        await visit.Api.ListCityDuplicatesAsync(visit.Somebody.City!, PageSize, visit.Query("cursor"), visit.Gone), visit.Query("done")));

    private static async Task<IResult> Show(Visit visit, FormState form)
    {
        if (await Find(visit) is not { } pair) return visit.Show<NotFoundPage>(status: 404);
        // Names are read only if they are asked for: that somebody read them is written down.
        var (one, other) = visit.Query("names") is null ? (null, null) : (await Read(visit, pair.First), await Read(visit, pair.Second));
        return visit.Show<DuplicatePage>(new OneDuplicate(pair, one, other), form);
    }

    private static async Task<string> Decide(Visit visit, FormState form)
    {
        if (await Find(visit) is not { } pair) throw new FormException(new FieldProblem("", visit.Words["officer.pair-gone"]));
        var problems = new List<FieldProblem>();
        switch (form["do"])
        {
            case "link" when AreHosts(pair):
                var why = OfficerPages.CodeIn<LinkReason>(form, "link", visit.Words["officer.pair-why-missing"], problems);
                if (problems.Count > 0) throw new FormException([.. problems]);
                await visit.Api.LinkHostAsync(pair.First, form.Key, new() { Record = pair.Second, Reason = why!.Value },
                    cancellationToken: visit.Gone);
                return "/officer/duplicates?done=linked";
            case "dismiss":
                var reason = OfficerPages.CodeIn<DismissalReason>(form, "dismiss", visit.Words["officer.pair-why-missing"], problems);
                if (problems.Count > 0) throw new FormException([.. problems]);
                await visit.Api.DismissCityDuplicateAsync(visit.Somebody.City!, form.Key, new()
                {
                    One = pair.First, Other = pair.Second, Signs = pair.Signs ?? [], Reason = reason!.Value,
                }, cancellationToken: visit.Gone);
                return "/officer/duplicates?done=dismissed";
            default:
                throw new FormException(new FieldProblem("link", visit.Words["proposal.missing"]));
        }
    }

    private static async Task<DuplicateView?> Find(Visit visit)
    {
        string? cursor = null;
        for (var i = 0; i < MostPages; i++)
        {
            var page = await visit.Api.ListCityDuplicatesAsync(visit.Somebody.City!, PageSize, cursor, visit.Gone);
            if (page.Items.FirstOrDefault(d => d.First == visit.Route("first") && d.Second == visit.Route("second")) is { } pair)
            {
                return pair;
            }

            if ((cursor = page.Next) is null) break;
        }

        return null;
    }

    private static Task<Person> Read(Visit visit, string person) => person.Contains(".host.", StringComparison.Ordinal)
        ? visit.Api.ReadHostPersonAsync(person, ReadPurpose.Case, visit.Gone)
        : visit.Api.ReadMigrantPersonAsync(person, ReadPurpose.Case, visit.Gone);
}

/// <summary>Pairs of records.</summary>
public sealed record DuplicateList(PageOfDuplicateView Page, string? Done);

/// <summary>Two records side by side.</summary>
public sealed record OneDuplicate(DuplicateView Pair, Person? First, Person? Second);
