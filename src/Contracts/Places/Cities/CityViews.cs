namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

/// <summary>A city as anyone in the programme may see it.</summary>
/// <param name="Id">The city's id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Nation">The nation that it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="Currency">The currency in which its migrants earn.</param>
/// <param name="TimeZone">IANA name of its time zone.</param>
/// <param name="Policy">Its terms.</param>
/// <param name="Quota">The latest decision on its places; null before the first.</param>
/// <param name="Paused">Why it has paused itself; null if it has not.</param>
/// <param name="Held">Places held for sponsorships that are being checked.</param>
/// <param name="Used">Places in use, those of migrants between two hosts included.</param>
/// <param name="Free">Places that can be held now.</param>
/// <param name="Waiting">How many sponsorships wait in line.</param>
/// <param name="DeductionProfile">The deduction profile for months that begin today; null for none.</param>
/// <param name="PausedByNation">Why its nation has paused all cities; null if it has not.</param>
/// <param name="Allotment">Places that it has on lease from its nation: it may give no more than these, nor than its quota. Null if the
/// nation has no cap.</param>
/// <param name="Registered">How many sponsorships are registered for an opening and not drawn yet.</param>
/// <param name="Opening">The opening that is announced, runs or is being drawn; null for none.</param>
/// <param name="Breaches">What of it breaks a floor of its nation, today; null for nothing.</param>
/// <param name="MendBy">The last day to mend that: whoever takes a place later gets terms within the floors; null for nothing.</param>
/// <param name="QuotaShown">What a ballot held elsewhere decided, before another officer has seen its record; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.city-view")]
public sealed record CityView(CityId Id, long Version, NationId Nation, string Name, Currency Currency, string TimeZone, CityPolicy Policy,
    QuotaDecision? Quota, PauseReason? Paused, long Held, long Used, long Free, int Waiting, DeductionProfile? DeductionProfile,
    PauseReason? PausedByNation, int? Allotment, int Registered, OpeningId? Opening, IReadOnlyList<FloorBreach>? Breaches = null,
    DateOnly? MendBy = null, QuotaDecision? QuotaShown = null);

/// <summary>Whether a sponsorship has a place, or waits for one.</summary>
/// <param name="Result">How the command ended; for a question, the city's version.</param>
/// <param name="IsInLine">True if the sponsorship stands in line.</param>
/// <param name="IsHeld">True if a place is held or in use.</param>
/// <param name="Until">When the hold may be expired.</param>
/// <param name="Terms">The city's terms now; null if no place is held.</param>
[GenerateSerializer, Immutable, Alias("vip.place-outcome")]
public sealed record PlaceOutcome(CommandResult Result, bool IsInLine = false, bool IsHeld = false, DateTimeOffset Until = default,
    SponsorshipTerms? Terms = null);

/// <summary>What a sponsorship, its host and its migrant have decided, to be written together with the city's answer.</summary>
/// <param name="Sponsorship">The sponsorship that asks for a place.</param>
/// <param name="Migrant">Its migrant.</param>
/// <param name="Appends">What they offer; the last one is the sponsorship's, which the city completes with its answer.</param>
[GenerateSerializer, Immutable, Alias("vip.offered-formation")]
public sealed record OfferedFormation(SponsorshipId Sponsorship, MigrantId Migrant, IReadOnlyList<OfferedAppend> Appends);

/// <summary>What became of an offered formation.</summary>
/// <param name="Place">What the city answers.</param>
/// <param name="Settled">What became of each append, in their order; empty if nothing was written, and nothing will be.</param>
/// <param name="Completion">The event with which the last one was completed; null if nothing was written.</param>
[GenerateSerializer, Immutable, Alias("vip.formation-outcome")]
public sealed record FormationOutcome(PlaceOutcome Place, IReadOnlyList<OfferSettled> Settled, OfferedEvent? Completion = null);

/// <summary>A migrant's grace period: between two hosts, with the place and the status that they had.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="Version">The city's version that shows it.</param>
/// <param name="From">The sponsorship that is over.</param>
/// <param name="Until">When the grace period is over. Nothing happens then but that an officer is asked.</param>
/// <param name="IsDue">True if it is over, and an officer is to extend it or to end the status.</param>
/// <param name="EndRuling">The ruling on the end of the status, which is proposed; null for none. The place is kept until it is
/// final.</param>
[GenerateSerializer, Immutable, Alias("vip.grace-period-view")]
public sealed record GracePeriodView(MigrantId Migrant, long Version, SponsorshipId From, DateTimeOffset Until, bool IsDue,
    RulingId? EndRuling = null);

/// <summary>What the closing of a registration was answered.</summary>
/// <param name="Result">How the command ended.</param>
/// <param name="Entries">How many are in the list.</param>
[GenerateSerializer, Immutable, Alias("vip.closed-registration")]
public sealed record ClosedRegistration(CommandResult Result, int Entries = 0);

/// <summary>A piece of the list of an opening whose registration is closed.</summary>
/// <param name="IsDrawn">True if all have been drawn, and the city has the list no more.</param>
/// <param name="Drawn">How many have been drawn.</param>
/// <param name="Sponsorships">The sponsorships, in the order of registration.</param>
/// <param name="Next">The number after which the next piece begins; null after the last one.</param>
[GenerateSerializer, Immutable, Alias("vip.registration-page")]
public sealed record RegistrationPage(bool IsDrawn, int Drawn, IReadOnlyList<SponsorshipId> Sponsorships, long? Next);

/// <summary>Where a sponsorship stands on its way to a place.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Position">The position in line, 1 for the next; left out for who does not stand in line. Who waits for a draw has none
/// before it.</param>
/// <param name="Waiting">How many stand in the city's line.</param>
/// <param name="Registered">How many are registered for the city's opening and not drawn yet.</param>
/// <param name="AsOf">When that was so, up to a second ago.</param>
/// <param name="CityVersion">The city's version then.</param>
/// <param name="Mark">The SHA-256 of the sponsorship's id, under which it stands in the published list of an opening.</param>
/// <param name="Opening">The opening for which it is registered.</param>
/// <param name="DrawAfter">When that opening's list is closed.</param>
/// <param name="Forecast">How long it may take, for who stands in line or is registered. It promises nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.queue-position")]
public sealed record QueuePosition(PlaceState State, int? Position, int Waiting, int Registered, DateTimeOffset AsOf, long CityVersion,
    string Mark, OpeningId? Opening, DateTimeOffset? DrawAfter, PlaceForecast? Forecast);
