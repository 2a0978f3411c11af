namespace VipOrleans.Checking;

using VipOrleans.Journal;

/// <summary>A law, and how a run broke it.</summary>
/// <param name="Law">The law, as one of <see cref="Laws"/>.</param>
/// <param name="What">What was found, with ids, versions and positions.</param>
public sealed record Violation(string Law, string What);

/// <summary>The names of what is checked.</summary>
public static class Laws
{
    /// <summary>Each acknowledged command has exactly one effect.</summary>
    public const string OneEffect = "one effect for each acknowledged command";

    /// <summary>The journal knows each command that had an effect by its id, with what was answered.</summary>
    public const string CommandKnown = "the journal knows a command by its id";

    /// <summary>The same command is answered the same.</summary>
    public const string SameAnswer = "one answer for one command";

    /// <summary>No effect without a command of the history that was not refused.</summary>
    public const string NoEffectWithoutCommand = "no effect without a command";

    /// <summary>A feed has all events of its streams, in order.</summary>
    public const string CompleteFeed = "complete feed";

    /// <summary>What is held and used is at most the quota whenever a place is given.</summary>
    public const string Places = "places within the quota";

    /// <summary>One host, one live sponsorship; one migrant, one live sponsorship.</summary>
    public const string OneLiveSponsorship = "one live sponsorship";

    /// <summary>Balances add up to zero, and none is below zero that may not be.</summary>
    public const string BalancedLedgers = "balanced ledgers";

    /// <summary>The real deciders take every event.</summary>
    public const string EventsFold = "events that fold";

    /// <summary>A sponsorship has what it notes that it has.</summary>
    public const string ClaimsHold = "claims that hold";

    /// <summary>Live projections are those that are made again from zero.</summary>
    public const string LiveProjections = "live projections";
}

/// <summary>
/// Judges a run after it: what its clients were told, against what stands in the journal, against what the live projections show. It
/// decides nothing by the code that it judges, but for the domain's own <c>Evolve</c>.
/// </summary>
public static class Checker
{
    /// <summary>Checks everything. The run has to be over: no command under way, every unknown one asked again or given up.</summary>
    /// <param name="history">All that clients asked for in the partitions that the journal has.</param>
    /// <param name="journal">The journal, read directly from its store.</param>
    /// <param name="live">What the live projections show; null where there are none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The violations; none where all is well.</returns>
    public static async Task<IReadOnlyList<Violation>> Check(History history, IJournal journal, LiveViews? live = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(journal);
        var violations = new List<Violation>();
        var content = await JournalContent.Read(journal, violations, cancellation);
        await EffectCheck.Run(history, journal, content, violations, cancellation);
        var fold = LawCheck.Run(content, violations);
        if (live is not null) ViewCheck.Run(live, fold, violations);
        return violations;
    }

    /// <summary>Checks what holds of any journal, whatever its events mean: chains, feeds, commands and their effects.</summary>
    /// <inheritdoc cref="Check" path="/param"/>
    public static async Task<IReadOnlyList<Violation>> CheckStore(History history, IJournal journal,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(journal);
        var violations = new List<Violation>();
        var content = await JournalContent.Read(journal, violations, cancellation);
        await EffectCheck.Run(history, journal, content, violations, cancellation);
        return violations;
    }
}
