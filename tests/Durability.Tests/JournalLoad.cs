namespace VipOrleans.Durability.Tests;

using System.Text;
using VipOrleans.Checking;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>
/// Clients that append at the same time, each to a stream of its own and now and then to two of them in one joint append, until the power
/// is gone; and again after it came back.
/// </summary>
internal sealed class JournalLoad
{
    private const int Clients = 24;
    private const string EventType = "done";

    private readonly Client[] _clients;

    public JournalLoad(int seed) => _clients = [.. Enumerable.Range(1, Clients).Select(n => new Client(this, n, new((seed * 100) + n)))];

    /// <summary>What the clients asked for and were told, over all cuts.</summary>
    public History History { get; } = new();

    /// <summary>Appends until the power is gone or the work is done.</summary>
    public Task Run(SqliteJournal journal, SimulatedDisk disk, int appends = int.MaxValue) =>
        Task.WhenAll(_clients.Select(c => Task.Run(() => c.Run(journal, disk, appends))));

    /// <summary>
    /// Looks at a journal after a cut, before anybody writes to it; then asks once more for all that was acknowledged last and all that was
    /// never answered. Empty where nothing is amiss.
    /// </summary>
    public async Task<List<string>> Settle(SqliteJournal journal)
    {
        List<string> amiss = [.. (await Checker.CheckStore(History, journal)).Select(v => $"{v.Law}: {v.What}")];
        if (amiss.Count > 0) return amiss;
        foreach (var client in _clients) amiss.AddRange(await client.Settle(journal));
        amiss.AddRange((await Checker.CheckStore(History, journal)).Select(v => $"{v.Law}, after all was asked for again: {v.What}"));
        return amiss;
    }

    private sealed class Client(JournalLoad load, int number, Random dice)
    {
        private readonly StreamId _stream = StreamId.Parse($"{(number % 3 == 0 ? "nz-wlg" : "nz-akl")}/host/client-{number}");
        private readonly StreamId _second = StreamId.Parse($"{(number % 3 == 0 ? "nz-wlg" : "nz-akl")}/sponsorship/client-{number}");
        private StreamHead _head = StreamHead.Empty, _secondHead = StreamHead.Empty;
        private Sent? _acknowledged, _unanswered;
        private int _sent;

        public async Task Run(SqliteJournal journal, SimulatedDisk disk, int appends)
        {
            try
            {
                for (var i = 0; i < appends && !disk.IsCut; i++)
                {
                    _unanswered = Next();
                    var results = await Send(journal, _unanswered);
                    // Nobody hears an answer that comes after the cut.
                    if (disk.IsCut) return;
                    if (results.FirstOrDefault(r => r.Status != AppendStatus.Appended) is { } other)
                    {
                        throw new InvalidOperationException($"{_stream} was answered {other.Status}.");
                    }

                    Acknowledge(_unanswered, results);
                    if (dice.Next(40) == 0)
                    {
                        await journal.SaveSnapshot(_stream, new(_head.Version, _head.Hash, "load", new byte[dice.Next(1, 20_000)]));
                    }

                }
            }
            catch (JournalUnavailableException) when (disk.IsCut)
            {
                // What became of it shows when the power is back.
            }
        }

        public async Task<List<string>> Settle(SqliteJournal journal)
        {
            var amiss = new List<string>();
            if (_acknowledged is { } known)
            {
                foreach (var (again, append) in (await Send(journal, known)).Zip(known.Appends))
                {
                    if (again.Status != AppendStatus.AlreadyAppended || again.Head.Version != append.Commands[^1].Version)
                        amiss.Add($"{append.Stream}: the append of {append.Commands[0].CommandId} was acknowledged, and again it is "
                            + $"{again.Status}.");
                }

                // The same command in another append, as a caller sends it who knows nothing of appends.
                var head = (await journal.Read(_stream)).Head;
                var (first, at) = (known.Appends[0].Commands[0], head.Version + 1);
                var repeated = await journal.Append(
                    new(_stream, head, NewId(), [known.Appends[0].Events[0]], [first with { Version = at }]));
                if (repeated.Status != AppendStatus.CommandRepeated || repeated.Repeated[0] != first)
                {
                    amiss.Add($"{_stream}: command {first.CommandId} was carried out, and again it is {repeated.Status}.");
                }

            }

            if (_unanswered is not { } open) return amiss;
            var results = await Send(journal, open);
            var statuses = results.Select(r => r.Status).Distinct().ToList();
            // Of a joint append all was there or nothing.
            if (statuses is not [AppendStatus.Appended or AppendStatus.AlreadyAppended])
                amiss.Add($"{_stream}: the append of {open.Appends[0].Commands[0].CommandId} was never answered, and again it is "
                    + $"{string.Join(" and ", statuses)}.");
            else Acknowledge(open, results);
            return amiss;
        }

        private static async Task<IReadOnlyList<AppendResult>> Send(SqliteJournal journal, Sent sent) =>
            sent.Appends.Count > 1 ? await journal.AppendTogether(sent.Appends) : [await journal.Append(sent.Appends[0])];

        private void Acknowledge(Sent sent, IReadOnlyList<AppendResult> results)
        {
            (_head, _acknowledged, _unanswered) = (results[0].Head, sent, null);
            if (results.Count > 1) _secondHead = results[1].Head;
            foreach (var (request, mark) in sent.Requests.Zip(sent.Appends.SelectMany(a => a.Commands)))
                request.Acknowledge(mark.Outcome, mark.Version);
        }

        private Sent Next()
        {
            var (append, requests) = Next(_stream, _head);
            if (dice.Next(4) > 0) return new([append], requests);
            var (second, more) = Next(_second, _secondHead);
            return new([append, second], [.. requests, .. more]);
        }

        private (Append Append, ClientRequest[] Requests) Next(StreamId stream, StreamHead head)
        {
            var commands = Enumerable.Range(1, dice.Next(1, 4))
                .Select(i => new CommandMark($"c{number}-{++_sent}", number, head.Version + i, "done")).ToArray();
            var events =
                commands.Select(
                    c => new NewEvent(EventType,
                        Encoding.UTF8.GetBytes($$"""{"n":"{{c.CommandId}}","x":"{{new string('x', dice.Next(10, 2_000))}}"}"""),
                        DateTimeOffset.UnixEpoch, $"client-{number}")).ToArray();
            var requests = commands.Select(c => load.History.Begin(c.CommandId, new(stream, EventType, $"\"n\":\"{c.CommandId}\"")))
                .ToArray();
            return (new(stream, head, NewId(), events, commands), requests);
        }

        private Guid NewId()
        {
            Span<byte> id = stackalloc byte[16];
            dice.NextBytes(id);
            return new(id);
        }
    }

    private sealed record Sent(IReadOnlyList<Append> Appends, ClientRequest[] Requests);
}
