namespace VipOrleans.Silo;

using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

/// <summary>Refuses ports that somebody else listens on.</summary>
/// <remarks>
/// Orleans binds its ports so that several sockets may share one. A second silo on a port would take the first one's address over, and the
/// first would find itself declared dead within a minute.
/// </remarks>
internal static class TakenPorts
{
    /// <summary>Looks whether a silo's ports are free.</summary>
    /// <param name="endpoints">Where it is going to listen.</param>
    /// <exception cref="OperatorException">Another process listens there.</exception>
    public static void Refuse(EndpointOptions endpoints)
    {
        Refuse("Silo:Port", endpoints.SiloListeningEndpoint ?? new(endpoints.AdvertisedIPAddress, endpoints.SiloPort));
        // 0 if gateways are in the same process.
        if (endpoints.GatewayPort == 0) return;
        Refuse("Silo:ClientPort", endpoints.GatewayListeningEndpoint ?? new(endpoints.AdvertisedIPAddress, endpoints.GatewayPort));
    }

    private static void Refuse(string setting, IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new OperatorException($"{setting}: another process, perhaps another silo, listens on {endpoint}. Stop it, or give this "
                + "silo a port of its own.", e);
        }
        catch (SocketException e)
        {
            throw new OperatorException($"{setting}: this machine cannot listen on {endpoint}: {e.Message}.", e);
        }
    }
}
