namespace VipOrleans.Silo.Tests.Messages;

using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using VipOrleans.Domain.News;
using VipOrleans.Grains.News;

public sealed class SmtpCarrierTests
{
    private static readonly OutgoingMessage Message = new("0123456789abcdefghjkmnpqrs", MessageChannel.Email, "wildbird@example.org",
        "ne", "व्यक्तिबीचका भिसा", "तपाईंका लागि खबर छ", "नयाँ कुरा छ।\nपढ्नुहोस्।");

    [Fact]
    public async Task A_mail_has_its_words_in_their_language_and_one_id_however_often_it_is_sent()
    {
        await using var server = new MailServer();
        var carrier = Carrier(server.Port);
        Assert.Equal(new(CarrierWord.Taken), await carrier.Send(Message, TestContext.Current.CancellationToken));
        Assert.Equal(new(CarrierWord.Taken), await carrier.Send(Message, TestContext.Current.CancellationToken));
        Assert.Equal(2, server.Mails.Count);
        Assert.Single(server.Mails.Select(IdOf).Distinct(), $"<{Message.Key}@city.example.org>");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(server.Mails[0].Text));
        using var mail = await MimeKit.MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal((Message.To, Message.Sender, "news@city.example.org", Message.Subject, "ne", "auto-generated"),
            (server.Mails[0].To, mail.From[0]!.Name, mail.From.Mailboxes.Single().Address, mail.Subject,
                mail.Body!.Headers["Content-Language"],
                mail.Headers["Auto-Submitted"]));
        Assert.Equal(Message.Text, mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        // Whether it arrived, nobody says.
        Assert.Equal(CarrierWord.NotNow, (await carrier.Ask(Message.Key, TestContext.Current.CancellationToken)).Word);
    }

    [Fact]
    public async Task Where_others_read_along_no_sender_is_named()
    {
        await using var server = new MailServer();
        await Carrier(server.Port).Send(Message with { Sender = "" }, TestContext.Current.CancellationToken);
        Assert.Contains("From: post@neutral.example.org", server.Mails[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("city.example.org", server.Mails[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("550 no such user", CarrierWord.Never)]
    [InlineData("450 try again", CarrierWord.NotNow)]
    public async Task What_the_server_refuses_for_good_has_failed_and_the_rest_is_tried_again(string answer, CarrierWord word)
    {
        await using var server = new MailServer { OnRecipient = _ => answer };
        Assert.Equal(word, (await Carrier(server.Port).Send(Message, TestContext.Current.CancellationToken)).Word);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_server_that_is_gone_or_hangs_up_is_tried_again()
    {
        await using (var server = new MailServer { HangsUpAfterData = true })
        {
            Assert.Equal(CarrierWord.NotNow, (await Carrier(server.Port).Send(Message, TestContext.Current.CancellationToken)).Word);
        }

        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Assert.Equal(CarrierWord.NotNow, (await Carrier(port).Send(Message, TestContext.Current.CancellationToken)).Word);
    }

    [Fact]
    public async Task A_server_that_offers_no_encryption_gets_nothing_if_it_is_asked_for()
    {
        await using var server = new MailServer();
        var carrier = new SmtpCarrier(Settings(server.Port) with { SmtpSecurity = SmtpSecurity.StartTls },
            NullLogger<SmtpCarrier>.Instance);
        Assert.Equal(CarrierWord.NotNow, (await carrier.Send(Message, TestContext.Current.CancellationToken)).Word);
        Assert.Empty(server.Mails);
    }

    private static string IdOf(Delivered mail) =>
        mail.Text.Split("\r\n").Single(l => l.StartsWith("Message-Id: ", StringComparison.OrdinalIgnoreCase))["Message-Id: ".Length..];

    private static SmtpCarrier Carrier(int port) => new(Settings(port), NullLogger<SmtpCarrier>.Instance);

    private static MessageSettings Settings(int port) => new()
    {
        SmtpHost = "127.0.0.1", SmtpPort = port, SmtpSecurity = SmtpSecurity.None, From = "news@city.example.org",
        NeutralFrom = "post@neutral.example.org",
    };
}
