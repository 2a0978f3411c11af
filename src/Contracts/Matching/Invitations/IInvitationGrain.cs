namespace VipOrleans.Contracts.Matching;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;

/// <summary>An invitation of somebody whom the inviter knows. The key is the invitation's id, which is made of its code.</summary>
[Alias("vip.invitation"), GrainInterfaceType("vip.invitation")]
public interface IInvitationGrain : IGrainWithStringKey
{
    /// <summary>Makes it.</summary>
    [Alias("make")]
    Task<InvitationAnswer> Make(CommandContext context, PersonId inviter, int days);

    /// <summary>
    /// Uses it, and proposes the sponsorship in the name of whoever was invited: the inviter has to accept, as with every proposal.
    /// </summary>
    [Alias("use")]
    Task<InvitationUseAnswer> Use(CommandContext context, PersonId by);
}

/// <summary>What a request for an invitation was answered. Its text form does not show the code.</summary>
[GenerateSerializer, Immutable, Alias("vip.invitation-answer")]
public sealed record InvitationAnswer
{
    /// <summary>Whether it was made.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>What the inviter gives to the other outside the platform; null if nothing was made.</summary>
    [Id(1)]
    public string? Code { get; init; }

    /// <summary>Until when it can be used.</summary>
    [Id(2)]
    public DateTimeOffset Until { get; init; }

    /// <summary>Shows no code, so that no log line leaks it.</summary>
    public override string ToString() => $"InvitationAnswer ({Result.Outcome})";
}

/// <summary>What the use of an invitation was answered.</summary>
[GenerateSerializer, Immutable, Alias("vip.invitation-use-answer")]
public sealed record InvitationUseAnswer
{
    /// <summary>Whether the sponsorship is proposed.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>The sponsorship; null if the invitation was refused.</summary>
    [Id(1)]
    public SponsorshipId? Sponsorship { get; init; }
}
