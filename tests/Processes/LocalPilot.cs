namespace VipOrleans.Processes;

/// <summary>A pilot on the loopback address: silo, gateway and embedded stores in one process.</summary>
public static class LocalPilot
{
    /// <summary>Prepares a pilot.</summary>
    /// <param name="folder">The folder with its data.</param>
    /// <param name="logs">A folder in which all that it prints is kept; null for none.</param>
    /// <param name="program">The DLL that has the pilot in it; null for the pilot's own.</param>
    /// <param name="first">What stands before the pilot's own arguments.</param>
    public static NodeProcess In(string folder, string? logs = null, string? program = null, params string[] first)
    {
        var address = $"http://127.0.0.1:{NodeProcess.FreePort()}";
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Auth__DevelopmentIssuer"] = "true",
            ["Auth__DevelopmentKey"] = LocalCluster.DevelopmentKey,
            ["Ids__Key"] = LocalCluster.IdsKey,
            ["Limits__RequestsPerSecond"] = "100000",
            ["Limits__Burst"] = "100000",
            // A load of some minutes is what people do in years.
            ["Limits__ConcernsPerMonth"] = "1000000",
            ["Limits__InvitationsPerMonth"] = "1000000",
            ["Limits__ProposalsPerMonth"] = "1000000",
            ["Limits__ProposalsOfPairPerYear"] = "1000000",
            ["Limits__ImportsPerDay"] = "1000000",
            ["Limits__ImportMebibytesPerDay"] = "1000000",
        };
        NodeProcess.ShareTheMachine(environment);
        return new("pilot", program ?? NodeProcess.BuiltFrom("Pilot"), environment, new(address), "/health/ready",
            [.. first, "--data", folder, "--urls", address], logs);
    }
}
