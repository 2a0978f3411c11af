namespace VipOrleans.Domain.Tests.Payments;

using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Tests.Payments.OneOfThese;
using static VipOrleans.Domain.Tests.Payments.PayoutSample;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// The schema of the message is ISO's and not ours to ship; what it demands of the elements that are written here is tested one by one:
/// which there are, in which order, how often, and of what form.
/// </summary>
public sealed class CreditTransferFileTests
{
    private static readonly XNamespace Iso = CreditTransferFile.Namespace;

    private static readonly CreditTransferFile Two = new(
        Payout.Message, Payout.PaymentInformation, Now, Order.ExecutionDay, Council, Order.Reference,
        [new(Id(1), Dollars(123_456), Aroha), new(Id(2), Dollars(5), Jürgen)]);

    [Fact]
    public void The_message_has_the_elements_of_the_standard_in_its_order()
    {
        var document = Read(Two);
        Assert.Equal(Iso + "Document", document.Name);
        var message = Assert.Single(document.Elements());
        AssertChildren(document, "CstmrCdtTrfInitn");
        AssertChildren(message, "GrpHdr", "PmtInf");
        AssertChildren(At(message, "GrpHdr"), "MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty");
        AssertChildren(At(message, "PmtInf"), "PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct",
            "DbtrAgt", "ChrgBr", "CdtTrfTxInf", "CdtTrfTxInf");
        foreach (var payment in At(message, "PmtInf").Elements(Iso + "CdtTrfTxInf"))
        {
            AssertChildren(payment, "PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf");
            AssertChildren(At(payment, "PmtId"), "InstrId", "EndToEndId", "UETR");
            AssertChildren(At(payment, "CdtrAgt", "FinInstnId"), "BICFI");
            AssertChildren(At(payment, "Cdtr"), "Nm", "PstlAdr");
        }

        var (first, second) = (message.Descendants(Iso + "CdtTrfTxInf").First(), message.Descendants(Iso + "CdtTrfTxInf").Last());
        AssertChildren(At(first, "Cdtr", "PstlAdr"), "StrtNm", "BldgNb", "PstCd", "TwnNm", "Ctry");
        AssertChildren(At(second, "Cdtr", "PstlAdr"), "TwnNm", "Ctry");
        AssertChildren(At(first, "CdtrAcct", "Id"), "Othr");
        AssertChildren(At(first, "CdtrAcct", "Id", "Othr"), "Id", "SchmeNm");
        AssertChildren(At(second, "CdtrAcct", "Id"), "IBAN");
    }

    [Fact]
    public void The_message_says_what_is_to_be_paid_to_whom()
    {
        var message = Read(Two);
        Assert.Equal("2024-03-06T09:30:00.000Z", Text(message, "CreDtTm"));
        Assert.Equal("2024-03-08", At(message.Descendants(Iso + "ReqdExctnDt").Single(), "Dt").Value);
        Assert.Equal(["2", "2"], Texts(message, "NbOfTxs"));
        Assert.Equal(["1234.61", "1234.61"], Texts(message, "CtrlSum"));
        Assert.Equal([Id(1), Id(2)], Texts(message, "EndToEndId"));
        Assert.Equal(["1234.56", "0.05"], Texts(message, "InstdAmt"));
        Assert.Equal(["NZD", "NZD"], message.Descendants(Iso + "InstdAmt").Select(a => a.Attribute("Ccy")!.Value));
        Assert.Equal(["Auckland Council", "Auckland Council", "Aroha Ngata", "Jurgen Weiss"], Texts(message, "Nm"));
        Assert.Equal(["DE89370400440532013000"], Texts(message, "IBAN"));
        Assert.Equal(["123113001234500", "010123012345600"], message.Descendants(Iso + "Othr").Select(o => o.Element(Iso + "Id")!.Value));
        Assert.Equal([$"AKL shares 2024-03 {Id(1)}", $"AKL shares 2024-03 {Id(2)}"], Texts(message, "Ustrd"));
    }

    private static readonly BankParty Wien =
        new("Stadt Wien", new("AT611904300234573201", null, "BKAUATWW"), new("Rathausplatz", "1", "1010", "Wien", "AT"));

    private static CreditTransfer Euro(int number, long minor, BankParty to) => new(Id(number), new(minor, Currency.Parse("EUR")), to);

