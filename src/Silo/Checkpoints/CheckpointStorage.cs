namespace VipOrleans.Silo;

using Orleans.Configuration;
using VipOrleans.Grains;
using VipOrleans.Grains.Hosting;
using VipOrleans.Stores;

/// <summary>Where the projections' checkpoints are: by Orleans' own storage providers, in the place that has everything else.</summary>
internal static class CheckpointStorage
{
    /// <summary>The container of an account's blobs with checkpoints.</summary>
    public const string Container = "checkpoints";

    /// <summary>The name under which Orleans' ADO.NET providers know SQLite; they load Microsoft.Data.Sqlite for it.</summary>
    public const string Sqlite = "System.Data.SQLite";

    private const string Script = "VipOrleans.Silo.Checkpoints.Sqlite-Checkpoints.sql";

    /// <summary>Adds the provider: blobs of the account, a table of the database, or a file if the silo is alone.</summary>
    public static void AddCheckpoints(this ISiloBuilder silo, SiloSettings settings)
    {
        if (settings.Account is { } account) silo.AddCheckpointsInBlobs(account);
        else if (settings.Membership is { } database) silo.AddCheckpointsIn(ClusterDatabase.Invariant, database);
        else silo.AddCheckpointsIn(Sqlite, SqliteFile.ConnectionString(DataFolder.CheckpointsFileOf(settings.DataFolder)));
    }

    /// <summary>Adds the provider in blobs of a storage account.</summary>
    public static void AddCheckpointsInBlobs(this ISiloBuilder silo, string account, string container = Container) =>
        silo.AddAzureBlobGrainStorage(GrainsHosting.CheckpointStorage, (AzureBlobStorageOptions o) =>
        {
            o.BlobServiceClient = new AzureAccount(account).Blobs();
            (o.ContainerName, o.GrainStorageSerializer) = (container, new CheckpointSerializer());
        });

    /// <summary>Adds the provider in a database.</summary>
    public static void AddCheckpointsIn(this ISiloBuilder silo, string invariant, string connection) =>
        silo.AddAdoNetGrainStorage(GrainsHosting.CheckpointStorage, (AdoNetGrainStorageOptions o) =>
            (o.Invariant, o.ConnectionString, o.GrainStorageSerializer) = (invariant, connection, new CheckpointSerializer()));

    /// <summary>Makes the file of a silo that is alone, with its table, where it is missing. Blocks on the disk.</summary>
    /// <param name="path">The file.</param>
    public static void Prepare(string path) => SqliteFile.Prepare(path, Script);
}
