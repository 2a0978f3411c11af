namespace VipOrleans.Vault.Tests;

using CsCheck;
using VipOrleans.Domain.Kernel;

/// <summary>What two people must have written alike to be found, and what is not found.</summary>
public sealed class SharedTextTests
{
    private static readonly NationId NewZealand = NationId.Parse("nz");

    [Theory]
    [InlineData("Sita Gurung", "GURUNG, Sita")]
    [InlineData("Sita Gurung", "  sita\tgurung ")]
    [InlineData("Sita Gurung", "Ｓｉｔａ Ｇｕｒｕｎｇ")]
    [InlineData("Müller, Jörg", "Jorg Muller")]
    [InlineData("Nguyễn Văn Đức", "nguyen van duc")]
    [InlineData("Łukasz Żółć", "Lukasz Zolc")]
    [InlineData("Çağla Şahin", "Cagla Sahin")]
    [InlineData("Sergey Ivanov", "Сергей Иванов")]
    [InlineData("Sokratis", "Σωκράτης")]
    [InlineData("O'Brien", "O’BRIEN")]
    [InlineData("Sēmisi ʻOfa", "Semisi Ofa")]
    [InlineData("Al-Rashid", "al rashid")]
    [InlineData("Suharto", "SUHARTO")]
    [InlineData("Jose\u0301", "José")]
    public void A_name_is_the_same_name_in_another_script_case_or_order(string one, string other)
    {
        Assert.Equal(NameText.Exact(one), NameText.Exact(other));
        Assert.Equal(NameText.Similar(one), NameText.Similar(other));
    }

    [Theory]
    [InlineData("Mohammed", "Muhammad")]
    [InlineData("Mohammed", "Мухаммад")]
    [InlineData("Mohammed", "محمد")]
    [InlineData("Mohamed", "मोहम्मद")]
    [InlineData("Ahmed", "أحمد")]
    [InlineData("Fatima", "فاطمة")]
    [InlineData("Fatima", "Fatimah")]
    [InlineData("Yusuf", "Youssef")]
    [InlineData("Müller", "Mueller")]
    [InlineData("Katherine", "Catherine")]
    [InlineData("Wang Xiaoming", "王小明")]
    [InlineData("Kim Cheol-su", "Kim Cheolsu")]
    [InlineData("Omar bin Khalid", "Omar Khaled")]
    [InlineData("Ludwig van Beethoven", "Ludwig Beethoven")]
    [InlineData("Philip", "Filip")]
    [InlineData("Shahnaz", "Šahnaz")]
    [InlineData("Chaudhry", "Choudhary")]
    [InlineData("Mohammed", "Mahmoud")]
    public void A_name_that_sounds_alike_is_found(string one, string other)
    {
        Assert.NotEqual(NameText.Exact(one), NameText.Exact(other));
        Assert.Equal(NameText.Similar(one), NameText.Similar(other));
    }

    [Theory]
    [InlineData("Sita Gurung", "Gita Gurung")]
    [InlineData("Sita Gurung", "Sita Rai")]
    [InlineData("Suharto", "Sukarno")]
    [InlineData("Wu", "Li")]
    public void Another_name_is_another_name(string one, string other) => Assert.NotEqual(NameText.Similar(one), NameText.Similar(other));

    // Stated in docs/decisions: who changes these rows changes that page.
    [Theory]
    [InlineData("Sita Gurung", "Sita Maya Gurung")]
    [InlineData("Sita Gurung", "S. Gurung")]
    [InlineData("William", "Bill")]
    [InlineData("Mohammed", "Магомед")]
    [InlineData("Kim Cheolsu", "김철수")]
    [InlineData("Suzuki Tarō", "鈴木太郎")]
    public void A_word_more_initials_nicknames_and_readings_of_characters_are_not_found(string one, string other) =>
        Assert.NotEqual(NameText.Similar(one), NameText.Similar(other));

    [Theory]
    [InlineData("💡")]
    [InlineData("- .")]
    public void What_has_no_letter_is_no_name(string name)
    {
        // A symbol may have a Latin reading; then it is compared by that.
        var exact = NameText.Exact(name);
        Assert.Equal(exact is null, NameText.Similar(name) is null);
        Assert.True(exact is null || exact.All(c => char.IsAsciiLetterOrDigit(c) || c == ' '));
    }

    [Fact]
    public void Order_case_spaces_and_marks_do_not_matter() =>
        Gen.Select(Gen.String[Gen.Char["abcdefgmnrstzéüçøñ"], 1, 9].Array[1, 5], Gen.Int[0, 9_999], Gen.Bool).Sample((words, seed, upper) =>
    {
        var name = string.Join(' ', words);
        var shuffled = (string[])words.Clone();
        new Random(seed).Shuffle(shuffled);
        var noisy = string.Join(seed % 2 == 0 ? ", " : "  ", shuffled).Normalize(System.Text.NormalizationForm.FormD);
        noisy = upper ? noisy.ToUpperInvariant() : noisy;
        Assert.Equal(NameText.Exact(name), NameText.Exact(noisy));
        Assert.Equal(NameText.Similar(name), NameText.Similar(noisy));
    });

    [Fact]
    public void No_text_is_too_strange_to_be_compared() => Gen.String[0, 200].Sample(text =>
    {
        // What is no Unicode never reaches the vault.
        if (!PlainText.IsUnicode(text, PlainText.LineBreaksAndTabs)) return;
        Assert.True(NameText.Exact(text) is not "");
        Assert.True(NameText.Similar(text) is not "");
        Assert.True(NameText.Letters(text) is not "");
        _ = ContactText.Phone(text, NewZealand);
        _ = ContactText.Email(text);
    });

