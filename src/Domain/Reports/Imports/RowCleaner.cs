namespace VipOrleans.Domain.Reports;

using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>Brings lines of a file into the form in which rows are kept, and keeps back whatever could be personal.</summary>
internal sealed class RowCleaner(ImportFormat format, CityId city, string? own, FileDialect dialect,
    Func<string, SponsorshipId?>? staff = null)
{
    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-"u8);
    private static readonly SearchValues<byte> EmployerBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"u8);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> AmountBytes = SearchValues.Create("-0123456789."u8);
    private static readonly SearchValues<byte> DayBytes = SearchValues.Create("0123456789-"u8);
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
    private static readonly int Columns = EarningsFile.Columns.Count;
    private static readonly byte[][] Names = [.. EarningsFile.Columns.Select(c => Encoding.UTF8.GetBytes(EarningsFile.NameOf(c)))];

    private static readonly SearchValues<byte> HourBytes = SearchValues.Create("0123456789.:"u8);
    private static readonly SearchValues<byte> ReferenceBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:|/-"u8);

    private static readonly FrozenSet<ImportColumn> Amounts = FrozenSet.Create([ImportColumn.Earned, ImportColumn.Pay,
        ImportColumn.OtherDeductions, ImportColumn.Gross, ImportColumn.AfterTax, .. EarningsFile.Deductions.Select(d => d.Amount)]);
    private static readonly FrozenSet<ImportColumn> Days = FrozenSet.Create([ImportColumn.PaidFrom, ImportColumn.PaidTo,
        ImportColumn.From, ImportColumn.To, .. EarningsFile.Deductions.Select(d => d.ConsentOn)]);
    private static readonly FrozenSet<ImportColumn> Purposes = FrozenSet.Create([.. EarningsFile.Deductions.Select(d => d.Purpose)]);
    private static readonly FrozenSet<ImportColumn> Marks =
        FrozenSet.Create([ImportColumn.Withdrawn, .. EarningsFile.Deductions.Select(d => d.Agreed)]);

    // The longest fields of a row are an employer's id and a purpose; longer ones have not the form of any column.
    private const int MaxField = 100;

    private readonly byte[] _fields = new byte[EarningsFile.Columns.Count * MaxField];
    private readonly int[] _lengths = new int[EarningsFile.Columns.Count];
    private readonly byte[] _plain = new byte[MaxField];
    private readonly ArrayBufferWriter<byte> _row = new();
    private ImportColumn[] _header = [];
    private bool _byStaff, _isUnknown;

    /// <summary>True if the header has columns that only a pay has, or a row had one.</summary>
    public bool HasPays { get; private set; }

    /// <summary>What stands between fields.</summary>
    public FieldSeparator Separator { get; set; } = dialect.Separator;

    public IReadOnlyList<ImportColumn> Header => _header;

    /// <summary>Reads the header; what is wrong with it, or null.</summary>
    public string? ReadHeader(ReadOnlySpan<byte> line)
    {
        if (line.Length > EarningsFile.MaxLineBytes || !Utf8.IsValid(line))
        {
            return $"Expected at most {EarningsFile.MaxLineBytes:N0} bytes of UTF-8: save the table as 'CSV UTF-8'.";
        }

        var columns = new List<ImportColumn>();
        for (var fields = new CsvFields(line, FileDialect.ByteOf(Separator)); fields.Next(out var field);)
        {
            if (fields.IsBroken) return "Close every quote, and put nothing but a separator behind a closing quote.";
            var name = Encoding.UTF8.GetString(field);
            if (name == EarningsFile.StaffNumber && staff is not null)
            {
                (name, _byStaff) = (EarningsFile.NameOf(ImportColumn.Sponsorship), true);
            }

            if (!EarningsFile.TryColumn(name, out var column))
            {
                return $"Field {columns.Count + 1} is not a column; known are: "
                    + $"{string.Join(',', EarningsFile.Columns.Select(EarningsFile.NameOf))}. The separator is a "
                    + $"{Codes<FieldSeparator>.Text(Separator)}; 'separator' says another one.";
            }

            if (columns.Contains(column)) return $"The column '{EarningsFile.NameOf(column)}' stands there twice.";
            columns.Add(column);
        }

        // A file may have both kinds of rows; its header has all that one of them needs.
        HasPays = columns.Exists(EarningsFile.IsOfPays);
        var isOfMonths = !EarningsFile.Required.Except(columns).Any();
        var missing = isOfMonths ? [] : (HasPays ? EarningsFile.RequiredOfPays : EarningsFile.Required).Except(columns).ToArray();
        if (missing.Length > 0) return $"These columns are missing: {string.Join(", ", missing.Select(EarningsFile.NameOf))}.";
        _header = [.. columns];
        return null;
    }

    /// <summary>Writes a line as a row.</summary>
    public void Clean(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        Array.Clear(_lengths);
        _isUnknown = false;
        var problem = line.Length > EarningsFile.MaxLineBytes ? RowProblem.LineTooLong
            : !Utf8.IsValid(line) ? RowProblem.NotUtf8
            : format == ImportFormat.Csv ? ReadCsv(line) : ReadJson(line);
        if (problem is null && _isUnknown) problem = RowProblem.StaffNumberUnknown;
        if (problem is { } broken)
        {
            output.Write("?"u8);
            Encoding.UTF8.GetBytes(Codes<RowProblem>.Text(broken), output);
            return;
        }

        if (dialect.Decimals is not null) CompleteAmounts();
        KeepNamesBack();
        WriteRow(output);
    }

    // Many a name has the characters of an employer's id and of a purpose. An employer is kept where it is the sender's own, and either of
    // them if the row can be carried out but for its purposes, which then are what has to be mended.
    private void KeepNamesBack()
    {
        var employer = Field((int)ImportColumn.Employer);
        var hasPurposes = Purposes.Any(p => _lengths[(int)p] > 0);
        if (employer.IsEmpty && !hasPurposes) return;
        if (own is not null && Encoding.UTF8.GetString(employer) is { Length: > 0 } other && other != own)
        {
            Keep((int)ImportColumn.Employer, "?"u8);
        }

        if (own is not null && !hasPurposes) return;
        _row.ResetWrittenCount();
        WriteRow(_row, withPurposes: false);
        if (EarningsRow.Read(Encoding.UTF8.GetString(_row.WrittenSpan), 0, city, own).Bad is null) return;
        if (own is null && !Field((int)ImportColumn.Employer).IsEmpty) Keep((int)ImportColumn.Employer, "?"u8);
        foreach (var purpose in Purposes.Where(p => _lengths[(int)p] > 0)) Keep((int)purpose, "?"u8);
    }

    private ReadOnlySpan<byte> Field(int column) => _fields.AsSpan(column * MaxField, _lengths[column]);

    // What only pays have is left out to the end where nothing stands: a month's row is what it was before there were pays.
    private void WriteRow(IBufferWriter<byte> output, bool withPurposes = true)
    {
        var last = Columns - 1;
        while (last > (int)ImportColumn.Withdrawn && _lengths[last] == 0) last--;
        HasPays |= last > (int)ImportColumn.Withdrawn;
        for (var i = 0; i <= last; i++)
        {
            if (i > 0) output.Write(","u8);
            if (withPurposes || !Purposes.Contains((ImportColumn)i)) output.Write(Field(i));
        }
    }

    private RowProblem? ReadCsv(ReadOnlySpan<byte> line)
    {
        var count = 0;
        for (var fields = new CsvFields(line, FileDialect.ByteOf(Separator)); fields.Next(out var field); count++)
        {
            if (fields.IsBroken) return RowProblem.NotCsv;
            if (count == _header.Length) return RowProblem.FieldCount;
            Keep((int)_header[count], field);
        }

        return count == _header.Length ? null : RowProblem.FieldCount;
    }

    private RowProblem? ReadJson(ReadOnlySpan<byte> line)
    {
        var seen = 0L;
        try
        {
            var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 2 });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return RowProblem.NotJson;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var column = ColumnOf(ref json);
                if (column < 0) return RowProblem.UnknownColumn;
                if ((seen & (1L << column)) != 0) return RowProblem.NotJson;
                seen |= 1L << column;
                json.Read();
                // Amounts are text: a number of JSON is a float for most who read it.
                var isText = json.TokenType == JsonTokenType.String && !json.ValueIsEscaped;
                if (isText || (json.TokenType == JsonTokenType.Number
                    && column is (int)ImportColumn.Year or (int)ImportColumn.Month
                        or (int)ImportColumn.Hours)) Keep(column, json.ValueSpan);
                else if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) return RowProblem.NotJson;
                else if (json.TokenType != JsonTokenType.Null) Keep(column, "?"u8);
            }

            return json.TokenType == JsonTokenType.EndObject && !json.Read() ? null : RowProblem.NotJson;
        }
        catch (JsonException)
        {
            return RowProblem.NotJson;
        }
    }

    private static int ColumnOf(ref Utf8JsonReader json)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (json.ValueTextEquals(Names[i])) return i;
        }

        return -1;
    }

    // A spreadsheet leaves zeros out at the end of the decimals.
    private void CompleteAmounts()
    {
        if (!Currency.TryParse(Encoding.ASCII.GetString(Field((int)ImportColumn.Currency)), out var currency)) return;
        foreach (var column in Amounts)
        {
            var field = Field((int)column);
            if (field.IsEmpty || field[^1] == '?') continue;
            var point = field.IndexOf((byte)'.');
            var missing = currency.Decimals - (point < 0 ? 0 : field.Length - point - 1);
            if (missing <= 0 || field.Length + missing + 1 > MaxField) continue;
            var (at, length) = ((int)column * MaxField, field.Length);
            if (point < 0) _fields[at + length++] = (byte)'.';
            _fields.AsSpan(at + length, missing).Fill((byte)'0');
            _lengths[(int)column] = length + missing;
        }
    }

    private void Keep(int column, ReadOnlySpan<byte> field)
    {
        field = field.Trim(" \t"u8);
        if (_byStaff && (ImportColumn)column == ImportColumn.Sponsorship && !field.IsEmpty)
        {
            var named = field.Length <= 4 * StaffList.MaxNumber ? staff!(Encoding.UTF8.GetString(field)) : null;
            _isUnknown = named is null;
            field = Encoding.ASCII.GetBytes(named?.Value ?? "");
        }

        field = InItsForm((ImportColumn)column, field);
        if (!IsFit((ImportColumn)column, field)) field = "?"u8;
        field.CopyTo(_fields.AsSpan(column * MaxField));
        _lengths[column] = field.Length;
    }

    private ReadOnlySpan<byte> InItsForm(ImportColumn column, ReadOnlySpan<byte> field)
    {
        var isNumber = Amounts.Contains(column) || (column == ImportColumn.Hours && !field.Contains((byte)':'));
        if (field.Length is 0 or >= MaxField || !(isNumber || Days.Contains(column))) return field;
        var isOne = isNumber
            ? dialect.TryAmount(field, _plain, out var length) : dialect.TryDay(field, _plain, out length);
        return isOne ? _plain.AsSpan(0, length) : "?"u8;
    }

    // What has the characters of its column says nothing of a person; whether it is right as well is looked at when the row is worked off.
    private static bool IsFit(ImportColumn column, ReadOnlySpan<byte> field) => field.IsEmpty || column switch
    {
        ImportColumn.Sponsorship => field.Length <= 70 && !field.ContainsAnyExcept(IdBytes) && field.IndexOf(".sponsorship."u8) >= 0,
        ImportColumn.Year or ImportColumn.Month => field.Length <= 4 && !field.ContainsAnyExcept(Digits),
        ImportColumn.Employer => field.Length <= MaxField && !field.ContainsAnyExcept(EmployerBytes),
        ImportColumn.Currency => field.Length == 3 && !field.ContainsAnyExcept(Letters),
        ImportColumn.Frequency => Codes<PayFrequency>.TryParse(Encoding.UTF8.GetString(field), out _),
        ImportColumn.Hours => field.Length <= 6 && !field.ContainsAnyExcept(HourBytes),
        ImportColumn.PayId => field.Length <= PayId.MaxLength && PayId.Form.Fits(Encoding.UTF8.GetString(field))
            && !PayId.IsMonth(Encoding.UTF8.GetString(field)),
        _ when Days.Contains(column) => field.Length <= 10 && !field.ContainsAnyExcept(DayBytes),
        _ when Marks.Contains(column) => field.SequenceEqual("yes"u8),
        _ when Purposes.Contains(column) => field.Length <= MaxField && !field.ContainsAnyExcept(ReferenceBytes),
        _ => field.Length <= 24 && !field.ContainsAnyExcept(AmountBytes),
    };

    /// <summary>
    /// The fields of one line of CSV. A field with a doubled quote inside is given as it stands: no column allows a quote.
    /// </summary>
    private ref struct CsvFields(ReadOnlySpan<byte> line, byte separator)
    {
        private ReadOnlySpan<byte> _rest = line;
        private bool _ended;

        public bool IsBroken { get; private set; }

        public bool Next(out ReadOnlySpan<byte> field)
        {
            field = default;
            if (_ended || IsBroken) return false;
            if (_rest.IsEmpty || _rest[0] != '"')
            {
                var end = _rest.IndexOf(separator);
                field = end < 0 ? _rest : _rest[..end];
                _ended = end < 0;
                _rest = _ended ? default : _rest[(end + 1)..];
                return true;
            }

            var close = 1;
            while (true)
            {
                var quote = _rest[close..].IndexOf((byte)'"');
                if (quote < 0) return Broken();
                close += quote;
                if (close + 1 >= _rest.Length || _rest[close + 1] != '"') break;
                close += 2;
            }

            field = _rest[1..close];
            _rest = _rest[(close + 1)..];
            _ended = _rest.IsEmpty;
            if (_ended) return true;
            if (_rest[0] != separator) return Broken();
            _rest = _rest[1..];
            return true;
        }

        private bool Broken() => IsBroken = true;
    }
}
