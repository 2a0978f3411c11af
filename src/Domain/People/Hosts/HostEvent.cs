namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

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
[JsonDerivedType(typeof(HostEstatePayeeProvided), "host-estate-payee-provided")]
[JsonDerivedType(typeof(HostMoveBegun), "host-move-begun")]
[JsonDerivedType(typeof(HostMoveCompleted), "host-move-completed")]
[JsonDerivedType(typeof(HostMoveUndone), "host-move-undone")]
[JsonDerivedType(typeof(HostRecordAdmitted), "host-record-admitted")]
[JsonDerivedType(typeof(HostRecordReleased), "host-record-released")]
[JsonDerivedType(typeof(HostRecordNoted), "host-record-noted")]
[JsonDerivedType(typeof(HostAttached), "host-attached")]
[JsonDerivedType(typeof(HostDetached), "host-detached")]
[JsonDerivedType(typeof(HostClaimAsked), "host-claim-asked")]
[JsonDerivedType(typeof(HostClaimRefused), "host-claim-refused")]
[JsonDerivedType(typeof(HostAgeVerified), "host-age-verified")]
[JsonDerivedType(typeof(HostCameOfAge), "host-came-of-age")]
[JsonDerivedType(typeof(WardAdmitted), "ward-admitted")]
[JsonDerivedType(typeof(WardReleased), "ward-released")]
[JsonDerivedType(typeof(HostSituationNoted), "host-situation-noted")]
[JsonDerivedType(typeof(HostSituationEnded), "host-situation-ended")]
[JsonDerivedType(typeof(HostCorrected), "host-corrected")]
[JsonDerivedType(typeof(HostErasureAsked), "host-erasure-asked")]
public abstract record HostEvent
{
    private HostEvent() { }

    /// <summary>What happened to a host's registration. The names of all groups are listed with all of a host's.</summary>
    public abstract record HostRegistrationEvent : HostEvent;

    /// <summary>What keeps a host from entering a sponsorship, and what lets them again.</summary>
    public abstract record HostSuspensionEvent : HostEvent;

    /// <summary>Which sponsorship has the host, and what is known of other records of the same person.</summary>
    public abstract record HostClaimEvent : HostEvent;

    /// <summary>What became of a move to another city.</summary>
    public abstract record HostMoveEvent : HostEvent;

    /// <summary>What is known of the host's age, and whose guardian they are.</summary>
    public abstract record HostAgeEvent : HostEvent;

    /// <summary>Why the host is not there, and that they are again.</summary>
    public abstract record HostSituationEvent : HostEvent;

    /// <summary>What stands in the host's record in the vault.</summary>
    public abstract record HostRecordEvent : HostEvent;

    /// <summary>The host's data in the vault was corrected; what stood there before is kept beside it.</summary>
    /// <param name="Fields">The parts that have changed.</param>
    /// <param name="By">Who corrected it.</param>
    /// <param name="Document">Of an officer: the reference of what shows it; null for none.</param>
    /// <param name="Home">Where the host lives from now on; null if that is the same home.</param>
    public sealed record HostCorrected(IReadOnlyList<PersonField> Fields, string By, string? Document = null, HomeId? Home = null)
        : HostRecordEvent;

    /// <summary>The host wants to be erased.</summary>
    /// <param name="On">The day.</param>
    public sealed record HostErasureAsked(DateOnly On) : HostRecordEvent;

    /// <summary>The host is abroad, in prison or dead.</summary>
    /// <param name="Absence">Which, since when, and what shows it.</param>
    /// <param name="Sponsorship">The live sponsorship, whose guest is told; null for none.</param>
    /// <param name="By">Who noted it.</param>
    public sealed record HostSituationNoted(HostAbsence Absence, SponsorshipId? Sponsorship, string By) : HostSituationEvent;

    /// <summary>The host is there again, or it was wrong.</summary>
    /// <param name="Document">What shows it.</param>
    /// <param name="Sponsorship">The live sponsorship, whose guest is told; null for none.</param>
    /// <param name="By">Who noted it.</param>
    public sealed record HostSituationEnded(string Document, SponsorshipId? Sponsorship, string By) : HostSituationEvent;

    /// <summary>An officer verified the host's age.</summary>
    /// <param name="Group">Of age on that day, or not.</param>
    /// <param name="Document">The reference of what the officer has seen.</param>
    /// <param name="By">The officer.</param>
    public sealed record HostAgeVerified(AgeGroup Group, string Document, string By) : HostAgeEvent;

    /// <summary>The host has come of age.</summary>
    public sealed record HostCameOfAge : HostAgeEvent;

    /// <summary>The host acts for a minor.</summary>
    public sealed record WardAdmitted(HostId Ward) : HostAgeEvent;

    /// <summary>The host acts for a minor no more.</summary>
    public sealed record WardReleased(HostId Ward) : HostAgeEvent;

