namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to an invitation. The names are stable: they stand in journals. None of them holds the code.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InvitationMade), "invitation-made")]
[JsonDerivedType(typeof(InvitationUsed), "invitation-used")]
public abstract record InvitationEvent
{
    private InvitationEvent() { }

    /// <summary>Somebody invited a person whom they know.</summary>
    public sealed record InvitationMade(PersonId Inviter, DateTimeOffset Until) : InvitationEvent;

    /// <summary>The invited person used the code; a sponsorship is proposed in their name.</summary>
    public sealed record InvitationUsed(PersonId By, SponsorshipId Sponsorship) : InvitationEvent;
}
