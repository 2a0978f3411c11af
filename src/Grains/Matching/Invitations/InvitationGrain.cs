namespace VipOrleans.Grains.Matching;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Matching.InvitationCommand;

/// <summary>Hosts an invitation's rules, and proposes the sponsorship that it leads to.</summary>
[Reentrant, GrainType("invitation")]
public sealed class InvitationGrain(Journaling journaling)
    : EventSourcedGrain<InvitationDecider, Invitation, InvitationCommand, InvitationEvent>(journaling), IInvitationGrain
{
    private InvitationId Id => InvitationId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<InvitationCode> Make(CommandContext context, PersonId inviter, int days)
    {
        var result = await Execute(context, new MakeInvitation(inviter, await IsRegistered(inviter), days));
        return new(Result: result, Until: Confirmed.Until, Code: null);
    }

    /// <inheritdoc/>
    public async Task<InvitationUse> Use(CommandContext context, PersonId by)
    {
        var inviter = Confirmed.Inviter;
        var city = by.Host?.City ?? inviter?.Host?.City;
        var sponsorship = city is { } own ? SponsorshipId.From(own, $"invitation {Id}") : default;
        var used = await Execute(context, new UseInvitation(by, await IsRegistered(by), sponsorship));
        if (!used.IsAccepted) return new(Result: used, Sponsorship: null);
        // Under an identity of the invitation's own: a crash in between is made good by whoever asks again, and there is one proposal.
        var proposal = new CommandContext { Id = IdText.KeyFrom($"invitation {Id}"), Fingerprint = 0, Actor = context.Actor };
        var proposed =
            await GrainFactory.Sponsorship(sponsorship)
                .Propose(proposal, (by.Host ?? inviter!.Value.Host)!.Value, (by.Migrant ?? inviter!.Value.Migrant)!.Value, by.Side);
        return new(Result: proposed, Sponsorship: sponsorship);
    }

    private async Task<bool> IsRegistered(PersonId person) => person.Host is { } host
        ? await GrainFactory.Host(host).Get() is { Erased: false, MovedTo: null, IsVoid: false }
        : await GrainFactory.Migrant(person.Migrant!.Value).Get() is { Erased: false };
}
