namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

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

    /// <summary>The account from which the city pays hosts; null where none is decided.</summary>
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
    Task<PlaceAnswer> HoldPlace(CommandContext context, SponsorshipId sponsorship, MigrantId? migrant = null);

    /// <summary>Tells how a sponsorship stands with its place.</summary>
    [Alias("place-of")]
    Task<PlaceAnswer> PlaceOf(SponsorshipId sponsorship);

    /// <summary>Turns a hold into a place in use.</summary>
    [Alias("confirm-place")]
    Task<CommandResult> ConfirmPlace(CommandContext context, SponsorshipId sponsorship);

    /// <summary>Gives a place back, or leaves the line.</summary>
    /// <param name="context">The command.</param>
    /// <param name="sponsorship">Whose place.</param>
    /// <param name="holdCommand">The id of the command that asked for the place.</param>
    /// <param name="hasArrived">False where the migrant never arrived: a place that was taken over is then kept for the migrant
    /// again.</param>
    [Alias("release-place")]
    Task<CommandResult> ReleasePlace(CommandContext context, SponsorshipId sponsorship, string holdCommand, bool hasArrived = false);

    /// <summary>Keeps the place of a sponsorship that is over for its migrant.</summary>
    /// <param name="context">The command.</param>
    /// <param name="sponsorship">Whose place.</param>
    /// <param name="migrant">Its migrant.</param>
    /// <param name="graceDays">How long, in days.</param>
    /// <param name="hasArrived">False where the migrant never arrived: a place that was taken over is then kept no longer than
    /// before.</param>
    [Alias("keep-place")]
    Task<CommandResult> KeepPlace(CommandContext context, SponsorshipId sponsorship, MigrantId migrant, int graceDays, bool hasArrived);

    /// <summary>Lets a migrant keep the place so many days longer.</summary>
    [Alias("extend-grace")]
    Task<CommandResult> ExtendGrace(CommandContext context, MigrantId migrant, int days);

    /// <summary>Ends the status of a migrant whose grace period is over.</summary>
    [Alias("end-status")]
    Task<CommandResult> EndStatus(CommandContext context, MigrantId migrant, IReadOnlyList<StatusEndReason> reasons);

    /// <summary>The migrant gives a kept place up.</summary>
    /// <param name="context">The command.</param>
    /// <param name="migrant">The migrant.</param>
    /// <param name="from">Only the place that was kept from this sponsorship; null for whichever it is.</param>
    [Alias("give-up-place")]
    Task<CommandResult> GiveUpPlace(CommandContext context, MigrantId migrant, SponsorshipId? from);

    /// <summary>The place that is kept for a migrant; null where there is none.</summary>
    [Alias("grace-period")]
    Task<GracePeriodView?> GracePeriod(MigrantId migrant);

    /// <summary>Ends a hold whose time is over.</summary>
    [Alias("expire-place")]
    Task<CommandResult> ExpirePlace(CommandContext context, SponsorshipId sponsorship);

    /// <summary>Registers whoever asks for a place within a window, for an opening.</summary>
    [Alias("open-registration")]
    Task<CommandResult> OpenRegistration(CommandContext context, OpeningId opening, DateTimeOffset from, DateTimeOffset until);

    /// <summary>Closes the registration of an opening, and tells how many are in its list.</summary>
    /// <param name="context">The command.</param>
    /// <param name="opening">The opening.</param>
    /// <param name="calledOff">True where it ends before its time.</param>
    [Alias("close-registration")]
    Task<RegistrationAnswer> CloseRegistration(CommandContext context, OpeningId opening, bool calledOff);

    /// <summary>A piece of the list of an opening that is closed; null where the city knows of no such one.</summary>
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
    Task<StandingView> Standing(SponsorshipId sponsorship);

    /// <summary>Follows what the nation says. What is older than what the city has heard changes nothing.</summary>
    [Alias("follow")]
    Task<CommandResult> Follow(NationRule rule);

    /// <summary>The city as it is; null where it was never opened.</summary>
    [Alias("get")]
    Task<CityView?> Get();
}

