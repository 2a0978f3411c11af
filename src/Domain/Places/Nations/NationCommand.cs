namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;

/// <summary>What a nation can be asked.</summary>
public abstract record NationCommand
{
    private NationCommand() { }

    /// <summary>A city joins its nation; one that has joined before changes nothing.</summary>
    public sealed record JoinNation(CityId City) : NationCommand;

    /// <summary>
    /// Decides how many places all cities may have together. A cut below what they have on lease takes nothing from anybody: the cap is
    /// then a target. A decision cannot be of a later day than it is anywhere in the nation.
    /// </summary>
    public sealed record DecideCap(CapDecision Decision) : NationCommand;

    /// <summary>Decides what no city may go under. It takes the place of what was decided before.</summary>
    public sealed record DecideFloors(NationFloors Floors) : NationCommand;

    /// <summary>Decides what is asked of whoever enters. It takes the place of what was decided before.</summary>
    public sealed record DecideEntryRules(EntryRules Rules) : NationCommand;

    /// <summary>A city asks for places.</summary>
    /// <param name="City">The city.</param>
    /// <param name="Number">One more than the last lease that the city has noted: a number that is concluded already is answered as it
    /// was.</param>
    /// <param name="Wanted">How many the city can use, 1 or more. It gets no more, and as a rule fewer.</param>
    public sealed record LeaseAllotment(CityId City, long Number, int Wanted) : NationCommand;

    /// <summary>Counts back places that a city has given back, and has written down as given back before.</summary>
    /// <param name="City">The city.</param>
    /// <param name="Number">The city's number of the return: one that is counted already changes nothing.</param>
    /// <param name="Places">How many, 1 or more.</param>
    public sealed record CountBack(CityId City, long Number, int Places) : NationCommand;

    /// <summary>A city says how many wait in it for want of a place on lease, after it has asked for one and the pool was empty.</summary>
    /// <param name="City">The city.</param>
    /// <param name="Places">How many it lacks; 0 once nobody waits any more.</param>
    public sealed record ReportShortage(CityId City, int Places) : NationCommand;

    /// <summary>Stops new holds in all cities, and nothing else.</summary>
    public sealed record PauseNation(PauseReason Reason) : NationCommand;

    /// <summary>Ends the nation's pause. A city whose own council has paused it stays paused.</summary>
    public sealed record ResumeNation : NationCommand;
}
