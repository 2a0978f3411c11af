namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>A host's own pages.</summary>
internal static class HostPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Page("/host", Visitor.Host, Home);
        pages.Page("/host/payments", Visitor.Host, Payments);
        pages.Page("/host/statements/{period}", Visitor.Host, Statement);
        pages.Form("/host/notice", Visitor.Host, ShowNotice, GiveNotice);
        pages.Form("/notices/{ruling}", Visitor.Host | Visitor.Migrant, NoticePages.Show, NoticePages.Reply);
    }

    private static async Task<IResult> Home(Visit visit) => visit.Show<HostPage>(new HostHome(await Facts(visit), visit.Query("done")));

    private static async Task<IResult> Payments(Visit visit) => visit.Show<HostPaymentsPage>(
        new Payments(await Own(visit) is { } id ? await visit.Api.GetStatementAsync(id, cancellationToken: visit.Gone) : null));

    private static async Task<IResult> Statement(Visit visit) => visit.Show<StatementPage>(new MonthStatement(
        await visit.Api.GetHostStatementAsync(visit.Somebody.Host!, visit.Route("period"), visit.Gone), "/host/payments"));

    private static async Task<IResult> ShowNotice(Visit visit, FormState form) =>
        await Facts(visit) is { View.Status: SponsorshipStatus.Arrived or SponsorshipStatus.Active } facts
            ? visit.Show<HostNoticePage>(facts, form) : visit.Show<NotFoundPage>(status: 404);

    private static async Task<string> GiveNotice(Visit visit, FormState form)
    {
        var id = await Own(visit) ?? throw new FormException(new FieldProblem("", visit.Words["host.none"]));
        await visit.Api.GiveNoticeAsync(id, form.Key, body: new(), cancellationToken: visit.Gone);
        return "/host?done=notice";
    }

    private static async Task<string?> Own(Visit visit) =>
        (await visit.Api.GetHostAsync(visit.Somebody.Host!, cancellationToken: visit.Gone)).Sponsorship;

    private static async Task<SponsorshipFacts?> Facts(Visit visit) => await Own(visit) is { } id ? await SponsorshipFacts.Read(visit, id)
        : null;
}

/// <summary>What a host sees first.</summary>
public sealed record HostHome(SponsorshipFacts? Facts, string? Done);

/// <summary>A statement, if there is a sponsorship that has one.</summary>
public sealed record Payments(StatementView? Statement);

/// <summary>A month's statement, with where one came from.</summary>
public sealed record MonthStatement(PeriodStatement Statement, string Back);
