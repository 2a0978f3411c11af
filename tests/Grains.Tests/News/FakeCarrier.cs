namespace VipOrleans.Grains.Tests.News;

using System.Collections.Concurrent;
using VipOrleans.Domain.News;
using VipOrleans.Grains.News;

/// <summary>A carrier of texts and mails that does what a test says, and shows what it was handed.</summary>
internal sealed class FakeCarrier : IMessageCarrier
{
    private readonly ConcurrentQueue<OutgoingMessage> _handed = new();

    public IReadOnlyList<MessageChannel> Channels { get; init; } = [MessageChannel.Sms, MessageChannel.Email];

    /// <summary>Whatever it was handed, repeats too.</summary>
    public IReadOnlyList<OutgoingMessage> Handed => [.. _handed];

    /// <summary>What a phone shows that shows nothing twice under one key.</summary>
    public IReadOnlyList<OutgoingMessage> Shown => [.. _handed.DistinctBy(m => m.Key)];

    public Func<OutgoingMessage, CarrierAnswer> OnSend { get; set; } = _ => new(CarrierWord.Taken, Reports: true);

    public Func<string, CarrierAnswer> OnAsk { get; set; } = _ => new(CarrierWord.NotNow);

    public Task<CarrierAnswer> Send(OutgoingMessage message, CancellationToken cancellation)
    {
        _handed.Enqueue(message);
        return Task.FromResult(OnSend(message));
    }

    public Task<CarrierAnswer> Ask(string key, CancellationToken cancellation) => Task.FromResult(OnAsk(key));
}
