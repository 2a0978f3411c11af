namespace VipOrleans.Domain.Tests.Money;

using VipOrleans.Domain.Money;

public sealed class CreditorReferenceTests
{
    // The standard's own example, and references that banks publish as valid.
    [Theory]
    [InlineData("RF18539007547034", "539007547034", "RF18 5390 0754 7034")]
    [InlineData("RF18000000000539007547034", "000000000539007547034", "RF18 0000 0000 0539 0075 4703 4")]
    [InlineData("RF45G72UUR", "G72UUR", "RF45 G72U UR")]
    [InlineData("RF6518K5", "18K5", "RF65 18K5")]
    [InlineData("RF471234567890", "1234567890", "RF47 1234 5678 90")]
    [InlineData("RF332348236", "2348236", "RF33 2348 236")]
    [InlineData("RF25A", "A", "RF25 A")]
    [InlineData("RF040", "0", "RF04 0")]
    [InlineData("RF09ZZZZZZZZZZZZZZZZZZZZZ", "ZZZZZZZZZZZZZZZZZZZZZ", "RF09 ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ Z")]
    [InlineData("RF0236", "36", "RF02 36")]
    [InlineData("RF9854", "54", "RF98 54")]
    public void A_reference_gets_its_check_digits_and_is_read_back(string whole, string reference, string printed)
    {
        var made = CreditorReference.Of(reference);
        Assert.Equal((whole, reference, printed), (made.Value, made.Reference, made.Printed));
        foreach (var text in new[] { whole, printed })
        {
            Assert.True(CreditorReference.TryParse(text, out var read));
            Assert.Equal(made, read);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RF18")]
    [InlineData("RF17000000000539007547034")]
    [InlineData("RF18539007547043")]
    [InlineData("RF18539007547O34")]
    [InlineData("rf18539007547034")]
    [InlineData("RF18539007547034 ")]
    [InlineData(" RF18539007547034")]
    [InlineData("RF18 539007547034")]
    [InlineData("RF18 5390 0754 70 34")]
    [InlineData("RF18-5390-0754-7034")]
    [InlineData("RG18539007547034")]
    // 99 leaves the same remainder as 02, and 01 as 98.
    [InlineData("RF9936")]
    [InlineData("RF0154")]
    [InlineData("RF090ZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("RF18٥39007547034")]
    public void What_is_no_reference_is_not_read(string? text) => Assert.False(CreditorReference.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("A-1")]
    [InlineData("Ä1")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZ")]
    public void A_reference_of_other_characters_is_not_made(string reference) =>
        Assert.Throws<FormatException>(() => CreditorReference.Of(reference));

    [Fact]
    public void One_wrong_character_or_two_swapped_ones_are_found()
    {
        const string Whole = "RF471234567890";
        for (var i = 2; i < Whole.Length; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                if (digit == Whole[i]) continue;
                Assert.False(CreditorReference.TryParse(string.Concat(Whole.AsSpan(0, i), [digit], Whole.AsSpan(i + 1)), out _));
            }

            if (i + 1 == Whole.Length || Whole[i] == Whole[i + 1]) continue;
            var swapped = string.Concat(Whole.AsSpan(0, i), [Whole[i + 1], Whole[i]], Whole.AsSpan(i + 2));
            Assert.False(CreditorReference.TryParse(swapped, out _));
        }
    }
}
