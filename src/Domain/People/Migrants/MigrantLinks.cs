namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>What a migrant's record can be asked because it is one of several of the same person.</summary>
public abstract record MigrantLinkCommand : MigrantCommand;

/// <summary>Makes this record the principal of another one.</summary>
/// <param name="Record">The other record.</param>
/// <param name="Since">Its version now: what it asked for before is not heard.</param>
public sealed record AdmitMigrantRecord(MigrantId Record, long Since) : MigrantLinkCommand;

/// <summary>Ends what <see cref="AdmitMigrantRecord"/> began, whether it has come or not. The record has been detached by then.</summary>
/// <param name="Record">The other record.</param>
/// <param name="AdmitCommand">The id of the command that admitted it: where it has not come yet, it comes to nothing.</param>
public sealed record ReleaseMigrantRecord(MigrantId Record, string AdmitCommand) : MigrantLinkCommand;

/// <summary>Tells the principal what a record holds or asks for. What is older than what is known changes nothing.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version of which this is so.</param>
/// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
public sealed record NoteMigrantRecord(MigrantId Record, long Version, SponsorshipId? Claim) : MigrantLinkCommand;

/// <summary>Asks the principal whether a record may be taken.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version in which it asks.</param>
/// <param name="Sponsorship">The sponsorship.</param>
public sealed record ClaimMigrantRecord(MigrantId Record, long Version, SponsorshipId Sponsorship) : MigrantLinkCommand;

/// <summary>Puts this record under a principal, who has admitted it.</summary>
public sealed record AttachMigrant(MigrantId Principal) : MigrantLinkCommand;

/// <summary>Ends what <see cref="AttachMigrant"/> began, whether it has come or not.</summary>
/// <param name="Principal">The principal.</param>
/// <param name="AttachCommand">The id of the command that attached the record: where it has not come yet, it comes to nothing.</param>
public sealed record DetachMigrant(MigrantId Principal, string AttachCommand) : MigrantLinkCommand;

/// <summary>What the principal answered to a claim.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Principal">Who answered; null where nobody had to be asked any more.</param>
/// <param name="Refused">Why it may not be; null where it may.</param>
public sealed record AnswerMigrantClaim(SponsorshipId Sponsorship, MigrantId? Principal, RejectionCode? Refused) : MigrantLinkCommand;

/// <summary>
/// What happened to a migrant's record because it is one of several of the same person. The names are listed with all of a migrant's.
/// </summary>
public abstract record MigrantLinkEvent : MigrantEvent;

/// <summary>The record became the principal of another one.</summary>
/// <param name="Record">The other record.</param>
/// <param name="Since">Its version then.</param>
public sealed record MigrantRecordAdmitted(MigrantId Record, long Since) : MigrantLinkEvent;

/// <summary>The other record is this one's no more, or was never to be.</summary>
public sealed record MigrantRecordReleased(MigrantId Record) : MigrantLinkEvent;

/// <summary>The principal knows what a record holds or asks for.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version of which this is so.</param>
/// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
public sealed record MigrantRecordNoted(MigrantId Record, long Version, SponsorshipId? Claim) : MigrantLinkEvent;

/// <summary>The record was put under a principal.</summary>
public sealed record MigrantAttached(MigrantId Principal) : MigrantLinkEvent;

/// <summary>The record is not under this principal, or not any more.</summary>
public sealed record MigrantDetached(MigrantId Principal) : MigrantLinkEvent;

/// <summary>A sponsorship wants the record, and the principal is being asked.</summary>
public sealed record MigrantClaimAsked(SponsorshipId Sponsorship) : MigrantLinkEvent;

/// <summary>The sponsorship does not get the record.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Code">Why.</param>
public sealed record MigrantClaimRefused(SponsorshipId Sponsorship, RejectionCode Code) : MigrantLinkEvent;
