namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>What a host's record can be asked because it is one of several of the same person.</summary>
public abstract record HostLinkCommand : HostCommand;

/// <summary>Makes this record the principal of another one.</summary>
/// <param name="Record">The other record.</param>
/// <param name="Since">Its version now: what it asked for before is not heard.</param>
public sealed record AdmitHostRecord(HostId Record, long Since) : HostLinkCommand;

/// <summary>Ends what <see cref="AdmitHostRecord"/> began, whether it has come or not. The record has been detached by then.</summary>
/// <param name="Record">The other record.</param>
/// <param name="AdmitCommand">The id of the command that admitted it: where it has not come yet, it comes to nothing.</param>
public sealed record ReleaseHostRecord(HostId Record, string AdmitCommand) : HostLinkCommand;

/// <summary>Tells the principal what a record holds or asks for. What is older than what is known changes nothing.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version of which this is so.</param>
/// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
public sealed record NoteHostRecord(HostId Record, long Version, SponsorshipId? Claim) : HostLinkCommand;

/// <summary>Asks the principal whether a record may be taken.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version in which it asks.</param>
/// <param name="Sponsorship">The sponsorship.</param>
public sealed record ClaimHostRecord(HostId Record, long Version, SponsorshipId Sponsorship) : HostLinkCommand;

/// <summary>Puts this record under a principal, who has admitted it.</summary>
public sealed record AttachHost(HostId Principal) : HostLinkCommand;

/// <summary>Ends what <see cref="AttachHost"/> began, whether it has come or not.</summary>
/// <param name="Principal">The principal.</param>
/// <param name="AttachCommand">The id of the command that attached the record: where it has not come yet, it comes to nothing.</param>
public sealed record DetachHost(HostId Principal, string AttachCommand) : HostLinkCommand;

/// <summary>What the principal answered to a claim.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Principal">Who answered; null where nobody had to be asked any more.</param>
/// <param name="Refused">Why it may not be; null where it may.</param>
public sealed record AnswerHostClaim(SponsorshipId Sponsorship, HostId? Principal, RejectionCode? Refused) : HostLinkCommand;

/// <summary>
/// What happened to a host's record because it is one of several of the same person. The names are listed with all of a host's.
/// </summary>
public abstract record HostLinkEvent : HostEvent;

/// <summary>The record became the principal of another one.</summary>
/// <param name="Record">The other record.</param>
/// <param name="Since">Its version then.</param>
public sealed record HostRecordAdmitted(HostId Record, long Since) : HostLinkEvent;

/// <summary>The other record is this one's no more, or was never to be.</summary>
public sealed record HostRecordReleased(HostId Record) : HostLinkEvent;

/// <summary>The principal knows what a record holds or asks for.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version of which this is so.</param>
/// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
public sealed record HostRecordNoted(HostId Record, long Version, SponsorshipId? Claim) : HostLinkEvent;

/// <summary>The record was put under a principal.</summary>
public sealed record HostAttached(HostId Principal) : HostLinkEvent;

/// <summary>The record is not under this principal, or not any more.</summary>
public sealed record HostDetached(HostId Principal) : HostLinkEvent;

/// <summary>A sponsorship wants the record, and the principal is being asked.</summary>
public sealed record HostClaimAsked(SponsorshipId Sponsorship) : HostLinkEvent;

/// <summary>The sponsorship does not get the record.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Code">Why.</param>
public sealed record HostClaimRefused(SponsorshipId Sponsorship, RejectionCode Code) : HostLinkEvent;
