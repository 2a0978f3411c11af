namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What happened to a city. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CityOpened), "city-opened")]
[JsonDerivedType(typeof(QuotaDecided), "quota-decided")]
[JsonDerivedType(typeof(QuotaRecordShown), "quota-record-shown")]
[JsonDerivedType(typeof(CityPolicyDecided), "city-policy-decided")]
[JsonDerivedType(typeof(DeductionProfileChosen), "deduction-profile-chosen")]
[JsonDerivedType(typeof(PayingAccountDecided), "paying-account-decided")]
[JsonDerivedType(typeof(CityPaused), "city-paused")]
[JsonDerivedType(typeof(CityResumed), "city-resumed")]
[JsonDerivedType(typeof(PlaceHeld), "place-held")]
[JsonDerivedType(typeof(PlaceAwaited), "place-awaited")]
[JsonDerivedType(typeof(PlaceConfirmed), "place-confirmed")]
[JsonDerivedType(typeof(PlaceReleased), "place-released")]
[JsonDerivedType(typeof(PlaceExpired), "place-expired")]
[JsonDerivedType(typeof(WaitingLeft), "waiting-left")]
[JsonDerivedType(typeof(PlaceClaimVoided), "place-claim-voided")]
[JsonDerivedType(typeof(MigrantPlaceKept), "migrant-place-kept")]
[JsonDerivedType(typeof(KeptPlaceTaken), "kept-place-taken")]
[JsonDerivedType(typeof(KeptPlaceReturned), "kept-place-returned")]
[JsonDerivedType(typeof(GraceExtended), "grace-extended")]
[JsonDerivedType(typeof(StatusEndProposed), "status-end-proposed")]
[JsonDerivedType(typeof(StatusEndLifted), "status-end-lifted")]
[JsonDerivedType(typeof(KeptPlaceEnded), "kept-place-ended")]
[JsonDerivedType(typeof(NationFollowed), "nation-followed")]
[JsonDerivedType(typeof(AllotmentLeased), "allotment-leased")]
[JsonDerivedType(typeof(AllotmentReturned), "allotment-returned")]
[JsonDerivedType(typeof(AllotmentReturnNoted), "allotment-return-noted")]
[JsonDerivedType(typeof(RegistrationOpened), "registration-opened")]
[JsonDerivedType(typeof(PlaceRegistered), "place-registered")]
[JsonDerivedType(typeof(RegistrationClosed), "registration-closed")]
[JsonDerivedType(typeof(TicketsDrawn), "tickets-drawn")]
public abstract record CityEvent
{
    private CityEvent() { }

    /// <summary>The city joined the programme.</summary>
    public sealed record CityOpened(CityId City, string Name, Currency Currency, string TimeZone, CityPolicy Policy) : CityEvent;

    /// <summary>The number of places was decided.</summary>
    public sealed record QuotaDecided(QuotaDecision Decision) : CityEvent;

    /// <summary>An officer showed the certified record of a ballot that was held elsewhere.</summary>
    /// <param name="Decision">What it decided; its reference names the record.</param>
    /// <param name="By">The officer, as a role and an id.</param>
    public sealed record QuotaRecordShown(QuotaDecision Decision, string By) : CityEvent;

    /// <summary>The terms were decided.</summary>
    public sealed record CityPolicyDecided(CityPolicy Policy) : CityEvent;

    /// <summary>A deduction profile was chosen for the months that begin on a day or later.</summary>
    public sealed record DeductionProfileChosen(DeductionProfile? Profile, DateOnly From) : CityEvent;

    /// <summary>The account was decided from which the city pays hosts. An account of a public body is no personal data.</summary>
    public sealed record PayingAccountDecided(BankParty Account) : CityEvent;

    /// <summary>New holds stopped.</summary>
    public sealed record CityPaused(PauseReason Reason) : CityEvent;

    /// <summary>New holds go on.</summary>
    public sealed record CityResumed : CityEvent;

    /// <summary>A place is held for a sponsorship, which may have waited for it.</summary>
    public sealed record PlaceHeld(SponsorshipId Sponsorship, DateTimeOffset Until) : CityEvent;

    /// <summary>A sponsorship waits in line.</summary>
    public sealed record PlaceAwaited(SponsorshipId Sponsorship, long Ticket) : CityEvent;

    /// <summary>A held place is in use.</summary>
    public sealed record PlaceConfirmed(SponsorshipId Sponsorship) : CityEvent;

    /// <summary>A place was given back.</summary>
    public sealed record PlaceReleased(SponsorshipId Sponsorship) : CityEvent;

