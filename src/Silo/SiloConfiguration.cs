namespace VipOrleans.Silo;

using System.Globalization;
using Microsoft.Extensions.Configuration;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Grains.Hosting;
using VipOrleans.Stores;

/// <summary>
/// Reads a silo's settings from configuration, which in a container means environment variables such as <c>Silo__DataFolder</c>.
/// </summary>
public static class SiloConfiguration
{
    /// <summary>
    /// Every setting that a silo has. The section <c>Cluster</c> it shares with gateways, which are often given the same environment.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Journal:Store", "Journal:Connection", "Journal:Key", "Journal:AnchorPath",
        "Cluster:Connection", "Cluster:ClusterId", "Cluster:ServiceId", "Cluster:ProbeSeconds", "Cluster:ProbesMissed", "Cluster:Gateways",
        "Cluster:LargeCities", "Cluster:Dashboard",
        "Silo:Address", "Silo:Port", "Silo:ClientPort", "Silo:HealthPort", "Silo:DataFolder", "Silo:DatabaseWaitSeconds",
        "Vault:MasterKeys", "Payouts:PaymentsPerFile", "Payouts:SumPerFile",
        "Messages:SmtpHost", "Messages:SmtpPort", "Messages:SmtpSecurity", "Messages:SmtpUser", "Messages:SmtpPassword", "Messages:From",
        "Messages:NeutralFrom", "Messages:AdapterUrl", "Messages:AdapterKey", "Messages:AdapterChannels",
    ];

    /// <summary>
    /// Reads <c>Journal:Store</c> (Sqlite, Postgres or AzureTables), <c>Journal:Connection</c>, <c>Journal:Key</c>,
    /// <c>Journal:AnchorPath</c>, <c>Cluster:Connection</c>,
    /// <c>Silo:Address</c>, <c>Silo:DataFolder</c>, <c>Silo:Port</c>, <c>Silo:ClientPort</c>, <c>Silo:HealthPort</c>,
    /// <c>Silo:DatabaseWaitSeconds</c>, <c>Cluster:ProbeSeconds</c>, <c>Cluster:ProbesMissed</c>, <c>Cluster:ClusterId</c>,
    /// <c>Cluster:ServiceId</c>, <c>Cluster:LargeCities</c>, <c>Cluster:Dashboard</c>, <c>Payouts:PaymentsPerFile</c>,
    /// <c>Payouts:SumPerFile</c>, the section
    /// <c>Messages</c> and
    /// <c>Vault:MasterKeys</c>; what is not there has the silo executable's default: the folder <c>data</c>, Orleans' usual ports 11111 and
    /// 30000, 8081 for health checks, a journal in SQLite, and the names that a gateway looks for by default.
    /// </summary>
    /// <exception cref="OperatorException">A value is not usable, or a setting of these sections is not known; the message names every one
    /// of them, a line each.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var settings = new SiloSettings
        {
            DataFolder = configuration["Silo:DataFolder"] ?? "data",
            SiloPort = Port("Silo:Port", 11111),
            ClientPort = Port("Silo:ClientPort", 30000),
            VaultMasterKeys = configuration["Vault:MasterKeys"],
            Store = Store(),
            JournalConnection = Given("Journal:Connection"),
            JournalKey = Given("Journal:Key"),
            AnchorPath = Given("Journal:AnchorPath"),
            ClusterConnection = Given("Cluster:Connection"),
            Address = Given("Silo:Address"),
            HealthPort = Port("Silo:HealthPort", 8081),
            ProbeSeconds = Number("Cluster:ProbeSeconds", 1, 60),
            ProbesMissed = Number("Cluster:ProbesMissed", 3, 100),
            LargeCities = LargeCities(),
            Dashboard = Flag("Cluster:Dashboard"),
            PaymentsPerFile = Number("Payouts:PaymentsPerFile", 5_000, 5_000),
            SumPerFile = Number("Payouts:SumPerFile", 0, 1_000_000_000),
            Messages = Messages(),
            DatabasePatience = TimeSpan.FromSeconds(Number("Silo:DatabaseWaitSeconds", 60, 600)),
        };
        settings = settings with
        {
            ClusterId = Name("Cluster:ClusterId", settings.ClusterId),
            ServiceId = Name("Cluster:ServiceId", settings.ServiceId)
        };
        if (string.IsNullOrWhiteSpace(settings.DataFolder))
        {
            problems.Add("Silo:DataFolder is empty; name a folder, or leave the setting out for 'data'.");
        }

        if (settings.SiloPort != 0 && settings.SiloPort == settings.ClientPort)
        {
            problems.Add("Silo:Port and Silo:ClientPort are the same; give two ports.");
        }

        if (settings.HealthPort != 0 && (settings.HealthPort == settings.SiloPort || settings.HealthPort == settings.ClientPort))
        {
            problems.Add("Silo:HealthPort is the port of something else of this silo; give it one of its own, or 0 for none.");
        }

        problems.AddRange(ProblemsOf(settings));
        problems.AddRange(Unknown(configuration));
        return problems.Count == 0 ? settings : throw new OperatorException(string.Join(Environment.NewLine, problems));

        string? Given(string name) => string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name];

        string Name(string setting, string standard)
        {
            if (configuration[setting] is not { } text) return standard;
            if (text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) return text;
            problems.Add(
                $"{setting} is '{text}'; it is 1 to 100 ASCII letters, digits, '-', '_' and '.', the same in all silos and gateways.");
            return standard;
        }

        MessageSettings Messages()
        {
            var messages = new MessageSettings
            {
                SmtpHost = Given("Messages:SmtpHost"),
                SmtpPort = Number("Messages:SmtpPort", 587, 65535),
                SmtpSecurity = Security(),
                SmtpUser = Given("Messages:SmtpUser"),
                SmtpPassword = Given("Messages:SmtpPassword"),
                From = Given("Messages:From"),
                NeutralFrom = Given("Messages:NeutralFrom"),
                AdapterUrl = AdapterUrl(),
                AdapterKey = Given("Messages:AdapterKey"),
                AdapterChannels = AdapterChannels(),
            };
            problems.AddRange(messages.Problems());
            return messages;
        }

        SmtpSecurity Security()
        {
            if (Given("Messages:SmtpSecurity") is not { } text) return SmtpSecurity.StartTls;
            if (Enum.TryParse<SmtpSecurity>(text, ignoreCase: true, out var security) && !char.IsAsciiDigit(text[0])) return security;
            problems.Add($"Messages:SmtpSecurity is '{text}'; it is one of {string.Join(", ", Enum.GetNames<SmtpSecurity>())}.");
            return SmtpSecurity.StartTls;
        }

        Uri? AdapterUrl()
        {
            if (Given("Messages:AdapterUrl") is not { } text) return null;
            // A password in it would stand in logs; there is a key for that.
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
                && url.Query.Length == 0)
            {
                return url;
            }

            problems.Add("Messages:AdapterUrl is an https address without a user, a password or a query.");
            return null;
        }

        IReadOnlyList<MessageChannel> AdapterChannels()
        {
            if (Given("Messages:AdapterChannels") is not { } text) return MessageSettings.SmsOnly;
            var channels = new List<MessageChannel>();
            foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
            {
                if (Codes<MessageChannel>.TryParse(word, out var channel) && channel != MessageChannel.Email) channels.Add(channel);
                else problems.Add($"Messages:AdapterChannels names '{word}'; it is a list of 'sms' and 'letter', with commas.");
            }

            return [.. channels.Distinct()];
        }

        JournalStore Store()
        {
            if (Given("Journal:Store") is not { } text) return JournalStore.Sqlite;
            if (Enum.TryParse<JournalStore>(text, ignoreCase: true, out var store) && Enum.IsDefined(store) && !char.IsAsciiDigit(text[0]))
            {
                return store;
            }

            problems.Add($"Journal:Store is '{text}'; it is one of {string.Join(", ", Enum.GetNames<JournalStore>())}.");
            return JournalStore.Sqlite;
        }

        Dictionary<string, int>? LargeCities()
        {
            var cities = new Dictionary<string, int>(StringComparer.Ordinal);
            const StringSplitOptions neat = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
            foreach (var item in (Given("Cluster:LargeCities") ?? "").Split(',', neat))
            {
                var parts = item.Split('=', StringSplitOptions.TrimEntries);
                if (parts.Length == 2 && CityId.TryParse(parts[0], out var city)
                    && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number is >= 2 and <= PlacementOptions.MostParts && cities.TryAdd(city.Value, number)) continue;
                problems.Add(
                    $"Cluster:LargeCities has '{item}'; it is a list of cities, each once and with 2 to {PlacementOptions.MostParts}"
                    + " parts, such as 'nz-akl=4,nz-wlg=2', the same in all silos.");
            }

            return cities.Count == 0 ? null : cities;
        }

        bool Flag(string name)
        {
            if (Given(name) is not { } text) return false;
            if (bool.TryParse(text, out var flag)) return flag;
            problems.Add($"{name} is '{text}'; it is true or false.");
            return false;
        }

        int Number(string name, int standard, int most)
        {
            if (Given(name) is not { } text) return standard;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            {
                return number;
            }

            problems.Add($"{name} is '{text}'; it is a whole number from 1 to {most}.");
            return standard;
        }

        int Port(string name, int standard)
        {
            if (configuration[name] is not { } text) return standard;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535) return port;
            problems.Add($"{name} is '{text}'; a port is a number up to 65535, and 0 stands for any or none.");
            return standard;
        }
    }

    /// <summary>
    /// Settings of a silo that a pilot does not have: it is alone, keeps everything in the data folder of its command line, and of these
    /// sections reads its keys and the place of its journal's anchor only.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <returns>A sentence for each.</returns>
    public static IEnumerable<string> UnknownToPilot(IConfiguration configuration) =>
        from section in Names.Select(n => n.Split(':')[0]).Distinct()
        from child in configuration.GetSection(section).GetChildren()
        where !PilotHas.Contains(child.Path, StringComparer.OrdinalIgnoreCase)
        select $"{child.Path} is no setting of the pilot: of the sections Journal, Cluster, Silo and Vault it has "
            + $"{string.Join(", ", PilotHas)} only.";

    /// <summary>What is wrong with the journal's key, if one is configured.</summary>
    /// <param name="configuration">The settings.</param>
    public static IEnumerable<string> JournalKeyProblems(IConfiguration configuration) =>
        configuration["Journal:Key"] is { } key && !string.IsNullOrWhiteSpace(key) && JournalKeys.Problem(key) is { } problem
            ? [problem] : [];

    private static readonly string[] PilotHas = ["Vault:MasterKeys", "Journal:Key", "Journal:AnchorPath", "Cluster:Dashboard"];

    // A setting with a slip in its name would leave its default in force without a word.
    private static IEnumerable<string> Unknown(IConfiguration configuration) =>
        from section in Names.GroupBy(n => n.Split(':')[0])
        from child in configuration.GetSection(section.Key).GetChildren()
        where !section.Contains(child.Path, StringComparer.OrdinalIgnoreCase)
        select $"{child.Path} is no setting; the section {section.Key} has {string.Join(", ", section.Select(n => n.Split(':')[1]))}.";

    // No message repeats a connection: there may be a password in it.
    private static IEnumerable<string> ProblemsOf(SiloSettings settings)
    {
        if (settings.JournalKey is { } key && JournalKeys.Problem(key) is { } wrong) yield return wrong;
        if (settings.Store != JournalStore.Sqlite && settings.JournalConnection is null)
            yield return $"Journal:Store is {settings.Store} but Journal:Connection is empty; give "
                + (settings.Store == JournalStore.Postgres
                    ? "a connection string (Host=…;Username=…;Password=…;Database=…)."
                    : "the account's table endpoint (https://….table.core.windows.net) or a connection string.");
        if (settings.Store == JournalStore.Sqlite && settings.JournalConnection is not null)
            yield return "Journal:Connection is given but Journal:Store is Sqlite, which has none; set Journal:Store to Postgres or "
                + "AzureTables, or leave the connection out.";
        if (settings.Store == JournalStore.Sqlite && settings.ClusterConnection is not null)
            yield return "Cluster:Connection is given but Journal:Store is Sqlite, which only one silo can use; set Journal:Store to "
                + "Postgres or AzureTables, or leave the connection out.";
        if (settings.Address is { } address && !System.Net.IPAddress.TryParse(address, out _))
        {
            yield return $"Silo:Address is '{address}'; it is an IP address.";
        }

        if (settings.Store == JournalStore.Postgres && settings.JournalConnection is { } journal
            && Problem("Journal:Connection", JournalStores.Postgres(journal).Check) is { } one)
        {
            yield return one;
        }

        if (settings.Store == JournalStore.AzureTables && settings.JournalConnection is { } account
            && Problem("Journal:Connection", JournalStores.AzureTables(account).Check) is { } two)
        {
            yield return two;
        }

        if (settings.ClusterConnection is { } cluster && !AzureAccount.Names(cluster)
            && Problem("Cluster:Connection", JournalStores.Postgres(cluster).Check) is { } three)
        {
            yield return three;
        }

        if (settings.Account is not { } meeting) yield break;
        if (settings.Store != JournalStore.AzureTables)
        {
            yield return $"Cluster:Connection names a storage account but Journal:Store is {settings.Store}; leave it out, or set "
                + "Journal:Store to AzureTables.";
        }
        else if (Problem(settings.ClusterConnection is null ? "Journal:Connection" : "Cluster:Connection", new AzureAccount(meeting).Check)
            is { } four)
        {
            yield return four;
        }
    }

    private static string? Problem(string name, Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (ArgumentException e)
        {
            return $"{name}: {e.Message}";
        }
    }
}
