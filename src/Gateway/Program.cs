namespace VipOrleans.Gateway;

/// <summary>The gateway as a process of its own, in front of a cluster.</summary>
internal static class GatewayProgram
{
    private static async Task<int> Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddVipTelemetry("vip-gateway");
        try
        {
            builder.AddVipGateway();
            builder.AddClusterClient(builder.Configuration);
        }
        catch (InvalidOperationException e)
        {
            // What is configured wrongly is said in its own words, without a stack.
            await Console.Error.WriteLineAsync($"The gateway cannot run. {e.Message}");
            return 1;
        }

        var app = builder.Build();
        app.MapVipGateway();
        await app.RunAsync();
        return 0;
    }
}
