namespace VipOrleans.Gateway;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Gateway.Hosting;

/// <summary>The gateway as a process of its own, in front of a cluster.</summary>
internal static partial class GatewayProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (ProgramArguments.AsksForHelp(args))
        {
            Console.WriteLine(GatewayHelp.Text);
            return 0;
        }

        if (ProgramArguments.AsksForVersion(args))
        {
            Console.WriteLine(ProgramVersion.Text);
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
        Starting(app.Logger, ProgramVersion.Text);
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (ListeningFailure.Explain(e, "ASPNETCORE_URLS") is { } problem)
        {
            return await Refuse(problem);
        }
    }

    [LoggerMessage(222, LogLevel.Information, "A gateway of VipOrleans {Version} starts.")]
    private static partial void Starting(ILogger logger, string version);

    private static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync($"The gateway cannot run. {why}");
        return 1;
    }
}