/// <summary>How a sponsorship stands with its place.</summary>
[GenerateSerializer, Immutable, Alias("vip.place-answer")]
public sealed record PlaceAnswer
{
    /// <summary>How the command ended; for a question, the city's version.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>True where the sponsorship stands in line.</summary>
    [Id(1)]
    public bool IsInLine { get; init; }

    /// <summary>True where a place is held or in use.</summary>
    [Id(2)]
    public bool IsHeld { get; init; }

    /// <summary>When the hold may be expired.</summary>
    [Id(3)]
    public DateTimeOffset Until { get; init; }

    /// <summary>The city's terms now, where a place is held.</summary>
    [Id(4)]
    public SponsorshipTerms? Terms { get; init; }
}

/// <summary>A migrant's grace period: between two hosts, with the place and the status that they had.</summary>
[GenerateSerializer, Immutable, Alias("vip.grace-period-view")]
public sealed record GracePeriodView
{
    /// <summary>The migrant.</summary>
    [Id(0)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The city's version that shows it.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The sponsorship that is over.</summary>
    [Id(2)]
    public required SponsorshipId From { get; init; }

    /// <summary>When the grace period is over. Nothing happens then but that an officer is asked.</summary>
    [Id(3)]
    public required DateTimeOffset Until { get; init; }

    /// <summary>True where it is over, and an officer is to extend it or to end the status.</summary>
    [Id(4)]
    public required bool IsDue { get; init; }
}

/// <summary>A city as anyone in the programme may see it.</summary>
[GenerateSerializer, Immutable, Alias("vip.city-view")]
public sealed record CityView
{
    /// <summary>The city's id.</summary>
    [Id(0)]
    public required CityId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The nation that it belongs to.</summary>
    [Id(2)]
    public required NationId Nation { get; init; }

    /// <summary>Its name.</summary>
    [Id(3)]
    public required string Name { get; init; }

    /// <summary>The currency in which its migrants earn.</summary>
    [Id(4)]
    public required Currency Currency { get; init; }

    /// <summary>IANA name of its time zone.</summary>
    [Id(5)]
    public required string TimeZone { get; init; }

    /// <summary>Its terms.</summary>
    [Id(6)]
    public required CityPolicy Policy { get; init; }

    /// <summary>The latest decision on its places; null before the first.</summary>
    [Id(7)]
    public QuotaDecision? Quota { get; init; }

    /// <summary>Why it has paused itself; null where it has not.</summary>
    [Id(8)]
    public PauseReason? Paused { get; init; }

    /// <summary>Places kept for sponsorships that are being checked.</summary>
    [Id(9)]
    public required long Held { get; init; }

    /// <summary>Places in use, those of migrants between two hosts included.</summary>
    [Id(10)]
    public required long Used { get; init; }

    /// <summary>Places that can be held now.</summary>
    [Id(11)]
    public required long Free { get; init; }

    /// <summary>How many sponsorships wait in line.</summary>
    [Id(12)]
    public required int Waiting { get; init; }

    /// <summary>The deduction profile for months that begin today; null for none.</summary>
    [Id(13)]
    public DeductionProfile? DeductionProfile { get; init; }

    /// <summary>Why its nation has paused all cities; null where it has not.</summary>
    [Id(14)]
    public PauseReason? PausedByNation { get; init; }

    /// <summary>
    /// Places that it has on lease from its nation: it may give no more than these, nor than its quota. Null where the nation has no cap.
    /// </summary>
    [Id(15)]
    public int? Allotment { get; init; }

    /// <summary>How many sponsorships are registered for an opening and not drawn yet.</summary>
    [Id(16)]
    public int Registered { get; init; }

    /// <summary>The opening that is announced, runs or is being drawn; null for none.</summary>
    [Id(17)]
    public OpeningId? Opening { get; init; }
}
