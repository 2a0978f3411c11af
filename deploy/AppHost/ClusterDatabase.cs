namespace VipOrleans.AppHost;

using Aspire.Hosting.Orleans;

/// <summary>
/// Where silos meet and have their reminders, under the name by which silos and gateways ask for it: they are configured the same way
/// everywhere, with Aspire and without.
/// </summary>
/// <param name="connection">The PostgreSQL's connection string.</param>
internal sealed class ClusterDatabase(string connection) : IProviderConfiguration
{
    /// <inheritdoc/>
    public void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configurationSectionPath)
        where T : IResourceWithEnvironment => resourceBuilder.WithEnvironment("Cluster__Connection", connection);
}
