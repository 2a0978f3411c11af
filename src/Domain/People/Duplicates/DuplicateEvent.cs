namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// What officers noted about two records, and what came of it. Who it was and when stands beside the event. The names are stable: they
/// stand in journals.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PersonSignsDismissed), "person-signs-dismissed")]
[JsonDerivedType(typeof(PersonSignsReopened), "person-signs-reopened")]
[JsonDerivedType(typeof(PersonLinkAsked), "person-link-asked")]
[JsonDerivedType(typeof(PersonLinkAdmitted), "person-link-admitted")]
[JsonDerivedType(typeof(PersonsLinked), "persons-linked")]
[JsonDerivedType(typeof(PersonLinkFailed), "person-link-failed")]
[JsonDerivedType(typeof(PersonLinkRefused), "person-link-refused")]
[JsonDerivedType(typeof(PersonUnlinkAsked), "person-unlink-asked")]
[JsonDerivedType(typeof(PersonDetached), "person-detached")]
[JsonDerivedType(typeof(PersonsUnlinked), "persons-unlinked")]
public abstract record DuplicateEvent
{
    private DuplicateEvent() { }

    /// <summary>An officer set aside what the two share.</summary>
    public sealed record PersonSignsDismissed(PersonId First, PersonId Second, IReadOnlyList<PersonSign> Signs, DismissalReason Reason)
        : DuplicateEvent;

    /// <summary>An officer wants it listed again.</summary>
    public sealed record PersonSignsReopened(IReadOnlyList<PersonSign> Signs) : DuplicateEvent;

    /// <summary>An officer found that the two are one person.</summary>
    /// <param name="Number">Counts the links of these two, from 1.</param>
    /// <param name="Principal">The record that speaks for the person.</param>
    /// <param name="Record">The record that is put under it.</param>
    /// <param name="Since">Its version then.</param>
    /// <param name="Reason">Why.</param>
    public sealed record PersonLinkAsked(int Number, PersonId Principal, PersonId Record, long Since, LinkReason Reason) : DuplicateEvent;

    /// <summary>The principal knows of it.</summary>
    public sealed record PersonLinkAdmitted(int Number) : DuplicateEvent;

    /// <summary>Both know of it.</summary>
    /// <param name="Number">Which link.</param>
    /// <param name="BothLive">True if the record and another one of the person are in live sponsorships. Neither was ended.</param>
    public sealed record PersonsLinked(int Number, bool BothLive) : DuplicateEvent;

    /// <summary>One of the two could not be linked.</summary>
    public sealed record PersonLinkFailed(int Number, RejectionCode Code) : DuplicateEvent;

    /// <summary>The link came to nothing, and nothing is left of it.</summary>
    public sealed record PersonLinkRefused(int Number, RejectionCode Code) : DuplicateEvent;

    /// <summary>An officer took the link back.</summary>
    public sealed record PersonUnlinkAsked(int Number, UnlinkReason Reason) : DuplicateEvent;

    /// <summary>The record stands alone.</summary>
    public sealed record PersonDetached(int Number) : DuplicateEvent;

    /// <summary>Both stand alone.</summary>
    public sealed record PersonsUnlinked(int Number) : DuplicateEvent;
}
