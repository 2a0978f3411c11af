namespace VipOrleans.Gateway.News;

using VipOrleans.Contracts.News;
using VipOrleans.Domain.News;
using VipOrleans.Gateway.Commands;

/// <summary>Says what was made of entries of the inbox.</summary>
internal sealed record MarkRequest
{
    /// <summary>The entries.</summary>
    [Items(1, NewsLimits.MostMarked), NewsEntryId]
    public required IReadOnlyList<string> Entries { get; init; }

    /// <summary>What was made of them: 'read', or 'acted-on' for what needs nothing more.</summary>
    public required NewsState State { get; init; }
}

/// <summary>The id of an entry of an inbox.</summary>
internal sealed class NewsEntryIdAttribute() : FormAttribute(NewsEntry.IdForm);

/// <summary>Says how somebody wants to be written to. The addresses go to the vault.</summary>
internal sealed record ContactRequest
{
    /// <summary>The language of messages. There are texts in six; who speaks another one gets English.</summary>
    [Language]
    public required string Language { get; init; }

    /// <summary>By which ways, each at most once; none for the inbox alone.</summary>
    [Items(0, 3)]
    public required IReadOnlyList<ChannelRequest> Channels { get; init; }

    /// <summary>When nothing is sent, in the city's time; left out for at any time.</summary>
    public QuietHoursRequest? Quiet { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ContactRequest (not shown)";

    internal ContactWish ToWish() => new(Language,
        [.. Channels.Select(c => new ChannelWish(c.Channel, c.Address, c.SaysWhat ?? false, c.IsShared ?? false))],
        Quiet is { } quiet ? new(quiet.From, quiet.Until) : null);
}

/// <summary>One way to write to somebody.</summary>
internal sealed record ChannelRequest
{
    /// <summary>Which.</summary>
    public required MessageChannel Channel { get; init; }

    /// <summary>The address of an e-mail, a phone's number with '+' and its country, or the lines of a letter.</summary>
    [Lines(1, 500), Personal]
    public required string Address { get; init; }

    /// <summary>True if messages may say what they are about; else they say only that there is something.</summary>
    public bool? SaysWhat { get; init; }

    /// <summary>True if somebody else may read along: then nothing of safeguarding is sent there, and the sender is not named.</summary>
    public bool? IsShared { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ChannelRequest (not shown)";
}

/// <summary>The hours of the day in which nothing is sent.</summary>
internal sealed record QuietHoursRequest
{
    /// <summary>The hour in which they begin.</summary>
    [Between(0, 23)]
    public required int From { get; init; }

    /// <summary>The hour with which they end; before the other one if they go over midnight.</summary>
    [Between(0, 23)]
    public required int Until { get; init; }
}

/// <summary>Has a message sent again.</summary>
internal sealed record SendAgainRequest
{
    /// <summary>Whose message it is, as the list says.</summary>
    public required RecipientId Recipient { get; init; }

    /// <summary>The message, as the list says.</summary>
    [NewsEntryId]
    public required string Message { get; init; }
}

/// <summary>How many entries are unread.</summary>
/// <param name="Count">How many.</param>
public sealed record UnreadCount(int Count);
