namespace VipOrleans.Servers;

using System.Net;
using System.Net.Sockets;

/// <summary>
/// A wire to a server that can be cut at the worst moment: after a request went through and before its answer comes back, or before the
/// request.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _answersToLose, _requestsToLose, _cuts;

    /// <summary>Opens a port through which the server on a port of this machine is reached.</summary>
    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often a connection was cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>
    /// Cuts the connections on which the next so many answers come: the server has done what was asked, and nobody hears of it.
    /// </summary>
    public void LoseAnswers(int count) => Volatile.Write(ref _answersToLose, count);

    /// <summary>Cuts the connections on which the next so many requests go out: the server never sees them.</summary>
    public void LoseRequests(int count) => Volatile.Write(ref _requestsToLose, count);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Carry(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await await Task.WhenAny(
                    Pump(client.GetStream(), server.GetStream(), () => IsToBeLost(ref _requestsToLose)),
                    Pump(server.GetStream(), client.GetStream(), () => IsToBeLost(ref _answersToLose)));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side is gone; the other one learns of it by the end of its connection.
            }
        }
    }

    private async Task Pump(NetworkStream from, NetworkStream to, Func<bool> isToBeLost)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _end.Token) is > 0 and var length)
        {
            if (isToBeLost()) return;
            await to.WriteAsync(buffer.AsMemory(0, length), _end.Token);
        }
    }

    private bool IsToBeLost(ref int left)
    {
        if (Volatile.Read(ref left) <= 0 || Interlocked.Decrement(ref left) < 0) return false;
        Interlocked.Increment(ref _cuts);
        return true;
    }
}
