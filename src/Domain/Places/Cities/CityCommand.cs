namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What a city can be asked.</summary>
public abstract record CityCommand
{
    private CityCommand() { }

    /// <summary>Opens a city.</summary>
    /// <param name="City">Its id.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Currency">The currency in which its migrants earn.</param>
    /// <param name="TimeZone">IANA name of its time zone.</param>
    /// <param name="Policy">Its terms.</param>
    /// <param name="Rule">What its nation says now: a cap binds a city from its first moment. Null for none.</param>
    public sealed record OpenCity(CityId City, string Name, Currency Currency, string TimeZone, CityPolicy Policy, NationRule? Rule = null)
        : CityCommand;

    /// <summary>Decides how many places the city offers. A cut below what is taken evicts nobody.</summary>
    /// <param name="Decision">The decision.</param>
    /// <param name="Now">The time, for holds of those who waited.</param>
    /// <param name="Today">The day in the city; a decision cannot be of a later one.</param>
    public sealed record DecideQuota(QuotaDecision Decision, DateTimeOffset Now, DateOnly Today) : CityCommand;

    /// <summary>Changes the terms for sponsorships that take a place from now on.</summary>
    public sealed record DecidePolicy(CityPolicy Policy) : CityCommand;

    /// <summary>
    /// Chooses the deduction profile for the months that begin on a day or later. The past keeps the profile that it had.
    /// </summary>
    /// <param name="Profile">The profile; null for none. A version of a profile never changes: what it limits otherwise is another
    /// version.</param>
    /// <param name="From">The first day, today at the earliest; any day while the city has decided no quota, since nobody can have a past
    /// in it.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record ChooseDeductionProfile(DeductionProfile? Profile, DateOnly From, DateOnly Today) : CityCommand;

    /// <summary>Decides from which account the city pays hosts. Batches that are instructed already stay with theirs.</summary>
    public sealed record DecidePayingAccount(BankParty Account) : CityCommand;

    /// <summary>Stops new holds and nothing else; who asks for one meanwhile waits in line.</summary>
    public sealed record PauseCity(PauseReason Reason) : CityCommand;

    /// <summary>Ends a pause and serves who waits.</summary>
    public sealed record ResumeCity(DateTimeOffset Now) : CityCommand;

    /// <summary>
    /// Asks for a place: it is held at once (<c>held</c>) or the sponsorship waits in line, or for the draw of an opening (<c>waiting</c>).
    /// </summary>
    /// <param name="Sponsorship">Who asks.</param>
    /// <param name="Now">The time.</param>
    /// <param name="Migrant">The sponsorship's migrant: a place that is kept for them is taken over, past the line and through a
    /// pause.</param>
    public sealed record HoldPlace(SponsorshipId Sponsorship, DateTimeOffset Now, MigrantId? Migrant = null) : CityCommand;

    /// <summary>Turns a hold into a place in use.</summary>
    public sealed record ConfirmPlace(SponsorshipId Sponsorship) : CityCommand;

    /// <summary>Gives a place back, held or in use, or leaves the line or the list of an opening. The first in line gets it.</summary>
    /// <param name="Sponsorship">Whose place.</param>
    /// <param name="HoldCommand">The id of the command that asked for the place: where it has not come yet, it comes to nothing.</param>
    /// <param name="Now">The time.</param>
    /// <param name="HasArrived">True where the migrant had arrived: a place that was taken over is given back for good, and is not the
    /// migrant's kept place again.</param>
    public sealed record ReleasePlace(SponsorshipId Sponsorship, string HoldCommand, DateTimeOffset Now, bool HasArrived = false)
        : CityCommand;

    /// <summary>Keeps the place of a sponsorship that is over for its migrant, who is between two hosts.</summary>
    /// <param name="Sponsorship">Whose place.</param>
    /// <param name="Migrant">Its migrant.</param>
    /// <param name="GraceDays">How long, in days.</param>
    /// <param name="HasArrived">False where the migrant never arrived: a place that was taken over is then kept no longer than
    /// before.</param>
    /// <param name="Now">The time.</param>
    public sealed record KeepPlace(SponsorshipId Sponsorship, MigrantId Migrant, int GraceDays, bool HasArrived, DateTimeOffset Now)
        : CityCommand;

    /// <summary>Lets a migrant keep the place longer.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Days">How many days longer, 1 to 730: from the end of the grace period, or from now where it is over.</param>
    /// <param name="Now">The time.</param>
    public sealed record ExtendGrace(MigrantId Migrant, int Days, DateTimeOffset Now) : CityCommand;

    /// <summary>An officer ends the status of a migrant whose grace period is over: the place is free again.</summary>
    public sealed record EndStatus(MigrantId Migrant, IReadOnlyList<StatusEndReason> Reasons, DateTimeOffset Now) : CityCommand;

    /// <summary>The migrant gives a kept place up, by word or by having arrived elsewhere.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="From">Only the place that was kept from this sponsorship; null for whichever it is.</param>
    /// <param name="Now">The time.</param>
    public sealed record GiveUpPlace(MigrantId Migrant, SponsorshipId? From, DateTimeOffset Now) : CityCommand;

    /// <summary>Ends a hold whose time is over. The first in line gets the place.</summary>
    public sealed record ExpirePlace(SponsorshipId Sponsorship, DateTimeOffset Now) : CityCommand;

    /// <summary>Serves the next ones in line, as many as one command may.</summary>
    public sealed record ServeWaiting(DateTimeOffset Now) : CityCommand;

    /// <summary>Follows what the nation says. What is older than what the city has heard changes nothing.</summary>
    public sealed record FollowNation(NationRule Rule, DateTimeOffset Now) : CityCommand;

    /// <summary>Notes a lease that the nation has granted.</summary>
    /// <param name="Number">One more than the last lease that was noted; the last one again changes nothing.</param>
    /// <param name="Places">How many, 1 or more.</param>
    /// <param name="Now">The time, for holds of those who waited.</param>
    public sealed record TakeLease(long Number, int Places, DateTimeOffset Now) : CityCommand;

    /// <summary>Gives back what the city has no use for, one return at a time: from here on it is not the city's any more.</summary>
    public sealed record ReturnExcess : CityCommand;

    /// <summary>Notes that the nation has counted a return back.</summary>
    public sealed record NoteReturn(long Number) : CityCommand;

    /// <summary>Registers whoever asks for a place within a window, for an opening. One opening at a time.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="From">From when on.</param>
    /// <param name="Until">Until when, not included.</param>
    public sealed record OpenRegistration(OpeningId Opening, DateTimeOffset From, DateTimeOffset Until) : CityCommand;

    /// <summary>Closes the registration: who is in it now is the list.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="CalledOff">True where it ends before its time.</param>
    /// <param name="Now">The time.</param>
    public sealed record CloseRegistration(OpeningId Opening, bool CalledOff, DateTimeOffset Now) : CityCommand;

    /// <summary>Gives tickets in the drawn order, and serves whom they come to.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="From">How many were drawn before these.</param>
    /// <param name="Sponsorships">The next ones in the drawn order, 1 to <see cref="CityDecider.MaxDrawnAtOnce"/>.</param>
    /// <param name="Now">The time.</param>
    public sealed record DrawTickets(OpeningId Opening, int From, IReadOnlyList<SponsorshipId> Sponsorships, DateTimeOffset Now)
        : CityCommand;
}
