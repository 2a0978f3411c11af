namespace VipOrleans.Gateway.OpenApi;

/// <summary>
/// How long a text that fits a pattern can be. The pattern is what the reader enforces, so the document's length is enforced with it.
/// </summary>
internal ref struct PatternLength
{
    private readonly ReadOnlySpan<char> _pattern;
    private int _at;

    private PatternLength(ReadOnlySpan<char> pattern) => _pattern = pattern;

    /// <summary>The most characters; null if there is no end to them.</summary>
    /// <param name="pattern">Letters, classes, groups, choices and counts, as the forms of this API are written.</param>
    public static int? Most(string pattern)
    {
        var reader = new PatternLength(pattern);
        var most = reader.Choices();
        if (reader._at < pattern.Length) throw new ArgumentException($"'{pattern}' cannot be read at {reader._at}.", nameof(pattern));
        return most > int.MaxValue ? null : (int)most;
    }

    private static long Unbounded => (long)int.MaxValue + 1;

    private bool IsAtEnd => _at >= _pattern.Length || _pattern[_at] is ')' or '|';

    private long Choices()
    {
        var most = Sequence();
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            most = Math.Max(most, Sequence());
        }

        return most;
    }

    private long Sequence()
    {
        long most = 0;
        while (!IsAtEnd)
        {
            var one = One();
            var times = Times();
            most = one == 0 ? most : times == 0 ? most : Math.Min(Unbounded, most + Math.Min(Unbounded, one * times));
        }

        return most;
    }

    // A character, a class of them or a group.
    private long One()
    {
        switch (_pattern[_at++])
        {
            case '^' or '$':
                return 0;
            case '\\':
                _at++;
                return 1;
            case '[':
                while (_pattern[_at] != ']') _at += _pattern[_at] == '\\' ? 2 : 1;
                _at++;
                return 1;
            case '(':
                if (_pattern[_at..].StartsWith("?:")) _at += 2;
                var inner = Choices();
                _at++;
                return inner;
            default:
                return 1;
        }
    }

    private long Times()
    {
        switch (_at < _pattern.Length ? _pattern[_at] : ' ')
        {
            case '?':
                _at++;
                return 1;
            case '*' or '+':
                _at++;
                return Unbounded;
            case '{':
                var end = _pattern[_at..].IndexOf('}') + _at;
                var counts = _pattern[(_at + 1)..end];
                _at = end + 1;
                var last = counts[(counts.IndexOf(',') + 1)..];
                return last.IsEmpty ? Unbounded : int.Parse(last, System.Globalization.CultureInfo.InvariantCulture);
            default:
                return 1;
        }
    }
}
