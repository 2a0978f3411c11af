using System.Collections.Concurrent;
using VipOrleans.Checking;

namespace VipOrleans.Chaos;

/// <summary>What happened in a run, by name. May be used from many threads.</summary>
internal sealed class Tally
{
    public const string Attempts = "attempts", NoAnswer = "attempts without an answer", InternalErrors = "internal errors", Cuts = "cuts", Freezes = "freezes", Restarts = "restarts by itself";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How many processes were killed (SIGKILL).</summary>
    public int Kills => _counts.Where(c => c.Key.StartsWith("kills of ", StringComparison.Ordinal)).Sum(c => c.Value);

    public int this[string what] => _counts.GetValueOrDefault(what);

    public void Add(string what, int count = 1) => _counts.AddOrUpdate(what, count, (_, n) => n + count);

    /// <summary>All in one line, with what the history counts.</summary>
    public string Line(History history) =>
        $"{Kills} kills, {this[Cuts]} cuts, {this[Freezes]} freezes; {history.Requests.Count} requests: {history.Count(Answer.Acknowledged)} acknowledged, {history.Count(Answer.Refused)} refused, {history.Count(Answer.Unknown)} unknown";

    /// <summary>All counts, one a line.</summary>
    public IEnumerable<string> Lines() => _counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}: {c.Value}");
}
