namespace VipOrleans.Domain.Tests.Money;

using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Tests.Payments.PayoutSample;

public sealed class BankPartyTests
{
    // The examples of ISO 13616's registry.
    [Theory]
    [InlineData("DE89370400440532013000")]
    [InlineData("GB29NWBK60161331926819")]
    [InlineData("NO9386011117947")]
    [InlineData("MT84MALT011000012345MTLCAST001S")]
    [InlineData("FR1420041010050500013M02606")]
    [InlineData("BE68539007547034")]
    [InlineData("SA0380000000608010167519")]
    [InlineData("LC55HEMM000100010012001200023015")]
    public void The_registrys_own_examples_are_ibans(string iban) => Assert.Null(Iban.Problem(iban));

    [Theory]
    [InlineData("DE89370400440532013001")] // another last digit
    [InlineData("DE98370400440532013000")] // check digits swapped
    [InlineData("DE89370400440532031000")] // two digits swapped
    [InlineData("DE8937040044053201300")] // one too few
    [InlineData("DE893704004405320130000")] // one too many
    [InlineData("de89370400440532013000")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("NZ89370400440532013000")] // a country without IBANs
    [InlineData("DEA9370400440532013000")]
    [InlineData("")]
    public void What_is_no_iban_is_told_so(string iban) => Assert.NotNull(Iban.Problem(iban));

    [Theory]
    [InlineData("ASBBNZ2A", true)]
    [InlineData("COBADEFFXXX", true)]
    [InlineData("COBADEFFXX", false)]
    [InlineData("cobadeff", false)]
    [InlineData("COBA1EFF", false)]
    [InlineData("COBADEFF\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_bic_has_8_or_11_characters_with_a_country_in_them(string? bic, bool valid) => Assert.Equal(valid, BankAccount.IsBic(bic));

    [Theory]
    [InlineData("12-3113-0012345-00", true)]
    [InlineData("12-3113-0012345-000", true)]
    [InlineData("123113001234500", true)]
    [InlineData("1231130012345000", true)]
    [InlineData("12-3113-0012345", false)]
    [InlineData("12-3113-0012345-0", false)]
    [InlineData("1-23113-0012345-00", false)]
    [InlineData("١٢-٣١١٣-٠٠١٢٣٤٥-٠٠", false)]
    public void A_new_zealand_account_has_bank_branch_account_and_suffix(string number, bool valid) =>
        Assert.Equal(valid, BankAccount.IsNewZealand(number));

    [Fact]
    public void A_party_that_a_bank_would_take_has_no_problem()
    {
        Assert.Empty(Council.Problems());
        Assert.Empty(Aroha.Problems());
        Assert.Empty(Jürgen.Problems());
    }

    [Theory]
    [InlineData("name")]
    [InlineData("bankAccount")]
    [InlineData("bankAccount.iban")]
    [InlineData("bankAccount.bic")]
    [InlineData("bankAccount.number")]
    [InlineData("postalAddress.town")]
    [InlineData("postalAddress.country")]
    [InlineData("postalAddress.street")]
    [InlineData("postalAddress.buildingNumber")]
    [InlineData("postalAddress.postCode")]
    public void A_problem_names_its_field_and_does_not_repeat_it(string field)
    {
        var bad = field switch
        {
            "name" => Aroha with { Name = "Ольга Secret" },
            "bankAccount" => Aroha with { Account = Aroha.Account with { Iban = "DE89370400440532013000" } },
            "bankAccount.iban" => Jürgen with { Account = Jürgen.Account with { Iban = "DE89370400440532013009" } },
            "bankAccount.bic" => Aroha with { Account = Aroha.Account with { Bic = "SECRET" } },
            "bankAccount.number" => Aroha with { Account = Aroha.Account with { Number = "01-0123-Secret" } },
            "postalAddress.town" => Aroha with { Address = Aroha.Address with { Town = " " } },
            "postalAddress.country" => Aroha with { Address = Aroha.Address with { Country = "nz" } },
            "postalAddress.street" => Aroha with { Address = Aroha.Address with { Street = new('s', 71) } },
            "postalAddress.buildingNumber" => Aroha with { Address = Aroha.Address with { BuildingNumber = "Secret number 17b" } },
            _ => Aroha with { Address = Aroha.Address with { PostCode = "10\n10" } },
        };
        var problem = Assert.Single(bad.Problems());
        Assert.Equal(field, problem.Field);
        Assert.DoesNotContain("Secret", problem.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Neither_a_party_nor_its_parts_show_anything_as_text() =>
        Assert.Equal("BankParty (not shown) BankAccount (not shown) PostalAddress (not shown)", $"{Aroha} {Aroha.Account} {Aroha.Address}");

    [Theory]
    [InlineData("Tāmaki Makaurau", "Tamaki Makaurau")]
    [InlineData("Straße", "Strasse")]
    [InlineData("Łódź", "Lodz")]
    [InlineData("Đặng Thị Ánh", "Dang Thi Anh")]
    [InlineData("O’Neill & Sons", "O'Neill + Sons")]
    [InlineData("Cox\u00a0–\u00a0Hill", "Cox - Hill")]
    [InlineData("Þór Ægisson", "THor AEgisson")]
    public void Latin_letters_are_written_as_banks_take_them(string text, string expected)
    {
        Assert.True(LatinText.TryWrite(text, out var latin));
        Assert.Equal(expected, latin);
    }

    [Theory]
    [InlineData("山田太郎")]
    [InlineData("Ольга")]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("<script>")]
    [InlineData("50 %")]
    [InlineData("☺")]
    [InlineData("\ud800")]
    public void What_no_bank_takes_is_refused_and_not_guessed(string text) => Assert.False(LatinText.TryWrite(text, out _));
}
