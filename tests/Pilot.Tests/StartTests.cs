namespace VipOrleans.Pilot.Tests;

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Gateway.Access;
using VipOrleans.Silo;

/// <summary>What the pilot says when it cannot start.</summary>
public sealed class StartTests : IDisposable
{
    private static readonly (string Name, string Value)[] Provider = [("Auth:Authority", "https://login.example.org"),
        ("Auth:Audience", "vip"), ("Ids:Key", "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=")];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_production_it_asks_for_an_identity_provider() =>
        Assert.Contains("Auth:Authority", await Refusal("Production"), StringComparison.Ordinal);

    [Fact]
    public async Task In_production_it_does_not_give_out_tokens_for_anyone() =>
        Assert.Contains("Auth:DevelopmentIssuer", await Refusal("Production", ("Auth:DevelopmentIssuer", "true")),
            StringComparison.Ordinal);

    [Fact]
    public async Task In_production_it_asks_for_a_master_key_of_its_own()
    {
        Assert.Contains("Vault:MasterKeys", await Refusal("Production", Provider), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.key"));
    }

    [Fact]
    public async Task In_production_it_starts_with_both()
    {
        var key = $"k1:{Convert.ToBase64String(new byte[31].Append((byte)1).ToArray())}";
        await using var app = Build("Production", [.. Provider, ("Vault:MasterKeys", key), ("Journal:Key", key[3..])]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = PilotHost.AddressOf(app) };

        // Nobody answers at the provider's address, and that is all that is missing.
        await RunningPilot.Ready(http, "Not ready: provider.");
        using var tokens =
            await http.PostAsync("/v1/dev/tokens",
                new StringContent("""{"role":"nation-officer","nation":"nz"}""", null, "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, tokens.StatusCode);
        await app.StopAsync();
    }

    [Fact]
    public async Task In_development_it_makes_a_key_of_ids_once_and_for_its_owner_alone()
    {
        var file = Path.Combine(_folder.Path, KeyFile.OfIds);
        var keys = new List<string>();
        var ids = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            await using var app = Build("Development", []);
            await app.StartAsync();
            using var http = new HttpClient { BaseAddress = PilotHost.AddressOf(app) };
            await RunningPilot.Ready(http);
            keys.Add(await File.ReadAllTextAsync(file));
            ids.Add(app.Services.GetRequiredService<IdKeys>().OfSubject("issuer", "subject"));
            await app.StopAsync();
        }

        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(IdKeys.Parse(keys[0]).OfSubject("issuer", "subject"), ids[0]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_to_be()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app =
                PilotHost.Build(
                    new()
                    {
                        DataFolder = _folder.Path, Urls = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}",
                        Environment = "Development"
                    });
            try
            {
                await app.StartAsync();
            }
            finally
            {
                await app.StopAsync();
            }
        });

        Assert.Contains("--urls", StartFailure.Explain(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_in_use_is_said_to_be()
    {
        await using var first = await RunningPilot.Start(_folder.Path);
        Assert.Contains($"Another process is using the data folder {_folder.Path}", await Refusal("Development"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_is_read()
    {
        Assert.Equal(new PilotOptions(), PilotOptions.Parse([]));
        Assert.Equal(
            new PilotOptions { Sample = true, DataFolder = "/var/vip", Urls = "http://localhost:9000" },
            PilotOptions.Parse(["--sample", "--data", "/var/vip", "--urls=http://localhost:9000"]));
        Assert.True(PilotOptions.Parse(["--help"]).ShowHelp);
    }

    [Theory]
    [InlineData("--simple")]
    [InlineData("sample")]
    [InlineData("--data")]
    public void A_command_line_that_is_not_understood_gets_the_help(string argument) =>
        Assert.Contains("--sample", Assert.Throws<OperatorException>(() => PilotOptions.Parse([argument])).Message,
            StringComparison.Ordinal);

    private async Task<string?> Refusal(string environment, params (string Name, string Value)[] settings)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = Build(environment, settings);
            await app.StartAsync();
        });
        return StartFailure.Explain(failure);
    }

    private Microsoft.AspNetCore.Builder.WebApplication Build(string environment, (string Name, string Value)[] settings) =>
        PilotHost.Build(new()
        {
            DataFolder = _folder.Path,
            Urls = "http://127.0.0.1:0",
            Environment = environment,
            Settings = settings.ToDictionary(s => s.Name, string? (s) => s.Value),
        });
}
