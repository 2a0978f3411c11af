using System.Text.Json.Serialization;

namespace VipOrleans.Domain;

/// <summary>What happened to a host. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HostRegistered), "host-registered")]
[JsonDerivedType(typeof(HostSuspended), "host-suspended")]
[JsonDerivedType(typeof(HostReinstated), "host-reinstated")]
[JsonDerivedType(typeof(HostTaken), "host-taken")]
[JsonDerivedType(typeof(HostFreed), "host-freed")]
[JsonDerivedType(typeof(HostClaimVoided), "host-claim-voided")]
[JsonDerivedType(typeof(HostErased), "host-erased")]
[JsonDerivedType(typeof(PayeeProvided), "payee-provided")]
[JsonDerivedType(typeof(HostRecordAdmitted), "host-record-admitted")]
[JsonDerivedType(typeof(HostRecordReleased), "host-record-released")]
[JsonDerivedType(typeof(HostRecordNoted), "host-record-noted")]
[JsonDerivedType(typeof(HostAttached), "host-attached")]
[JsonDerivedType(typeof(HostDetached), "host-detached")]
[JsonDerivedType(typeof(HostClaimAsked), "host-claim-asked")]
[JsonDerivedType(typeof(HostClaimRefused), "host-claim-refused")]
public abstract record HostEvent;

/// <summary>A citizen became a host.</summary>
public sealed record HostRegistered(HostId Host, HouseholdId Household, HomeId Home, HostId? Guardian) : HostEvent;

/// <summary>The host may not enter a sponsorship.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Ruling">The ruling on it; null where the host asked for it, and for suspensions from before there were rulings.</param>
/// <param name="Text">The reasons in words, which are in the vault.</param>
public sealed record HostSuspended(SuspensionReason Reason, RulingId? Ruling = null, CaseText? Text = null) : HostEvent;

/// <summary>The host may host again.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Ruling">The ruling on the suspension that ended; null where there was none.</param>
public sealed record HostReinstated(ReinstatementReason Reason, RulingId? Ruling = null) : HostEvent;

/// <summary>A sponsorship became the host's live one.</summary>
public sealed record HostTaken(SponsorshipId Sponsorship) : HostEvent;

/// <summary>The host is in no live sponsorship any more.</summary>
public sealed record HostFreed(SponsorshipId Sponsorship) : HostEvent;

/// <summary>A sponsorship gave up a host whom it had asked for and not got.</summary>
public sealed record HostClaimVoided(SponsorshipId Sponsorship) : HostEvent;

/// <summary>The host's name and documents were deleted; amounts and states stay.</summary>
public sealed record HostErased : HostEvent;

/// <summary>The host's account and address for payments were stored, or replaced, in the vault. Who did it and when stands beside the event.</summary>
/// <param name="Payee">Names what is in the vault: a keyed code that does not tell it.</param>
public sealed record PayeeProvided(string Payee) : HostEvent;
