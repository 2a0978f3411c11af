namespace VipOrleans.Silo.Tests;

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Vault;

/// <summary>A silo as its executable and the pilot start it.</summary>
public sealed class SiloHostingTests : IDisposable
{
    private static readonly CityId Auckland = CityId.Parse("nz-akl");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_silo_keeps_in_its_folder_what_it_acknowledged()
    {
        using (var host = await Start(_folder.Path))
        {
            Assert.True((await Open(host)).IsAccepted);
            await host.StopAsync();
        }

        using var again = await Start(_folder.Path);
        Assert.Equal("Auckland", (await City(again).Get())?.Name);
        await again.StopAsync();
    }

    [Fact]
    public async Task Two_silos_run_side_by_side_on_folders_of_their_own()
    {
        using var other = new TemporaryFolder();
        using var one = await Start(_folder.Path);
        using var two = await Start(other.Path);

        await Open(one);

        Assert.NotNull(await City(one).Get());
        Assert.Null(await City(two).Get());
        await one.StopAsync();
        await two.StopAsync();
    }

    [Fact]
    public async Task A_second_silo_on_the_same_folder_is_told_that_it_is_in_use()
    {
        using var first = await Start(_folder.Path);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Start(_folder.Path));

        Assert.Contains("Another process is using the data folder", StartFailure.Explain(failure), StringComparison.Ordinal);
        await first.StopAsync();
    }

    [Theory]
    [InlineData("Silo:Port")]
    [InlineData("Silo:ClientPort")]
    public async Task A_port_on_which_somebody_listens_is_refused_and_named(string setting)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        // As Orleans listens: others may bind the port too.
        taken.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAnyAsync<Exception>(
            () => Start(_folder.Path, ports: setting == "Silo:Port" ? (port, 0) : (0, port)));

        Assert.Equal($"{setting}: another process, perhaps another silo, listens on 127.0.0.1:{port}. Stop it, or give this silo a port of "
            + "its own.", StartFailure.Explain(failure));
        // It was only looked at: the port is free for a silo once the other is gone.
        taken.Stop();
        using var host = await Start(_folder.Path, ports: setting == "Silo:Port" ? (port, 0) : (0, port));
        await host.StopAsync();
    }

    [Fact]
    public async Task In_production_it_does_not_start_without_a_master_key_of_its_own()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Start(_folder.Path, Environments.Production));

        Assert.IsType<VaultKeyException>(failure);
        Assert.Contains("Vault:MasterKeys", StartFailure.Explain(failure), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, VaultKeys.DevelopmentKeyFile)));
    }

    [Fact]
    public async Task In_production_it_does_not_start_without_a_key_of_its_journal()
    {
        var key = $"k1:{Convert.ToBase64String(new byte[31].Append((byte)1).ToArray())}";
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Start(_folder.Path, Environments.Production, key));

        Assert.StartsWith("No key of the journal is configured. Set Journal:Key", StartFailure.Explain(failure), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, KeyFile.OfJournal)));
    }

    [Fact]
    public async Task In_production_it_starts_with_a_master_key_and_a_key_of_its_journal()
    {
        var bytes = Convert.ToBase64String(new byte[31].Append((byte)1).ToArray());
        using var host = await Start(_folder.Path, Environments.Production, $"k1:{bytes}", bytes);
        Assert.True((await Open(host)).IsAccepted);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Start(Path.Combine(file, "data")));

        Assert.Contains(Path.Combine(file, "data"), StartFailure.Explain(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_silo_s_reminders_are_those_of_the_file()
    {
        var grain = GrainId.Create("sponsorship", "a");
        using (var host = await Start(_folder.Path))
        {
            var entry = new ReminderEntry
            {
                GrainId = grain, ReminderName = "wake", StartAt = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                Period = TimeSpan.FromHours(1)
            };
            await host.Services.GetRequiredService<IReminderTable>().UpsertRow(entry);
            await host.StopAsync();
        }

        Assert.True(File.Exists(DataFolder.RemindersFileOf(_folder.Path)));
        using var again = await Start(_folder.Path);
        Assert.NotNull(await again.Services.GetRequiredService<IReminderTable>().ReadRow(grain, "wake"));
        await again.StopAsync();
    }

    private static async Task<IHost> Start(string folder, string? environment = null, string? keys = null,
        string? journalKey = null, (int Silo, int Client) ports = default)
    {
        var builder =
            new HostApplicationBuilder(
                new HostApplicationBuilderSettings { EnvironmentName = environment ?? Environments.Development, DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddVipSilo(new()
        {
            DataFolder = folder, VaultMasterKeys = keys, JournalKey = journalKey, SiloPort = ports.Silo,
            ClientPort = ports.Client
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static ICityGrain City(IHost host) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICityGrain>(Auckland.Value);

    private static Task<CommandResult> Open(IHost host) =>
        City(host).Open(new() { Id = "open-1", Fingerprint = 1, Actor = "nation-officer:test" },
            new("Auckland", Currency.Parse("NZD"), "Pacific/Auckland", CityPolicy.Default));
}
