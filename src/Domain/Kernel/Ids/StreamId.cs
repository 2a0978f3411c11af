namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>
/// Names one stream of the journal: a partition (a city, a nation or the box of a ballot), a kind and a key, as in
/// <c>nz-akl/host/0123…</c>.
/// </summary>
/// <remarks>The partition is the unit of order: a feed is all events of one partition. The default value is no stream.</remarks>
[JsonConverter(typeof(IdJsonConverter<StreamId>))]
public readonly record struct StreamId : IId<StreamId>
{
    /// <summary>The longest text of a stream id, in characters.</summary>
    public const int MaxLength = 100;

    private StreamId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    static string IId<StreamId>.Kind => "stream";

    /// <inheritdoc/>
    public static IdScope Scope => IdScope.CityOrNation;

    /// <inheritdoc/>
    public static string Grammar => "a stream's id: partition, kind and key with slashes between, such as 'nz-akl/host/0123456789'";

    /// <inheritdoc/>
    public static string Pattern => "[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+";

    /// <inheritdoc/>
    public static string Example => "nz-akl/host/0123456789";

    /// <summary>The city, nation or box that the stream belongs to: the text before the first slash.</summary>
    public string Partition => Value[..Value.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>What the stream is about: <c>city</c>, <c>host</c>, <c>migrant</c>, <c>sponsorship</c>…</summary>
    public string Kind
    {
        get
        {
            var start = Value.IndexOf('/', StringComparison.Ordinal) + 1;
            return Value[start..Value.IndexOf('/', start)];
        }
    }

    /// <summary>True if a partition is a city or a nation, whose feed is followed; nobody follows that of a ballot's box.</summary>
    public static bool IsPlace(string partition) => IdText.IsNation(partition) || IdText.IsCity(partition);

    /// <summary>Puts a stream id together from its parts.</summary>
    /// <exception cref="FormatException">A part is empty or has a character other than lower-case letters, digits and hyphens.</exception>
    public static StreamId Of(ReadOnlySpan<char> partition, ReadOnlySpan<char> kind, ReadOnlySpan<char> key) =>
        Parse($"{partition}/{kind}/{key}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static StreamId Parse(string text) => IdText.ParseOrThrow<StreamId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out StreamId id)
    {
        id = default;
        if (text is null || text.Length > MaxLength) return false;
        var slashes = 0;
        var partLength = 0;
        foreach (var c in text)
        {
            if (c == '/')
            {
                if (partLength == 0) return false;
                slashes++;
                partLength = 0;
            }
            else if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            {
                partLength++;
            }
            else
            {
                return false;
            }
        }

        if (slashes != 2 || partLength == 0) return false;
        id = new(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
