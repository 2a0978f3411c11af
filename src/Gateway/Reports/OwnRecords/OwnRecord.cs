namespace VipOrleans.Gateway.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Money;

/// <summary>
/// All that the programme has of a person, as the person gets it (Regulation (EU) 2016/679, articles 15 and 20): what they gave, what came
/// of it, and who looked. What others said in confidence is theirs, and is not in it.
/// </summary>
/// <param name="MadeAt">When it was put together.</param>
/// <param name="Host">The host's record; null for a migrant.</param>
/// <param name="Migrant">The migrant's record; null for a host.</param>
/// <param name="Person">Name, contact, address, birth date and identity documents; null once they were erased.</param>
/// <param name="FormerVersions">What stood there before each correction, the newest first.</param>
/// <param name="Accesses">Who has looked, the newest first, at most 1,000.</param>
/// <param name="Account">The account to which the person is paid; null for none.</param>
/// <param name="Contact">How the person wants to be written to; null if nothing was said.</param>
/// <param name="Profile">What the person has told about themselves; null for nothing.</param>
/// <param name="Traits">Heritage and faith, as long as there is a consent; null otherwise.</param>
/// <param name="Baselines">What the migrant earned at home, in all versions.</param>
/// <param name="Dependants">Who comes with the migrant.</param>
/// <param name="Beneficiaries">To whom the migrant sends money.</param>
/// <param name="RemittancePlan">What the migrant sends each month.</param>
/// <param name="Sponsorships">Every sponsorship of the person.</param>
/// <param name="Inbox">What the person was told, the newest first.</param>
public sealed record OwnRecord(
    DateTimeOffset MadeAt, HostView? Host, MigrantView? Migrant, Person? Person, IReadOnlyList<PersonVersion> FormerVersions,
    IReadOnlyList<PersonAccess> Accesses, BankParty? Account, ContactWish? Contact, ProfileView? Profile, OwnTraits? Traits,
    BaselinesView? Baselines, IReadOnlyList<DependantView>? Dependants, IReadOnlyList<BeneficiaryView>? Beneficiaries,
    RemittancePlanView? RemittancePlan, IReadOnlyList<OwnSponsorship> Sponsorships, IReadOnlyList<NewsView> Inbox)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "OwnRecord (not shown)";
}

/// <summary>A sponsorship, as one of its two sides has it.</summary>
/// <param name="Sponsorship">How it stands.</param>
/// <param name="Statement">All that was earned, taken and paid; null before anything was.</param>
/// <param name="Reply">What the person replied to a refusal; null for nothing.</param>
/// <param name="Concerns">What the person has reported, and nobody else's reports.</param>
/// <param name="Rulings">The rulings of which the person has notice.</param>
/// <param name="WelfareCheck">The welfare check in which the migrant was asked; null for a host, and for none.</param>
public sealed record OwnSponsorship(SponsorshipView Sponsorship, StatementView? Statement, string? Reply,
    IReadOnlyList<OwnConcern> Concerns, IReadOnlyList<OwnRuling> Rulings, WelfareCheckView? WelfareCheck);

/// <summary>A concern with what its author may read of it.</summary>
/// <param name="Concern">How it stands.</param>
/// <param name="Texts">What was written, officers' internal notes left out.</param>
public sealed record OwnConcern(ConcernView Concern, IReadOnlyList<CaseTextView> Texts);

/// <summary>A ruling with what the person may read of it.</summary>
/// <param name="Ruling">How it stands.</param>
/// <param name="Texts">What was written.</param>
public sealed record OwnRuling(RulingView Ruling, IReadOnlyList<CaseTextView> Texts);
