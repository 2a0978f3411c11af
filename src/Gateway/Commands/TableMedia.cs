namespace VipOrleans.Gateway.Commands;

using Microsoft.Net.Http.Headers;
using VipOrleans.Gateway.Problems;

/// <summary>What programs call a table that they send, and what is said of one that comes otherwise.</summary>
internal static class TableMedia
{
    // Windows with Excel gives this type to files whose name ends in '.csv', and browsers send what Windows says.
    private const string OfWindows = "application/vnd.ms-excel";

    /// <summary>Takes a table under the name that Windows gives it.</summary>
    public static void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (Is(http.Request, OfWindows))
        {
            var media = MediaTypeHeaderValue.Parse(http.Request.ContentType).Copy();
            media.MediaType = CsvBody.MediaType;
            http.Request.ContentType = media.ToString();
        }

        return next(http);
    });

    /// <summary>What to do where a file came in a form; null for every other request.</summary>
    public static string? Advice(HttpContext http) =>
        Is(http.Request, "multipart/form-data") || Is(http.Request, "application/x-www-form-urlencoded")
            ? "Send no form: the file itself is the body, with its own Content-Type, 'text/csv' for a table and 'application/xml' for a "
                + "bank's file."
            : null;

    /// <summary>Refuses a workbook that came under the name of a table.</summary>
    /// <exception cref="ProblemException">It is one: a file of Excel before or since 2007, or of OpenDocument.</exception>
    public static void RefuseWorkbook(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new ProblemException(Problems.MediaType,
                $"The file is a workbook. Save it as 'CSV UTF-8 (comma delimited)', and send that as '{CsvBody.MediaType}'.");
        }
    }

    private static bool Is(HttpRequest request, string type) => MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
        && media.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}
