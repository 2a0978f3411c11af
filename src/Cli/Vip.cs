namespace VipOrleans.Cli;

using System.CommandLine;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Silo;

/// <summary>The words of <c>vip</c>.</summary>
internal static class Vip
{
    private static readonly string[] Ties = ["person", "city", "nation", "employer"];

    /// <summary>All of them.</summary>
    public static RootCommand Root() => new(
        "What an operator does beside running silos and gateways. Settings stand in the environment as for a silo (Journal__Store, "
        + "Journal__Key, Silo__DataFolder, …); options win over them.")
    {
        Verify(), Export(), Import(), Journal(), Vault(), Draw(), Health(), Token(), Completion.Command(),
    };

    private static Command Verify()
    {
        var here = new Place("", "The journal", "Silo:DataFolder");
        var verify = new Command("verify",
            "Go through the whole journal and say what was not written by this system: code 0, or 1 with findings.");
        here.AddTo(verify);
        verify.SetAction(parsed => StartFailure.Guard("The verification",
            () => JournalCommand.Verify(here.Settings(parsed, "Journal"), Console.Out)));
        return verify;
    }

    private static Command Export()
    {
        var here = new Place("", "The journal", "Silo:DataFolder");
        var to = new Argument<string>("file") { Description = "The file, which must not be there yet." };
        var vault = new Option<bool>("--vault")
        {
            Description = "With the vault of the data folder, sealed as it is stored: without its master keys nobody reads it.",
        };
        var export = new Command("export", "Write the whole journal, verified, into one file that any store can be made of again.")
        {
            to, vault,
        };
        here.AddTo(export);
        export.SetAction(parsed => StartFailure.Guard("The export", () => ExportCommand.Export(
            here.Settings(parsed, "Journal"), parsed.GetRequiredValue(to), parsed.GetValue(vault), Console.Out)));
        return export;
    }

    private static Command Import()
    {
        var here = new Place("", "The new journal", "Silo:DataFolder");
        var from = new Argument<string>("file") { Description = "What 'vip export' has written." };
        var without = new Option<bool>("--without-vault") { Description = "Leave out a vault that is in the file." };
        var import = new Command("import",
            "Make an empty store of an exported file, under the same keys, and verify it. Run again, it goes on where it was cut off.")
        {
            from, without,
        };
        here.AddTo(import);
        import.SetAction(parsed => StartFailure.Guard("The import", () => ExportCommand.Import(
            here.Settings(parsed, "Journal"), parsed.GetRequiredValue(from), !parsed.GetValue(without), Console.Out)));
        return import;
    }

    private static Command Journal()
    {
        var source = new Place("", "The journal", "Silo:DataFolder");
        var target = new Place("to-", "The copy", "Target:DataFolder");
        var copy = new Command("copy",
            "Copy the journal into another store (SQLite, PostgreSQL, Azure Tables), with appends and marks of commands, and verify the "
            + "copy. Run again, it goes on where the copy ends.");
        source.AddTo(copy);
        target.AddTo(copy);
        copy.SetAction(parsed => StartFailure.Guard("The copy",
            () => JournalCommand.Copy([.. source.Settings(parsed, "Journal"), .. target.Settings(parsed, "Target")], Console.Out)));

        var old = new Place("", "The journal", "Silo:DataFolder");
        var migrate = new Command("migrate", "Bring a journal of an older version to the present format.");
        old.AddTo(migrate);
        migrate.SetAction(parsed => StartFailure.Guard("The migration",
            () => JournalCommand.Migrate(old.Settings(parsed, "Journal"), Console.Out)));
        return new("journal", "The log of events.") { Verify(), copy, migrate };
    }

    private static Command Vault()
    {
        var rewrap = new Command("rewrap", "Bring people's keys under the current master key.");
        rewrap.SetAction(_ => StartFailure.Guard("The vault", () => VaultCommand.Rewrap([], Console.Out)));
        var index = new Command("index", "Make the codes by which records that share something are found.");
        index.SetAction(_ => StartFailure.Guard("The vault", () => VaultCommand.Index([], Console.Out)));
        return new("vault", "People's data, with the settings of a silo.") { rewrap, index };
    }

    private static Command Draw()
    {
        var file = new Argument<string>("file") { Description = "The draw, as GET /v1/cities/{city}/openings/{opening}/draw answers it." };
        var commitment = new Option<string?>("--commitment") { Description = "The hash that you noted when the opening was announced." };
        var sponsorship = new Option<string?>("--sponsorship") { Description = "Your sponsorship's id." };
        var verify = new Command("verify",
            "Redo an opening's draw from its published file, and compare it with what you noted: code 0, or 1.")
        {
            file, commitment, sponsorship,
        };
        verify.SetAction(parsed => StartFailure.Guard("The check", () => DrawCommand.Verify(
            [
                parsed.GetRequiredValue(file),
                .. parsed.GetValue(commitment) is { } hash ? [$"commitment={hash}"] : Array.Empty<string>(),
                .. parsed.GetValue(sponsorship) is { } id ? [$"sponsorship={id}"] : Array.Empty<string>(),
            ], Console.Out)));
        return new("draw", "The draw of an opening; needs no settings.") { verify };
    }

    private static Command Health()
    {
        var address = new Argument<Uri>("address")
        {
            Description = "Where a silo's health port, a gateway or a pilot listens, such as http://127.0.0.1:8081.",
            CustomParser = Address,
        };
        var health = new Command("health", "Ask whether a process is ready: code 0, or 1 with the reason.") { address };
        health.SetAction(parsed => HealthQuestion.Ask(new(parsed.GetRequiredValue(address), "/health/ready")));
        return health;
    }

    private static Command Token()
    {
        var gateway = new Option<Uri>("--gateway")
        {
            Description = "A gateway or pilot in development.", DefaultValueFactory = _ => new("http://localhost:8080"),
            CustomParser = Address,
        };
        var role = new Option<string>("--role") { Description = "Whose token.", Required = true };
        role.AcceptOnlyFromAmong("host", "migrant", "employer", "city-officer", "nation-officer", "auditor",
            "operator");
        var ties = Ties.Select(t => new Option<string?>($"--{t}") { Description = $"The {t} that ties the role." }).ToArray();
        var token = new Command("token", "Get a token for anyone, from a gateway in development, and print it.") { gateway, role };
        foreach (var tie in ties) token.Add(tie);
        token.SetAction((parsed, stop) => StartFailure.Guard("The question", async () =>
        {
            var wanted = ties.Where(t => parsed.GetValue(t) is not null).ToDictionary(t => t.Name[2..], t => parsed.GetValue(t)!);
            wanted["role"] = parsed.GetRequiredValue(role);
            await DevelopmentToken.Print(parsed.GetRequiredValue(gateway), wanted, stop);
        }));
        return token;
    }

    private static Uri Address(System.CommandLine.Parsing.ArgumentResult result) =>
        Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri : Refuse<Uri>(result, "is no address such as http://127.0.0.1:8081.");

    private static T Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string why)
    {
        result.AddError($"'{result.Tokens[0].Value}' {why}");
        return default!;
    }
}
