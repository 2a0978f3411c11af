namespace VipOrleans.Silo;

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VipOrleans.Journal;

/// <summary>
/// What was found in the journal that this system did not write. One finding is enough: the process is not ready any more until people have
/// looked at it and started it again.
/// </summary>
public sealed partial class JournalHealth
{
    private readonly ConcurrentDictionary<JournalFinding, byte> _findings = new();
    private readonly ILogger _log;

    /// <summary>Begins without findings.</summary>
    /// <param name="logs">Makes the log.</param>
    public JournalHealth(ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _log = logs.CreateLogger("VipOrleans.Journal");
    }

    /// <summary>Why the journal is not to be trusted, in a sentence; null if nothing was found.</summary>
    public string? Problem => _findings.IsEmpty
        ? null : $"The journal is not what was written ({_findings.Count} findings): {_findings.Keys.First()}";

    /// <summary>Notes what was found. The same again is no news.</summary>
    public void Add(JournalFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (!_findings.TryAdd(finding, 0)) return;
        JournalTelemetry.Found();
        Found(finding.Where, finding.What);
    }

    [LoggerMessage(231, LogLevel.Critical,
        "The journal is not what was written. {Where}: {What} Stop the cluster, keep a copy, and run 'silo journal verify'.")]
    private partial void Found(string where, string what);
}
