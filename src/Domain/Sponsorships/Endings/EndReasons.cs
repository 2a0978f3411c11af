namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;

/// <summary>What reasons mean.</summary>
public static class EndReasons
{
    /// <summary>True where the migrant goes on without this host and keeps the place through the grace period.</summary>
    public static bool KeepsPlace(this EndReason reason) =>
        reason is EndReason.ChangedHost or EndReason.HostEnded or EndReason.Deceased or EndReason.Absent
            or EndReason.HostWithdrew;

    /// <summary>
    /// True where a sponsorship that was to continue the ended one goes on by itself: the migrant has said yes to it and has not gone
    /// another way. A notice that runs out and a programme that stops take nobody's place in the new city away.
    /// </summary>
    public static bool LetsSuccessorGoOn(this EndReason reason) => reason is EndReason.HostEnded or EndReason.Programme or EndReason.Moved;

    /// <summary>
    /// What the host is told: null for whatever the migrant decided, and for where the migrant is. A migrant's reasons are all told as
    /// none, so that the one that is not told cannot be guessed from its absence.
    /// </summary>
    public static EndReason? ToldToHost(this EndReason reason) =>
        reason is EndReason.MigrantLeft or EndReason.ChangedHost or EndReason.Moved or EndReason.Completed or EndReason.Absent
            or EndReason.NothingToContinue ? null : reason;
}
