namespace VipOrleans.Gateway.Money;

using System.Globalization;
using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Problems;

/// <summary>Reads a file of exchange rates, and lists all that is wrong with it.</summary>
/// <remarks>
/// <para>
/// Two forms are known by their first line. Wide, as the European Central Bank publishes it (<c>Date,USD,JPY,…,</c>): a day a line, a
/// currency a column, <c>N/A</c> if there is no rate, days as <c>2024-03-06</c> or <c>06 March 2024</c>, blanks around a value and one
/// comma too many at the end of lines. Columns of currencies that ISO 4217 no longer lists and the euro has not replaced
/// (<c>ROL</c>, <c>TRL</c>) are left out and named in the answer. Long (<c>date,base,currency,rate</c>, and <c>source</c> where it is
/// given): one rate a line; here a currency that is not known is an error.
/// </para>
/// <para>
/// The lines are split here and not by a library, so that every error has the line and column of the file: no value of such a file has a
/// comma or a line break in it, and a quote is refused rather than guessed at.
/// </para>
/// </remarks>
internal sealed class RateCsv
{
    /// <summary>Most errors that are listed.</summary>
    public const int MaxErrors = 10_000;

    private static readonly string[] BankDays = ["dd MMMM yyyy", "d MMMM yyyy"];

    private readonly RateSource _source;
    private readonly DateOnly _today;
    private readonly SortedDictionary<DateOnly, Dictionary<Currency, Rate>> _days = [];
    private readonly List<FieldError> _errors = [];
    private readonly List<string> _skipped = [];
    private int _wrong;

    private RateCsv(RateSource source, DateOnly today) => (_source, _today) = (source, today);

    /// <summary>Reads a file.</summary>
    /// <param name="file">UTF-8.</param>
    /// <param name="source">The source that it is of.</param>
    /// <param name="today">The latest day that it is anywhere.</param>
    /// <exception cref="ProblemException">Something in it is wrong; every error is listed, by line and column.</exception>
    public static RateFile Read(ReadOnlySpan<byte> file, RateSource source, DateOnly today)
    {
        var csv = new RateCsv(source, today);
        csv.ReadAll(Encoding.UTF8.GetString(file).TrimStart('\uFEFF'));
        if (csv._wrong > 0)
        {
            var rest = csv._wrong > MaxErrors ? $" The first {MaxErrors:N0} are listed." : "";
            throw new ProblemException(Problems.BadInput,
                string.Create(CultureInfo.InvariantCulture,
                    $"{csv._wrong:N0} {(csv._wrong == 1 ? "error" : "errors")} in the file, and nothing of it was imported.{rest}"),
                    csv._errors);
        }

        return new([
            .. csv._days.Where(d => d.Value.Count > 0)
                .Select(d => DayRates.Of(d.Key, d.Value.Select(r => new CurrencyRate(r.Key, r.Value))))], csv._skipped);
    }

    private void ReadAll(string text)
    {
        Action<int, string[]>? row = null;
        var (number, last) = (0, 1);
        foreach (var line in text.EnumerateLines())
        {
            number++;
            if (line.Trim(", \t").IsWhiteSpace()) continue;
            last = number;
            string[] cells = [.. line.ToString().Split(',').Select(c => c.Trim())];
            if (row is null)
            {
                row = Header(number, cells);
                if (row is null) return;
            }
            else if (line.Contains('"'))
            {
                Add(number, null, null, "quote-not-allowed", "Expected values without quotes: no day, code or rate needs them.");
            }
            else
            {
                row(number, cells);
            }
        }

        if (_wrong == 0 && !_days.Values.Any(d => d.Count > 0))
        {
            Add(last, null, null, "no-rates", "Expected a line of names and at least one rate.");
        }

        if (_days.Count > RateTable.MaxDays) Add(last, null, null, "too-many-days", $"Expected at most {RateTable.MaxDays:N0} days.");
    }

    private Action<int, string[]>? Header(int line, string[] names)
    {
        // The bank ends its lines with a comma.
        if (names.Length > 1 && names[^1].Length == 0) names = names[..^1];
        string[] lower = [.. names.Select(n => n.ToLowerInvariant())];
        if (lower.Contains("currency")) return LongHeader(line, lower);
        if (lower[0] != "date" || names.Length < 2)
        {
            Add(line, 1, null, "header-unknown",
                "Expected the names 'Date,USD,JPY,…' or 'date,base,currency,rate' with or without 'source'.");
            return null;
        }

        return WideHeader(line, names);
    }

