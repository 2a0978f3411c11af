namespace VipOrleans.Grains.Tests.Payments;

using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Xml;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Tests.Reports;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// A month of many hosts as one file of the bank. Ordinarily of 500; of 74,000, and of 100,000 entries, where <c>VIP_LARGE_FILES</c> is
/// set.
/// </summary>
public sealed class LargeCreditFileTests(LargeCreditFileTests.LargeWorld world, ITestOutputHelper output)
    : IClassFixture<LargeCreditFileTests.LargeWorld>
{
    private const string Employer = "kiwi-orchards";

    private readonly World _world = world.AsNew();

    public static TheoryData<int, int> Sizes =>
        Environment.GetEnvironmentVariable("VIP_LARGE_FILES") is null
            ? new() { { 500, 700 } } : new() { { 500, 700 }, { 74_000, 74_000 }, { 74_000, 100_000 } };

    [Theory, Trait("Speed", "slow")]
    [MemberData(nameof(Sizes))]
    public async Task One_file_of_the_bank_settles_what_is_owed_for_a_month_and_again_it_settles_nothing(int hosts, int entries)
    {
        var city = await CollectionWorld.Begin(_world, 1);
        var first = city.People[0];
        var people = await _world.Copy(first, hosts);
        var owed = (await city.Dues()).Owed.Minor;
        Assert.True(owed > 0 && owed % hosts == 0);
        var each = owed / hosts;

        // A month is paid in one entry, or in two where there are more entries than hosts.
        var started = Stopwatch.GetTimestamp();
        var file = new Xml(people, each, entries);
        var (view, most) = await Send(city.City, "month", file);
        output.WriteLine($"{entries:N0} entries of {hosts:N0} hosts: {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s, "
            + $"{Environment.WorkingSet >> 20:N0} MiB, {most:N0} bytes of the file held");
        Assert.Equal((entries, entries, 0, 0, 0), (view.Rows, view.Settled, view.SetAside, view.Known, view.Refused));
        Assert.InRange(most, 1, RowChunk.MaxBytes);
        var dues = await city.Dues();
        Assert.Equal((owed, owed, 0), (dues.Owed.Minor, dues.Paid.Minor, dues.Open.Minor));
        var balance = (await _world.Grains.Books(city.City).TrialBalance())!;
        Assert.Equal((0, 0, owed), (balance.Sum.Minor, balance.Due.Minor, balance.Collected.Minor));

        var (again, _) = await Send(city.City, "again", new Xml(people, each, entries));
        Assert.Equal((0, entries), (again.Settled, again.Known));
        Assert.Equal(0, (await city.Dues()).Open.Minor);
    }

    // As the gateway does: read as it comes, given on in chunks.
    private async Task<(CreditFileView View, int Most)> Send(CityId city, string name, Xml xml)
    {
        var id = CreditFileId.From(city, name);
        var grain = _world.Grains.CreditFile(id);
        Assert.True((await grain.Open(Command($"{id}-open"))).IsAccepted);
        var (reader, chunk) = (new CreditFileReader(city), new ArrayBufferWriter<byte>());
        var (rows, chunks, firstRow, most) = (0, 0, 1, 0);
        using var parser = XmlReader.Create(xml, CreditFileReader.Settings);
        while (await parser.ReadAsync())
        {
            var text = parser.NodeType is XmlNodeType.Text ? await parser.GetValueAsync() : null;
            foreach (var row in reader.Read(parser, text))
            {
                chunk.Write(Encoding.ASCII.GetBytes($"{row.Text}\n"));
                most = Math.Max(most, chunk.WrittenCount);
                rows++;
                if (chunk.WrittenCount > RowChunk.MaxBytes - 1_000) await Give();
            }

            Assert.Null(reader.Problem);
        }

        var content = reader.End(parser)!;
        if (chunk.WrittenCount > 0) await Give();
        Assert.True((await grain.Close(Command($"{id}-end"),
            new(content.Kind, content.MessageId, chunks, content.Rows, content.Others, 1, new('a', 64)))).IsAccepted);
        while (true)
        {
            if (await grain.Get() is { State: CreditFileState.Done } done) return (done, most);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        async Task Give()
        {
            var packed = RowChunk.Pack(firstRow, rows - firstRow + 1, chunk.WrittenSpan);
            Assert.True((await grain.Receive(Command($"{id}-{chunks}"),
                new(chunks++, packed.FirstLine, packed.Rows, packed.Data.ToArray()))).IsAccepted);
            chunk.ResetWrittenCount();
            firstRow = rows + 1;
        }
    }

    /// <summary>A statement that is made while it is read: nobody holds it.</summary>
    private sealed class Xml : Stream
    {
        private readonly IEnumerator<byte[]> _pieces;
        private ReadOnlyMemory<byte> _rest;

        public Xml(SponsorshipId[] people, long each, int entries) => _pieces = Pieces(people, each, entries).GetEnumerator();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_rest.IsEmpty && !_pieces.MoveNext()) return 0;
            if (_rest.IsEmpty) _rest = _pieces.Current;
            var length = Math.Min(count, _rest.Length);
            _rest[..length].Span.CopyTo(buffer.AsSpan(offset));
            _rest = _rest[length..];
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _pieces.Dispose();
            base.Dispose(disposing);
        }

        private static IEnumerable<byte[]> Pieces(SponsorshipId[] people, long each, int entries)
        {
            yield return Encoding.UTF8.GetBytes($"<Document xmlns=\"{BankFileReader.StatementNamespace}\"><BkToCstmrStmt><GrpHdr>"
                + "<MsgId>M1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><Othr><Id>12-3113-0012345-00</Id></Othr></Id></Acct>");
            var parted = entries - people.Length;
            for (var i = 0; i < people.Length; i++)
            {
                var reference = EmployerReference.Of(people[i], Employer, 1, 1).Value;
                if (i < parted) yield return Entry($"A{i}", each / 3, reference);
                yield return Entry($"B{i}", i < parted ? each - (each / 3) : each, reference);
            }

            yield return "</Stmt></BkToCstmrStmt></Document>"u8.ToArray();
        }

        private static byte[] Entry(string number, long amount, string reference) => Encoding.UTF8.GetBytes(
            $"<Ntry><Amt Ccy=\"NZD\">{new Domain.Money.Money(amount, Nzd).Amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
                + $"<BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>{number}</AcctSvcrRef><NtryDtls><TxDtls><Refs>"
                + "<EndToEndId>NOTPROVIDED</EndToEndId></Refs><RmtInf><Strd><CdtrRefInf>"
                + $"<Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>");
    }

    /// <summary>Of so many credits nobody looks at each append.</summary>
    public sealed class LargeWorld : World
    {
        public LargeWorld() => IsWatched = false;
    }
}
