namespace VipOrleans.Portal.Tests.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Pages;
using VipOrleans.Portal.Texts;

/// <summary>What the inbox says an entry is about is what a message would say.</summary>
public sealed class InboxTests
{
    [Fact]
    public void Every_kind_of_news_has_the_topic_that_messages_have()
    {
        Assert.All(Enum.GetValues<NewsKind>(), kind =>
        {
            var topic = Domain.News.NewsKinds.TopicOf(Enum.Parse<Domain.News.NewsKind>($"{kind}"));
            Assert.Equal($"topic.{topic}", InboxPages.TopicOf(kind), ignoreCase: true);
            Assert.True(Words.Of("en")!.Has(InboxPages.TopicOf(kind)));
        });
    }

    [Theory]
    [InlineData(Role.Host, NewsKind.ProposalReceived, "nz-akl.sponsorship.x", "/proposals/nz-akl.sponsorship.x")]
    [InlineData(Role.Migrant, NewsKind.RulingNotice, "nz-akl.ruling.x", "/notices/nz-akl.ruling.x")]
    [InlineData(Role.CityOfficer, NewsKind.RulingAppealed, "nz-akl.ruling.x", "/officer/rulings/nz-akl.ruling.x")]
    [InlineData(Role.Employer, NewsKind.ImportDone, "nz-akl.import.x", null)]
    public void An_entry_leads_to_the_page_about_it(Role role, NewsKind kind, string subject, string? path) =>
        Assert.Equal(path, InboxPages.PathOf(role, new()
        {
            Id = "1", Kind = kind, Subject = subject, Place = "nz-akl", At = DateTimeOffset.UnixEpoch, State = NewsState.Unread,
        }));
}
