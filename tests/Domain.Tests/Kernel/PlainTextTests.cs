namespace VipOrleans.Domain.Tests.Kernel;

using VipOrleans.Domain.Kernel;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("A")]
    [InlineData("Aroha Ngata")]
    [InlineData("محمد")]
    [InlineData("नेपाल")]
    [InlineData("می‌خواهم")] // with the joiner that Persian needs
    [InlineData("שלום\u200f 7")] // with the mark that only says which way a letter runs
    [InlineData("n\u0303")]
    [InlineData("𐍈")]
    [InlineData("👪")]
    [InlineData("한글")]
    [InlineData("⠁")]
    public void What_can_be_read_is_a_text(string text) => Assert.Null(PlainText.Problem(text, 40));

    [Theory]
    [InlineData("")]
    [InlineData(" \u00a0\u3000")]
    [InlineData("\u200b")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u0301")]
    [InlineData("\u200b\u2060\ufeff")]
    [InlineData("\u115f\u1160\uffa0")]
    [InlineData("\u20dd \u0903")]
    [InlineData("\u034f\ufe0f")]
    [InlineData("\U000e0041")]
    [InlineData("\ue000")]
    public void What_nobody_can_see_is_none(string text) => Assert.NotNull(PlainText.Problem(text, 40));

    [Theory]
    [InlineData('\u202a')]
    [InlineData('\u202e')]
    [InlineData('\u2066')]
    [InlineData('\u2069')]
    public void What_turns_the_order_around_is_none_and_the_sentence_says_what_to_mend(char turn) =>
        Assert.Contains("type it again", PlainText.Problem($"Aroha {turn}Ngata", 40), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\nb", "", false)]
    [InlineData("a\nb", PlainText.LineBreaks, true)]
    [InlineData("a\tb", PlainText.LineBreaks, false)]
    [InlineData("a\tb", PlainText.LineBreaksAndTabs, true)]
    [InlineData("a\u2028b", PlainText.LineBreaksAndTabs, false)]
    public void Control_characters_are_those_that_are_allowed(string text, string controls, bool valid) =>
        Assert.Equal(valid, PlainText.Problem(text, 40, controls) is null);

    [Fact]
    public void A_text_ends_where_its_field_does_and_has_no_half_of_a_character()
    {
        Assert.NotNull(PlainText.Problem($"a{'\ud800'}", 4));
        Assert.Null(PlainText.Problem("four", 4));
        Assert.NotNull(PlainText.Problem("fives", 4));
    }
}
