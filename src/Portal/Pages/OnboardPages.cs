namespace VipOrleans.Portal.Pages;

using VipOrleans.Portal.Hosting;

/// <summary>Many people at once, from a file: progress, and the rows that are to be mended and sent again.</summary>
internal static class OnboardPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Form("/officer/onboard", Visitor.CityOfficer, Show, Begin);
        pages.Form("/officer/onboard/{run}", Visitor.CityOfficer, ShowRun, Begin);
    }

    /// <summary>The rows as a file that can be sent again.</summary>
    public static string FileOf(IEnumerable<PersonRow> rows) =>
        string.Join('\n', rows.Select(r => Csv.Write(Onboarding.Columns.Select(c => r[c]))).Prepend(Csv.Write(Onboarding.Columns)));

    private static Task<IResult> Show(Visit visit, FormState form) => Task.FromResult(visit.Show<OnboardPage>(form: form));

    private static async Task<IResult> ShowRun(Visit visit, FormState form)
    {
        var onboarding = Of(visit);
        if (await onboarding.Find(visit.Route("run"), visit.Somebody) is not { } run) return visit.Show<NotFoundPage>(status: 404);
        var hasStopped = onboarding.HasStopped(run);
        if (!run.IsDone && !hasStopped) visit.Http.Response.Headers["Refresh"] = "2";
        return visit.Show<OnboardRunPage>(new OnboardProgress(run, hasStopped), form);
    }

    private static async Task<string> Begin(Visit visit, FormState form)
    {
        var text = form["file"].Length > 0 ? form["file"] : form["text"];
        var rows = Read(visit, text, form["file"].Length > 0 ? "file" : "text");
        return $"/officer/onboard/{await Of(visit).Start(visit.Somebody, rows)}";
    }

    private static IReadOnlyList<PersonRow> Read(Visit visit, string text, string field)
    {
        var words = visit.Words;
        if (text.Length == 0) throw new FormException(new FieldProblem("file", words["officer.people-missing"]));
        IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> table;
        try
        {
            table = Csv.Read(text);
        }
        catch (FormatException e)
        {
            throw new FormException(new FieldProblem(field, words["officer.people-quote", e.Message]));
        }

        var head = table[0].Cells.Select(c => c.ToLowerInvariant()).ToList();
        if (head.FirstOrDefault(c => !Onboarding.Columns.Contains(c)) is { } unknown)
        {
            throw new FormException(
                new FieldProblem(field, words["officer.people-column", unknown, string.Join(", ", Onboarding.Columns)]));
        }

        if (!head.Contains("kind") || !head.Contains("name") || head.Distinct().Count() < head.Count)
        {
            throw new FormException(new FieldProblem(field, words["officer.people-head"]));
        }

        if (table.Count - 1 is 0 or > Onboarding.MostRows)
        {
            throw new FormException(new FieldProblem(field, words["officer.people-count", words.Number(Onboarding.MostRows)]));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. table.Skip(1).Select(r =>
        {
            var cells = head.Zip(r.Cells).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second);
            var row = new PersonRow(r.Line, cells);
            var problem = row["kind"] is not ("host" or "migrant") ? "officer.row-kind" : row["name"].Length == 0 ? "officer.row-name"
                : row["kind"] == "migrant" && row["origin"].Length == 0 ? "officer.row-origin"
                : row["document_number"].Length > 0 && Onboarding.KindOf(row) is null ? "officer.row-document"
                : r.Cells.Count > head.Count ? "officer.row-long"
                : !seen.Add(Csv.Write(Onboarding.Columns.Select(c => row[c]))) ? "officer.row-twice" : null;
            return problem is null ? row : row with { Problem = new(problem, "") };
        })];
    }

    private static Onboarding Of(Visit visit) => visit.Http.RequestServices.GetRequiredService<Onboarding>();
}

/// <summary>How far a file is.</summary>
public sealed record OnboardProgress(OnboardingRun Run, bool HasStopped);
