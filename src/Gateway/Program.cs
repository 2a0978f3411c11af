namespace VipOrleans.Gateway;

using System.Net.Sockets;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Gateway.Hosting;

/// <summary>The gateway as a process of its own, in front of a cluster.</summary>
internal static class GatewayProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (ProgramArguments.AsksForHelp(args))
        {
            Console.WriteLine(GatewayHelp.Text);
            return 0;
        }

        if (args is not ["health"] && ProgramArguments.NoSetting(args) is { } word)
            return await Refuse(
                $"'{word}' is not known here. Without a word it runs a gateway; 'health' asks the one of this machine whether it is "
                    + $"ready; --help has the rest."
            );
        var builder = WebApplication.CreateBuilder(args);
        try
        {
            if (args is ["health"]) return await HealthQuestion.Ask(new(GatewayAddress.Local(builder.Configuration), "/health/ready"));
            GatewayConfiguration.CheckProcess(builder.Configuration, builder.Environment.IsDevelopment());
            builder.AddVipTelemetry("vip-gateway");
            builder.AddVipGateway();
            builder.AddClusterClient(builder.Configuration);
        }
        catch (InvalidOperationException e)
        {
            // What is configured wrongly is said in its own words, without a stack.
            return await Refuse(e.Message);
        }

        // The process says itself, in clear words, why it did not start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        await using var app = builder.Build();
        app.MapVipGateway();
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (ListeningProblem(e) is { } problem)
        {
            return await Refuse(problem);
        }
    }

    private static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync($"The gateway cannot run. {why}");
        return 1;
    }

    private static string? ListeningProblem(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is not SocketException socket) continue;
            return socket.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "The port of ASPNETCORE_URLS is taken: stop the other process, or choose another port.",
                SocketError.AccessDenied => "This user may not listen on the port of ASPNETCORE_URLS: choose one above 1023.",
                SocketError.AddressNotAvailable =>
                    "The address of ASPNETCORE_URLS is none of this machine: choose one of its own, or + for all.",
                _ => null,
            };
        }

        return null;
    }
}