    private Action<int, string[]>? WideHeader(int line, string[] names)
    {
        var columns = new Currency?[names.Length];
        for (var i = 1; i < names.Length; i++)
        {
            var isCode = names[i].Length == 3 && names[i].All(char.IsAsciiLetterUpper);
            if (!isCode) Add(line, i + 1, null, "header-unknown", "Expected a currency code of three upper-case letters, such as NZD.");
            else if (Array.IndexOf(names, names[i]) < i) Add(line, i + 1, names[i], "currency-repeated",
                "Expected each currency in one column.");
            else if (!Currency.TryParse(names[i], out var currency)) _skipped.Add(names[i]);
            else if (currency == _source.Base) Add(line, i + 1, names[i], "currency-is-base",
                $"Expected no column for {_source.Base}: it is the base of this source, and worth one of itself.");
            else columns[i] = currency;
        }

        return _wrong > 0 ? null : (number, cells) => WideRow(number, names, columns, cells);
    }

    private void WideRow(int line, string[] names, Currency?[] columns, string[] cells)
    {
        if (!HasLength(line, names.Length, cells) || Day(line, 1, cells[0]) is not { } on) return;
        if (!_days.TryAdd(on, []))
        {
            Add(line, 1, "Date", "day-repeated", "Expected each day once.");
            return;
        }

        for (var i = 1; i < columns.Length; i++)
        {
            if (columns[i] is not { } currency || cells[i] == "N/A") continue;
            if (Rate.TryParse(cells[i], out var rate)) _days[on].Add(currency, rate);
            else Add(line, i + 1, names[i], "rate-invalid", "Expected a positive decimal number such as 60.731, or N/A.");
        }
    }

    private Action<int, string[]>? LongHeader(int line, string[] names)
    {
        string[] known = ["date", "base", "currency", "rate", "source"];
        foreach (var (i, name) in names.Index())
        {
            if (!known.Contains(name) || Array.IndexOf(names, name) < i)
            {
                Add(line, i + 1, null, "header-unknown",
                    "Expected the names date, base, currency and rate, each once, with or without source.");
            }

        }

        foreach (var missing in known[..4].Except(names))
        {
            Add(line, null, missing, "header-missing", "Is missing: expected the names date, base, currency and rate.");
        }

        int At(string name) => Array.IndexOf(names, name);
        var (date, perUnitOf, code, value, source) = (At("date"), At("base"), At("currency"), At("rate"), At("source"));
        return _wrong > 0 ? null : (number, cells) => LongRow(number, names.Length, cells, date, perUnitOf, code, value, source);
    }

    private void LongRow(int line, int length, string[] cells, int date, int perUnitOf, int code, int value, int source)
    {
        if (!HasLength(line, length, cells)) return;
        var on = Day(line, date + 1, cells[date]);
        if (cells[perUnitOf] != _source.Base.Code)
        {
            Add(line, perUnitOf + 1, "base", "base-mismatch", $"Expected {_source.Base}: the rates of {_source.Id} are per unit of it.");
        }

        if (source >= 0 && cells[source] != _source.Id.Value && cells[source] != _source.Name)
        {
            Add(line, source + 1, "source", "source-mismatch", $"Expected {_source.Id} or its name: each source is imported by itself.");
        }

        var hasRate = Rate.TryParse(cells[value], out var rate);
        if (!hasRate) Add(line, value + 1, "rate", "rate-invalid", "Expected a positive decimal number such as 60.731.");
        if (!Currency.TryParse(cells[code], out var currency)) Add(line, code + 1, "currency", "currency-unknown",
            "Expected a currency code of ISO 4217, such as NZD.");
        else if (currency == _source.Base) Add(line, code + 1, "currency", "currency-is-base",
            $"Expected no rate for {_source.Base}: it is the base, and worth one of itself.");
        else if (on is { } day && hasRate)
        {
            if (!_days.TryGetValue(day, out var rates)) _days.Add(day, rates = []);
            if (!rates.TryAdd(currency, rate)) Add(line, code + 1, "currency", "currency-repeated", "Expected each currency once a day.");
        }
    }

    private bool HasLength(int line, int length, string[] cells)
    {
        var fits = cells.Length == length || (cells.Length == length + 1 && cells[^1].Length == 0);
        if (!fits) Add(line, null, null, "row-length", $"Expected {length} values, as the first line has names.");
        return fits;
    }

    private DateOnly? Day(int line, int column, string text)
    {
        if (!TextForms.TryDay(text, out var day)
            && !(DateOnly.TryParseExact(text, BankDays, CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
                && TextForms.IsDay(day)))
        {
            Add(line, column, "date", "day-invalid", "Expected a day such as 2024-03-06 or 06 March 2024, from 1900 on.");
            return null;
        }

        if (day <= _today) return day;
        Add(line, column, "date", "day-in-future", $"Expected a day up to {_today:yyyy-MM-dd}.");
        return null;
    }

    private void Add(int line, int? column, string? name, string code, string message)
    {
        if (++_wrong <= MaxErrors) _errors.Add(new(name ?? "body", message) { Line = line, Column = column, Code = code });
    }
}

/// <summary>The rates of a file.</summary>
/// <param name="Days">The days, in ascending order.</param>
/// <param name="SkippedColumns">Columns that are no currency of ISO 4217 today.</param>
internal sealed record RateFile(IReadOnlyList<DayRates> Days, IReadOnlyList<string> SkippedColumns);
