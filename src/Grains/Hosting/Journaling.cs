namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VipOrleans.Journal;

/// <summary>What every event-sourced grain needs: the journal, the clock, the settings and the log.</summary>
public sealed class Journaling(IJournal journal, TimeProvider time, IOptions<JournalingOptions> options, FeedNews news,
    ILogger<Journaling> log, PersonFiles persons)
{
    /// <summary>The journal.</summary>
    public IJournal Journal { get; } = journal;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The settings.</summary>
    public JournalingOptions Options { get; } = options.Value;

    /// <summary>Who is told that a feed has grown.</summary>
    public FeedNews News { get; } = news;

    /// <summary>The log.</summary>
    public ILogger Log { get; } = log;

    /// <summary>What the fingerprint of a command is made of besides its own: a keyed hash of what is personal in it.</summary>
    internal long FingerprintOf(byte[] personal) => persons.FingerprintOfCommand(personal);
}

/// <summary>Settings of the event-sourced grains.</summary>
public sealed class JournalingOptions
{
    /// <summary>Most commands of one grain that may wait to be written; more are refused as busy.</summary>
    public int MaxPending { get; set; } = 10_000;

    /// <summary>
    /// How many sponsorships an import keeps in memory: those that it wrote to last. Others leave, so that a file of any length needs no
    /// more.
    /// </summary>
    public int KeptByImport { get; set; } = 10_000;

    /// <summary>Most events in one append; one command's events are never parted.</summary>
    public int MaxBatchEvents { get; set; } = 400;

    /// <summary>Most bytes of events in one append.</summary>
    public int MaxBatchBytes { get; set; } = 1024 * 1024;

    /// <summary>How often an append is tried before its callers are told that it failed.</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>How long one try may take. All tries and delays together stay below the 30 seconds after which a call times out.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The delay before the second try; it doubles with each further one.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a grain that has offered what it decided waits to hear what became of it, before it reads the journal.</summary>
    public TimeSpan OfferTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after its end a list is closed, such as that of a matching round: a write that was under way then is there by this time, or
    /// has failed. The default is that of a call; where one process writes everything in order, seconds will do.
    /// </summary>
    public TimeSpan LateWrites { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A snapshot is kept after this many events.</summary>
    public int SnapshotEvery { get; set; } = 200;
}
