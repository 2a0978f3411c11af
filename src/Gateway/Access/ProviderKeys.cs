namespace VipOrleans.Gateway.Access;

using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

/// <summary>A provider's issuer and keys, as it publishes them.</summary>
/// <remarks>
/// The library's own manager asks every few hours, and goes on with the last keys that worked: one that the provider has withdrawn would
/// count that long. Here keys older than <see cref="Stale"/> are asked for before a token is compared with them. Only while the provider
/// does not answer do the last ones count on, for <see cref="Longest"/>.
/// </remarks>
internal sealed partial class ProviderKeys : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    /// <summary>Smallest RSA key that counts, in bits.</summary>
    public const int MinRsaBits = 2048;

    /// <summary>The age at which keys no longer count without a question.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(25);

    /// <summary>How long the last keys count while the provider does not answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // Keys that are in use are renewed before they are stale, so that nobody waits for the provider.
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(10), Between = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(5);

    // What lasts is said again now and then: the first line may be gone from the log.
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly string _address;
    private readonly HttpClient _http;
    private readonly HttpDocumentRetriever _documents;
    private readonly TimeProvider _time;
    private readonly ILogger<ProviderKeys> _log;
    private Published? _last;
    private Task? _asking;
    private DateTimeOffset _asked = DateTimeOffset.MinValue, _silenceSaid = DateTimeOffset.MinValue, _clockSaid = DateTimeOffset.MinValue;
    private bool _isWanted, _isSilent;

    /// <summary>Begins with an address, and asks nothing yet.</summary>
    public ProviderKeys(string authority, bool isHttpsOnly, TimeProvider time, ILogger<ProviderKeys> log)
    {
        _address = $"{authority.TrimEnd('/')}/.well-known/openid-configuration";
        _http = new(
            new ClockReader(Compare) { InnerHandler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) } })
        {
            Timeout = Patience, MaxResponseContentBufferSize = 1024 * 1024
        };
        _documents = new(_http) { RequireHttps = isHttpsOnly };
        (_time, _log) = (time, log);
    }

    /// <summary>The issuer that the provider names; null before it was asked.</summary>
    public string? Issuer => _last?.Configuration.Issuer;

    /// <inheritdoc/>
    /// <exception cref="ProviderSilentException">The provider does not answer, and what it said last is too old.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        Published? last;
        bool isSilent;
        Task? asking;
        lock (_lock)
        {
            (last, isSilent) = (_last, _isSilent);
            var now = _time.GetUtcNow();
            if (_asking is null && (_isWanted || last is null || now - last.At >= Due) && now - _asked >= Between)
            {
                (_asked, _isWanted) = (now, false);
                _asking = Task.Run(Ask, CancellationToken.None);
            }

            asking = _asking;
        }

        var age = last is null ? TimeSpan.MaxValue : _time.GetUtcNow() - last.At;
        if (age < Stale || (isSilent && age < Longest)) return last!.Configuration;
        if (asking is not null) await asking.WaitAsync(cancel);
        last = _last;
        return last is not null && _time.GetUtcNow() - last.At < Longest ? last.Configuration : throw new ProviderSilentException();
    }

    /// <summary>Why no token can be told genuine now, in a sentence; null if they can.</summary>
    public async Task<string?> Problem(CancellationToken cancel)
    {
        try
        {
            await GetConfigurationAsync(cancel);
            return null;
        }
        catch (ProviderSilentException e)
        {
            return e.Message;
        }
    }

    /// <summary>A token named a key that is not known: it may be a new one.</summary>
    public void RequestRefresh()
    {
        lock (_lock) _isWanted = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task Ask()
    {
        Published? answer = null;
        try
        {
            var at = _time.GetUtcNow();
            var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, CancellationToken.None);
            foreach (var weak in configuration.SigningKeys.Where(IsWeak).ToArray())
            {
                configuration.SigningKeys.Remove(weak);
                LogWeak(weak.KeyId, weak.KeySize, MinRsaBits);
            }

            answer = new(configuration, at);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (IsToBeSaid(ref _silenceSaid)) LogSilent(_address, e.GetType().Name, e.Message);
        }

        if (answer is not null && _silenceSaid != DateTimeOffset.MinValue)
        {
            _silenceSaid = DateTimeOffset.MinValue;
            LogAnswers(_address);
        }

        lock (_lock)
        {
            _last = answer ?? _last;
            _isSilent = answer is null;
            _asking = null;
        }
    }

    // Tokens are compared with this machine's clock, and made by the provider's.
    private void Compare(DateTimeOffset theirs)
    {
        var ahead = _time.GetUtcNow() - theirs;
        if (ahead.Duration() <= GatewayAuthentication.ClockSkew || !IsToBeSaid(ref _clockSaid)) return;
        LogClock((long)ahead.Duration().TotalSeconds, ahead > TimeSpan.Zero ? "ahead of" : "behind", _address);
    }

    private bool IsToBeSaid(ref DateTimeOffset said)
    {
        var now = _time.GetUtcNow();
        if (said != DateTimeOffset.MinValue && now - said < SayAgain) return false;
        said = now;
        return true;
    }

    private static bool IsWeak(SecurityKey key) => key is RsaSecurityKey or X509SecurityKey { PublicKey: System.Security.Cryptography.RSA }
        && key.KeySize < MinRsaBits;

    [LoggerMessage(10, LogLevel.Warning, "The provider's key {Key} has {Bits} bits and does not count; RSA keys have {Least} or more.")]
    private partial void LogWeak(string? key, int bits, int least);

    [LoggerMessage(11, LogLevel.Error,
        "The provider does not answer at {Address}, so no token can be told genuine once its last keys are an hour old: {Exception}, "
            + "{Reason}")]
    private partial void LogSilent(string address, string exception, string reason);

    [LoggerMessage(14, LogLevel.Warning, "The provider answers again at {Address}.")]
    private partial void LogAnswers(string address);

    [LoggerMessage(15, LogLevel.Error,
        "This machine's clock is {Seconds} s {Direction} the provider's at {Address}: tokens are refused for it. Set both clocks by NTP.")]
    private partial void LogClock(long seconds, string direction, string address);

    /// <summary>Reads the provider's clock from its answers.</summary>
    private sealed class ClockReader(Action<DateTimeOffset> compare) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.Date is { } date) compare(date);
            return answer;
        }
    }

    private sealed record Published(OpenIdConnectConfiguration Configuration, DateTimeOffset At);
}

/// <summary>The provider does not answer, so nobody can tell whether a token is genuine.</summary>
internal sealed class ProviderSilentException() : Exception("The OpenID Connect provider does not answer.");
