namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>Rulings of a city from the notice to the appeal, each step by another officer.</summary>
internal static class RulingPages
{
    private const int PageSize = 50, MaxText = 4000;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/officer/rulings", Visitor.CityOfficer, List);
        pages.Form("/officer/rulings/{ruling}", Visitor.CityOfficer, Show, Decide);
    }

    private static async Task<IResult> List(Visit visit) => visit.Show<RulingsPage>(await visit.Api.ListRulingsAsync(
        visit.Somebody.City!, open: visit.Query("all") is null ? true : null, limit: PageSize, cursor: visit.Query("cursor"),
        cancellationToken: visit.Gone));

    private static async Task<IResult> Show(Visit visit, FormState form)
    {
        var ruling = await visit.Api.GetRulingAsync(visit.Route("ruling"), cancellationToken: visit.Gone);
        // What was written is read only if it is asked for: that somebody read it is written down.
        var texts = visit.Query("texts") is null ? null : await visit.Api.ReadRulingTextsAsync(ruling.Id, ReadPurpose.Case, visit.Gone);
        return visit.Show<RulingPage>(new OneRuling(ruling, texts?.Items, visit.Query("done")), form);
    }

    private static async Task<string> Decide(Visit visit, FormState form)
    {
        var (api, id) = (visit.Api, visit.Route("ruling"));
        if (form["text"].Length > MaxText)
        {
            throw new FormException(new FieldProblem("text", visit.Words["concern.text-long", visit.Words.Number(MaxText)]));
        }

        var text = form["text"] is { Length: > 0 } given ? given : null;
        var language = text is null ? null : visit.Words.Language.Code;
        switch (form["do"])
        {
            case "make" or "drop":
                await api.DecideRulingAsync(id, form.Key, new()
                {
                    Outcome = form["do"] == "make" ? RulingDecision.Made : RulingDecision.Dropped, Text = text, Language = language,
                }, cancellationToken: visit.Gone);
                break;
            case "uphold" or "dismiss":
                await api.DecideAppealAsync(id, form.Key, new()
                {
                    Outcome = form["do"] == "uphold" ? AppealDecision.Upheld : AppealDecision.Dismissed, Text = text, Language = language,
                }, cancellationToken: visit.Gone);
                break;
            case "rescind":
                await api.RescindRulingAsync(id, form.Key, body: new() { Text = text, Language = language }, cancellationToken: visit.Gone);
                break;
            default:
                throw new FormException(new FieldProblem("text", visit.Words["proposal.missing"]));
        }

        return $"/officer/rulings/{id}?done=decided";
    }
}

/// <summary>A ruling as an officer sees it.</summary>
public sealed record OneRuling(RulingView View, IReadOnlyList<CaseTextView>? Texts, string? Done);