    [Fact]
    public void Euro_between_ibans_of_the_area_are_sepa_transfers_and_say_so_once()
    {
        var payments = At(Read(Two with { Debtor = Wien, Payments = [Euro(1, 123_456, Jürgen), Euro(2, 5, Wien)] }), "CstmrCdtTrfInitn",
            "PmtInf");
        AssertChildren(payments, "PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "PmtTpInf", "ReqdExctnDt", "Dbtr", "DbtrAcct",
            "DbtrAgt", "ChrgBr", "CdtTrfTxInf", "CdtTrfTxInf");
        Assert.Equal("SEPA", At(payments, "PmtTpInf", "SvcLvl", "Cd").Value);
        Assert.Equal(["SLEV"], Texts(payments, "ChrgBr"));
    }

    public static TheoryData<string> NoSepa => ["dollars", "a number", "from a number", "outside the area", "above the most"];

    [Theory]
    [MemberData(nameof(NoSepa))]
    public void Elsewhere_each_side_pays_its_own_bank(string why)
    {
        var turkish = Jürgen with { Account = new("TR330006100519786457841326", null, "ISBKTRIS") };
        var file = why switch
        {
            "dollars" => Two with { Debtor = Wien, Payments = [new(Id(1), Dollars(5), Jürgen)] },
            "a number" => Two with { Debtor = Wien, Payments = [Euro(1, 5, Aroha)] },
            "from a number" => Two with { Payments = [Euro(1, 5, Jürgen)] },
            "outside the area" => Two with { Debtor = Wien, Payments = [Euro(1, 5, turkish)] },
            _ => Two with { Debtor = Wien, Payments = [Euro(1, 100_000_000_000, Jürgen)] },
        };
        var message = Read(file);
        Assert.Equal(["SHAR"], Texts(message, "ChrgBr"));
        Assert.Empty(message.Descendants(Iso + "SvcLvl"));
    }

