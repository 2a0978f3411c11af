namespace VipOrleans.Stores;

/// <summary>Waits between tries: 20 ms, then twice as long each time up to a second, with a random part, until a deadline.</summary>
internal sealed class Backoff(TimeSpan deadline)
{
    private readonly long _since = Environment.TickCount64;
    private double _next = 20;

    /// <summary>True where no further try may begin.</summary>
    public bool IsOver => Environment.TickCount64 - _since > deadline.TotalMilliseconds;

    /// <summary>Waits, at least as long as the store asks for, but not for longer than a second.</summary>
    public async Task Wait(TimeSpan? atLeast = null, CancellationToken cancellation = default)
    {
        var delay = Math.Max(_next * (0.5 + Random.Shared.NextDouble()), Math.Min(1000, atLeast?.TotalMilliseconds ?? 0));
        _next = Math.Min(_next * 2, 1000);
        await Task.Delay(TimeSpan.FromMilliseconds(delay), cancellation);
    }
}
