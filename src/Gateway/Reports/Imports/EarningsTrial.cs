namespace VipOrleans.Gateway.Reports;

using System.Globalization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.Access;

/// <summary>
/// Tries a file of earnings: every row is answered as it would be if the file were sent now, and nothing is written anywhere.
/// </summary>
/// <remarks>
/// The rows of one sponsorship are tried together, each on what those before it would have made; so the file is held, packed, until all of
/// it is here. Its size is bounded, and so is how many are worked on at a time.
/// </remarks>
internal sealed class EarningsTrial(IGrainFactory grains, CityId city, Caller caller)
{
    /// <summary>Most rows of a file that is only tried.</summary>
    public const int MaxRows = 100_000;

    // Of larger files the sponsorships do not stay in memory.
    private const int SponsorshipsAtOnce = 32, SponsorshipsKept = 2_000;

    private static readonly SemaphoreSlim AtOnce = new(2);

    private readonly List<RowChunk> _chunks = [];
    private int _rows;

    /// <summary>Keeps a part of the file; what is wrong with the file where it has become too large.</summary>
    public string? Keep(RowChunk chunk)
    {
        _chunks.Add(chunk);
        _rows += chunk.Rows;
        return _rows > MaxRows
            ? string.Create(CultureInfo.InvariantCulture, $"A trial takes at most {MaxRows:N0} rows; try the file in parts.") : null;
    }

    /// <summary>Tries the rows, and answers how each would go, in the order of the file.</summary>
    /// <param name="sha256">SHA-256 of the file: what was sent before is answered as it was then.</param>
    /// <param name="end">Gives up.</param>
    /// <exception cref="StoreUnavailableException">A store does not answer.</exception>
    public async Task<IReadOnlyList<RowResultEntry>> Run(string sha256, CancellationToken end)
    {
        await AtOnce.WaitAsync(end);
        try
        {
            return await Tried(sha256, end);
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private async Task<IReadOnlyList<RowResultEntry>> Tried(string sha256, CancellationToken end)
    {
        var (entries, months) = (new RowResultEntry[_rows], new FileMonths());
        var asked = new Dictionary<SponsorshipId, List<Row>>();
        var place = 0;
        foreach (var chunk in _chunks)
        {
            foreach (var (line, text) in RowChunk.Unpack(chunk.FirstLine, chunk.Data))
            {
                var (row, bad) = EarningsRow.Read(text, line, city, caller.Employer);
                if (row is not null && months.Reported(row, line) is { } before) bad = RowChange.Repeated(line, before, text);
                if (bad is not null) entries[place] = RowResultEntry.Of(line, row, new(RowStatus.Refused), bad);
                else if (asked.TryGetValue(row!.Sponsorship, out var rows)) rows.Add(new(place, line, text, row));
                else asked[row.Sponsorship] = [new(place, line, text, row)];
                place++;
            }
        }

        await Parallel.ForEachAsync(asked,
            new ParallelOptions { MaxDegreeOfParallelism = SponsorshipsAtOnce, CancellationToken = end },
            async (one, _) =>
            {
                var sponsorship = grains.Sponsorship(one.Key);
                var tried = await sponsorship.TryEarnings(
                    [.. one.Value.Select(r => new AskedEarnings(
                        RowChange.ContextOf(sha256, caller.Actor, r.Line, r.Read), RowChange.Of(r.Read)))]);
                for (var i = 0; i < tried.Count; i++) entries[one.Value[i].Place] = Entry(one.Value[i], tried[i]);
                if (asked.Count > SponsorshipsKept) await sponsorship.Rest();
            });
        return entries;
    }

    private RowResultEntry Entry(Row row, PayChanged tried)
    {
        if (tried.Result.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy)
        {
            throw new StoreUnavailableException("The file could not be tried, because a store does not answer.");
        }

        return RowResultEntry.Of(row.Line, row.Read, RowChange.ResultOf(tried.Result, tried.Answer, tried.Pay),
            RowChange.RefusalOf(tried.Result, row.Line, row.Text, caller.Employer));
    }

    private sealed record Row(int Place, int Line, string Text, EarningsRow Read);
}
