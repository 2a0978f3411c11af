namespace VipOrleans.Gateway.Reports;

using System.Buffers;
using System.Text;
using System.Text.Json;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Reports;

/// <summary>Writes the bad rows of an import as a file like the one that was sent: to be mended and sent again.</summary>
internal static class BadRowsFile
{
    private const int PerRead = 500;

    public static async Task Write(HttpContext http, EarningsImportView import, IEarningsImportGrain grain)
    {
        var output = http.Response.BodyWriter;
        var isCsv = import.Format == ImportFormat.Csv;
        // Read before the answer begins, so that a store that is away is still a problem and not half a file.
        var page = await grain.BadRows(0, PerRead);
        http.Response.ContentType = isCsv ? $"{EarningsMedia.Csv}; charset=utf-8" : EarningsMedia.Ndjson;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"bad-rows.{(isCsv ? "csv" : "ndjson")}\"";
        var header =
            import.Header.Select(
                name => EarningsFile.TryColumn(name, out var column)
                    ? column : throw new InvalidOperationException($"'{name}' is no column.")).ToArray();
        if (isCsv) Encoding.UTF8.GetBytes($"{string.Join(',', import.Header)}\n", output);
        while (true)
        {
            foreach (var row in page.Rows)
            {
                if (isCsv) WriteCsv(output, header, row);
                else WriteJson(output, row);
            }

            await output.FlushAsync(http.RequestAborted);
            if (page.Next is not { } next) return;
            page = await grain.BadRows(next, PerRead);
        }
    }

    private static void WriteCsv(IBufferWriter<byte> output, ImportColumn[] header, string row)
    {
        var fields = row.Split(',');
        // A line that could not be taken apart has its mark in the first field.
        var line = fields.Length == 1 ? header.Select((_, i) => i == 0 ? row : "")
            : header.Select(column => (int)column < fields.Length ? fields[(int)column] : "");
        Encoding.UTF8.GetBytes($"{string.Join(',', line)}\n", output);
    }

    private static void WriteJson(IBufferWriter<byte> output, string row)
    {
        var fields = row.Split(',');
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var column in EarningsFile.Columns.Where(c => (int)c < fields.Length && fields[(int)c].Length > 0))
            {
                if (column is ImportColumn.Year or ImportColumn.Month
                    && int.TryParse(fields[(int)column], out var number)) json.WriteNumber(EarningsFile.NameOf(column), number);
                else json.WriteString(EarningsFile.NameOf(column), fields[(int)column]);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