    /// <summary>A hold ran out.</summary>
    public sealed record PlaceExpired(SponsorshipId Sponsorship) : CityEvent;

    /// <summary>A sponsorship left the line, or the list of an opening.</summary>
    public sealed record WaitingLeft(SponsorshipId Sponsorship) : CityEvent;

    /// <summary>
    /// A sponsorship gave back a place that it had asked for and not got; its request, should it still come, comes to nothing.
    /// </summary>
    public sealed record PlaceClaimVoided(SponsorshipId Sponsorship) : CityEvent;

    /// <summary>A sponsorship is over and its place stays the migrant's for a while.</summary>
    public sealed record MigrantPlaceKept(SponsorshipId Sponsorship, MigrantId Migrant, DateTimeOffset Until) : CityEvent;

    /// <summary>A migrant's new sponsorship took over the place that was kept.</summary>
    /// <param name="Sponsorship">The new sponsorship.</param>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Until">When the hold may be expired.</param>
    public sealed record KeptPlaceTaken(SponsorshipId Sponsorship, MigrantId Migrant, DateTimeOffset Until) : CityEvent;

    /// <summary>
    /// A sponsorship that took a kept place over did not come about: the place is kept again, until when it was kept before.
    /// </summary>
    public sealed record KeptPlaceReturned(SponsorshipId Sponsorship, MigrantId Migrant) : CityEvent;

    /// <summary>An officer lets a migrant keep the place longer.</summary>
    public sealed record GraceExtended(MigrantId Migrant, DateTimeOffset Until) : CityEvent;

    /// <summary>
    /// An officer proposed to end the status of a migrant between two hosts. The place is kept until the ruling is final.
    /// </summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="From">The sponsorship in which the migrant had the place last.</param>
    /// <param name="Reasons">The coded reasons.</param>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Text">The reasons in words, which are in the vault.</param>
    public sealed record StatusEndProposed(MigrantId Migrant, SponsorshipId From, IReadOnlyList<StatusEndReason> Reasons, RulingId Ruling,
        CaseText? Text = null) : CityEvent;

    /// <summary>The ruling on the end of a status was lifted: the place is kept.</summary>
    public sealed record StatusEndLifted(MigrantId Migrant, RulingId Ruling) : CityEvent;

    /// <summary>A kept place was given back.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Reasons">Why an officer ended the status; none if the migrant gave the place up.</param>
    public sealed record KeptPlaceEnded(MigrantId Migrant, IReadOnlyList<StatusEndReason> Reasons) : CityEvent;

    /// <summary>The nation said what its cities are to follow.</summary>
    public sealed record NationFollowed(NationRule Rule) : CityEvent;

    /// <summary>The city noted a lease of places.</summary>
    /// <param name="Number">The city's number of the lease.</param>
    /// <param name="Places">How many, 1 or more.</param>
    public sealed record AllotmentLeased(long Number, int Places) : CityEvent;

    /// <summary>Places on lease are not the city's any more, and are on their way back to the nation.</summary>
    /// <param name="Number">The city's number of the return.</param>
    /// <param name="Places">How many, 1 or more.</param>
    public sealed record AllotmentReturned(long Number, int Places) : CityEvent;

    /// <summary>The nation has counted a return back.</summary>
    public sealed record AllotmentReturnNoted(long Number) : CityEvent;

    /// <summary>Whoever asks for a place within a window is registered for an opening.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="From">From when on.</param>
    /// <param name="Until">Until when, not included.</param>
    public sealed record RegistrationOpened(OpeningId Opening, DateTimeOffset From, DateTimeOffset Until) : CityEvent;

    /// <summary>A sponsorship is registered for an opening.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Opening">The opening.</param>
    /// <param name="Number">The number of the registration, which says nothing of the order of the draw.</param>
    public sealed record PlaceRegistered(SponsorshipId Sponsorship, OpeningId Opening, long Number) : CityEvent;

    /// <summary>Nobody is registered any more: who stands before this event is in the list.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="Entries">How many are in it. So many tickets are put aside for them.</param>
    public sealed record RegistrationClosed(OpeningId Opening, int Entries) : CityEvent;

    /// <summary>Tickets were given by lot. Who has left since gets none.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="From">How many were drawn before these.</param>
    /// <param name="Sponsorships">The next ones in the drawn order.</param>
    public sealed record TicketsDrawn(OpeningId Opening, int From, IReadOnlyList<SponsorshipId> Sponsorships) : CityEvent;
}
