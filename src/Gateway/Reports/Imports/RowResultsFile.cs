namespace VipOrleans.Gateway.Reports;

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Json;

/// <summary>A page of how rows went.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The cursor of the next page; left out after the last one.</param>
/// <param name="PayTo">The city's account as it is named now; left out if it has named none.</param>
public sealed record RowResults(IReadOnlyList<RowResultEntry> Items, string? Next, BankParty? PayTo);

/// <summary>Writes how the rows of a file went, or would go, as a file, page by page.</summary>
internal static class RowResultsFile
{
    public const string Header =
        "line,sponsorship,year,month,status,code,withhold,giveBack,currency,reference,by,payTo,pay,from,to,netted\n";
    public const string Json = "application/json";

    private const int PerRead = 500;

    /// <summary>Writes the rows of an import that have been worked off.</summary>
    public static Task Write(HttpContext http, FileForm form, IEarningsImportGrain grain, BankParty? payTo) =>
        Write(http, form, after => grain.Results(after, PerRead), payTo);

    /// <summary>Writes rows that were tried.</summary>
    public static Task Write(HttpContext http, FileForm form, IReadOnlyList<RowResultEntry> rows, BankParty? payTo) =>
        Write(http, form, after => Task.FromResult(new ListPage<RowResultEntry>
        {
            Items = [.. rows.Skip((int)after).Take(PerRead)],
            Next = after + PerRead < rows.Count ? after + PerRead : null,
        }), payTo);

    private static async Task Write(HttpContext http, FileForm form, Func<long, Task<ListPage<RowResultEntry>>> read, BankParty? payTo)
    {
        // Read before the answer begins, so that a store that is away is still a problem and not half a file.
        var page = await read(0);
        var isCsv = form == FileForm.Csv;
        http.Response.ContentType = isCsv ? $"{EarningsMedia.Csv}; charset=utf-8" : Json;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"results.{Codes<FileForm>.Text(form)}\"";
        var output = http.Response.BodyWriter;
        Encoding.UTF8.GetBytes(isCsv ? Header : Opening(payTo), output);
        var isFirst = true;
        while (true)
        {
            foreach (var row in page.Items)
            {
                if (isCsv) Encoding.UTF8.GetBytes(Line(row, payTo), output);
                else Encoding.UTF8.GetBytes($"{(isFirst ? "" : ",")}\n{JsonSerializer.Serialize(row, GatewayJson.Options)}", output);
                isFirst = false;
            }

            await output.FlushAsync(http.RequestAborted);
            if (page.Next is not { } next) break;
            page = await read(next);
        }

        if (!isCsv) output.Write("\n]}\n"u8);
    }

    /// <summary>
    /// A row as a line of CSV. No field has a comma or a quote: they are ids, codes, amounts and days, and none begins as a formula does.
    /// </summary>
    public static string Line(RowResultEntry row, BankParty? payTo)
    {
        string?[] fields =
        [
            Text(row.Line), row.Sponsorship?.Value, Text(row.Year), Text(row.Month), Codes<RowStatus>.Text(row.Status), row.Code,
            row.Withhold?.Amount, row.GiveBack?.Amount, row.Withhold?.Currency.Code, row.Reference,
            Day(row.By), row.Reference is null ? null : payTo?.Account.Iban ?? payTo?.Account.Number, row.Pay, Day(row.From), Day(row.To),
            row.Netted?.Amount,
        ];
        return $"{string.Join(',', fields)}\n";
    }

    private static string Opening(BankParty? payTo) => payTo is null
        ? "{\"items\":[" : $"{{\"payTo\":{JsonSerializer.Serialize(payTo, GatewayJson.Options)},\"items\":[";

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
