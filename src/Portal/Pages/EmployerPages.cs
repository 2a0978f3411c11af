namespace VipOrleans.Portal.Pages;

using System.Globalization;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>An employer's pages.</summary>
internal static class EmployerPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Page("/employer", Visitor.Employer, Home);
        pages.Page("/employer/files/{city}/{import}", Visitor.Employer, Results);
        pages.Page("/employer/withhold", Visitor.Employer, Withhold);
        pages.Form("/employer/upload", Visitor.Employer, ShowUpload, Upload);
        pages.Page("/employer/account/{city}", Visitor.Employer, Account);
    }

    private static async Task<IResult> ShowUpload(Visit visit, FormState form) => visit.Show<UploadPage>(new Upload(
        [.. (await visit.Api.ListNationCitiesAsync(visit.Somebody.Nation!, visit.Gone)).Items]), form);

    private static async Task<string> Upload(Visit visit, FormState form)
    {
        var problems = new List<FieldProblem>();
        if (form["city"].Length == 0) problems.Add(new("city", visit.Words["employer.city-missing"]));
        if (form["file"].Length == 0) problems.Add(new("file", visit.Words["employer.file-missing"]));
        if (problems.Count > 0) throw new FormException([.. problems]);
        var sent = await visit.Api.SendEarningsAsync(form["city"], form.Key, form["file"], cancellationToken: visit.Gone);
        return $"/employer/files/{form["city"]}/{sent.Id}";
    }

    private static async Task<IResult> Account(Visit visit) => visit.Show<EmployerAccountPage>(
        await visit.Api.GetEmployerAccountAsync(visit.Route("city"), cancellationToken: visit.Gone));

    private static async Task<IResult> Home(Visit visit)
    {
        var files = new List<CityFile>();
        var nation = await visit.Api.GetNationAsync(visit.Somebody.Nation!, cancellationToken: visit.Gone);
        foreach (var city in nation.Cities)
        {
            var page = await visit.Api.ListEarningsImportsAsync(city.City, 50, cancellationToken: visit.Gone);
            files.AddRange(page.Items.Select(f => new CityFile(city.City, f)));
        }

        return visit.Show<EmployerPage>(new EmployerHome(files, [.. nation.Cities.Select(c => c.City)]));
    }

    private static async Task<IResult> Results(Visit visit)
    {
        var (city, import) = (visit.Route("city"), visit.Route("import"));
        var file = await visit.Api.GetEarningsImportAsync(city, import, cancellationToken: visit.Gone);
        // What is still worked on is looked at again by itself, also where no script runs.
        if (file.State != ImportState.Done) visit.Http.Response.Headers["Refresh"] = "2";
        return visit.Show<FileResultsPage>(new FileResults(file,
            await visit.Api.ListRowResultsAsync(city, import, 100, visit.Query("cursor"), visit.Gone)));
    }

    private static async Task<IResult> Withhold(Visit visit)
    {
        var form = new FormState(new Dictionary<string, string>
        {
            ["sponsorship"] = visit.Query("sponsorship") ?? "", ["year"] = visit.Query("year") ?? "", ["month"] = visit.Query("month")
                ?? "",
        }, [], "");
        if (form["sponsorship"].Length == 0) return visit.Show<WithholdPage>(new Withheld(null), form);
        var problems = new List<FieldProblem>();
        var year = Number(visit, form, "year", 100, problems);
        var month = Number(visit, form, "month", 12, problems);
        if (problems.Count > 0) return visit.Show<WithholdPage>(new Withheld(null), form.With(problems));
        return visit.Show<WithholdPage>(new Withheld(await visit.Api.GetEarningsToPayAsync(form["sponsorship"], year, month,
            cancellationToken: visit.Gone)), form);
    }

    private static int Number(Visit visit, FormState form, string field, int most, List<FieldProblem> problems)
    {
        if (int.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            && number <= most) return number;
        problems.Add(new(field, visit.Words["employer.number", visit.Words.Number(most)]));
        return 0;
    }
}

/// <summary>A file with the city that it went to.</summary>
public sealed record CityFile(string City, ImportEntry File);

/// <summary>What an employer sees first.</summary>
public sealed record EmployerHome(IReadOnlyList<CityFile> Files, IReadOnlyList<string> Cities);

/// <summary>The cities to which a file can go.</summary>
public sealed record Upload(IReadOnlyList<CityView> Cities);

/// <summary>A file with what came of its rows.</summary>
public sealed record FileResults(EarningsImportView File, RowResults Rows);

/// <summary>What is withheld for a month; null before it is asked for.</summary>
public sealed record Withheld(MonthToPay? Month);
