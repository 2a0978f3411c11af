namespace VipOrleans.Silo.Tests;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Servers;
using VipOrleans.Vault;

/// <summary>Silos that share their stores, as the silo executable starts them.</summary>
public sealed class ClusterTests : IDisposable
{
    private const string Key = "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly List<TemporaryFolder> _folders = [];

    public void Dispose() => _folders.ForEach(f => f.Dispose());

    [Fact]
    public async Task Silos_on_one_database_find_each_other_and_what_one_has_written_the_others_know()
    {
        var settings =
            new SiloSettings
            {
                DataFolder = "", VaultMasterKeys = Key, JournalKey = Key[2..], Store = JournalStore.Postgres,
                JournalConnection = await (await PostgresServer.Shared).NewDatabase()
            };
        using var one = await Start(settings);
        using var two = await Start(settings);

        Assert.Equal(2,
            (await one.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
        foreach (var i in Enumerable.Range(0, 10)) Assert.True((await Open(one, $"nz-c{i}")).IsAccepted);
        foreach (var i in Enumerable.Range(0, 10)) Assert.Equal("Auckland", (await City(two, $"nz-c{i}").Get())?.Name);

        var person = new Vault.PersonDocument("Aroha Ngata", null, null, [new("passport", "NZ", "L1")]);
        Assert.Equal(PutOutcome.Stored, await one.Services.GetRequiredService<IVault>().Put("nz-akl.host.1", person));
        Assert.Equal(person, await two.Services.GetRequiredService<IVault>().Read("nz-akl.host.1", "nz-akl.officer.1", "identity-check"));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await two.Services.GetRequiredService<IVault>().Put("nz-akl.host.2", person));

        await one.StopAsync();
        foreach (var i in Enumerable.Range(0, 10)) Assert.Equal("Auckland", (await City(two, $"nz-c{i}").Get())?.Name);
        await two.StopAsync();
    }

    [Fact]
    public async Task One_storage_account_has_the_journal_the_members_the_reminders_and_the_vault()
    {
        await using var account = await AzuriteServer.Start();
        var settings = new SiloSettings
        {
            DataFolder = "",
            VaultMasterKeys = Key, JournalKey = Key[2..],
            Store = JournalStore.AzureTables,
            JournalConnection = account.ConnectionString,
        };
        using var one = await Start(settings);
        using var two = await Start(settings);

        Assert.Equal(2,
            (await one.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
        foreach (var i in Enumerable.Range(0, 10)) Assert.True((await Open(one, $"nz-c{i}")).IsAccepted);
        foreach (var i in Enumerable.Range(0, 10)) Assert.Equal("Auckland", (await City(two, $"nz-c{i}").Get())?.Name);

        var person = new Vault.PersonDocument("Aroha Ngata", null, null, [new("passport", "NZ", "L1")]);
        Assert.Equal(PutOutcome.Stored, await one.Services.GetRequiredService<IVault>().Put("nz-akl.host.1", person));
        Assert.Equal(person, await two.Services.GetRequiredService<IVault>().Read("nz-akl.host.1", "nz-akl.officer.1", "identity-check"));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await two.Services.GetRequiredService<IVault>().Put("nz-akl.host.2", person));
        var reminder = new ReminderEntry
        {
            GrainId = GrainId.Create("sponsorship", "a"), ReminderName = "wake", StartAt = DateTime.UtcNow,
            Period = TimeSpan.FromMinutes(1),
        };
        await one.Services.GetRequiredService<IReminderTable>().UpsertRow(reminder);
        Assert.NotNull(await two.Services.GetRequiredService<IReminderTable>().ReadRow(reminder.GrainId, "wake"));
        var meeting = await ClusterAccount.OtherClusters(account.ConnectionString, "another", DateTimeOffset.UtcNow, default);
        Assert.Equal([$"2 of '{settings.ClusterId}'"], meeting);

        await one.StopAsync();
        foreach (var i in Enumerable.Range(0, 10)) Assert.Equal("Auckland", (await City(two, $"nz-c{i}").Get())?.Name);
        await two.StopAsync();
    }

    [Fact]
    public async Task A_silo_with_the_vault_of_one_that_ran_alone_does_not_start_with_another_vault()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await Start(
            new()
            {
                DataFolder = "", VaultMasterKeys = Key, JournalKey = Key[2..], Store = JournalStore.AzureTables,
                JournalConnection = (await AzuriteServer.Shared).ConnectionString,
            }, folder => File.WriteAllText(Path.Combine(folder, "vault.db"), "")));
        Assert.Contains("is the vault of a silo that ran alone", StartFailure.Explain(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_cannot_be_reached_ends_the_start_with_clear_words()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Start(
            new()
            {
                DataFolder = "", VaultMasterKeys = Key, JournalKey = Key[2..], Store = JournalStore.AzureTables,
                DatabasePatience = TimeSpan.FromSeconds(1), JournalConnection = AzuriteServer.Through(1, 1),
            }));
        Assert.Contains("The storage account devstoreaccount1 cannot be used", StartFailure.Explain(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_in_Azure_Tables_with_silos_that_meet_in_PostgreSQL()
    {
        var settings = new SiloSettings
        {
            DataFolder = "",
            VaultMasterKeys = Key, JournalKey = Key[2..],
            Store = JournalStore.AzureTables,
            JournalConnection = (await AzuriteServer.Shared).ConnectionString,
            ClusterConnection = await (await PostgresServer.Shared).NewDatabase(),
        };
        using var one = await Start(settings);
        using var two = await Start(settings);

        Assert.True((await Open(one, "nz-akl")).IsAccepted);
        await one.StopAsync();

        Assert.Equal("Auckland", (await City(two, "nz-akl").Get())?.Name);
        await two.StopAsync();
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_ends_the_start_with_clear_words()
    {
        var failure =
            await Assert.ThrowsAnyAsync<Exception>(
                () => Start(
                    new()
                    {
                        DataFolder = "", DatabasePatience = TimeSpan.FromSeconds(1), Store = JournalStore.Postgres,
                        JournalConnection = "Host=127.0.0.1;Port=1;Username=vip;Password=s3cret"
                    }));

        var words = StartFailure.Explain(failure);
        Assert.Contains("127.0.0.1:1", words, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", words, StringComparison.Ordinal);
    }

    private async Task<IHost> Start(SiloSettings settings, Action<string>? prepare = null)
    {
        var folder = new TemporaryFolder();
        _folders.Add(folder);
        prepare?.Invoke(folder.Path);
        var builder =
            new HostApplicationBuilder(
                new HostApplicationBuilderSettings { EnvironmentName = Environments.Development, DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddVipSilo(settings with { DataFolder = folder.Path, Address = "127.0.0.1" });
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

    private static ICityGrain City(IHost host, string city) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICityGrain>(city);

    private static Task<CommandResult> Open(IHost host, string city) =>
        City(host, city)
            .Open(new() { Id = "open-1", Fingerprint = 1, Actor = "nation-officer:test" },
                new("Auckland", Currency.Parse("NZD"), "Pacific/Auckland", CityPolicy.Default));
}
