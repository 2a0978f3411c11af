namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Moves: a host goes to another city, and the migrant is asked to come along.</summary>
internal static class MoveEndpoints
{
    private static readonly CityId There = CityId.Parse("nz-wlg");

    private static readonly HostMoveView Example = new(
        From: Sample.Host,
        To: HostId.Parse("nz-wlg.host.3zq8kd5w1v7c9x2m4n6p0r8s5t"),
        Household: HouseholdId.Parse("nz-wlg.household.5m2c8x4v6n1z9q7w3k0d8r5t2p"),
        Home: HomeId.Parse("nz-wlg.home.7x3m9v5c1n8z4q2w6k0d7r3t5s"),
        Guardian: null,
        Sponsorship: SponsorshipId.Parse("nz-wlg.sponsorship.3zq8kd5w1v7c9x2m4n6p0r8s5t"),
        Succeeds: Sample.Sponsorship,
        IsComplete: false);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var host = v1.MapGroup("/hosts/{host}").WithTags("Hosts");
        host.MapPost("/moves", Move).Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity)
            .Describes("moveHost", "Move to another city",
                "The host has a record in each city; the receipt's id is the new one. Where a migrant has arrived with the host, a "
                    + "sponsorship there is proposed to them: they accept it and come along, or decline it, or change host. Here all goes "
                        + "on as it is until the migrant has arrived there, and until then either side withdraws that sponsorship and "
                            + "undoes the move. Without a live sponsorship the move is complete at once.")
            .ExampleBody(new MoveHostRequest { City = There, Address = "12 Example Quay\nWellington" })
            .AnswersReceipt(Example.To.Value, "moving", 201);
        host.MapGet("/move", Get).Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getHostMove", "Read the move of a host",
                "Where to, and the sponsorship there in which the migrant is asked to come along. A move that was undone is none.")
            .Answers(Example);
    }

    private static async Task<IResult> Move(HostId host, Command<MoveHostRequest> command, IGrainFactory grains)
    {
        var body = command.Body;
        var order = new HostMoveOrder
        {
            City = body.City, Address = body.Address, Household = body.Household, Guardian = body.Guardian,
            Seed = await command.SeedFor(_ => grains.Host(host))
        };
        var result = await grains.Host(host).Move(command.Context, order);
        // What has begun goes on by itself too; whoever asked finds it done.
        if (result.IsAccepted && await grains.Host(host).GetMove() is { } move
            && await grains.GoOn(move, command.Caller.Actor) is { IsAccepted: false } stopped)
        {
            result = stopped;
        }

        return command.Created(result, order.Host.Value, $"/v1/hosts/{host}/move");
    }

    private static async Task<IResult> Get(HostId host, IGrainFactory grains) =>
        await grains.Host(host).GetMove() is { } move ? Answers.Json(move) : new ProblemResult(Problems.Of(RejectionCode.MoveNotFound));
}
