namespace VipOrleans.Contracts.Matching;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;

/// <summary>An invitation of somebody whom the inviter knows. The key is the invitation's id, which is made of its code.</summary>
[Alias("vip.invitation"), GrainInterfaceType("vip.invitation")]
public interface IInvitationGrain : IGrainWithStringKey
{
    /// <summary>Makes it.</summary>
    [Alias("make")]
    Task<InvitationCode> Make(CommandContext context, PersonId inviter, int days);

    /// <summary>
    /// Uses it, and proposes the sponsorship in the name of whoever was invited: the inviter has to accept, as with every proposal.
    /// </summary>
    [Alias("use")]
    Task<InvitationUse> Use(CommandContext context, PersonId by);
}

/// <summary>What a request for an invitation was answered. Its text form does not show the code.</summary>
/// <param name="Result">Whether it was made.</param>
/// <param name="Code">What the inviter gives to the other outside the platform; null if nothing was made.</param>
/// <param name="Until">Until when it can be used.</param>
[GenerateSerializer, Immutable, Alias("vip.invitation-code")]
public sealed record InvitationCode(CommandResult Result, string? Code, DateTimeOffset Until)
{
    /// <summary>Shows no code, so that no log line leaks it.</summary>
    public override string ToString() => $"InvitationCode ({Result.Outcome})";
}

/// <summary>What the use of an invitation was answered.</summary>
/// <param name="Result">Whether the sponsorship is proposed.</param>
/// <param name="Sponsorship">The sponsorship; null if the invitation was refused.</param>
[GenerateSerializer, Immutable, Alias("vip.invitation-use")]
public sealed record InvitationUse(CommandResult Result, SponsorshipId? Sponsorship);
