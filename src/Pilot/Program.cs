using Spectre.Console;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Pilot;
using VipOrleans.Silo;

if (ProgramArguments.AsksForVersion(args))
{
    Console.WriteLine(ProgramVersion.Text);
    return 0;
}

return await StartFailure.Guard("The pilot", async () =>
{
    var options = PilotOptions.Parse(args);
    if (options.ShowHelp)
    {
        Console.WriteLine(PilotOptions.Help);
        return;
    }

    await using var app = PilotHost.Build(options);
    try
    {
        await app.StartAsync();
        var address = PilotHost.AddressOf(app);
        if (options.Sample)
        {
            await SampleRun.Run(address, AnsiConsole.Console, app.Lifetime.ApplicationStopping,
                app.Services.GetService<DevelopmentPeople>());
        }

        Console.WriteLine($"VipOrleans {ProgramVersion.Text}, serving the data of {Path.GetFullPath(options.DataFolder)}");
        Console.WriteLine($"The pages are at {address}, the API and its reference at {new Uri(address, "reference/")} (Ctrl-C stops)");
    }
    catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Stopped while starting or loading: the next run goes on where this one ended.
    }
    catch
    {
        await PilotHost.Leave(app);
        throw;
    }

    // What is under way is finished before this returns.
    await app.WaitForShutdownAsync();
});
