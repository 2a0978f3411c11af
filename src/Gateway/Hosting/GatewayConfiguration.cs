namespace VipOrleans.Gateway.Hosting;

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using VipOrleans.Gateway.Access;

/// <summary>Checks a gateway's settings before anything is made of them, and reports all that is wrong at once, a line each.</summary>
public static class GatewayConfiguration
{
    private const int MostDrainSeconds = 300;

    // The section Cluster is shared with silos, which are often given the same environment.
    private static readonly Dictionary<string, string[]> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Auth"] = PropertiesOf<AuthOptions>(),
        ["Limits"] = PropertiesOf<GatewayLimits>(),
        ["Ids"] = ["Key", "AnswerFormerIds"],
        ["Gateway"] = ["DrainSeconds", "TrustedProxies", "CorsOrigins", "OpsPort"],
        ["Cluster"] = ["Connection", "Gateways", "ClusterId", "ServiceId", "ProbeSeconds", "ProbesMissed", "LargeCities",
            "Dashboard"],
    };

    /// <summary>Every setting that a gateway has.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sections.SelectMany(s => s.Value.Select(n => $"{s.Key}:{n}"))];

    /// <summary>Checks the settings of a gateway that is a process of its own.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="isDevelopment">Whether it runs in the Development environment.</param>
    /// <exception cref="InvalidOperationException">One of them cannot be used, or a setting is not known; a line for each, without
    /// secrets.</exception>
    public static void CheckProcess(IConfiguration configuration, bool isDevelopment) =>
        Throw(
        [
            .. Problems(configuration, isDevelopment), .. ClusterProblems(configuration),
            .. AddressProblems("ASPNETCORE_URLS", configuration["URLS"]),
        ]);

    /// <summary>Checks the settings of a gateway in any process.</summary>
    /// <inheritdoc cref="CheckProcess"/>
    internal static void Check(IConfiguration configuration, bool isDevelopment) => Throw(Problems(configuration, isDevelopment));

    /// <summary>Checks the section <c>Cluster</c>.</summary>
    /// <inheritdoc cref="CheckProcess"/>
    internal static void CheckCluster(IConfiguration configuration) => Throw(ClusterProblems(configuration));

    /// <summary>How long a gateway that stops still takes requests; checked before.</summary>
    internal static TimeSpan Drain(IConfiguration configuration) =>
        TimeSpan.FromSeconds(Given(configuration, "Gateway:DrainSeconds") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0);

    /// <summary>The port for operators, 0 for none; checked before.</summary>
    internal static int OpsPort(IConfiguration configuration) =>
        Given(configuration, "Gateway:OpsPort") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>Whether operators get Orleans' dashboard; checked before.</summary>
    internal static bool HasDashboard(IConfiguration configuration) =>
        Given(configuration, "Cluster:Dashboard") is { } text && bool.Parse(text);

    private static List<string> Problems(IConfiguration configuration, bool isDevelopment)
    {
        List<string> problems = [.. Unknown(configuration, "Auth", "Limits", "Ids", "Gateway")];
        foreach (var limit in typeof(GatewayLimits).GetProperties())
        {
            var range = limit.GetCustomAttribute<RangeAttribute>()!;
            problems.AddRange(NumberProblem(configuration, $"Limits:{limit.Name}", (int)range.Minimum, (int)range.Maximum));
        }

        problems.AddRange(NumberProblem(configuration, "Gateway:DrainSeconds", 0, MostDrainSeconds));
        problems.AddRange(NumberProblem(configuration, "Gateway:OpsPort", 0, 65535));
        if (Given(configuration, "Cluster:Dashboard") is { } dashboard && !bool.TryParse(dashboard, out _))
            problems.Add($"Cluster:Dashboard is '{dashboard}'; it is true or false.");
        problems.AddRange(IdKeys.Problems(configuration, isDevelopment));
        problems.AddRange(TrustedProxies.Problems(configuration));
        problems.AddRange(Cors.Problems(configuration));
        if (configuration["Auth:DevelopmentIssuer"] is { Length: > 0 } issuer
            && !bool.TryParse(issuer, out _)) problems.Add($"Auth:DevelopmentIssuer is '{issuer}'; it is true or false.");
        else if ((configuration.GetSection("Auth").Get<AuthOptions>() ?? new())
            .Problem(isDevelopment) is { } problem) problems.Add(problem);
        return problems;
    }

    private static List<string> ClusterProblems(IConfiguration configuration)
    {
        List<string> problems = [.. Unknown(configuration, "Cluster")];
        var database = Given(configuration, "Cluster:Connection");
        var named = configuration.GetSection("Cluster:Gateways").Get<string[]>();
        if (database is not null && named is not null)
        {
            problems.Add(
                "Both Cluster:Connection and Cluster:Gateways are set. The silos are found in the one or at the other: leave one out.");
        }

        if (database is not null && ConnectionProblem(database) is { } problem) problems.Add(problem);
        problems.AddRange(
            (named ?? []).Where(a => !System.Net.IPEndPoint.TryParse(a, out var endpoint) || endpoint.Port == 0)
                .Select(a => $"Cluster:Gateways has '{a}', which is not an address such as '127.0.0.1:30000'."));
        foreach (var name in new[] { "Cluster:ClusterId", "Cluster:ServiceId" })
        {
            if (configuration[name] is { } text
                && (text.Length is 0 or > 100 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
                problems.Add(
                    $"{name} is '{text}'; it is 1 to 100 ASCII letters, digits, '-', '_' and '.', the same in all silos and gateways.");
        }

        return problems;
    }

    /// <summary>What is wrong with addresses to listen on.</summary>
    /// <param name="name">Where they are given, such as <c>--urls</c>.</param>
    /// <param name="urls">The addresses, separated by semicolons; null for none.</param>
    /// <returns>A sentence for each.</returns>
    public static IEnumerable<string> AddressProblems(string name, string? urls) =>
        from url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        where !Uri.TryCreate(GatewayAddress.Local(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.PathAndQuery != "/"
        select $"{name} has '{url}', which is not an address to listen on such as 'http://localhost:8080' or 'http://+:8080'.";

    private static IEnumerable<string> Unknown(IConfiguration configuration, params string[] sections) =>
        from section in sections
        from child in configuration.GetSection(section).GetChildren()
            // A setting with a slip in its name would leave its default in force without a word.
        where !Sections[section].Contains(child.Key, StringComparer.OrdinalIgnoreCase)
        select $"{child.Path} is no setting; the section {section} has {string.Join(", ", Sections[section])}.";

    private static IEnumerable<string> NumberProblem(IConfiguration configuration, string name, int least, int most)
    {
        if (Given(configuration, name) is not { } text) yield break;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            yield return $"{name} is '{text}'; it is a whole number from {least} to {most}.";
    }

    // The text itself has a password in it and is not repeated.
    private static string? ConnectionProblem(string database)
    {
        try
        {
            if (ClusterAccount.IsNamedBy(database))
            {
                ClusterAccount.Tables(database);
                return null;
            }
        }
        catch (ArgumentException e)
        {
            return $"Cluster:Connection names no Azure storage account: {e.Message}.";
        }

        try
        {
            return string.IsNullOrEmpty(new Npgsql.NpgsqlConnectionStringBuilder(database).Host) ? Words("it names no Host") : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return Words(e.Message);
        }

        static string Words(string why) =>
            $"Cluster:Connection is no connection string of PostgreSQL (Host=…;Username=…;Password=…;Database=…): {why}";
    }

    private static string? Given(IConfiguration configuration, string name) =>
        string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name];

    private static string[] PropertiesOf<T>() => [.. typeof(T).GetProperties().Select(p => p.Name)];

    private static void Throw(List<string> problems)
    {
        if (problems.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }
}
