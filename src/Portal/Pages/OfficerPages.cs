namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>A city officer's pages.</summary>
internal static class OfficerPages
{
    private const int PageSize = 50;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/officer", Visitor.CityOfficer, Work);
        pages.Page("/officer/cases", Visitor.CityOfficer, Cases);
        pages.Page("/officer/cases/{sponsorship}", Visitor.CityOfficer, Case);
        pages.Form("/officer/cases/{sponsorship}/checks", Visitor.CityOfficer, ShowCheck, RecordCheck);
        pages.Form("/officer/hosts/new", Visitor.CityOfficer, ShowHost, RegisterHost);
    }

    private static async Task<IResult> Work(Visit visit)
    {
        var (api, city, gone) = (visit.Api, visit.Somebody.City!, visit.Gone);
        var concerns = api.ListConcernsAsync(city, limit: PageSize, cancellationToken: gone);
        var rulings = api.ListRulingsAsync(city, open: true, limit: PageSize, cancellationToken: gone);
        var welfare = api.ListWelfareChecksAsync(city, limit: PageSize, cancellationToken: gone);
        var grace = api.ListGracePeriodsAsync(city, due: true, limit: PageSize, cancellationToken: gone);
        var checking = api.ListSponsorshipsAsync(city, SponsorshipStatus.Checking, limit: PageSize, cancellationToken: gone);
        var summary = api.GetCitySummaryAsync(city, gone);
        await Task.WhenAll(concerns, rulings, welfare, grace, checking, summary);
        var (words, now) = (visit.Words, visit.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        IEnumerable<WorkItem> items =
        [
            .. (await concerns).Items.Where(c => c.Status is not ConcernStatus.Closed)
                .Select(c => new WorkItem(words["officer.concern", words.Code(c.Kind)],
                c.Sponsorship, c.DueAt, c.IsOverdue, c.Officer is null ? words["officer.nobody"] : words["officer.assigned"])),
            .. (await rulings).Items.Select(r => new WorkItem(words["officer.ruling", words.Code(r.Kind)], r.Sponsorship ?? r.Host,
                End(r.DecideBy), r.IsOverdue, words.Code(r.Status))),
            .. (await welfare).Items.Select(w => new WorkItem(words["officer.welfare"], w.Sponsorship, End(w.WaitUntil), w.IsOverdue,
                words.Code(w.Status))),
            .. (await grace).Items.Select(g => new WorkItem(words["officer.grace"], g.From, g.Until, g.IsDue, words.Code(g.State))),
            .. (await checking).Items.Select(s => new WorkItem(words["officer.checks"], s.Id, null, false, words.Code(s.Status))),
        ];
        return visit.Show<WorkPage>(new WorkList([.. items.OrderBy(i => i.Due ?? DateTimeOffset.MaxValue)], await summary, now,
            visit.Query("done")));

        static DateTimeOffset End(DateOnly day) => new(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero);
    }

    private static async Task<IResult> Cases(Visit visit)
    {
        var status = Enum.GetValues<SponsorshipStatus>().Where(s => VipClient.CodeOf(s) == visit.Query("status"))
            .Cast<SponsorshipStatus?>().FirstOrDefault();
        var page = await visit.Api.ListSponsorshipsAsync(visit.Somebody.City!, status, limit: PageSize, cursor: visit.Query("cursor"),
            cancellationToken: visit.Gone);
        return visit.Show<CasesPage>(new CaseList(page, status));
    }

    private static async Task<IResult> Case(Visit visit)
    {
        var id = visit.Route("sponsorship");
        var facts = await SponsorshipFacts.Read(visit, id);
        var statement = await visit.Api.GetStatementAsync(id, cancellationToken: visit.Gone);
        var employments = await visit.Api.ListEmploymentsAsync(id, cancellationToken: visit.Gone);
        var concerns = await visit.Api.ListConcernsAsync(visit.Somebody.City!, sponsorship: id, limit: PageSize,
            cancellationToken: visit.Gone);
        // Names are read only if they are asked for: that somebody read them is written down.
        var names = visit.Query("names") is null ? null : new CaseNames(
            await visit.Api.ReadHostPersonAsync(facts.View.Host, ReadPurpose.Case, visit.Gone),
            await visit.Api.ReadMigrantPersonAsync(facts.View.Migrant, ReadPurpose.Case, visit.Gone));
        return visit.Show<CasePage>(new OneCase(facts, statement, employments.Items, concerns.Items, names, visit.Query("done")));
    }

    private static async Task<IResult> ShowCheck(Visit visit, FormState form) =>
        visit.Show<CheckPage>(new CheckForm(await visit.Api.GetSponsorshipAsync(visit.Route("sponsorship"), cancellationToken: visit.Gone),
            visit.Query("kind")), form);

    private static async Task<string> RecordCheck(Visit visit, FormState form)
    {
        var problems = new List<FieldProblem>();
        var kind = CodeIn<CheckKind>(form, "kind", visit.Words["officer.kind-missing"], problems);
        var outcome = CodeIn<CheckOutcome>(form, "outcome", visit.Words["officer.outcome-missing"], problems);
        var isFailed = outcome == CheckOutcome.Failed;
        var reason = isFailed ? CodeIn<RefusalReason>(form, "reason", visit.Words["officer.reason-missing"], problems) : null;
        if (form.Day("on") is not { } on)
        {
            problems.Add(new("on-day", visit.Words["officer.on-missing"]));
            on = default;
        }

        if (problems.Count > 0) throw new FormException([.. problems]);
        await visit.Api.RecordCheckAsync(visit.Route("sponsorship"), form.Key, new()
        {
            Kind = kind!.Value, Outcome = outcome!.Value, Reason = reason, On = on, Text = isFailed && form["text"].Length > 0
                ? form["text"] : null,
        }, cancellationToken: visit.Gone);
        return $"/officer/cases/{visit.Route("sponsorship")}?done=check";
    }

    private static Task<IResult> ShowHost(Visit visit, FormState form) => Task.FromResult(visit.Show<NewHostPage>(form: form));

    private static async Task<string> RegisterHost(Visit visit, FormState form)
    {
        if (form["name"].Length == 0) throw new FormException(new FieldProblem("name", visit.Words["officer.name-missing"]));
        var receipt = await visit.Api.RegisterHostAsync(visit.Somebody.City!, form.Key, new()
        {
            Person = new() { Name = form["name"], Contact = Given("contact"), Address = Given("address") },
        }, cancellationToken: visit.Gone);
        return $"/officer?done={Uri.EscapeDataString(receipt.Id)}";

        string? Given(string field) => form[field] is { Length: > 0 } text ? text : null;
    }

    public static T? CodeIn<T>(FormState form, string field, string missing, List<FieldProblem> problems) where T : struct, Enum
    {
        foreach (var code in Enum.GetValues<T>())
        {
            if (VipClient.CodeOf(code) == form[field]) return code;
        }

        problems.Add(new(field, missing));
        return null;
    }
}

/// <summary>Something to be done.</summary>
/// <param name="What">What it is.</param>
/// <param name="About">The sponsorship or person that it is about.</param>
/// <param name="Due">When it is due; null if at no certain time.</param>
/// <param name="IsLate">True if that is over.</param>
/// <param name="State">How far it is.</param>
public sealed record WorkItem(string What, string About, DateTimeOffset? Due, bool IsLate, string State);

/// <summary>What there is to do, by what is due first.</summary>
public sealed record WorkList(IReadOnlyList<WorkItem> Items, RegistersSummary Summary, DateTimeOffset Now, string? Done);

/// <summary>A page of cases.</summary>
public sealed record CaseList(PageOfSponsorshipEntry Page, SponsorshipStatus? Status);

/// <summary>Who they are.</summary>
public sealed record CaseNames(Person Host, Person Migrant);

/// <summary>A case on one screen.</summary>
public sealed record OneCase(SponsorshipFacts Facts, StatementView Statement, IReadOnlyList<Employment> Employments,
    IReadOnlyList<ConcernView> Concerns,
    CaseNames? Names, string? Done);

/// <summary>A check that is about to be recorded.</summary>
public sealed record CheckForm(SponsorshipView View, string? Kind);
