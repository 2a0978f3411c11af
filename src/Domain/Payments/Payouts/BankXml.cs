namespace VipOrleans.Domain.Payments;

using System.Globalization;
using System.Xml;
using VipOrleans.Domain.Money;

/// <summary>Ends the reading of a bank's file; never leaves <see cref="BankFileReader"/>.</summary>
internal sealed class BankXmlException(BankFileProblem problem) : Exception(problem.Message)
{
    public BankFileProblem Problem { get; } = problem;

    public static BankXmlException At(XmlPart part, string code, string message) => new(new(part.Line, null, code, message));
}

/// <summary>An element of a bank's file. Of attributes there is only the one that ISO 20022 knows.</summary>
internal sealed class XmlPart(string name, string? currency, int line)
{
    public string Name { get; } = name;

    /// <summary>The attribute <c>Ccy</c>.</summary>
    public string? Currency { get; } = currency;

    public int Line { get; } = line;

    public string Text { get; set; } = "";

    public List<XmlPart> Children { get; } = [];

    public XmlPart? Find(params ReadOnlySpan<string> path)
    {
        XmlPart? part = this;
        foreach (var step in path) part = part?.Children.Find(c => c.Name == step);

        return part;
    }

    public IEnumerable<XmlPart> All(string child) => Children.Where(c => c.Name == child);

    public XmlPart Require(string child) => Find(child) ?? throw BankXmlException.At(this, "element-missing", $"<{Name}> needs <{child}>.");

    /// <summary>The elements within, at any depth.</summary>
    public IEnumerable<XmlPart> Descend() => Children.SelectMany(c => c.Descend().Prepend(c));

    public string? TextOf(params ReadOnlySpan<string> path) => Find(path)?.Text is { Length: > 0 } text ? text : null;

    /// <summary>A whole number of zero or more; null where the element is not there.</summary>
    public int? Count(params ReadOnlySpan<string> path)
    {
        if (Find(path) is not { } part) return null;
        return int.TryParse(part.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count : throw At(part, "number-invalid", $"<{part.Name}> is a whole number.");
    }

    private static BankXmlException At(XmlPart part, string code, string message) => BankXmlException.At(part, code, message);
}

/// <summary>Reads XML of strangers: no document type, nothing from outside, bounded in bytes, depth and elements.</summary>
internal static class BankXml
{
    public const int MaxBytes = 16 * 1024 * 1024;
    public const int MaxDepth = 32;
    public const int MaxElements = 500_000;
    public const int MaxText = 2_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads the file's root element, which must be <c>Document</c> of one of the versions, and says which.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prefix">What the namespaces of all versions begin with.</param>
    /// <param name="versions">The versions, such as <c>camt.053.001.08</c>.</param>
    /// <exception cref="BankXmlException">It is no such file.</exception>
    public static (XmlPart Root, string Version) Read(ReadOnlyMemory<byte> file, string prefix, IReadOnlyList<string> versions)
    {
        if (file.Length > MaxBytes)
        {
            throw new BankXmlException(new(1, null, "file-too-large", $"A file has at most {MaxBytes / 1024 / 1024} MiB."));
        }

        using var stream = new MemoryStream(file.ToArray(), writable: false);
        using var xml = XmlReader.Create(stream, Settings);
        try
        {
            xml.MoveToContent();
            var version = VersionOf(xml, prefix, versions);
            return (ReadTree(xml, xml.NamespaceURI), version);
        }
        catch (XmlException e)
        {
            throw new BankXmlException(ProblemOf(e));
        }
    }

