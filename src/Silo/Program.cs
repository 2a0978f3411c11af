using Microsoft.Extensions.Hosting;
using VipOrleans.Silo;

// A silo of its own, for gateways in other processes. The pilot has silo and gateway in one.
return await StartFailure.Guard("The silo", async () =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.AddVipSilo(SiloConfiguration.Read(builder.Configuration));
    builder.AddTelemetryExport();
    using var host = builder.Build();
    await host.RunAsync();
});