    [Theory]
    [InlineData("+64 21 555 0101", "+64215550101")]
    [InlineData("021 555 0101", "+64215550101")]
    [InlineData("0064-21-555-0101", "+64215550101")]
    [InlineData("(021) 5550101 ext. 7", "+64215550101")]
    [InlineData("tel:+64-21-555-0101", "+64215550101")]
    [InlineData("٠٢١ ٥٥٥ ٠١٠١", "+64215550101")]
    [InlineData("+977 984-1234567", "+9779841234567")]
    [InlineData("ana@example.org", null)]
    [InlineData("ask my cousin", null)]
    [InlineData("12", null)]
    [InlineData(null, null)]
    public void A_phone_number_is_one_number_however_it_is_typed(string? contact, string? number) =>
        Assert.Equal(number, ContactText.Phone(contact, NewZealand));

    [Theory]
    [InlineData("Ana@Example.org", "ana@example.org")]
    [InlineData(" mailto:ana+visa@example.org ", "ana@example.org")]
    [InlineData("a.n.a@gmail.com", "ana@gmail.com")]
    [InlineData("ana@googlemail.com", "ana@gmail.com")]
    [InlineData("a.n.a@example.org", "a.n.a@example.org")]
    [InlineData("+64 21 555 0101", null)]
    [InlineData("@example.org", null)]
    [InlineData("ana at example.org", null)]
    [InlineData(null, null)]
    public void An_address_for_mail_is_one_address_however_it_is_typed(string? contact, string? address) =>
        Assert.Equal(address, ContactText.Email(contact));

    [Theory]
    [InlineData("L0 123-456", "LO123456")]
    [InlineData("IB5", "185")]
    [InlineData("l‑123456", "L123456")]
    public void A_documents_number_is_compared_as_it_is_read(string one, string other) =>
        Assert.Equal(DocumentText.Of(one), DocumentText.Of(other));

    [Fact]
    public void Numbers_that_differ_in_a_digit_that_is_read_as_no_other_differ() =>
        Gen.Select(Gen.String[Gen.Char["0123456789ACDEFGHJKMN"], 1, 20], Gen.Int[0, 19], Gen.Char["34679ACDEFGHJKMN"])
            .Sample((number, at, other) =>
    {
        var changed = number.ToCharArray();
        changed[at % number.Length] = other;
        Assert.Equal(new string(changed) == number, DocumentText.Of(new(changed)) == DocumentText.Of(number));
    });

    [Theory]
    [InlineData("12 Mill Lane", "12 Mill Ln")]
    [InlineData("12 Mill Lane", "12 MILL LN.")]
    [InlineData("12 Mill Lane, Auckland 1010", "12 Mill Ln\nAuckland  1010")]
    [InlineData("12 Mill Lane", "１２ Ｍｉｌｌ Ｌａｎｅ")]
    [InlineData("12a Mill Lane", "12 A Mill Ln")]
    [InlineData("3/12 Mill Lane", "Flat 3, 12 Mill Ln")]
    [InlineData("3/12 Mill Lane", "Unit 3 12 Mill Lane")]
    [InlineData("3/12 Mill Lane", "12 Mill Ln, Apt 3")]
    [InlineData("3/12 Mill Lane", "12 Mill Ln #3")]
    [InlineData("3/12 Mill Lane", "Unit 3/12 Mill Ln")]
    [InlineData("3 / 12 Mill Lane", "3/12 Mill Lane")]
    [InlineData("B/12 Mill Lane", "Flat b 12 Mill Lane")]
    [InlineData("5 Tāmaki Drive", "5 Tamaki Dr")]
    [InlineData("7 O'Connell Street", "7 O’Connell St")]
    [InlineData("4 St Heliers Bay Road", "4 St. Heliers Bay Rd")]
    [InlineData("12 Queen Street, St Heliers", "12 Queen St St Heliers")]
    [InlineData("Straße 5", "STRASSE 5")]
    public void An_address_is_one_address_however_it_is_written(string one, string other) =>
        Assert.Equal(AddressText.Of(one), AddressText.Of(other));

    [Theory]
    [InlineData("3/12 Mill Lane", "312 Mill Lane")]
    [InlineData("3/12 Mill Lane", "12 Mill Lane")]
    [InlineData("31/2 Mill Lane", "3/12 Mill Lane")]
    [InlineData("12 Mill Lane", "12 Mill Road")]
    [InlineData("12 Mill Lane", "12a Mill Lane")]
    [InlineData("4 St Heliers Road", "4 Street Heliers Road")]
    [InlineData("が 1", "か 1")]
    public void Another_address_is_another_one(string one, string other) =>
        Assert.NotEqual(AddressText.Of(one), AddressText.Of(other));

    [Theory]
    [InlineData("12 Mill Lane", "12MILLLANE")]
    [InlineData("12 Example Quay\nWellington", "12EXAMPLEQUAYWELLINGTON")]
    [InlineData("7 Shortland Street, Auckland 1010", "7SHORTLANDSTREETAUCKLAND1010")]
    [InlineData("3/12 Mill Ln", "FLAT3NO12MILLLANE")]
    [InlineData(" ,; ", null)]
    [InlineData(null, null)]
    public void What_was_written_in_full_keeps_the_text_that_it_had(string? address, string? text) =>
        Assert.Equal(text, AddressText.Of(address));
}
