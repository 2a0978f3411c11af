namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;

/// <summary>A city and its places. The key is the city's id.</summary>
[Alias("vip.city"), GrainInterfaceType("vip.city")]
public interface ICityGrain : IGrainWithStringKey
{
    /// <summary>Opens the city.</summary>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context, NewCity city);

    /// <summary>Decides how many places the city offers.</summary>
    [Alias("decide-quota")]
    Task<CommandResult> DecideQuota(CommandContext context, QuotaDecision decision);

    /// <summary>Another officer has seen the certified record of a ballot that was held elsewhere: its number holds.</summary>
    [Alias("confirm-quota")]
    Task<CommandResult> ConfirmQuota(CommandContext context);

    /// <summary>Decides the terms for sponsorships that take a place from now on.</summary>
    [Alias("decide-policy")]
    Task<CommandResult> DecidePolicy(CommandContext context, CityPolicy policy);

    /// <summary>Chooses the deduction profile for the months that begin on a day or later.</summary>
    [Alias("choose-deduction-profile")]
    Task<CommandResult> ChooseDeductionProfile(CommandContext context, DeductionProfileChoice choice);

    /// <summary>The deduction profile for a month that begins on a day; null for none.</summary>
    [Alias("deduction-profile-on")]
    Task<DeductionProfile?> DeductionProfileOn(DateOnly day);

    /// <summary>Decides from which account the city pays hosts.</summary>
    [Alias("decide-paying-account")]
    Task<CommandResult> DecidePayingAccount(CommandContext context, BankParty account);

    /// <summary>The account from which the city pays hosts; null if none is decided.</summary>
    [Alias("paying-account")]
    Task<BankParty?> PayingAccount();

    /// <summary>Stops new holds.</summary>
    [Alias("pause")]
    Task<CommandResult> Pause(CommandContext context, PauseReason reason);

    /// <summary>Ends a pause.</summary>
    [Alias("resume")]
    Task<CommandResult> Resume(CommandContext context);

    /// <summary>Asks for a place: outcome <c>held</c> or <c>waiting</c>. A place that is kept for the migrant is taken over.</summary>
    [Alias("hold-place")]
    Task<PlaceOutcome> HoldPlace(CommandContext context, SponsorshipId sponsorship, MigrantId? migrant = null);

    /// <summary>Decides on a place for a sponsorship, and writes the answer together with what is offered: all of it, or nothing.</summary>
    [Alias("form")]
    Task<FormationOutcome> Form(CommandContext context, OfferedFormation formation);

    /// <summary>Whether a sponsorship has a place, or waits for one.</summary>
    [Alias("place-of")]
    Task<PlaceOutcome> PlaceOf(SponsorshipId sponsorship);

    /// <summary>Turns a hold into a place in use.</summary>
    [Alias("confirm-place")]
    Task<CommandResult> ConfirmPlace(CommandContext context, SponsorshipId sponsorship);

    /// <summary>Gives a place back, or leaves the line.</summary>
    /// <param name="context">The command.</param>
    /// <param name="sponsorship">Whose place.</param>
    /// <param name="holdCommand">The id of the command that asked for the place.</param>
    /// <param name="hasArrived">False if the migrant never arrived: a place that was taken over is then kept for the migrant
    /// again.</param>
    [Alias("release-place")]
    Task<CommandResult> ReleasePlace(CommandContext context, SponsorshipId sponsorship, string holdCommand, bool hasArrived = false);

    /// <summary>Keeps the place of a sponsorship that is over for its migrant.</summary>
    /// <param name="context">The command.</param>
    /// <param name="place">The place, and for how long.</param>
    [Alias("keep-place")]
    Task<CommandResult> KeepPlace(CommandContext context, PlaceToKeep place);

    /// <summary>Lets a migrant keep the place so many days longer.</summary>
    [Alias("extend-grace")]
    Task<CommandResult> ExtendGrace(CommandContext context, MigrantId migrant, int days);

    /// <summary>Proposes to end the status of a migrant whose grace period is over, and puts that under a ruling.</summary>
    /// <param name="context">The command.</param>
    /// <param name="migrant">The migrant.</param>
    /// <param name="reasons">The coded reasons.</param>
    /// <param name="words">The reasons in words; null for none.</param>
    [Alias("end-status")]
    Task<CommandResult> EndStatus(CommandContext context, MigrantId migrant, IReadOnlyList<StatusEndReason> reasons,
        CaseWords? words = null);

    /// <summary>Takes the effect of the ruling on the end of a status.</summary>
    [Alias("rule-on-status-end")]
    Task<CommandResult> RuleOnStatusEnd(CommandContext context, MigrantId migrant, RulingId ruling, RulingEffect effect);

    /// <summary>The migrant gives a kept place up.</summary>
    /// <param name="context">The command.</param>
    /// <param name="migrant">The migrant.</param>
    /// <param name="from">Only the place that was kept from this sponsorship; null for whichever it is.</param>
    [Alias("give-up-place")]
    Task<CommandResult> GiveUpPlace(CommandContext context, MigrantId migrant, SponsorshipId? from);

    /// <summary>The place that is kept for a migrant; null for none.</summary>
    [Alias("grace-period")]
    Task<GracePeriodView?> GracePeriod(MigrantId migrant);

    /// <summary>Ends a hold whose time is over.</summary>
    [Alias("expire-place")]
    Task<CommandResult> ExpirePlace(CommandContext context, SponsorshipId sponsorship);

    /// <summary>Registers whoever asks for a place within a window, for an opening.</summary>
    [Alias("open-registration")]
    Task<CommandResult> OpenRegistration(CommandContext context, OpeningId opening, DateTimeOffset from, DateTimeOffset until);

    /// <summary>Closes the registration of an opening, and answers how many are in its list.</summary>
    /// <param name="context">The command.</param>
    /// <param name="opening">The opening.</param>
    /// <param name="calledOff">True if it ends before its time.</param>
    [Alias("close-registration")]
    Task<ClosedRegistration> CloseRegistration(CommandContext context, OpeningId opening, bool calledOff);

    /// <summary>A piece of the list of an opening that is closed; null if the city knows of no such one.</summary>
    /// <param name="opening">The opening.</param>
    /// <param name="after">The last number that was read; 0 for the first piece.</param>
    /// <param name="limit">How many at most.</param>
    [Alias("registration")]
    Task<RegistrationPage?> Registration(OpeningId opening, long after, int limit);

    /// <summary>Gives tickets in the drawn order.</summary>
    /// <param name="context">The command.</param>
    /// <param name="opening">The opening.</param>
    /// <param name="from">How many were drawn before these.</param>
    /// <param name="sponsorships">The next ones.</param>
    [Alias("draw-tickets")]
    Task<CommandResult> DrawTickets(CommandContext context, OpeningId opening, int from, IReadOnlyList<SponsorshipId> sponsorships);

    /// <summary>Where a sponsorship stands on its way to a place.</summary>
    [Alias("standing")]
    Task<QueuePosition> QueuePosition(SponsorshipId sponsorship);

    /// <summary>Follows what the nation says. What is older than what the city has heard changes nothing.</summary>
    [Alias("follow")]
    Task<CommandResult> Follow(NationRule rule);

    /// <summary>The city as it is; null if it was never opened.</summary>
    [Alias("get")]
    Task<CityView?> Get();
}
