namespace VipOrleans.Pilot.Tests;

using System.Net;
using System.Net.Sockets;
using VipOrleans.Processes;

/// <summary>A pilot that cannot start says why in one sentence, as a process of its own, and ends with code 1.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private const string Key = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static readonly Dictionary<string, string> Production = new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Auth__Authority"] = "https://login.example.org",
        ["Auth__Audience"] = "vip",
        ["Journal__Key"] = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
        ["Ids__Key"] = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_is_a_file_is_refused()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        await Refused($"The data folder {file} cannot be made", data: file);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has a folder in which nobody makes one.");
        await Refused("The data folder /proc/vip cannot be made", data: "/proc/vip");
    }

    [Fact]
    public async Task A_folder_in_use_is_refused()
    {
        await using var first = await RunningPilot.Start(_folder.Path);
        await Refused($"Another process is using the data folder {_folder.Path}");
    }

    [Fact]
    public async Task In_production_a_missing_master_key_is_refused() =>
        await Refused("No master key for people's data is configured. Set Vault:MasterKeys", Production);

    [Fact]
    public async Task In_production_a_missing_key_of_ids_is_refused() =>
        await Refused("No key for ids is configured. Set Ids:Key to 32 bytes in base64",
            With(("Ids__Key", ""), ("Vault__MasterKeys", Key)));

    [Fact]
    public async Task In_production_a_missing_key_of_the_journal_is_refused() =>
        await Refused("No key of the journal is configured. Set Journal:Key", With(("Journal__Key", ""), ("Vault__MasterKeys", Key)));

    [Fact]
    public async Task A_short_key_of_the_journal_is_refused() =>
        await Refused("Journal:Key has 5 bytes, not 32.", With(("Journal__Key", "c2hvcnQ="), ("Vault__MasterKeys", Key)));

    [Fact]
    public async Task A_damaged_key_of_ids_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "ids.key"), "c2hvcnQ=\n");
        await Refused("ids.key is damaged. Put it back from a copy");
    }

    [Fact]
    public async Task A_short_master_key_is_refused() =>
        await Refused("Master key 'k1' has 5 bytes, not 32.", With(("Vault__MasterKeys", "k1:c2hvcnQ=")));

    [Fact]
    public async Task Another_master_key_than_the_vault_was_written_with_is_refused()
    {
        await using (var first = PilotHost.Build(new()
        {
            DataFolder = _folder.Path, Urls = "http://127.0.0.1:0", Environment = "Development",
            Settings = new Dictionary<string, string?>
            {
                ["Vault:MasterKeys"] = Key, ["Journal:Key"] = Production["Journal__Key"],
            },
        }))
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        await Refused("is not the one that this vault was written with", With(("Vault__MasterKeys",
            "k1:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=")));
    }

    [Fact]
    public async Task A_damaged_journal_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "journal.db"), new string('x', 8192));
        await Refused("journal.db' is no journal.");
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("http://localhost:70000")]
    [InlineData("8080")]
    [InlineData("http://localhost:5000/vip")]
    public async Task An_address_that_is_none_is_refused(string url) =>
        await Refused($"--urls has '{url}', which is not an address to listen on", urls: url);

    [Fact]
    public async Task An_address_of_another_machine_is_refused() =>
        await Refused("is none of this machine", urls: "http://192.0.2.1:8080");

    [Fact]
    public async Task An_https_address_without_a_certificate_is_refused() =>
        await Refused("there is no certificate for it", With(("HOME", _folder.Path), ("Vault__MasterKeys", Key)),
            urls: "https://127.0.0.1:0");

    [Fact]
    public async Task A_port_that_is_taken_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await Refused("is taken: stop the other process", urls: $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
    }

    [Theory]
    [InlineData("Vault__MasterKey", "Vault:MasterKey is no setting of the pilot")]
    [InlineData("Journal__Store", "Journal:Store is no setting of the pilot")]
    [InlineData("Ids__Kye", "Ids:Kye is no setting; the section Ids has Key, AnswerFormerIds.")]
    [InlineData("Limits__Burts", "Limits:Burts is no setting")]
    [InlineData("Auth__Autority", "Auth:Autority is no setting")]
    public async Task A_setting_that_is_none_is_refused(string name, string says) => await Refused(says, new() { [name] = "1" });

    [Fact]
    public async Task The_version_is_told_and_nothing_is_started()
    {
        var run = await ProgramRun.Of("Pilot", ["--version"], new Dictionary<string, string>());
        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Matches(@"^\d+\.\d+\.\d+(-\w+)?(\+[0-9a-f]+)?\s*$", run.Output);
    }

    private static Dictionary<string, string> With(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(Production);
        foreach (var (name, value) in settings) all[name] = value;
        return all;
    }

    private async Task Refused(string says, Dictionary<string, string>? environment = null, string? data = null, string? urls = null)
    {
        var run = await ProgramRun.Of("Pilot", ["--data", data ?? _folder.Path, "--urls", urls ?? "http://127.0.0.1:0"],
            environment ?? new() { ["ASPNETCORE_ENVIRONMENT"] = "Development" });

        Assert.Equal(1, run.Code);
        Assert.StartsWith("The pilot cannot run. ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
