namespace VipOrleans.Silo.Tests.Messages;

using Microsoft.Extensions.Configuration;
using VipOrleans.Domain.News;

public sealed class MessageSettingsTests
{
    [Fact]
    public void Messages_go_out_as_the_settings_say_and_without_any_not_at_all()
    {
        var none = Read([]);
        Assert.Equal((null, null), (none.SmtpHost, none.AdapterUrl));
        var all = Read(new()
        {
            ["SmtpHost"] = "mail.example.org", ["SmtpPort"] = "465", ["SmtpSecurity"] = "tls", ["SmtpUser"] = "vip",
            ["SmtpPassword"] = "secret", ["From"] = "news@example.org", ["AdapterUrl"] = "https://sms.example.org/v1",
            ["AdapterKey"] = "key", ["AdapterChannels"] = "sms, letter",
        });
        Assert.Equal(("mail.example.org", 465, SmtpSecurity.Tls, "https://sms.example.org/v1"),
            (all.SmtpHost, all.SmtpPort, all.SmtpSecurity, all.AdapterUrl!.AbsoluteUri));
        Assert.Equal([MessageChannel.Sms, MessageChannel.Letter], all.AdapterChannels);
    }

    [Theory]
    [InlineData("SmtpHost", "mail.example.org", "Messages:From")]
    [InlineData("From", "news@example.org", "Messages:SmtpHost")]
    [InlineData("NeutralFrom", "nobody", "Messages:NeutralFrom")]
    [InlineData("SmtpPort", "0", "Messages:SmtpPort")]
    [InlineData("SmtpSecurity", "Some", "Messages:SmtpSecurity")]
    [InlineData("SmtpUser", "vip", "Messages:SmtpPassword")]
    [InlineData("AdapterUrl", "http://sms.example.org", "Messages:AdapterUrl")]
    [InlineData("AdapterUrl", "https://me:secret@sms.example.org", "Messages:AdapterUrl")]
    [InlineData("AdapterUrl", "sms", "Messages:AdapterUrl")]
    [InlineData("AdapterKey", "secret", "Messages:AdapterUrl")]
    [InlineData("AdapterChannels", "pigeon", "Messages:AdapterChannels")]
    [InlineData("AdapterChannels", "email", "Messages:AdapterChannels")]
    [InlineData("Smtphots", "mail.example.org", "Messages:Smtphots")]
    public void A_setting_that_is_wrong_ends_the_start_and_says_so_without_a_secret(string name, string value, string named)
    {
        var problem = Assert.Throws<OperatorException>(() => Read(new() { [name] = value })).Message;
        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_sent_in_the_clear() =>
        Assert.Contains("Messages:SmtpSecurity", Assert.Throws<OperatorException>(() => Read(new()
        {
            ["SmtpHost"] = "mail.example.org", ["From"] = "news@example.org", ["SmtpUser"] = "vip", ["SmtpPassword"] = "secret",
            ["SmtpSecurity"] = "None",
        })).Message, StringComparison.Ordinal);

    private static MessageSettings Read(Dictionary<string, string?> settings) => SiloConfiguration.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Messages:{s.Key}", s.Value))).Build()).Messages;
}
