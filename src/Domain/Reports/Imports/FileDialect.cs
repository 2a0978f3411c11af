namespace VipOrleans.Domain.Reports;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// How a spreadsheet has written a table of CSV, where that is not as the columns have it. What is read is kept in the one form that rows
/// have, so that the same table gives the same rows in whatever dialect it comes.
/// </summary>
/// <param name="Separator">What stands between fields; a first line such as <c>sep=;</c> goes before it.</param>
/// <param name="Decimals">What stands before the decimals. If it is said, amounts may be grouped by thousands, and decimals that a
/// spreadsheet has left out at the end are zeros; null: amounts are written as the columns have it.</param>
/// <param name="Days">In which order a day is written.</param>
public sealed record FileDialect(FieldSeparator Separator = FieldSeparator.Comma, DecimalMark? Decimals = null,
    DayOrder Days = DayOrder.Ymd)
{
    /// <summary>As the columns have it.</summary>
    public static FileDialect Plain { get; } = new();

    /// <summary>Reads the line by which some spreadsheets say what separates fields, such as <c>sep=;</c>; null if it is none.</summary>
    internal static FieldSeparator? SeparatorOf(ReadOnlySpan<byte> line) =>
        line.Length == 5 && (line[..4].SequenceEqual("sep="u8) || line[..4].SequenceEqual("SEP="u8))
            ? line[4] switch
            {
                (byte)',' => FieldSeparator.Comma,
                (byte)';' => FieldSeparator.Semicolon,
                (byte)'\t' => FieldSeparator.Tab,
                _ => null,
            }
            : null;

    internal static byte ByteOf(FieldSeparator separator) => separator switch
    {
        FieldSeparator.Semicolon => (byte)';',
        FieldSeparator.Tab => (byte)'\t',
        _ => (byte)',',
    };

    /// <summary>
    /// Brings an amount into the form of its column, without the zeros that may be missing; false if it is no amount of the dialect.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="plain">Takes the amount; at least as long as the field.</param>
    /// <param name="length">How long it is there.</param>
    internal bool TryAmount(ReadOnlySpan<byte> field, Span<byte> plain, out int length)
    {
        length = 0;
        if (Decimals is not { } mark)
        {
            field.CopyTo(plain);
            length = field.Length;
            return true;
        }

        var (point, group) = mark == DecimalMark.Comma ? ((byte)',', (byte)'.') : ((byte)'.', (byte)',');
        var (digits, grouped, inGroup, decimals) = (0, false, 0, -1);
        foreach (var c in field)
        {
            if (c == '-' && length == 0)
            {
                plain[length++] = c;
            }
            else if (c is >= (byte)'0' and <= (byte)'9')
            {
                plain[length++] = c;
                digits++;
                if (decimals >= 0) decimals++;
                else inGroup++;
            }
            else if (c == group && decimals < 0 && digits > 0 && (grouped ? inGroup == 3 : inGroup <= 3))
            {
                (grouped, inGroup) = (true, 0);
            }
            else if (c == point && decimals < 0 && digits > 0 && (!grouped || inGroup == 3))
            {
                plain[length++] = (byte)'.';
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        return digits > 0 && decimals != 0 && (decimals > 0 || !grouped || inGroup == 3);
    }

    /// <summary>Brings a day into the form of its column; false if it is no day of the dialect.</summary>
    /// <inheritdoc cref="TryAmount" path="/param"/>
    internal bool TryDay(ReadOnlySpan<byte> field, Span<byte> plain, out int length)
    {
        length = field.Length;
        if (Days == DayOrder.Ymd || (field.Length == 10 && field[4] == '-'))
        {
            field.CopyTo(plain);
            return true;
        }

        Span<int> parts = stackalloc int[3];
        var (part, digits) = (0, 0);
        foreach (var c in field)
        {
            if (c is >= (byte)'0' and <= (byte)'9' && ++digits <= 4) parts[part] = (parts[part] * 10) + (c - '0');
            else if (c is (byte)'.' or (byte)'/' or (byte)'-' && digits is 1 or 2 && part < 2) (part, digits) = (part + 1, 0);
            else return false;
        }

        var (day, month) = Days == DayOrder.Dmy ? (parts[0], parts[1]) : (parts[1], parts[0]);
        // A year of two digits may be of any century.
        if (part != 2 || digits != 4 || day > 99 || month > 99) return false;
        length = 10;
        Write(plain[..4], parts[2]);
        plain[4] = plain[7] = (byte)'-';
        Write(plain[5..7], month);
        Write(plain[8..10], day);
        return true;
    }

    private static void Write(Span<byte> to, int number)
    {
        for (var i = to.Length - 1; i >= 0; i--, number /= 10) to[i] = (byte)('0' + (number % 10));
    }
}

/// <summary>What stands between the fields of a table.</summary>
[JsonConverter(typeof(CodeConverter<FieldSeparator>))]
public enum FieldSeparator
{
    /// <summary>A comma.</summary>
    Comma,

    /// <summary>A semicolon, as spreadsheets write it where the comma stands before decimals.</summary>
    Semicolon,

    /// <summary>A tab.</summary>
    Tab,
}

/// <summary>What stands before decimals.</summary>
[JsonConverter(typeof(CodeConverter<DecimalMark>))]
public enum DecimalMark
{
    /// <summary>A point; thousands may be grouped by commas.</summary>
    Point,

    /// <summary>A comma; thousands may be grouped by points.</summary>
    Comma,
}

/// <summary>In which order a day is written.</summary>
[JsonConverter(typeof(CodeConverter<DayOrder>))]
public enum DayOrder
{
    /// <summary>Year, month, day, as ISO 8601 has it.</summary>
    Ymd,

    /// <summary>Day, month, year, with points, slashes or hyphens between.</summary>
    Dmy,

    /// <summary>Month, day, year, with points, slashes or hyphens between.</summary>
    Mdy,
}
