namespace VipOrleans.Domain.Payments;

using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>One payment of a provider's file.</summary>
/// <param name="Id">Its id from end to end.</param>
/// <param name="Amount">What the provider is given for it: what is sent less the fee.</param>
/// <param name="Arrives">What arrives, as it was quoted.</param>
/// <param name="Name">Who gets it.</param>
/// <param name="Phone">The wallet's number, E.164; null where cash is picked up.</param>
/// <param name="Town">Where they live.</param>
/// <param name="Country">The country: ISO 3166-1 alpha-2.</param>
public sealed record ProviderPayment(string Id, Money Amount, Money Arrives, string Name, string? Phone, string Town, string Country);

/// <summary>
/// What a provider of mobile money or cash is asked to pay: a table that any provider's adapter can read, one line a payment. It is made
/// once and forever, as a bank's file is.
/// </summary>
/// <param name="Message">The id of the order.</param>
/// <param name="Channel">How it is paid.</param>
/// <param name="Sender">Whose money it is, as providers must know.</param>
/// <param name="Payments">The payments, at least one.</param>
public sealed record ProviderFile(string Message, RemittanceChannel Channel, string Sender, IReadOnlyList<ProviderPayment> Payments)
{
    private const string Header = "order,payment,channel,amount,currency,arrives,arrivesCurrency,name,phone,town,country,sender";

    /// <summary>Writes the table as UTF-8 without a byte order mark: the same content, the same bytes.</summary>
    public byte[] ToCsv()
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var p in Payments)
        {
            string[] cells =
            [
                Message, p.Id, Codes<RemittanceChannel>.Text(Channel), p.Amount.Amount, p.Amount.Currency.Code,
                p.Arrives.Amount, p.Arrives.Currency.Code, p.Name, p.Phone ?? "", p.Town, p.Country, Sender,
            ];
            text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // What a person has typed is text and never a formula, whatever program opens the table; a phone's number begins with '+' and is one
    // that was checked.
    private static string Cell(string value)
    {
        var plain = value.Length > 0 && value[0] is '=' or '-' or '@' or '\t' ? $"'{value}" : value;
        return plain.AsSpan().IndexOfAny("\",\r\n") < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>
/// Reads a provider's answers: a table with the columns <c>payment,said,amount,currency,reason</c>, whose words are those of a bank's
/// answers. What a payment makes of them is the same.
/// </summary>
public static class ProviderAnswers
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Most answers of a file.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>The names of the columns, in their order.</summary>
    public const string Header = "payment,said,amount,currency,reason";

    private static readonly Dictionary<string, BankWord> Words = new[]
    {
        BankWord.Pending, BankWord.Accepted, BankWord.Settled, BankWord.Rejected, BankWord.Returned,
    }.ToDictionary(Codes<BankWord>.Text, StringComparer.Ordinal);

    /// <summary>Reads a file; nothing of one that is wrong in itself is used.</summary>
    public static (BankFile? Content, BankFileProblem? Problem) Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return Wrong(1, "too-large", $"A file has at most {MaxBytes / 1024} KiB.");
        var lines = Encoding.UTF8.GetString(bytes.Span).TrimStart('\ufeff').Split('\n');
        if (lines[0].TrimEnd('\r') != Header) return Wrong(1, "header", $"The first line is '{Header}'.");
        var entries = new List<BankEntry>();
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0) continue;
            if (entries.Count == MaxEntries) return Wrong(i + 1, "too-many", $"A file has at most {MaxEntries:N0} answers.");
            if (line.Split(',') is not [var payment, var said, var amount, var currency, var reason])
            {
                return Wrong(i + 1, "cells", "A line has five cells: payment, said, amount, currency and reason.");
            }

            if (payment.Length is 0 or > 35) return Wrong(i + 1, "payment", "The first cell is the payment's id, as it stood in the file.");
            if (!Words.TryGetValue(said, out var word))
            {
                return Wrong(i + 1, "said", $"The second cell is one of {string.Join(", ", Words.Keys)}.");
            }

            if (BankAmount.Scaled(amount) is null)
            {
                return Wrong(i + 1, "amount", "The third cell is the amount, with a point and no sign, such as '150.00'.");
            }

            if (currency.Length != 3) return Wrong(i + 1, "currency", "The fourth cell is a currency of ISO 4217 such as 'NZD'.");
            if (reason.Length != 0 && (reason.Length != 4 || !reason.All(char.IsAsciiLetterOrDigit)))
            {
                return Wrong(i + 1, "reason", "The fifth cell is empty, or a reason of four letters and digits as ISO 20022 has them.");
            }

            entries.Add(new(i + 1, payment, word, amount, currency, reason.Length == 0 ? null : reason));
        }

        // A provider numbers no messages: the same bytes are the same file.
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        return (new(new(BankFileKind.ProviderAnswers, hash[..32], hash), null, entries), null);
    }

    private static (BankFile?, BankFileProblem?) Wrong(int line, string code, string message) => (null, new(line, null, code, message));
}
