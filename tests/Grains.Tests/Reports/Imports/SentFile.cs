namespace VipOrleans.Grains.Tests.Reports;

using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using static VipOrleans.Grains.Tests.World;

/// <summary>Sends files of earnings as the gateway does.</summary>
internal static class SentFile
{
    /// <summary>Sends a file and waits until it is worked off.</summary>
    public static async Task<EarningsImportView> Import(this World world, CityId city, string file, string key, string? employer = null,
        ImportFormat format = ImportFormat.Csv)
    {
        var actor = employer is null ? "city-officer:test" : Employer(city, employer);
        var seed = IdText.KeyFrom($"{city}{key}");
        var id = ImportId.From(city, seed);
        var import = world.Import(id);
        using var parser = new EarningsFileParser(format, city, employer);
        var (bytes, sent) = (Encoding.UTF8.GetBytes(file).AsMemory(), 0);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[parser.Read(bytes.Span)..];
            if (parser.IsFull) await SendChunk();
        }

        parser.End();
        Assert.Null(parser.Problem);
        await SendChunk();
        var totals = new EarningsFileTotals(sent, parser.Rows, parser.Bytes, parser.Sha256());
        Assert.True((await import.Close(Command($"{seed}-end", actor: actor), totals)).IsAccepted);
        while (true)
        {
            // A long one takes minutes: the run's own limit ends a wait in vain.
            if (await import.Get() is { State: ImportState.Done } done) return done;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        async Task SendChunk()
        {
            if (parser.TakeChunk() is not { } chunk) return;
            if (sent == 0)
            {
                Assert.True((await import.Open(Command(seed, actor: actor), new(format, parser.Header, employer))).IsAccepted);
            }

            Assert.True((await import.Receive(Command($"{seed}-{sent}", chunk.Fingerprint, actor: actor),
                new(sent, chunk.FirstLine, chunk.Rows, chunk.Data.ToArray()))).IsAccepted);
            sent++;
        }
    }

    /// <summary>How all rows of a file went.</summary>
    public static async Task<IReadOnlyList<RowResultEntry>> ResultsOf(this World world, ImportId id)
    {
        var (found, after) = (new List<RowResultEntry>(), 0L);
        while (true)
        {
            var page = await world.Import(id).Results(after, 500);
            found.AddRange(page.Items);
            if (page.Next is not { } next) return found;
            after = next;
        }
    }

    /// <summary>What trying a file answers for each row, as the gateway asks for it.</summary>
    public static async Task<IReadOnlyList<RowResultEntry>> Try(this World world, CityId city, string file, string? employer = null)
    {
        using var parser = new EarningsFileParser(ImportFormat.Csv, city, employer);
        parser.Read(Encoding.UTF8.GetBytes(file));
        parser.End();
        var actor = employer is null ? "city-officer:test" : Employer(city, employer);
        var rows = RowChunk.Unpack(2, parser.TakeChunk()!.Data)
            .Select(r => (r.Line, r.Row, EarningsRow.Read(r.Row, r.Line, city, employer)))
            .ToArray();
        var entries = new Dictionary<int, RowResultEntry>();
        foreach (var (line, _, read) in rows.Where(r => r.Item3.Bad is not null))
        {
            entries[line] = RowResultEntry.Of(line, null, new(RowStatus.Refused), read.Bad);
        }

        foreach (var one in rows.Where(r => r.Item3.Row is not null).GroupBy(r => r.Item3.Row!.Sponsorship))
        {
            var tried = await world.Sponsorship(one.Key).TryEarnings([.. one.Select(r => new Contracts.Sponsorships.AskedEarnings(
                RowChange.ContextOf(parser.Sha256(), actor, r.Line, r.Item3.Row!), RowChange.Of(r.Item3.Row!)))]);
            foreach (var ((line, text, read), answer) in one.Zip(tried))
            {
                entries[line] = RowResultEntry.Of(line, read.Row, RowChange.ResultOf(answer.Result, answer.Answer, answer.Pay),
                    RowChange.RefusalOf(answer.Result, line, text, employer));
            }
        }

        return [.. entries.OrderBy(e => e.Key).Select(e => e.Value)];
    }
}
