namespace VipOrleans.Chaos;

using System.Collections.Concurrent;
using VipOrleans.Checking;

/// <summary>What happened in a run, by name. May be used from many threads.</summary>
internal sealed class Tally
{
    public const string
        Attempts = "attempts", NoAnswer = "attempts without an answer", Mended = "unknown ones that a retry settled",
        InternalErrors = "internal errors",
        Cuts = "connections cut", Freezes = "freezes", Ended = "processes that ended themselves",
        PilotKills = "kills of the pilot", SiloKills = "kills of silos", GatewayKills = "kills of gateways",
        DatabaseKills = "kills of the database";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How many processes of the system were killed (SIGKILL); those of the database come on top.</summary>
    public int Kills => this[PilotKills] + this[SiloKills] + this[GatewayKills];

    public int this[string what] => _counts.GetValueOrDefault(what);

    public void Add(string what, int count = 1) => _counts.AddOrUpdate(what, count, (_, n) => n + count);

    /// <summary>All in one line, with what the history counts.</summary>
    public string Line(History history) =>
        $"{Kills} kills, {this[DatabaseKills]} of the database, {this[Freezes]} freezes, {this[Cuts]} cuts; "
            + $"{history.Requests.Count} requests: {history.Count(Answer.Acknowledged)} acknowledged, "
                + $"{history.Count(Answer.Refused)} refused, {history.Count(Answer.Unknown)} unknown, {this[Mended]} settled by a retry";

    /// <summary>All counts.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts => _counts.OrderBy(c => c.Key, StringComparer.Ordinal);
}
