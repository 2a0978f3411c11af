namespace VipOrleans.Gateway.Matching;

using VipOrleans.Contracts.Matching;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>An invitation that was made.</summary>
/// <param name="Code">What the inviter gives to the other, outside the platform. It is shown to nobody else and counts once.</param>
/// <param name="Until">Until when it can be used.</param>
public sealed record InvitationMadeAnswer(string Code, DateTimeOffset Until);

/// <summary>
/// A host and a migrant who know each other already need no search: one gives the other a code, and both say yes as with every proposal.
/// </summary>
internal static class InvitationEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        const string invite =
            "The answer has a code. Give it to the person outside the platform, such as in a letter; whoever has it and is of the other "
                + "side can use it, once. It is stored nowhere: a retry with the same Idempotency-Key tells it again.";
        const string use =
            "A sponsorship is proposed in the name of who uses it, and the inviter accepts or declines it as any other: both have said "
                + "yes then. The same checks follow.";
        var made = new InvitationMadeAnswer("nz-akl.3zq8kd5w1v7c9x2m4n6p0r8s5t", new(2025, 11, 17, 21, 30, 0, TimeSpan.Zero));
        var code = new UseInvitationRequest { Code = made.Code };

        var host = v1.MapGroup("/hosts/{host}").WithTags("Invitations");
        host.MapPost("/invitations",
            (HostId host, Command<InvitationRequest> command, IGrainFactory grains, Allowances allowances) =>
                Invite(command, grains, allowances, host))
            .Allows(Who.TheHost, Who.GuardianOfHost)
            .Describes("inviteMigrant", "Invite a migrant whom the host knows", invite).ExampleBody(new InvitationRequest { Days = 14 })
            .Answers(made);
        host.MapPost("/invitation-uses",
            (HostId host, Command<UseInvitationRequest> command, IGrainFactory grains) => Use(command, grains, host))
            .Allows(Who.TheHost, Who.GuardianOfHost)
            .Describes("useMigrantInvitation", "Use the code of a migrant whom the host knows", use).ExampleBody(code)
            .AnswersReceipt(Sample.Sponsorship.Value, "proposed", 201);

        var migrant = v1.MapGroup("/migrants/{migrant}").WithTags("Invitations");
        migrant.MapPost("/invitations",
            (MigrantId migrant, Command<InvitationRequest> command, IGrainFactory grains, Allowances allowances) =>
                Invite(command, grains, allowances, migrant))
            .Allows(Who.TheMigrant)
            .Describes("inviteHost", "Invite a host whom the migrant knows", invite).ExampleBody(new InvitationRequest { Days = 14 })
            .Answers(made);
        migrant.MapPost("/invitation-uses",
            (MigrantId migrant, Command<UseInvitationRequest> command, IGrainFactory grains) => Use(command, grains, migrant))
            .Allows(Who.TheMigrant)
            .Describes("useHostInvitation", "Use the code of a host whom the migrant knows", use).ExampleBody(code)
            .AnswersReceipt(Sample.Sponsorship.Value, "proposed", 201);
    }

    private static async Task<IResult> Invite(Command<InvitationRequest> command, IGrainFactory grains, Allowances allowances,
        PersonId person)
    {
        if (await allowances.Invitation(command) is { } refused) return refused;
        var made = await grains.Profile(person).Invite(command.Context, command.Body.Days);
        return command.Answer(made.Result, new InvitationMadeAnswer(made.Code ?? "", made.Until));
    }

    private static async Task<IResult> Use(Command<UseInvitationRequest> command, IGrainFactory grains, PersonId person)
    {
        if (!InvitationId.TryOf(command.Body.Code, out var invitation))
        {
            return new ProblemResult(Problems.Of(RejectionCode.InvitationNotFound));
        }

        var used = await grains.Invitation(invitation).Use(command.Context, person);
        return command.Created(used.Result, used.Sponsorship?.Value ?? "", $"/v1/sponsorships/{used.Sponsorship}");
    }
}
