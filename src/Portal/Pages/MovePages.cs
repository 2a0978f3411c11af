namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>A host moves to another city, and the guest is asked to come along.</summary>
internal static class MovePages
{
    public static void Map(PageRoutes pages) => pages.Form("/host/move", Visitor.Host, Show, Send);

    private static async Task<IResult> Show(Visit visit, FormState form)
    {
        var host = await visit.Api.GetHostAsync(visit.Somebody.Host!, cancellationToken: visit.Gone);
        HostMoveView? move = null;
        try
        {
            move = await visit.Api.GetHostMoveAsync(host.Id, visit.Gone);
        }
        catch (ProblemException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            // Nobody moves.
        }

        var cities = (await visit.Api.ListNationCitiesAsync(host.City.Split('-')[0], visit.Gone)).Items;
        return visit.Show<MovePage>(new Moving([.. cities.Where(c => c.Id != host.City)], host, move), form);
    }

    private static async Task<string> Send(Visit visit, FormState form)
    {
        var problems = new List<FieldProblem>();
        if (form["city"].Length == 0) problems.Add(new("city", visit.Words["move.city-missing"]));
        if (form["address"].Length is 0 or > 500) problems.Add(new("address", visit.Words["move.address-missing"]));
        if (problems.Count > 0) throw new FormException([.. problems]);
        await visit.Api.MoveHostAsync(visit.Somebody.Host!, form.Key, new() { City = form["city"], Address = form["address"] },
            cancellationToken: visit.Gone);
        return "/host/move";
    }
}

/// <summary>A move, or where one could move to.</summary>
public sealed record Moving(IReadOnlyList<CityView> Cities, HostView Host, HostMoveView? Move);
