namespace VipOrleans.Grains.News;

using VipOrleans.Domain.News;

/// <summary>Brings messages of some channels to people's addresses: a mail server, or a service for texts and letters.</summary>
public interface IMessageCarrier
{
    /// <summary>The channels that it carries; none if it is not set up.</summary>
    IReadOnlyList<MessageChannel> Channels { get; }

    /// <summary>
    /// Hands a message over. What comes twice under one key is to be shown once. It does not throw: a carrier that is down says "not now".
    /// </summary>
    Task<CarrierAnswer> Send(OutgoingMessage message, CancellationToken cancellation);

    /// <summary>Asks what became of a message.</summary>
    /// <param name="key">Under which it was handed over.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<CarrierAnswer> Ask(string key, CancellationToken cancellation);
}

/// <summary>A message with its words and its address. Its text form shows nothing.</summary>
/// <param name="Key">What comes twice under one key is to be shown once.</param>
/// <param name="Channel">By which way.</param>
/// <param name="To">The address.</param>
/// <param name="Language">The language of its words, a BCP 47 tag.</param>
/// <param name="Sender">Who it says that it is from; empty if others read along.</param>
/// <param name="Subject">A mail's subject or a letter's first line.</param>
/// <param name="Text">The words.</param>
public sealed record OutgoingMessage(string Key, MessageChannel Channel, string To, string Language, string Sender, string Subject,
    string Text)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "OutgoingMessage (not shown)";
}

/// <summary>All carriers of the silo.</summary>
internal sealed class Carriers(IEnumerable<IMessageCarrier> all)
{
    private readonly IReadOnlyList<IMessageCarrier> _all = [.. all];

    /// <summary>By which ways messages can be sent here.</summary>
    public IReadOnlyList<MessageChannel> Offered => [.. _all.SelectMany(c => c.Channels).Distinct().Order()];

    /// <summary>The carrier of a channel; null if there is none.</summary>
    public IMessageCarrier? Of(MessageChannel channel) => _all.FirstOrDefault(c => c.Channels.Contains(channel));
}
