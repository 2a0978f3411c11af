namespace VipOrleans.Silo;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;

/// <summary>How messages go out: by a mail server, by a service for texts and letters, by both, or not at all.</summary>
public sealed record MessageSettings
{
    /// <summary>The mail server; null for no e-mail.</summary>
    public string? SmtpHost { get; init; }

    /// <summary>Its port, 1 to 65,535.</summary>
    public int SmtpPort { get; init; } = 587;

    /// <summary>How the connection is encrypted.</summary>
    public SmtpSecurity SmtpSecurity { get; init; } = SmtpSecurity.StartTls;

    /// <summary>The account there; null for none.</summary>
    public string? SmtpUser { get; init; }

    /// <summary>Its password.</summary>
    public string? SmtpPassword { get; init; }

    /// <summary>The address that mails come from.</summary>
    public string? From { get; init; }

    /// <summary>The address that mails come from if others read along; null for <see cref="From"/>.</summary>
    public string? NeutralFrom { get; init; }

    /// <summary>Where the service for texts and letters is asked; null for none.</summary>
    public Uri? AdapterUrl { get; init; }

    /// <summary>What shows the service who asks; null for nothing.</summary>
    public string? AdapterKey { get; init; }

    /// <summary>What the service carries.</summary>
    public IReadOnlyList<MessageChannel> AdapterChannels { get; init; } = SmsOnly;

    /// <summary>What the adapter takes if nothing else is said.</summary>
    internal static IReadOnlyList<MessageChannel> SmsOnly { get; } = [MessageChannel.Sms];

    /// <summary>What is wrong; no sentence repeats a password, a key or an address.</summary>
    internal IEnumerable<string> Problems()
    {
        if (SmtpHost is not null && !IsMail(From)) yield return "Messages:From is missing or no e-mail address; mails come from it.";
        if (SmtpHost is null && (From ?? NeutralFrom ?? SmtpUser) is not null)
        {
            yield return "Messages:SmtpHost is missing, and without it no mail is sent; name the mail server, or leave out what belongs to "
                + "it.";
        }

        if (NeutralFrom is not null && !IsMail(NeutralFrom)) yield return "Messages:NeutralFrom is no e-mail address.";
        if (SmtpUser is not null != SmtpPassword is not null)
        {
            yield return "Messages:SmtpUser and Messages:SmtpPassword belong together; give both or none.";
        }

        if (SmtpUser is not null && SmtpSecurity == SmtpSecurity.None)
        {
            yield return "Messages:SmtpSecurity is None, and a password would be sent in the clear; set it to StartTls or Tls.";
        }

        if (AdapterUrl is { IsLoopback: false } url && url.Scheme != Uri.UriSchemeHttps)
        {
            yield return "Messages:AdapterUrl is not https; people's numbers go there.";
        }

        if (AdapterUrl is null && AdapterKey is not null) yield return "Messages:AdapterUrl is missing, and Messages:AdapterKey is for it.";
    }

    private static bool IsMail(string? text) =>
        text is { Length: <= 200 } && MimeKit.MailboxAddress.TryParse(text, out var address) && address.Address == text
            && text.Contains('@', StringComparison.Ordinal) && PlainText.Problem(text, 200) is null;
}

/// <summary>How the connection to a mail server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>It begins in the clear and is encrypted before anything is said: port 587.</summary>
    StartTls,

    /// <summary>It is encrypted from the start: port 465.</summary>
    Tls,

    /// <summary>Not at all: for a server on the same machine.</summary>
    None,
}
