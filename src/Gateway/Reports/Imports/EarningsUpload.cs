namespace VipOrleans.Gateway.Reports;

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.Problems;

/// <summary>Receives a file of earnings as a stream: it is never held, and no more of it is read than what has been made durable.</summary>
/// <remarks>
/// Every chunk is a command of its own, whose id is made of the request's key and the chunk's number. So the same file again under the same
/// key, after a connection that broke or an answer that was lost, repeats what is there and goes on; another file under the same key is
/// refused.
/// </remarks>
internal sealed class EarningsUpload : IDisposable
{
    private const long SmallBlock = 1024 * 1024, Block = 32 * SmallBlock;

    private readonly HttpContext _http;
    private readonly Caller _caller;
    private readonly CityId _city;
    private readonly IGrainFactory _grains;
    private readonly long? _ifMatch;
    private readonly ImportFormat _format;
    private readonly EarningsFileParser _parser;
    private readonly Allowances _allowances;
    private readonly Utf16Table _utf16 = new();
    private readonly IdKeys _keys;
    private StaffListId _list;
    private IReadOnlyDictionary<string, SponsorshipId> _staff = new Dictionary<string, SponsorshipId>();
    private CommandContext _context;
    private ImportId _id;
    private IEarningsImportGrain _import = null!;
    private int _chunks, _blocks;
    private long _room;
    private EarningsTrial? _trial;

    /// <summary>Begins with a request.</summary>
    /// <exception cref="ProblemException">The request brings no such file.</exception>
    public EarningsUpload(HttpContext http, CityId city, IGrainFactory grains, Allowances allowances)
    {
        (_http, _caller, _city, _grains, _allowances) = (http, Caller.Of(http), city, grains, allowances);
        var (ids, key) = (http.RequestServices.GetRequiredService<IdKeys>(), CommandHeaders.Key(http.Request));
        _context = new()
        {
            Id = ids.OfRequest(_caller, key),
            Fingerprint = 0,
            Actor = _caller.Actor,
            FormerActor = _caller.FormerActor,
            FormerId = ids.FormerOfRequest(_caller, key),
        };
        _ifMatch = CommandHeaders.IfMatch(http.Request);
        _format = FormatOf(http.Request);
        if (http.Request.ContentLength > EarningsFile.MaxBytes)
        {
            throw TooLarge($"A file has at most {EarningsFile.MaxBytes:N0} bytes; send it in parts.");
        }

        _keys = ids;
        _parser = new(_format, city, _caller.Employer, DialectOf(http, _format), _caller.Employer is null ? null : OfStaff);
    }

    /// <summary>Receives the file to its end.</summary>
    public async Task<IResult> Receive()
    {
        _context = await FormerIds.Settle(_context, seed => _grains.Import(ImportId.From(_city, seed)));
        _id = ImportId.From(_city, _context.Id);
        _import = _grains.Import(_id);
        return await Read() ?? await Close();
    }

    /// <summary>Tries the file: it is read to its end, and nothing is kept of it.</summary>
    public async Task<IResult> Try()
    {
        _trial = new(_grains, _city, _caller);
        if (await Read() is { } refused) return refused;
        var rows = await _trial.Run(_parser.Sha256(), _http.RequestAborted);
        await RowResultsFile.Write(_http, Query.Format.Of(_http) ?? FileForm.Csv, rows, await _grains.City(_city).PayingAccount());
        return TypedResults.Empty;
    }

    public void Dispose() => _parser.Dispose();

    private async Task<IResult?> Read()
    {
        if (_caller.Employer is { } employer)
        {
            _list = StaffList.IdOf(_city, employer);
            _staff = await _grains.StaffList(_list).All();
        }

        var reader = _http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(_http.RequestAborted);
            try
            {
                foreach (var piece in read.Buffer)
                {
                    if (_parser.Bytes == 0) TableMedia.RefuseWorkbook(piece.Span);
                    if (await Take(_utf16.ToUtf8(piece)) is { } refused) return refused;
                }
            }
            finally
            {
                // Also where the file is refused: the server reads what is left of the body before it answers.
                reader.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted) break;
        }

