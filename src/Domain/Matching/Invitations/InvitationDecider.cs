namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Matching.InvitationCommand;
using static VipOrleans.Domain.Matching.InvitationEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Matching.InvitationEvent>;

/// <summary>The rules of an invitation.</summary>
public sealed class InvitationDecider : IDecider<Invitation, InvitationCommand, InvitationEvent>
{
    private InvitationDecider() { }

    /// <inheritdoc/>
    public static Invitation Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Invitation, InvitationEvent> Aggregate { get; } =
        new("invitation-1", MatchingJson.Default.InvitationEvent, MatchingJson.Default.Invitation);

    /// <inheritdoc/>
    public static Decision<InvitationEvent> Decide(Invitation invitation, InvitationCommand command, Moment moment) => command switch
    {
        MakeInvitation c => Make(invitation, c, moment),
        UseInvitation c => Use(invitation, c, moment),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The invitation does not know this command."),
    };

    /// <inheritdoc/>
    public static Invitation Evolve(Invitation invitation, InvitationEvent e) => e switch
    {
        InvitationMade x => invitation with { Inviter = x.Inviter, Until = x.Until },
        InvitationUsed x => invitation with { UsedBy = x.By, Sponsorship = x.Sponsorship },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The invitation does not know this event."),
    };

    private static Decision<InvitationEvent> Make(Invitation invitation, MakeInvitation c, Moment moment)
    {
        if (invitation.Inviter is not null) return Reject(RejectionCode.AlreadyExists, "This invitation has been made already.");
        if (!c.IsRegistered) return NotRegistered(c.Inviter);
        return c.Days is >= 1 and <= Invitation.MaxDays
            ? Accept("invited", new InvitationMade(c.Inviter, moment.Time.AddDays(c.Days)))
            : Reject(RejectionCode.InvalidInput, $"An invitation is open for 1 to {Invitation.MaxDays} days.");
    }

    private static Decision<InvitationEvent> Use(Invitation invitation, UseInvitation c, Moment moment)
    {
        if (invitation.Inviter is not { } inviter)
        {
            return Reject(RejectionCode.InvitationNotFound, "There is no invitation with this code.");
        }

        if (!c.IsRegistered) return NotRegistered(c.By);
        // Somebody who used it and lost the answer asks once more.
        if (invitation.UsedBy == c.By) return Accept("used");
        if (invitation.UsedBy is not null) return Reject(RejectionCode.InvitationUsed, "The invitation has been used; a code counts once.");
        if (moment.Time >= invitation.Until)
        {
            return Reject(RejectionCode.InvitationExpired, "The invitation's time is over; ask for a new one.");
        }

        if (inviter.Side == c.By.Side)
        {
            return Reject(RejectionCode.InvitationNotFound,
                inviter.Side == Party.Host ? "A host's invitation is for a migrant." : "A migrant's invitation is for a host.");
        }

        return inviter.Nation == c.By.Nation
            ? Accept("used", new InvitationUsed(c.By, c.Sponsorship))
            : Reject(RejectionCode.OtherCity, "Inviter and invited belong to two nations.");
    }

    private static Decision<InvitationEvent> NotRegistered(PersonId person) =>
        person.Host is null
            ? Reject(RejectionCode.MigrantNotFound, "There is no such migrant.")
            : Reject(RejectionCode.HostNotFound, "There is no such host.");
}
