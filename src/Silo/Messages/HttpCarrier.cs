namespace VipOrleans.Silo;

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Grains.News;

/// <summary>
/// Hands texts and letters to a service over HTTP, and asks it later what became of them. The service is asked and never calls: nothing has
/// to be open to it. What it takes and answers stands in the operations guide.
/// </summary>
internal sealed partial class HttpCarrier : IMessageCarrier, IDisposable
{
    private const int MaxAnswer = 64 * 1024;

    private readonly HttpClient _http;
    private readonly ILogger<HttpCarrier> _log;

    public HttpCarrier(MessageSettings settings, ILogger<HttpCarrier> log)
    {
        (Channels, _log) = (settings.AdapterChannels, log);
        // A service that moves elsewhere is set again: the key must not follow a redirection to somebody else.
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
        {
            BaseAddress = new(settings.AdapterUrl!.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(30),
            MaxResponseContentBufferSize = MaxAnswer,
        };
        if (settings.AdapterKey is { } key) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <inheritdoc/>
    public IReadOnlyList<MessageChannel> Channels { get; }

    /// <inheritdoc/>
    public Task<CarrierAnswer> Send(OutgoingMessage message, CancellationToken cancellation) => Guarded(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "messages");
        request.Headers.Add("Idempotency-Key", message.Key);
        request.Content = JsonContent.Create(
            new AdapterMessage(message.Key, Codes<MessageChannel>.Text(message.Channel), message.To, message.Language, message.Sender,
                message.Subject, message.Text), AdapterJson.Default.AdapterMessage);
        return await Answered(request, whenMissing: CarrierWord.Never, cancellation);
    });

    /// <inheritdoc/>
    public Task<CarrierAnswer> Ask(string key, CancellationToken cancellation) => Guarded(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"messages/{key}");
        // One that it does not know yet, or no more, may have been delivered all the same.
        return await Answered(request, whenMissing: CarrierWord.NotNow, cancellation);
    });

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<CarrierAnswer> Answered(HttpRequestMessage request, CarrierWord whenMissing, CancellationToken cancellation)
    {
        using var response = await _http.SendAsync(request, cancellation);
        if (response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadFromJsonAsync(AdapterJson.Default.AdapterAnswer, cancellation);
            var reference = answer?.Reference is { } text && TextForms.Reference.Problem(text) is null ? text : null;
            return answer?.State switch
            {
                "delivered" => new(CarrierWord.Delivered, reference, Reports: true),
                "failed" => new(CarrierWord.Never, reference, Reports: true, MessageProblem.NotDelivered),
                _ => new(CarrierWord.Taken, reference, Reports: true),
            };
        }

        if (response.StatusCode == HttpStatusCode.NotFound && whenMissing == CarrierWord.NotNow) return new(CarrierWord.NotNow);
        // A wrong key, a redirection and a limit are for an operator to mend, and say nothing against the message.
        var isRefused = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Gone;
        LogAnswered(_log, (int)response.StatusCode);
        return isRefused ? new(CarrierWord.Never, Problem: MessageProblem.Refused) : new(CarrierWord.NotNow);
    }

    private async Task<CarrierAnswer> Guarded(Func<Task<CarrierAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or IOException
            or NotSupportedException)
        {
            LogUnavailable(_log, e.GetType().Name);
            return new(CarrierWord.NotNow);
        }
    }

    [LoggerMessage(253, LogLevel.Warning, "The service for texts and letters answered {Status}.")]
    private static partial void LogAnswered(ILogger log, int status);

    [LoggerMessage(254, LogLevel.Warning, "The service for texts and letters could not be asked ({Problem}); it is asked again.")]
    private static partial void LogUnavailable(ILogger log, string problem);
}

/// <summary>What the service is handed.</summary>
internal sealed record AdapterMessage(string Key, string Channel, string To, string Language, string Sender, string Subject, string Text);

/// <summary>What it answers: <c>sent</c>, <c>delivered</c> or <c>failed</c>, and its own name for the message.</summary>
internal sealed record AdapterAnswer(string? State, string? Reference);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AdapterMessage))]
[JsonSerializable(typeof(AdapterAnswer))]
internal sealed partial class AdapterJson : JsonSerializerContext;
