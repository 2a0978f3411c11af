namespace VipOrleans.Portal.Pages;

using System.Globalization;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>A nation officer's pages: its cities on one page, its cap, and a stop for all of it.</summary>
internal static class NationPages
{
    private const int VisaDays = 90, Most = 200;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/nation", Visitor.NationOfficer, Home);
        pages.Form("/nation/cap", Visitor.NationOfficer, ShowCap, DecideCap);
        pages.Form("/nation/pause", Visitor.NationOfficer, ShowPause, Pause);
        pages.Page("/nation/visas", Visitor.NationOfficer, Visas);
    }

    private static async Task<IResult> Home(Visit visit)
    {
        var (api, nation, gone) = (visit.Api, visit.Somebody.Nation!, visit.Gone);
        var view = await api.GetNationAsync(nation, cancellationToken: gone);
        var cities = await api.ListNationCitiesAsync(nation, gone);
        var breaches = await api.ListFloorBreachesAsync(nation, gone);
        var ending = await api.ListVisasAsync(nation, expiresWithin: VisaDays, limit: Most, cancellationToken: gone);
        return visit.Show<NationPage>(new NationHome(view, cities.Items, breaches.Items, ending.Items.Count, visit.Query("done")));
    }

    private static async Task<IResult> ShowCap(Visit visit, FormState form) =>
        visit.Show<CapPage>(await visit.Api.GetNationAsync(visit.Somebody.Nation!, cancellationToken: visit.Gone), form);

    private static async Task<string> DecideCap(Visit visit, FormState form)
    {
        var (words, problems) = (visit.Words, new List<FieldProblem>());
        if (!int.TryParse(form["places"], NumberStyles.None, CultureInfo.InvariantCulture, out var places))
        {
            problems.Add(new("places", words["officer.cap-places-missing"]));
        }

        if (form["reference"].Length is 0 or > 200) problems.Add(new("reference", words["officer.cap-reference-missing"]));
        if (form.Day("on") is not { } on)
        {
            problems.Add(new("on-day", words["officer.on-missing"]));
            on = default;
        }

        if (problems.Count > 0) throw new FormException([.. problems]);
        await visit.Api.DecideCapAsync(visit.Somebody.Nation!, new() { Places = places, Reference = form["reference"], On = on }, form.Key,
            cancellationToken: visit.Gone);
        return "/nation?done=cap";
    }

    private static async Task<IResult> ShowPause(Visit visit, FormState form) =>
        visit.Show<PausePage>(await visit.Api.GetNationAsync(visit.Somebody.Nation!, cancellationToken: visit.Gone), form);

    private static async Task<string> Pause(Visit visit, FormState form)
    {
        if (form["do"] == "resume")
        {
            await visit.Api.ResumeNationAsync(visit.Somebody.Nation!, form.Key, body: new(), cancellationToken: visit.Gone);
            return "/nation?done=resumed";
        }

        var problems = new List<FieldProblem>();
        var reason = OfficerPages.CodeIn<PauseReason>(form, "reason", visit.Words["officer.pair-why-missing"], problems);
        if (problems.Count > 0) throw new FormException([.. problems]);
        await visit.Api.PauseNationAsync(visit.Somebody.Nation!, form.Key, new() { Reason = reason!.Value }, cancellationToken: visit.Gone);
        return "/nation?done=paused";
    }

    private static async Task<IResult> Visas(Visit visit) => visit.Show<NationVisasPage>(await visit.Api.ListVisasAsync(
        visit.Somebody.Nation!, expiresWithin: visit.Query("all") is null ? VisaDays : null, limit: 50, cursor: visit.Query("cursor"),
        cancellationToken: visit.Gone));
}

/// <summary>A nation on one page.</summary>
public sealed record NationHome(NationView View, IReadOnlyList<CityView> Cities, IReadOnlyList<CityBreaches> Breaches, int VisasEnding,
    string? Done);