    /// <summary>The version of a file whose root element the reader has come to.</summary>
    /// <param name="xml">The reader.</param>
    /// <param name="prefix">What the namespaces of all versions begin with.</param>
    /// <param name="versions">The versions that are read.</param>
    /// <exception cref="BankXmlException">It is no such file.</exception>
    public static string VersionOf(XmlReader xml, string prefix, IReadOnlyList<string> versions)
    {
        var space = xml.NamespaceURI;
        var version = space.StartsWith(prefix, StringComparison.Ordinal) ? space[prefix.Length..] : "";
        if (xml.LocalName == "Document" && versions.Contains(version)) return version;
        throw xml.LocalName == "Document" && OtherVersion(version, versions) is { } other
            ? Refuse(xml, "version-unknown", $"This version of the message is not read: ask the bank for {other}.")
            : Refuse(xml, "not-a-bank-file", $"Expected <Document> of a namespace '{prefix}…': {string.Join(", ", versions)}.");
    }

    /// <summary>What is wrong with a file that is no XML. The exception's own message can quote the file.</summary>
    public static BankFileProblem ProblemOf(XmlException e)
    {
        var code = e.Message.Contains("DTD", StringComparison.Ordinal) ? "document-type-refused" : "xml-malformed";
        var text = code == "xml-malformed"
            ? "Here the file is no well-formed XML, or it ends too early: fetch it from the bank again."
            : "A file with a document type (DTD) is not read.";
        return new(Math.Max(1, e.LineNumber), e.LinePosition > 0 ? e.LinePosition : null, code, text);
    }

    // The versions of the same message that are read; null if the message is another one.
    private static string? OtherVersion(string version, IReadOnlyList<string> versions)
    {
        string[] same = [.. versions.Where(v => version.Length > 9 && v.StartsWith(version[..9], StringComparison.Ordinal))];
        return same.Length == 0 ? null : string.Join(" or ", same);
    }

    private static XmlPart ReadTree(XmlReader xml, string space)
    {
        var root = Start(xml);
        var open = new Stack<XmlPart>([root]);
        var elements = 1;
        if (xml.IsEmptyElement) throw Refuse(xml, "file-empty", "The file has no message in it.");
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    if (++elements > MaxElements) throw Refuse(xml, "file-too-large", $"A file has at most {MaxElements:N0} elements.");
                    if (open.Count >= MaxDepth) throw Refuse(xml, "file-too-deep", $"Elements lie in each other at most {MaxDepth} deep.");
                    // Supplementary data has namespaces of its own; it is passed over with all that is in it.
                    var part = Start(xml);
                    if (xml.NamespaceURI == space) open.Peek().Children.Add(part);
                    if (!xml.IsEmptyElement) open.Push(part);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    var holder = open.Peek();
                    if (holder.Text.Length
                        + xml.Value.Length > MaxText) throw Refuse(xml, "text-too-long", $"A text has at most {MaxText:N0} characters.");
                    holder.Text = (holder.Text + xml.Value).Trim();
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
            }
        }

        return root;
    }

    public static XmlPart Start(XmlReader xml) => new(xml.LocalName, xml.GetAttribute("Ccy"), ((IXmlLineInfo)xml).LineNumber);

    public static BankXmlException Refuse(XmlReader xml, string code, string message)
    {
        var at = (IXmlLineInfo)xml;
        return new(new(Math.Max(1, at.LineNumber), at.LinePosition > 0 ? at.LinePosition : null, code, message));
    }
}

/// <summary>Amounts as banks write them: digits, and up to five decimals.</summary>
internal static class BankAmount
{
    private const int Decimals = 5;

    /// <summary>The amount times 100,000; null where the text is no amount of ISO 20022.</summary>
    public static Int128? Scaled(string? text)
    {
        if (text is null or { Length: 0 or > 20 }) return null;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var rest = point < 0 ? "" : text[(point + 1)..];
        if (whole.Length == 0 || rest.Length > Decimals || (point >= 0 && rest.Length == 0)
            || whole.Length + rest.Length > CreditTransferFile.MaxDigits)
        {
            return null;
        }

        return (whole + rest).All(char.IsAsciiDigit)
            ? Int128.Parse(whole + rest.PadRight(Decimals, '0'), NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>True where a text is exactly an amount of money, however many decimals it is written with.</summary>
    public static bool Is(string? text, Money money) => Scaled(text) == (Int128)money.Minor * (100_000 / money.Currency.MinorPerUnit);
}
