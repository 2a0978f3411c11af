namespace VipOrleans.Domain.Payments;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using VipOrleans.Domain.Money;

/// <summary>One payment of a file.</summary>
/// <param name="Id">Its id from end to end, 1 to 35 characters.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="Creditor">Who is paid.</param>
public sealed record CreditTransfer(string Id, Money Amount, BankParty Creditor);

/// <summary>
/// What a bank is told to pay, as an ISO 20022 message <c>pain.001.001.09</c>: one group of payments out of one account, all in one
/// currency, each booked by itself so that the statement of the account names it.
/// </summary>
/// <param name="MessageId">The id of the message, 1 to 35 characters, used once forever.</param>
/// <param name="PaymentInformationId">The id of its one group of payments, 1 to 35 characters.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExecutionDay">The day on which the bank is to pay.</param>
/// <param name="Debtor">Who pays.</param>
/// <param name="Reference">What the creditors read beside the payment's id, 1 to 35 characters.</param>
/// <param name="Payments">The payments, at least one, no id twice.</param>
public sealed record CreditTransferFile(
    string MessageId, string PaymentInformationId, DateTimeOffset CreatedAt, DateOnly ExecutionDay, BankParty Debtor, string Reference,
    IReadOnlyList<CreditTransfer> Payments)
{
    /// <summary>The namespace of the message, which says which version it is.</summary>
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    /// <summary>Most digits of an amount or a sum (ISO 20022, totalDigits).</summary>
    public const int MaxDigits = 18;

    /// <summary>Longest id in a message.</summary>
    public const int MaxId = 35;

    /// <summary>The exact sum of the payments.</summary>
    public Money Sum => Payments.Aggregate(Money.Zero(Payments[0].Amount.Currency), (sum, p) => sum + p.Amount);

    /// <summary>Writes the message as UTF-8 without a byte order mark: the same content, the same bytes.</summary>
    /// <exception cref="ArgumentException">What is to be written is no message that a bank could carry out. What a user gives is checked
    /// before: see <see cref="BankParty.Problems"/>.</exception>
    public byte[] ToXml()
    {
        Require(Payments.Count > 0, "A message has at least one payment.");
        Require(Payments.Select(p => p.Id).Append(MessageId).Append(PaymentInformationId).All(id => id.Length is > 0 and <= MaxId),
            "An id has 1 to 35 characters.");
        Require(Payments.Select(p => p.Id).Distinct(StringComparer.Ordinal).Count() == Payments.Count, "An id stands once.");
        Require(Payments.All(p => p.Amount.Minor > 0 && Digits(p.Amount) <= MaxDigits) && Digits(Sum) <= MaxDigits,
            "An amount is above zero and has at most 18 digits.");
        Require(Payments.Select(p => p.Creditor).Append(Debtor).All(p => p.Problems().Count == 0),
            "A party or its account is not one that a bank takes.");
        Require(LatinText.TryWrite(Reference, out var reference) && reference.Length is > 0 and <= MaxId,
            "The reference has 1 to 35 characters that banks take.");

        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("Document", Namespace);
            xml.WriteStartElement("CstmrCdtTrfInitn");
            WriteHeader(xml);
            WritePayments(xml, reference);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private void WriteHeader(XmlWriter xml)
    {
        xml.WriteStartElement("GrpHdr");
        xml.WriteElementString("MsgId", MessageId);
        xml.WriteElementString("CreDtTm", CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        xml.WriteElementString("NbOfTxs", Payments.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("CtrlSum", Sum.Amount);
        xml.WriteStartElement("InitgPty");
        xml.WriteElementString("Nm", LatinText.Write(Debtor.Name));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WritePayments(XmlWriter xml, string reference)
    {
        xml.WriteStartElement("PmtInf");
        xml.WriteElementString("PmtInfId", PaymentInformationId);
        xml.WriteElementString("PmtMtd", "TRF");
        xml.WriteElementString("BtchBookg", "false");
        xml.WriteElementString("NbOfTxs", Payments.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("CtrlSum", Sum.Amount);
        // Said once where it is the same for all, as the schemes advise, and with each payment only if it differs among them.
        var schemes = Payments.Select(SchemeOf).Distinct().ToArray();
        if (schemes is [Scheme.Sepa]) WriteServiceLevel(xml);
        xml.WriteStartElement("ReqdExctnDt");
        xml.WriteElementString("Dt", ExecutionDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        WriteParty(xml, "Dbtr", Debtor);
        WriteAccount(xml, "DbtrAcct", Debtor.Account);
        WriteAgent(xml, "DbtrAgt", Debtor.Account);
        if (schemes is [var one]) WriteCharges(xml, one);
        foreach (var payment in Payments) WritePayment(xml, payment, reference, schemes.Length > 1 ? SchemeOf(payment) : null);
        xml.WriteEndElement();
    }

    private Scheme SchemeOf(CreditTransfer payment) =>
        Sepa.Carries(payment.Amount, Debtor.Account, payment.Creditor.Account) ? Scheme.Sepa : Scheme.Other;

    private static void WriteServiceLevel(XmlWriter xml)
    {
        xml.WriteStartElement("PmtTpInf");
        xml.WriteStartElement("SvcLvl");
        xml.WriteElementString("Cd", "SEPA");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    // Each side pays its own bank: what arrives is what was instructed wherever the scheme allows it. In SEPA that is the scheme's own rule
    // (SLEV) and no other may be asked for.
    private static void WriteCharges(XmlWriter xml, Scheme scheme) =>
        xml.WriteElementString("ChrgBr", scheme == Scheme.Sepa ? "SLEV" : "SHAR");

    private static void WritePayment(XmlWriter xml, CreditTransfer payment, string reference, Scheme? own)
    {
        xml.WriteStartElement("CdtTrfTxInf");
        xml.WriteStartElement("PmtId");
        xml.WriteElementString("InstrId", payment.Id);
        xml.WriteElementString("EndToEndId", payment.Id);
        xml.WriteElementString("UETR", Uetr(payment.Id));
        xml.WriteEndElement();
        if (own == Scheme.Sepa) WriteServiceLevel(xml);
        xml.WriteStartElement("Amt");
        xml.WriteStartElement("InstdAmt");
        xml.WriteAttributeString("Ccy", payment.Amount.Currency.Code);
        xml.WriteString(payment.Amount.Amount);
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (own is { } scheme) WriteCharges(xml, scheme);
        WriteAgent(xml, "CdtrAgt", payment.Creditor.Account);
        WriteParty(xml, "Cdtr", payment.Creditor);
        WriteAccount(xml, "CdtrAcct", payment.Creditor.Account);
        xml.WriteStartElement("RmtInf");
        xml.WriteElementString("Ustrd", $"{reference} {payment.Id}");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteParty(XmlWriter xml, string name, BankParty party)
    {
        xml.WriteStartElement(name);
        xml.WriteElementString("Nm", LatinText.Write(party.Name));
        xml.WriteStartElement("PstlAdr");
        WriteText(xml, "StrtNm", party.Address.Street);
        WriteText(xml, "BldgNb", party.Address.BuildingNumber);
        WriteText(xml, "PstCd", party.Address.PostCode);
        WriteText(xml, "TwnNm", party.Address.Town);
        xml.WriteElementString("Ctry", party.Address.Country);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteAccount(XmlWriter xml, string name, BankAccount account)
    {
        xml.WriteStartElement(name);
        xml.WriteStartElement("Id");
        if (account.Iban is { } iban)
        {
            xml.WriteElementString("IBAN", iban);
        }
        else
        {
            xml.WriteStartElement("Othr");
            xml.WriteElementString("Id", account.PlainNumber);
            xml.WriteStartElement("SchmeNm");
            xml.WriteElementString("Cd", "BBAN");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteAgent(XmlWriter xml, string name, BankAccount account)
    {
        xml.WriteStartElement(name);
        xml.WriteStartElement("FinInstnId");
        xml.WriteElementString("BICFI", account.Bic);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteText(XmlWriter xml, string name, string? text)
    {
        if (text is not null) xml.WriteElementString(name, LatinText.Write(text));
    }

    // A universal reference is a UUID of version 4; made from the payment's id, so that the same payment has the same one wherever it is
    // written.
    private static string Uetr(string id)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"uetr:{id}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private enum Scheme
    {
        Other,
        Sepa,
    }

    private static int Digits(Money money) => money.Minor.ToString(CultureInfo.InvariantCulture).Length;

    private static void Require(bool holds, string rule)
    {
        if (!holds) throw new ArgumentException(rule);
    }
}