    [Fact]
    public void In_a_mixed_batch_each_payment_says_how_it_goes()
    {
        var payments = At(Read(Two with { Debtor = Wien, Payments = [Euro(1, 500, Jürgen), Euro(2, 700, Aroha)] }), "CstmrCdtTrfInitn",
            "PmtInf");
        AssertChildren(payments, "PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt",
            "CdtTrfTxInf", "CdtTrfTxInf");
        AssertChildren(payments.Elements(Iso + "CdtTrfTxInf").First(), "PmtId", "PmtTpInf", "Amt", "ChrgBr", "CdtrAgt", "Cdtr", "CdtrAcct",
            "RmtInf");
        AssertChildren(payments.Elements(Iso + "CdtTrfTxInf").Last(), "PmtId", "Amt", "ChrgBr", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf");
        Assert.Equal(["SLEV", "SHAR"], Texts(payments, "ChrgBr"));
        Assert.Equal(["SEPA"], payments.Descendants(Iso + "SvcLvl").Select(s => s.Value));
    }

    [Fact]
    public void A_sepa_transfer_keeps_to_the_rules_of_its_scheme()
    {
        var message = Read(Two with { Debtor = Wien, Payments = [Euro(1, 99_999_999_999, Jürgen), Euro(2, 1, Wien)] });
        Assert.All(Texts(message, "Nm"), t => Assert.InRange(t.Length, 1, 70));
        Assert.All(Texts(message, "Ustrd"), t => Assert.InRange(t.Length, 1, 140));
        Assert.All(Texts(message, "InstdAmt"), t => Assert.InRange(decimal.Parse(t, CultureInfo.InvariantCulture), 0.01m, 999_999_999.99m));
        Assert.All(message.Descendants(Iso + "InstdAmt"), a => Assert.Equal("EUR", a.Attribute("Ccy")?.Value));
        Assert.All(message.Descendants(Iso + "Id").Where(i => i.Parent!.Name.LocalName.EndsWith("Acct", StringComparison.Ordinal)),
            i => AssertChildren(i, "IBAN"));
        foreach (var id in (string[])["MsgId", "PmtInfId", "InstrId", "EndToEndId"])
        {
            // An id neither begins nor ends with a slash, nor has two in a row.
            Assert.All(Texts(message, id), t => Assert.DoesNotMatch("^/|//|/\\z", t));
        }
    }

    [Fact]
    public void The_same_content_is_the_same_bytes_without_a_mark_before_them()
    {
        var bytes = Two.ToXml();
        Assert.Equal(bytes, Two.ToXml());
        Assert.Equal("<?xml version=\"1.0\" encoding=\"utf-8\"?>"u8.ToArray(), bytes[..38]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void A_universal_reference_is_a_uuid_of_version_4_and_each_payments_own()
    {
        var references = Texts(Read(Two), "UETR").ToList();
        Assert.All(references, r => Assert.Matches("^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}\\z", r));
        Assert.Equal(2, references.Distinct().Count());
    }

    [Fact]
    public void Any_batch_counts_and_adds_up_and_keeps_to_the_lengths_and_letters_of_the_standard() => Gen.Select(
        Gen.Long[1, 99_999_999_999].Array[1, 40], OneOf("NZD", "JPY", "KWD"), GenName.Array[1, 5], Gen.Bool.Array[1, 7]).Sample(
        (amounts, currency, names, ibans) =>
        {
            var parties = names.Zip(ibans.Concat(ibans).Concat(ibans), (n, iban) => (iban ? Jürgen : Aroha) with { Name = n }).ToArray();
            var money = Currency.Parse(currency);
            var file = Two with
            {
                Payments =
                [.. amounts.Select((a, i) => new CreditTransfer(Id(i + 1), new(a, money), parties[i % parties.Length]))]
            };
            var message = Read(file);
            var count = amounts.Length.ToString(CultureInfo.InvariantCulture);
            Assert.Equal([count, count], Texts(message, "NbOfTxs"));
            Assert.Equal(amounts.Length, message.Descendants(Iso + "CdtTrfTxInf").Count());
            var sum = Texts(message, "InstdAmt").Select(t => Money.Parse(t, money)).Aggregate((a, b) => a + b);
            Assert.All(Texts(message, "CtrlSum"), s => Assert.Equal(sum, Money.Parse(s, money)));
            Assert.Equal(amounts.Length, Texts(message, "EndToEndId").Distinct().Count());
            foreach (var id in (string[])["MsgId", "PmtInfId", "InstrId", "EndToEndId"])
            {
                Assert.All(Texts(message, id), t => Assert.InRange(t.Length, 1, 35));
            }

            Assert.All(Texts(message, "Nm"), t => Assert.InRange(t.Length, 1, 70));
            Assert.All(Texts(message, "Ustrd"), t => Assert.InRange(t.Length, 1, 140));
            Assert.All(message.Descendants().Where(e => !e.HasElements), e => Assert.Matches("^[a-zA-Z0-9/?:().,'+ -]+\\z", e.Value));
        }, iter: 300);

    public static TheoryData<string> Faults =>
        ["no payment", "an id twice", "an id too long", "nothing", "less than nothing", "a bad account", "a bad name",
            "a reference too long", "two currencies"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_a_bank_would_refuse_is_not_written(string fault)
    {
        var one = Two.Payments[0];
        var bad = fault switch
        {
            "no payment" => Two with { Payments = [] },
            "an id twice" => Two with { Payments = [one, one] },
            "an id too long" => Two with { Payments = [one with { Id = new('x', 36) }] },
            "nothing" => Two with { Payments = [one with { Amount = Dollars(0) }] },
            "less than nothing" => Two with { Payments = [one with { Amount = Dollars(-1) }] },
            "a bad account" =>
                Two with
                {
                    Payments =
                    [one with { Creditor = Jürgen with { Account = Jürgen.Account with { Iban = "DE00370400440532013000" } } }]
                },
            "a bad name" => Two with { Payments = [one with { Creditor = Aroha with { Name = "Ольга" } }] },
            "a reference too long" => Two with { Reference = new('x', 36) },
            _ => Two with { Payments = [one, Two.Payments[1] with { Amount = new(100, Php) }] },
        };
        var e = Record.Exception(() => bad.ToXml());
        Assert.True(e is ArgumentException or InvalidOperationException, $"{e}");
    }

    private static readonly Gen<string> GenName = Gen.Char["aZé ß'&ø-ā"].Array[1, 30].Select(c => $"N{new string(c)}");

    private static XElement Read(CreditTransferFile file) => XDocument.Parse(Encoding.UTF8.GetString(file.ToXml())).Root!;

    private static XElement At(XElement from, params string[] path) =>
        path.Aggregate(from,
            (e, name) => e.Element(Iso + name) ?? throw new InvalidOperationException($"<{e.Name.LocalName}> has no <{name}>."));

    private static void AssertChildren(XElement element, params string[] names) =>
        Assert.Equal(names.Select(n => Iso + n), element.Elements().Select(e => e.Name));

    private static IEnumerable<string> Texts(XElement from, string name) => from.Descendants(Iso + name).Select(e => e.Value);

    private static string Text(XElement from, string name) => Texts(from, name).Single();
}
