namespace VipOrleans.Contracts.Kernel;

using System.Net.Sockets;

/// <summary>Says in a sentence why a process cannot listen where its settings say.</summary>
public static class ListeningFailure
{
    /// <summary>The reason, and what mends it; null if the failure is of another kind.</summary>
    /// <param name="failure">The exception, with those it came from.</param>
    /// <param name="setting">What names the addresses, such as <c>--urls</c>.</param>
    public static string? Explain(Exception failure, string setting)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is InvalidOperationException && e.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal))
            {
                return $"{setting} has an https address, and there is no certificate for it: set Kestrel:Certificates:Default:Path (and "
                    + "Password), or listen on http behind a proxy that ends TLS.";
            }

            if (e is not SocketException socket) continue;
            return socket.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"A port of {setting} is taken: stop the other process, or choose another port.",
                SocketError.AccessDenied => $"This user may not listen on the port of {setting}: choose one above 1023.",
                SocketError.AddressNotAvailable =>
                    $"The address of {setting} is none of this machine: choose one of its own, or + for all.",
                _ => null,
            };
        }

        return null;
    }
}
