namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>The statements of one household: of each member, and their sums.</summary>
/// <param name="Household">The household.</param>
/// <param name="Members">Its hosts, with their sponsorships.</param>
/// <param name="Totals">The sums of all; left out before the first arrival.</param>
public sealed record HouseholdStatement(HouseholdId Household, IReadOnlyList<HouseholdMember> Members, StatementTotals? Totals);

/// <summary>One host of a household.</summary>
/// <param name="Host">The host.</param>
/// <param name="Statements">The statements of the host's sponsorships, in the order of their proposals.</param>
public sealed record HouseholdMember(HostId Host, IReadOnlyList<StatementView> Statements);

/// <summary>Households: the hosts who live at one address.</summary>
internal static class HouseholdEndpoints
{
    // A household is a family; this bounds an answer that somebody made long on purpose.
    private const int MaxStatements = 1000;

    public static void Map(IEndpointRouteBuilder v1) =>
        v1.MapGet("/households/{household}/statement", Statement)
            .Allows(Who.HostOfHousehold, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity).WithTags("Hosts")
            .Describes("getHouseholdStatement", "Read the statement of a household",
                "Every posting of every sponsorship of its members, with what it was made from, and the sums.")
            .Answers(new HouseholdStatement(Sample.Household, [new(Sample.Host, [Sample.Statement])], Sample.Totals));

    private static async Task<IResult> Statement(HouseholdId household, IGrainFactory grains)
    {
        var registers = grains.Registers(household.City);
        var hosts = await All((after, limit) => registers.Hosts(new() { Household = household }, after, limit));
        if (hosts.Count == 0) return new ProblemResult(Problems.Of(RejectionCode.HouseholdNotFound));
        var sponsorships = await All((after, limit) => registers.Sponsorships(new() { Household = household }, after, limit));
        var statements = (await Task.WhenAll(sponsorships.Select(s => grains.Sponsorship(s.Id).Statement()))).OfType<StatementView>()
            .ToArray();
        var members = hosts.Select(h => new HouseholdMember(h.Id, [.. statements.Where(s => s.Host == h.Id)]));
        return Answers.Json(new HouseholdStatement(household, [.. members], Sum(statements)));
    }

    private static async Task<List<T>> All<T>(Func<long, int, Task<ListPage<T>>> read)
    {
        var all = new List<T>();
        for (long? after = 0; after is not null && all.Count < MaxStatements;)
        {
            var page = await read(after.Value, GatewayLimits.MaxPage);
            all.AddRange(page.Items);
            after = page.Next;
        }

        return all;
    }

    private static StatementTotals? Sum(IEnumerable<StatementView> statements)
    {
        var totals = statements.Select(s => s.Totals).OfType<StatementTotals>().ToArray();
        return totals.Length == 0
            ? null : totals.Aggregate(
                (a, b) => new(
                    Earned: a.Earned + b.Earned, Gain: a.Gain + b.Gain, Share: a.Share + b.Share, Kept: a.Kept + b.Kept,
                    Expired: a.Expired + b.Expired, Due: a.Due + b.Due, Collected: a.Collected + b.Collected,
                    PaidOut: a.PaidOut + b.PaidOut));
    }
}