        _parser.End();
        ThrowIfRefused();
        return await SendChunk();
    }

    private SponsorshipId? OfStaff(string number) =>
        _staff.TryGetValue(_keys.OfStaffNumber(_list, number), out var sponsorship) ? sponsorship : null;

    private async Task<IResult?> Take(ReadOnlyMemory<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            piece = piece[_parser.Read(piece.Span)..];
            ThrowIfRefused();
            if (_parser.IsFull && await SendChunk() is { } refused) return refused;
        }

        return null;
    }

    private async Task<IResult?> SendChunk()
    {
        if (_parser.TakeChunk() is not { } chunk) return null;
        if (_trial is not null) return _trial.Keep(chunk) is { } problem ? throw TooLarge(problem) : null;
        if (await UseAllowance() is { } tooMuch) return tooMuch;
        // Not before there is something to keep: what is refused at its first line leaves nothing behind.
        if (_chunks == 0 && Refused(await _import.Open(Context("", FingerprintOf(Form()), _ifMatch), Form())) is { } notOpened)
        {
            return notOpened;
        }

        var number = _chunks++;
        return Refused(await _import.Receive(
            Context(string.Create(CultureInfo.InvariantCulture, $"-{number}"), chunk.Fingerprint),
            new(number, chunk.FirstLine, chunk.Rows, chunk.Data.ToArray())));
    }

    // What is kept is counted before it is kept: the file, and its bytes in blocks.
    private async Task<IResult?> UseAllowance()
    {
        if (_chunks == 0 && await _allowances.Import(_caller, _city, _context.Id) is { } tooMany) return tooMany;
        while (_parser.Bytes > _room)
        {
            var number = _blocks++;
            // The first block is small, for most files are.
            var block = number == 0 ? SmallBlock : Block;
            if (await _allowances.ImportBytes(_caller, _city, $"{_context.Id}-{number}", block) is { } tooMuch) return tooMuch;
            _room += block;
        }

        return null;
    }

    private async Task<IResult> Close()
    {
        var totals = new EarningsFileTotals(_chunks, _parser.Rows, _parser.Bytes, _parser.Sha256());
        var result =
            await _import.Close(Context("-end", BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(totals.Sha256))), totals);
        if (Refused(result) is { } refused) return refused;
        _http.Response.Headers.Location = $"/v1/cities/{_id.City}/earnings-imports/{_id}";
        _http.Response.Headers.ETag = Answers.ETag(result.Version);
        // As it was when all was here, so that a retry is answered the same, however far the work has come.
        return TypedResults.Json(
            new EarningsImportView(
                Id: _id,
                Version: result.Version,
                City: _id.City,
                Employer: _caller.Employer,
                Format: _format,
                Header: [.. _parser.Header.Select(EarningsFile.NameOf)],
                State: ImportState.Working,
                Rows: totals.Rows,
                Bytes: totals.Bytes,
                Sha256: totals.Sha256,
                Accepted: 0,
                Unchanged: 0,
                Refused: 0,
                Errors: []),
            GatewayJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private EarningsFileForm Form() => new(_format, _parser.Header, _caller.Employer);

    private CommandContext Context(string part, long fingerprint, long? ifMatch = null) =>
        _context with { Id = $"{_context.Id}{part}", Fingerprint = fingerprint, IfMatch = ifMatch };

    private long FingerprintOf(EarningsFileForm form) =>
        BinaryPrimitives.ReadInt64BigEndian(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"{_http.Request.Path.Value}\n{form.Format}\n{form.Employer}\n{string.Join(',', form.Header)}")));

    private static ProblemResult? Refused(CommandResult result) =>
        result.Rejected is { } code ? new(Problems.Of(code), result.Detail) : null;

    private void ThrowIfRefused()
    {
        if (_parser.Problem is { } problem) throw _parser.IsTooLarge ? TooLarge(problem) : ProblemException.Invalid("body", problem);
    }

    private static ProblemException TooLarge(string detail) => new(Problems.TooLarge, detail);

    private static FileDialect DialectOf(HttpContext http, ImportFormat format)
    {
        var dialect = new FileDialect(Query.Separator.Of(http) ?? FieldSeparator.Comma, Query.Decimals.Of(http),
            Query.Days.Of(http) ?? DayOrder.Ymd);
        return format == ImportFormat.Csv || dialect == FileDialect.Plain
            ? dialect : throw ProblemException.Invalid("query", "Only a table of CSV is written by a spreadsheet.");
    }

    private static ImportFormat FormatOf(HttpRequest request)
    {
        ImportFormat? format =
            MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
                && (!media.Charset.HasValue || media.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? media.MediaType.Value?.ToLowerInvariant() switch
            {
                EarningsMedia.Csv => ImportFormat.Csv,
                EarningsMedia.Ndjson => ImportFormat.Ndjson,
                _ => null,
            }
            : null;
        return format is { } known && request.Headers.ContentEncoding.Count == 0
            ? known
            : throw new ProblemException(Problems.MediaType, TableMedia.Advice(request.HttpContext)
                ?? $"Send 'Content-Type: {EarningsMedia.Csv}' or '{EarningsMedia.Ndjson}', in UTF-8 and without Content-Encoding.");
    }
}

/// <summary>The media types of files of earnings.</summary>
internal static class EarningsMedia
{
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";
}
