namespace VipOrleans.Silo;

using System.Runtime.CompilerServices;
using VipOrleans.Stores;

/// <summary>What a silo needs to know before it starts.</summary>
public sealed record SiloSettings
{
    /// <summary>
    /// The folder with what is kept in files (journal, vault and reminders in the embedded default; in a cluster only a development key);
    /// made where it is missing. One process at a time uses it.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the journal is kept.</summary>
    public JournalStore Store { get; init; } = JournalStore.Sqlite;

    /// <summary>
    /// How to connect to the journal: a connection string of PostgreSQL, or of an Azure storage account, or the account's https endpoint
    /// for tables, which is used with the identity of the process. None for SQLite.
    /// </summary>
    public string? JournalConnection { get; init; }

    /// <summary>
    /// How to connect to what has membership, reminders and vault, where it is not what has the journal: a PostgreSQL, or for a journal in
    /// Azure Tables also a storage account.
    /// </summary>
    public string? ClusterConnection { get; init; }

    /// <summary>The PostgreSQL of membership, reminders and vault; null for a silo that has none.</summary>
    public string? Membership => Meeting is { } place && !IsAccount(place) ? place : null;

    /// <summary>The Azure storage account of membership, reminders and vault; null for a silo that has none.</summary>
    public string? Account => Meeting is { } place && IsAccount(place) ? place : null;

    /// <summary>True for a silo that joins no others: its vault and its reminders are in its data folder.</summary>
    public bool IsAlone => Meeting is null;

    // On its own, so that a program that is published without Azure's libraries never loads what needs them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAccount(string place) => AzureAccount.Names(place);

    private string? Meeting => Store == JournalStore.Sqlite ? null : ClusterConnection ?? JournalConnection;

    /// <summary>
    /// The IP address under which the other silos and the gateways reach this one; null for the one that the host's name stands for.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>
    /// The master keys for people's data, as <c>id:base64</c>, the same for all silos of a cluster; may be missing in development, where a
    /// key is made on first start.
    /// </summary>
    public string? VaultMasterKeys { get; init; }

    /// <summary>
    /// The journal's key, 32 bytes in base64, the same for all silos of a cluster and for as long as the journal exists; may be missing in
    /// development, where one is made on first start.
    /// </summary>
    public string? JournalKey { get; init; }

    /// <summary>A file for the journal's anchor, best on another disk; null for none but the one beside a journal in a file.</summary>
    public string? AnchorPath { get; init; }

    /// <summary>The TCP port of the silo, on the loopback address where it is alone, 1 to 65,535; 0 for any that is free.</summary>
    public int SiloPort { get; init; }

    /// <summary>
    /// The TCP port for Orleans clients in other processes, on the loopback address where the silo is alone; 0 for none, where the gateway
    /// is in the same process.
    /// </summary>
    public int ClientPort { get; init; }

    /// <summary>The TCP port of the silo executable's health checks over HTTP, 1 to 65,535; 0 for none.</summary>
    public int HealthPort { get; init; } = 8081;

    /// <summary>How long a silo waits for another one's answer to a probe, 1 to 60 seconds.</summary>
    public int ProbeSeconds { get; init; } = 1;

    /// <summary>
    /// After how many probes without an answer a silo counts as dead, 1 to 100: a killed silo's grains are back after about this many times
    /// <see cref="ProbeSeconds"/>.
    /// </summary>
    public int ProbesMissed { get; init; } = 3;

    /// <summary>How long a start waits for a PostgreSQL that does not answer yet, 1 s to 10 min.</summary>
    public TimeSpan DatabasePatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Cities whose people and sponsorships are too many for one silo, each with the parts that they are spread over, 2 to 64; the same in
    /// all silos. Null for none.
    /// </summary>
    public IReadOnlyDictionary<string, int>? LargeCities { get; init; }

    /// <summary>Most payments that a bank takes in one file, 1 to 5,000. A payout with more is parted.</summary>
    public int PaymentsPerFile { get; init; } = 5_000;

    /// <summary>
    /// The largest sum that a bank takes in one file, in whole units of the currency, 1 to 1,000,000,000; 0 for none. A payout with more is
    /// parted.
    /// </summary>
    public int SumPerFile { get; init; }

    /// <summary>True if operators get Orleans' dashboard of the cluster.</summary>
    public bool Dashboard { get; init; }

    /// <summary>How messages go out.</summary>
    public MessageSettings Messages { get; init; } = new();

    /// <summary>The name under which reminders are kept; with another name they are not found again.</summary>
    public string ServiceId { get; init; } = "vip-orleans";

    /// <summary>The cluster's name; a gateway in another process looks for the same one.</summary>
    public string ClusterId { get; init; } = "embedded";
}
