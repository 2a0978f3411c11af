namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>A migrant's own pages.</summary>
internal static class MigrantPages
{
    private const int MaxText = 4000;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/migrant", Visitor.Migrant, Home);
        pages.Page("/migrant/payments", Visitor.Migrant, Payments);
        pages.Page("/migrant/statements/{period}", Visitor.Migrant, Statement);
        pages.Form("/migrant/concern", Visitor.Migrant, ShowConcern, Raise);
        pages.Form("/migrant/concerns/{concern}", Visitor.Migrant, ShowOne, Add);
        pages.Page("/migrant/change-host", Visitor.Migrant, Explain);
        pages.Form("/migrant/change-host/confirm", Visitor.Migrant, ShowChange, Change);
        pages.Page("/migrant/change-host/done", Visitor.Migrant, Changed);
    }

    /// <summary>True from the grant on, while it lasts: then a migrant changes host by their own act.</summary>
    public static bool MayChange(SponsorshipView view) =>
        view.Status is SponsorshipStatus.Granted or SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice;

    private static async Task<IResult> Home(Visit visit)
    {
        var migrant = await visit.Api.GetMigrantAsync(visit.Somebody.Migrant!, cancellationToken: visit.Gone);
        var id = migrant.NextSponsorship ?? migrant.Sponsorship;
        if (id is null) return visit.Show<MigrantPage>(new MigrantHome(migrant, null, [], visit.Query("done")));
        var concerns = await visit.Api.ListOwnConcernsAsync(id, 20, cancellationToken: visit.Gone);
        return visit.Show<MigrantPage>(new MigrantHome(migrant, await SponsorshipFacts.Read(visit, id), concerns.Items,
            visit.Query("done")));
    }

    private static async Task<IResult> Payments(Visit visit) => visit.Show<MigrantPaymentsPage>(
        new Payments(await Own(visit) is { } id ? await visit.Api.GetStatementAsync(id, cancellationToken: visit.Gone) : null));

    private static async Task<IResult> Statement(Visit visit) => visit.Show<StatementPage>(new MonthStatement(
        await visit.Api.GetMigrantStatementAsync(visit.Somebody.Migrant!, visit.Route("period"), visit.Gone), "/migrant/payments"));

    private static async Task<IResult> ShowConcern(Visit visit, FormState form) =>
        visit.Show<ConcernPage>(new Concerning(await Own(visit) is not null, visit.Query("kind")), form);

    private static async Task<string> Raise(Visit visit, FormState form)
    {
        var problems = new List<FieldProblem>();
        if (Kind(form["kind"]) is not { } kind) throw new FormException([new("kind", visit.Words["concern.kind-missing"]),
            .. TextProblems(visit, form)]);
        problems.AddRange(TextProblems(visit, form));
        if (problems.Count > 0) throw new FormException([.. problems]);
        var sponsorship = await Own(visit) ?? throw new FormException(new FieldProblem("", visit.Words["concern.none"]));
        var receipt = await visit.Api.RaiseConcernAsync(sponsorship, form.Key, new() { Kind = kind, Text = form["text"] },
            cancellationToken: visit.Gone);
        return $"/migrant/concerns/{receipt.Id}?done=raised";
    }

    private static async Task<IResult> ShowOne(Visit visit, FormState form)
    {
        var concern = await visit.Api.GetConcernAsync(visit.Route("concern"), cancellationToken: visit.Gone);
        var texts = await visit.Api.ReadConcernTextsAsync(concern.Id, ReadPurpose.Own, visit.Gone);
        return visit.Show<ConcernStatusPage>(new OneConcern(concern, texts.Items, visit.Query("done")), form);
    }

    private static async Task<string> Add(Visit visit, FormState form)
    {
        if (TextProblems(visit, form) is { Count: > 0 } problems) throw new FormException([.. problems]);
        await visit.Api.AddToConcernAsync(visit.Route("concern"), form.Key, new() { Text = form["text"] }, cancellationToken: visit.Gone);
        return $"/migrant/concerns/{visit.Route("concern")}?done=added";
    }

    private static async Task<IResult> Explain(Visit visit) => await Changeable(visit) is { } facts
        ? visit.Show<ChangeHostPage>(facts) : visit.Show<NotFoundPage>(status: 404);

    private static async Task<IResult> ShowChange(Visit visit, FormState form) => await Changeable(visit) is { } facts
        ? visit.Show<ChangeHostConfirmPage>(facts, form) : visit.Show<NotFoundPage>(status: 404);

    private static async Task<string> Change(Visit visit, FormState form)
    {
        var id = await Own(visit) ?? throw new FormException(new FieldProblem("", visit.Words["migrant.none"]));
        await visit.Api.ChangeHostAsync(id, form.Key, body: new(), cancellationToken: visit.Gone);
        return $"/migrant/change-host/done?from={Uri.EscapeDataString(id)}";
    }

    private static async Task<IResult> Changed(Visit visit)
    {
        GracePeriodView? grace = null;
        if (visit.Query("from") is { } from)
        {
            try
            {
                grace = await visit.Api.GetGracePeriodAsync(from.Split('/', '.')[0], visit.Somebody.Migrant!,
                    cancellationToken: visit.Gone);
            }
            catch (ProblemException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
            {
                // Before the arrival no place is kept, and soon after it the city's list may not have it yet.
            }
        }

        return visit.Show<ChangeHostDonePage>(new ChangedHost(grace));
    }

    private static async Task<SponsorshipFacts?> Changeable(Visit visit) =>
        await Own(visit) is { } id && await SponsorshipFacts.Read(visit, id) is var facts && MayChange(facts.View) ? facts : null;

    private static async Task<string?> Own(Visit visit)
    {
        var migrant = await visit.Api.GetMigrantAsync(visit.Somebody.Migrant!, cancellationToken: visit.Gone);
        return migrant.NextSponsorship ?? migrant.Sponsorship;
    }

    private static IReadOnlyList<FieldProblem> TextProblems(Visit visit, FormState form) => form["text"].Length switch
    {
        0 => [new("text", visit.Words["concern.text-missing"])],
        > MaxText => [new("text", visit.Words["concern.text-long", visit.Words.Number(MaxText)])],
        _ => [],
    };

    private static ConcernKind? Kind(string code)
    {
        foreach (var kind in Enum.GetValues<ConcernKind>())
        {
            if (VipClient.CodeOf(kind) == code) return kind;
        }

        return null;
    }
}

/// <summary>What a migrant sees first.</summary>
public sealed record MigrantHome(MigrantView Migrant, SponsorshipFacts? Facts, IReadOnlyList<ConcernView> Concerns, string? Done);

/// <summary>Whether there is a sponsorship that a concern can be about, and the kind that a link has chosen.</summary>
public sealed record Concerning(bool HasSponsorship, string? Kind);

/// <summary>A concern with what was written.</summary>
public sealed record OneConcern(ConcernView Concern, IReadOnlyList<CaseTextView> Texts, string? Done);

/// <summary>A change of host, with how long the place is kept.</summary>
public sealed record ChangedHost(GracePeriodView? Grace);
