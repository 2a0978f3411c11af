namespace VipOrleans.Vault.Tests;

using Microsoft.Extensions.Logging;
using static VipOrleans.Vault.Tests.People;

public sealed class DevelopmentKeyTests : IAsyncDisposable, ILogger
{
    private readonly VaultFolder _folder = new();
    private readonly List<(LogLevel Level, string Text)> _log = [];

    private string DataFolder => Path.Combine(_folder.Folder, "data");

    private string KeyFile => Path.Combine(DataFolder, VaultKeys.DevelopmentKeyFile);

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task In_development_a_key_is_made_once_for_its_owner_only_with_a_warning()
    {
        var keys = VaultKeys.FromConfiguration(null, isDevelopment: true, DataFolder, this);
        var text = await File.ReadAllTextAsync(KeyFile);
        var warning = Assert.Single(_log);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains(KeyFile, warning.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Trim().Split(':')[1], warning.Text, StringComparison.Ordinal);
        Assert.Equal([KeyFile], Directory.GetFiles(DataFolder));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));

        await using (var vault = SqliteVault.Open(_folder.File, keys, TimeProvider.System)) await vault.Put(Ana, Person("Ana"));
        var again = VaultKeys.FromConfiguration(" ", isDevelopment: true, DataFolder, this);
        Assert.Equal(text, await File.ReadAllTextAsync(KeyFile));
        await using (var vault =
            SqliteVault.Open(_folder.File, again, TimeProvider.System)) Assert.NotNull(await vault.Read(Ana, Officer, "identity-check"));
    }

    [Fact]
    public async Task Two_processes_that_start_at_once_get_the_same_key()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 8)
                .Select(_ =>
                    Task.Run(() =>
                        VaultKeys.FromConfiguration(null, true, DataFolder,
                            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance))));
        Assert.Equal([KeyFile], Directory.GetFiles(DataFolder));
        Assert.Equal("development", VaultKeys.Parse(await File.ReadAllTextAsync(KeyFile)).CurrentId);
    }

    [Fact]
    public void Two_development_machines_have_different_keys()
    {
        VaultKeys.FromConfiguration(null, true, DataFolder, this);
        var other = Path.Combine(_folder.Folder, "other");
        VaultKeys.FromConfiguration(null, true, other, this);
        Assert.NotEqual(File.ReadAllText(KeyFile), File.ReadAllText(Path.Combine(other, VaultKeys.DevelopmentKeyFile)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Outside_development_nothing_starts_without_a_key_of_its_own(string? text)
    {
        // Also where a development key happens to lie there.
        VaultKeys.FromConfiguration(null, isDevelopment: true, DataFolder, this);
        var message =
            Assert.Throws<VaultKeyException>(() => VaultKeys.FromConfiguration(text, isDevelopment: false, DataFolder, this)).Message;
        Assert.Contains("Vault:MasterKeys", message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_configured_key_is_used_everywhere_and_no_file_is_made(bool isDevelopment)
    {
        Assert.Equal("a", VaultKeys.FromConfiguration(VaultFolder.KeyA, isDevelopment, DataFolder, this).CurrentId);
        Assert.False(Directory.Exists(DataFolder));
        Assert.Empty(_log);
    }

    [Fact]
    public void A_damaged_development_key_is_reported_and_not_replaced()
    {
        Directory.CreateDirectory(DataFolder);
        File.WriteAllText(KeyFile, "development:AAAA");
        Assert.Contains(KeyFile, Assert.Throws<VaultKeyException>(() => VaultKeys.FromConfiguration(null, true, DataFolder, this)).Message,
            StringComparison.Ordinal);
        Assert.Equal("development:AAAA", File.ReadAllText(KeyFile));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _log.Add((logLevel, formatter(state, exception)));
}