    /// <summary>A citizen became a host.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Household">The household.</param>
    /// <param name="Home">The address.</param>
    /// <param name="Guardian">Who acts for a host who is a minor; null for others.</param>
    /// <param name="MovedFrom">The record of the same person in the city that they come from; null for who has not moved.</param>
    /// <param name="OpensWith">The one sponsorship that the record serves until its migrant has arrived; null for a record that is
    /// open.</param>
    public sealed record HostRegistered(HostId Host, HouseholdId Household, HomeId Home, HostId? Guardian, HostId? MovedFrom = null,
        SponsorshipId? OpensWith = null) : HostRegistrationEvent;

    /// <summary>The host may not enter a sponsorship.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Ruling">The ruling on it; null where the host asked for it, and for suspensions from before there were rulings.</param>
    /// <param name="Text">The reasons in words, which are in the vault.</param>
    public sealed record HostSuspended(SuspensionReason Reason, RulingId? Ruling = null, CaseText? Text = null) : HostSuspensionEvent;

    /// <summary>The host may host again.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Ruling">The ruling on the suspension that ended; null where there was none.</param>
    public sealed record HostReinstated(ReinstatementReason Reason, RulingId? Ruling = null) : HostSuspensionEvent;

    /// <summary>A sponsorship became the host's live one.</summary>
    public sealed record HostTaken(SponsorshipId Sponsorship) : HostClaimEvent;

    /// <summary>The host is in no live sponsorship any more.</summary>
    public sealed record HostFreed(SponsorshipId Sponsorship) : HostClaimEvent;

    /// <summary>A sponsorship gave up a host whom it had asked for and not got.</summary>
    public sealed record HostClaimVoided(SponsorshipId Sponsorship) : HostClaimEvent;

    /// <summary>The host's name and documents were deleted; amounts and states stay.</summary>
    public sealed record HostErased : HostRegistrationEvent;

    /// <summary>
    /// The host's account and address for payments were stored, or replaced, in the vault. Who did it and when stands beside the event.
    /// </summary>
    /// <param name="Payee">Names what is in the vault: a keyed code that does not tell it.</param>
    /// <param name="By">The officer who said where the host is paid; null if the host did.</param>
    public sealed record PayeeProvided(string Payee, string? By = null) : HostRegistrationEvent;

    /// <summary>The host has died, and the estate's account and address were stored, or replaced, in the vault.</summary>
    /// <param name="Payee">Names what is in the vault: a keyed code that does not tell it.</param>
    /// <param name="Document">The reference of what shows who takes the estate.</param>
    /// <param name="By">The officer who said so.</param>
    public sealed record HostEstatePayeeProvided(string Payee, string Document, string By) : HostRegistrationEvent;

    /// <summary>The host moves to another city. What the new record is made of stands here; name and contact are in the vault.</summary>
    /// <param name="To">The record there, which is to be made.</param>
    /// <param name="Household">The household there.</param>
    /// <param name="Home">The address there.</param>
    /// <param name="Guardian">Who acts there for a host who is a minor; null for others.</param>
    /// <param name="Sponsorship">The sponsorship there in which the migrant is asked to come along; null where the host has none.</param>
    /// <param name="Succeeds">The sponsorship that it is to continue; null where the host has none.</param>
    public sealed record HostMoveBegun(HostId To, HouseholdId Household, HomeId Home, HostId? Guardian, SponsorshipId? Sponsorship,
        SponsorshipId? Succeeds) : HostMoveEvent;

    /// <summary>The move is complete: the old record is closed for good, and the new one is open.</summary>
    /// <param name="To">The new record.</param>
    public sealed record HostMoveCompleted(HostId To) : HostMoveEvent;

    /// <summary>The move did not come about: the old record is open again, and the new one is closed for good.</summary>
    /// <param name="To">The new record.</param>
    public sealed record HostMoveUndone(HostId To) : HostMoveEvent;

    /// <summary>The record became the principal of another one.</summary>
    /// <param name="Record">The other record.</param>
    /// <param name="Since">Its version then.</param>
    public sealed record HostRecordAdmitted(HostId Record, long Since) : HostClaimEvent;

    /// <summary>The other record is this one's no more, or was never to be.</summary>
    public sealed record HostRecordReleased(HostId Record) : HostClaimEvent;

    /// <summary>The principal knows what a record holds or asks for.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version of which this is so.</param>
    /// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
    public sealed record HostRecordNoted(HostId Record, long Version, SponsorshipId? Claim) : HostClaimEvent;

    /// <summary>The record was put under a principal.</summary>
    public sealed record HostAttached(HostId Principal) : HostClaimEvent;

    /// <summary>The record is not under this principal, or not any more.</summary>
    public sealed record HostDetached(HostId Principal) : HostClaimEvent;

    /// <summary>A sponsorship wants the record, and the principal is being asked.</summary>
    public sealed record HostClaimAsked(SponsorshipId Sponsorship) : HostClaimEvent;

    /// <summary>The sponsorship does not get the record.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Code">Why.</param>
    public sealed record HostClaimRefused(SponsorshipId Sponsorship, RejectionCode Code) : HostClaimEvent;
}
