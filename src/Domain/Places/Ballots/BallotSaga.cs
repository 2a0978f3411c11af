namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;

/// <summary>What a ballot does by itself, as a pure function of its own journal. Every step may be repeated.</summary>
public static class BallotSaga
{
    /// <summary>What is to be done now.</summary>
    public static BallotStep Next(Ballot ballot, DateTimeOffset now) => ballot switch
    {
        { Id: null } or { IsSettled: true } => BallotStep.None,
        { Status: BallotStatus.Cancelled } => BallotStep.Finish,
        { Status: BallotStatus.Open } => now >= ballot.Terms!.Until ? BallotStep.Close : BallotStep.Wait,
        { Status: BallotStatus.Counting } => ballot.Counted.Count < ballot.Parts ? BallotStep.Count : BallotStep.Decide,
        _ => ballot.Result!.Places is null ? BallotStep.Finish : BallotStep.SetQuota,
    };

    /// <summary>The parts of the box that are not counted yet, in order.</summary>
    public static IEnumerable<int> Uncounted(Ballot ballot) => Enumerable.Range(0, ballot.Parts).Where(p => !ballot.Counted.ContainsKey(p));

    /// <summary>The id under which the city gets its quota: always the same, so that it is set once.</summary>
    public static string QuotaCommand(BallotId ballot) => $"{ballot}:quota";
}

/// <summary>A step of a ballot.</summary>
public enum BallotStep
{
    /// <summary>Nothing is left to do.</summary>
    None,

    /// <summary>The window is not over.</summary>
    Wait,

    /// <summary>End the voting.</summary>
    Close,

    /// <summary>Seal and count the parts of the box.</summary>
    Count,

    /// <summary>Count out.</summary>
    Decide,

    /// <summary>Give the city its quota.</summary>
    SetQuota,

    /// <summary>There is no quota to be set: the ballot's key goes, and nothing is left to do.</summary>
    Finish,
}
