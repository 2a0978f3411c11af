namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>A migrant's visas.</summary>
internal static class VisaPages
{
    public static void Map(PageRoutes pages) => pages.Page("/migrant/visa", Visitor.Migrant, Show);

    private static async Task<IResult> Show(Visit visit) => visit.Show<VisaPage>(new Visas(
        (await visit.Api.GetVisasAsync(visit.Somebody.Migrant!, cancellationToken: visit.Gone)).Items));
}

/// <summary>Visas, in the order in which they were applied for.</summary>
public sealed record Visas(IReadOnlyList<VisaView> Items);
