namespace VipOrleans.Gateway;

/// <summary>The gateway as a process of its own, in front of a cluster.</summary>
internal static class GatewayProgram
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddVipTelemetry("vip-gateway");
        builder.AddVipGateway();
        builder.AddClusterClient(builder.Configuration);
        var app = builder.Build();
        app.MapVipGateway();
        await app.RunAsync();
    }
}
