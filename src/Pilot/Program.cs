using Spectre.Console;
using VipOrleans.Pilot;
using VipOrleans.Silo;

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
        if (options.Sample) await SampleRun.Run(address, AnsiConsole.Console, app.Lifetime.ApplicationStopping);
        Console.WriteLine($"Serving the data of {Path.GetFullPath(options.DataFolder)}");
        Console.WriteLine($"The API and its reference are at {address} (Ctrl-C stops)");
    }
    catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Stopped while starting or loading: the next run goes on where this one ended.
    }
    catch
    {
        // The silo may be up already, and leaves in good order.
        await app.StopAsync();
        throw;
    }

    // What is under way is finished before this returns.
    await app.WaitForShutdownAsync();
});
