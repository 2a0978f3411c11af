namespace VipOrleans.Gateway.Payments;

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Problems;

/// <summary>Receives a bank's file of booked credits as a stream: it is never held, and what is kept of it is kept in chunks.</summary>
/// <remarks>
/// Every chunk is a command of its own, whose id is made of the request's key and the chunk's number. So the same file again under the same
/// key, after a connection that broke or an answer that was lost, repeats what is there and goes on; another file under the same key is
/// refused.
/// </remarks>
internal sealed class CreditUpload
{
    // The longest row that there can be, all fields at their longest.
    private const int MaxRowBytes = 512;

    private readonly CityId _city;
    private readonly IGrainFactory _grains;
    private readonly ArrayBufferWriter<byte> _chunk = new(RowChunk.MaxBytes);
    private CommandContext _context;
    private CreditFileId _id;
    private int _chunks, _rows, _chunkRows;

    /// <summary>Begins with a command.</summary>
    public CreditUpload(CommandContext context, CityId city, IGrainFactory grains) => (_context, _city, _grains) = (context, city, grains);

    /// <summary>Begins with a request.</summary>
    /// <exception cref="ProblemException">The request brings no such file.</exception>
    public static CreditUpload Of(HttpContext http, CityId city, IGrainFactory grains)
    {
        var (caller, ids) = (Caller.Of(http), http.RequestServices.GetRequiredService<IdKeys>());
        var key = CommandHeaders.Key(http.Request);
        var isXml = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var media)
            && (media.MediaType.Equals(XmlBody.MediaType, StringComparison.OrdinalIgnoreCase)
                || media.MediaType.Equals("text/xml", StringComparison.OrdinalIgnoreCase));
        if (!isXml || http.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(Problems.MediaType,
                $"Send 'Content-Type: {XmlBody.MediaType}' as the bank gave it, without Content-Encoding.");
        }

        return new(new()
        {
            Id = ids.OfRequest(caller, key),
            Fingerprint = 0,
            Actor = caller.Actor,
            FormerActor = caller.FormerActor,
            FormerId = ids.FormerOfRequest(caller, key),
        }, city, grains);
    }

    /// <summary>Receives a file to its end: how it was when all was here, however far the work has come.</summary>
    /// <exception cref="ProblemException">The file is wrong in itself, or another one came under the same key.</exception>
    public async Task<CreditFileView> Receive(Stream file, CancellationToken end)
    {
        _context = await FormerIds.Settle(_context, seed => _grains.CreditFile(CreditFileId.From(_city, seed)));
        _id = CreditFileId.From(_city, _context.Id);
        using var body = new CountedStream(file, CreditFileReader.MaxBytes);
        var (content, problem) = await CreditFileReading.Read(body, _city, Take);
        if (problem is not null) throw BankFileReading.Invalid(problem);
        await body.CopyToAsync(Stream.Null, end);
        await SendChunk();
        return await Close(new(content!.Kind, content.MessageId, _chunks, _rows, content.Others, body.Bytes, body.Sha256()));
    }

    private async ValueTask Take(CreditRow row)
    {
        Encoding.UTF8.GetBytes($"{row.Text}\n", _chunk);
        _chunkRows++;
        if (_chunk.WrittenCount > RowChunk.MaxBytes - MaxRowBytes) await SendChunk();
    }

    private async Task SendChunk()
    {
        if (_chunkRows == 0) return;
        if (_chunks == 0) Require(await Opened());
        var chunk = RowChunk.Pack(_rows + 1, _chunkRows, _chunk.WrittenSpan);
        var number = _chunks++;
        Require(await _grains.CreditFile(_id).Receive(
            Context(string.Create(CultureInfo.InvariantCulture, $"-{number}"), chunk.Fingerprint),
            new(number, chunk.FirstLine, chunk.Rows, chunk.Data.ToArray())));
        _rows += _chunkRows;
        _chunkRows = 0;
        _chunk.ResetWrittenCount();
    }

    private Task<CommandResult> Opened() => _grains.CreditFile(_id).Open(Context("", 0));

    private async Task<CreditFileView> Close(CreditFileTotals totals)
    {
        // A file of debits alone has no chunk, and is a file all the same.
        if (_chunks == 0) Require(await Opened());
        var result = await _grains.CreditFile(_id).Close(
            Context("-end", BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(totals.Sha256))), totals);
        Require(result);
        return new(
            Id: _id,
            Version: result.Version,
            State: totals.Rows == 0 ? CreditFileState.Done : CreditFileState.Working,
            Rows: totals.Rows,
            Settled: 0,
            SetAside: 0,
            Known: 0,
            Refused: 0,
            Kind: totals.Kind,
            MessageId: totals.MessageId,
            Others: totals.Others,
            Sha256: totals.Sha256);
    }

    private CommandContext Context(string part, long fingerprint) =>
        _context with { Id = $"{_context.Id}{part}", Fingerprint = fingerprint };

    private static void Require(CommandResult result)
    {
        if (result.Rejected is { } code) throw new ProblemException(Problems.Of(code), result.Detail);
    }

    // Counts and hashes what goes through, and lets no more through than a file may have.
    private sealed class CountedStream(Stream inner, long most) : Stream
    {
        private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Bytes { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public string Sha256() => Convert.ToHexStringLower(_sha.GetCurrentHash());

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Bytes += read;
            if (Bytes > most) throw new ProblemException(Problems.TooLarge, $"A file has at most {most:N0} bytes; ask for smaller ones.");
            _sha.AppendData(buffer.Span[..read]);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _sha.Dispose();
            base.Dispose(disposing);
        }
    }
}
