namespace VipOrleans.Grains.Payments;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Payments.PayoutEvent;

/// <summary>The payouts of a city as its feed makes them.</summary>
internal sealed class PayoutsFold : IFeedFold<PayoutsFold>
{
    private readonly List<PayoutRow> _rows = [];
    private readonly Dictionary<string, PayoutRow> _byStream = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _rows.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        if (e.Stream.Kind != "payout") return;
        switch (PayoutDecider.Aggregate.Events.Read(e.Data.Span))
        {
            case PayoutOpened x:
                Add(new(e.Position, e.Stream.Value, x.Payout, PayoutStatus.Reserving, x.Order.ExecutionDay, x.Order.Reference, null, null,
                    x.Order.To));
                break;
            case ReservationClosed x:
                Change(e.Stream, row => row with { Status = PayoutStatus.Reserved, Count = x.Count, Sum = x.Sum });
                break;
            case PayoutInstructed x:
                Change(e.Stream,
                    row => row with
                    {
                        Status = PayoutStatus.Instructed,
                        ExecutionDay = x.Instruction.ExecutionDay,
                        Count = x.Instruction.Count,
                        Sum = x.Instruction.Sum
                    });
                break;
            case PayoutCancelled:
                Change(e.Stream, row => row with { Status = PayoutStatus.Cancelled });
                break;
        }
    }

    /// <summary>A page of the list.</summary>
    public ListPage<PayoutEntry> List(long after, int limit)
    {
        var found = _rows.Where(r => r.Position > after).Take(limit + 1).ToList();
        var items = found.Take(limit).ToList();
        return new()
        {
            Items = [.. items.Select(
                r => new PayoutEntry( Id: r.Id, Status: r.Status, ExecutionDay: r.ExecutionDay, Reference: r.Reference,
                    Count: r.Count, Sum: r.Sum, To: r.To ?? Party.Host))],
            Next = found.Count > limit ? items[^1].Position : null,
        };
    }

    /// <inheritdoc/>
    public byte[] ToSnapshot() => JsonSerializer.SerializeToUtf8Bytes(new(Position, _rows), PayoutsJson.Default.PayoutsSnapshot);

    /// <inheritdoc/>
    public static PayoutsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, PayoutsJson.Default.PayoutsSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new PayoutsFold { Position = saved.Position };
        foreach (var row in saved.Rows) fold.Add(row);
        return fold;
    }

    private void Add(PayoutRow row)
    {
        _rows.Add(row);
        _byStream.Add(row.Stream, row);
    }

    private void Change(StreamId stream, Func<PayoutRow, PayoutRow> change)
    {
        var row = _byStream[stream.Value];
        var changed = change(row);
        _rows[_rows.IndexOf(row)] = _byStream[stream.Value] = changed;
    }
}

internal sealed record PayoutRow(long Position, string Stream, PayoutId Id, PayoutStatus Status, DateOnly ExecutionDay, string Reference,
    int? Count, Money? Sum, Party? To = null);

internal sealed record PayoutsSnapshot(long Position, IReadOnlyList<PayoutRow> Rows);

[JsonSerializable(typeof(PayoutsSnapshot))]
internal sealed partial class PayoutsJson : JsonSerializerContext;
