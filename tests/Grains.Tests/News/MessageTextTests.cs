namespace VipOrleans.Grains.Tests.News;

using VipOrleans.Domain.News;
using VipOrleans.Grains.News;

public sealed class MessageTextTests
{
    private static readonly NewsEntry Entry = new("e", NewsKind.PayReported, "s", "nz-akl", World.Beginning);

    public static TheoryData<string> Languages => [.. MessageTexts.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_every_text_that_messages_need_and_no_other(string language)
    {
        var texts = MessageTexts.In(language);
        Assert.Equal(MessageTexts.Keys, texts.Keys.Order(StringComparer.Ordinal));
        Assert.All(texts, t => Assert.False(string.IsNullOrWhiteSpace(t.Value), t.Key));
        Assert.All(["about", "code"], key => Assert.Contains("{0}", texts[key], StringComparison.Ordinal));
        Assert.All(texts.Where(t => t.Key is not ("about" or "code")), t => Assert.DoesNotContain('{', t.Value));
        if (language != "en") Assert.All(MessageTexts.Keys, k => Assert.NotEqual(MessageTexts.In("en")[k], texts[k]));
    }

    [Fact]
    public void Every_kind_of_news_has_a_matter_and_every_matter_is_one_of_a_kind() =>
        Assert.Equal(Enum.GetValues<NewsTopic>().ToHashSet(), Enum.GetValues<NewsKind>().Select(k => k.TopicOf()).ToHashSet());

    [Theory]
    [MemberData(nameof(Languages))]
    public void What_others_read_along_says_nothing_of_the_programme_whatever_it_is_about(string language)
    {
        var texts = MessageTexts.In(language);
        foreach (var kind in Enum.GetValues<NewsKind>())
        {
            var shared = Write(new(MessageChannel.Sms, "a", IsShared: true), language, Entry with { Kind = kind });
            Assert.Equal(("", texts["shared.subject"], texts["shared"]), (shared.Sender, shared.Subject, shared.Text));
            var silent = Write(new(MessageChannel.Sms, "a"), language, Entry with { Kind = kind });
            Assert.Equal($"{texts["something"]}\n{texts["look"]}", silent.Text);
        }
    }

    [Fact]
    public void A_matter_is_named_once_and_only_if_the_person_still_wants_it()
    {
        var open = new ContactChannel(MessageChannel.Email, "a", SaysWhat: true);
        var text = Write(open, "en", Entry, Entry with { Id = "f" }, Entry with { Id = "g", Kind = NewsKind.RulingNotice }).Text;
        Assert.Contains("It is about: pay; a ruling.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("about", Write(open with { SaysWhat = false }, "en", Entry).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ne-NP", "ne")]
    [InlineData("fil-PH", "tl")]
    [InlineData("to", "to")]
    [InlineData("pt-BR", "en")]
    public void Whoever_speaks_what_there_are_no_texts_in_gets_english(string chosen, string used) =>
        Assert.Equal((used, MessageTexts.In(used)["subject"]),
            (Write(new(MessageChannel.Email, "a"), chosen, Entry).Language, Write(new(MessageChannel.Email, "a"), chosen, Entry).Subject));

    private static OutgoingMessage Write(ContactChannel channel, string language, params NewsEntry[] about) =>
        MessageTexts.Write(new("m", channel.Channel, [.. about], true, MessageState.Waiting, World.Beginning), channel, language,
            "address");
}
