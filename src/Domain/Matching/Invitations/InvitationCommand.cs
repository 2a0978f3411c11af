namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>What an invitation can be asked.</summary>
public abstract record InvitationCommand
{
    private InvitationCommand() { }

    /// <summary>Makes the invitation.</summary>
    /// <param name="Inviter">Who invites.</param>
    /// <param name="IsRegistered">True if they are registered and were not erased.</param>
    /// <param name="Days">How many days its code can be used, 1 to 30.</param>
    public sealed record MakeInvitation(PersonId Inviter, bool IsRegistered, int Days) : InvitationCommand;

    /// <summary>Uses the invitation: whoever has its code and is of the other side.</summary>
    /// <param name="By">Who.</param>
    /// <param name="IsRegistered">True if they are registered and were not erased.</param>
    /// <param name="Sponsorship">The sponsorship that will be proposed.</param>
    public sealed record UseInvitation(PersonId By, bool IsRegistered, SponsorshipId Sponsorship) : InvitationCommand;
}
