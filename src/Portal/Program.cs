using System.Reflection;
using VipOrleans.Portal;

if (args is ["version" or "--version"])
{
    Console.WriteLine(typeof(PortalHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return 0;
}

if (args is ["help" or "-h" or "--help"])
{
    Console.WriteLine(PortalOptions.Help);
    return 0;
}

try
{
    await using var app = PortalHost.Build(new());
    await app.RunAsync();
    return 0;
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
