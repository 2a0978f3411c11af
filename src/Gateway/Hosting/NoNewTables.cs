namespace VipOrleans.Gateway.Hosting;

using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

/// <summary>
/// Answers every wish for a table as if it had been made: silos make the table of membership, and a gateway, which the world talks to, need
/// only be allowed to read that one.
/// </summary>
internal sealed class NoNewTables : HttpPipelinePolicy
{
    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (IsCreation(message.Request)) message.Response = new Made(message.Request.ClientRequestId);
        else await ProcessNextAsync(message, pipeline);
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (IsCreation(message.Request)) message.Response = new Made(message.Request.ClientRequestId);
        else ProcessNext(message, pipeline);
    }

    private static bool IsCreation(Request request) =>
        request.Method == RequestMethod.Post && request.Uri.ToUri().AbsolutePath.EndsWith("/Tables", StringComparison.Ordinal);

    private sealed class Made(string request) : Response
    {
        public override int Status => StatusCodes.Status204NoContent;

        public override string ReasonPhrase => "No Content";

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = request;

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, out string value) => (value = "") is null;

        protected override bool TryGetHeaderValues(string name, out IEnumerable<string> values) => (values = []) is null;
    }
}
