namespace VipOrleans.Silo;

using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;
using VipOrleans.Domain.News;
using VipOrleans.Grains.News;

/// <summary>Sends e-mails by a mail server. What the server took has gone out; whether it arrived, nobody says.</summary>
/// <remarks>
/// A mail that is sent twice has the same Message-ID both times, by which mail programs show it once.
/// </remarks>
internal sealed partial class SmtpCarrier(MessageSettings settings, ILogger<SmtpCarrier> log) : IMessageCarrier
{
    private const int TimeoutMs = 30_000;

    /// <inheritdoc/>
    public IReadOnlyList<MessageChannel> Channels { get; } = [MessageChannel.Email];

    /// <inheritdoc/>
    public async Task<CarrierAnswer> Send(OutgoingMessage message, CancellationToken cancellation)
    {
        try
        {
            using var mail = MailOf(message);
            using var client = new SmtpClient { Timeout = TimeoutMs };
            await client.ConnectAsync(settings.SmtpHost!, settings.SmtpPort, settings.SmtpSecurity switch
            {
                SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
                SmtpSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, cancellation);
            if (settings.SmtpUser is { } user) await client.AuthenticateAsync(user, settings.SmtpPassword!, cancellation);
            await client.SendAsync(mail, cancellation);
            await client.DisconnectAsync(true, cancellation);
            return new(CarrierWord.Taken);
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode >= 500)
        {
            // Its text may repeat the address.
            LogRefused(log, (int)e.StatusCode);
            return new(CarrierWord.Never, Problem: MessageProblem.Refused);
        }
        catch (Exception e) when (e is SmtpCommandException or ProtocolException or AuthenticationException or ServiceNotConnectedException
            or IOException or SocketException or SslHandshakeException or TimeoutException or OperationCanceledException
            // The server offers no encryption, or no way to sign in.
            or NotSupportedException)
        {
            LogUnavailable(log, e.GetType().Name);
            return new(CarrierWord.NotNow);
        }
    }

    /// <inheritdoc/>
    public Task<CarrierAnswer> Ask(string key, CancellationToken cancellation) => Task.FromResult(new CarrierAnswer(CarrierWord.NotNow));

    private MimeMessage MailOf(OutgoingMessage message)
    {
        var from = MailboxAddress.Parse(message.Sender.Length == 0 ? settings.NeutralFrom ?? settings.From! : settings.From!);
        from.Name = message.Sender.Length == 0 ? null : message.Sender;
        var mail = new MimeMessage { MessageId = $"{message.Key}@{from.Domain}", Subject = message.Subject };
        mail.From.Add(from);
        mail.To.Add(MailboxAddress.Parse(message.To));
        // RFC 3834: nobody's absence notice answers it.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Body = new TextPart("plain") { Text = message.Text };
        mail.Body.Headers.Add("Content-Language", message.Language);
        return mail;
    }

    [LoggerMessage(251, LogLevel.Warning, "The mail server refused a mail with {Status}; it is listed among those that failed.")]
    private static partial void LogRefused(ILogger log, int status);

    [LoggerMessage(252, LogLevel.Warning, "The mail server could not be used ({Problem}); the mail is tried again.")]
    private static partial void LogUnavailable(ILogger log, string problem);
}
