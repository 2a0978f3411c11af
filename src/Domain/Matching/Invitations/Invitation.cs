namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>
/// An invitation of somebody whom the inviter knows already. Its code is given to them outside the platform, and is nowhere in the journal.
/// </summary>
public sealed record Invitation
{
    /// <summary>Most days that an invitation is open.</summary>
    public const int MaxDays = 30;

    /// <summary>Who invites; null before it is made.</summary>
    public PersonId? Inviter { get; init; }

    /// <summary>Until when its code can be used.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Who used it; null while nobody has.</summary>
    public PersonId? UsedBy { get; init; }

    /// <summary>The sponsorship that was proposed with it.</summary>
    public SponsorshipId? Sponsorship { get; init; }
}
