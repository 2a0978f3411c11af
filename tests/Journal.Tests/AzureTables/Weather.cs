namespace VipOrleans.Journal.Tests;

using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

/// <summary>What may happen to a request to Azure Tables.</summary>
public enum Fate
{
    /// <summary>It goes through.</summary>
    Fine,

    /// <summary>Throttled (429): refused before anything was done.</summary>
    Throttled,

    /// <summary>The server is busy (503): refused, but the client cannot know.</summary>
    Busy,

    /// <summary>It never arrives.</summary>
    RequestLost,

    /// <summary>It is carried out, and its answer is lost.</summary>
    AnswerLost,
}

/// <summary>
/// Decides about each request of a journal, as the network and Azure would on a bad day. Tells transactions, other writes and reads apart.
/// </summary>
internal sealed class Weather : HttpPipelinePolicy
{
    private int _hit;

    /// <summary>Decides about each entity group transaction. Null: fine.</summary>
    public Func<Fate>? OnTransaction { get; set; }

    /// <summary>Decides about each other request. Null: fine.</summary>
    public Func<Fate>? OnOther { get; set; }

    /// <summary>How many requests did not go well.</summary>
    public int Hit => Volatile.Read(ref _hit);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isTransaction = message.Request.Uri.ToUri().AbsolutePath.EndsWith("$batch", StringComparison.Ordinal);
        var fate = (isTransaction ? OnTransaction : OnOther)?.Invoke() ?? Fate.Fine;
        if (fate != Fate.Fine) Interlocked.Increment(ref _hit);
        switch (fate)
        {
            case Fate.Throttled:
                message.Response = new Refusal(429);
                return;
            case Fate.Busy:
                message.Response = new Refusal(503);
                return;
            case Fate.RequestLost:
                throw new RequestFailedException("The connection was reset.");
        }

        await ProcessNextAsync(message, pipeline);
        if (fate == Fate.AnswerLost) throw new RequestFailedException("The connection was reset.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The journal does not block.");

    /// <summary>This fate for the next so many requests, then fine.</summary>
    public static Func<Fate> Next(int count, Fate fate)
    {
        var left = count;
        return () => Interlocked.Decrement(ref left) >= 0 ? fate : Fate.Fine;
    }

    private sealed class Refusal(int status) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "Not now";

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, out string value) => (value = "") is null;

        protected override bool TryGetHeaderValues(string name, out IEnumerable<string> values) => (values = []) is null;
    }
}
