using VipOrleans.Contracts.Kernel;
using VipOrleans.Silo;

if (ProgramArguments.AsksForHelp(args))
{
    Console.WriteLine(SiloHelp.Text);
    return 0;
}

if (ProgramArguments.AsksForVersion(args))
{
    Console.WriteLine(ProgramVersion.Text);
    return 0;
}

// A silo of its own, for gateways in other processes. The pilot has silo and gateway in one.
return args switch
{
    ["health"] => await StartFailure.Guard("The question", SiloProcess.AskHealth),
    ["draw", "verify", .. var words] => await StartFailure.Guard("The check", () => DrawCommand.Verify(words, Console.Out)),
    ["vault", "rewrap" or "index", .. var settings] when ProgramArguments.NoSetting(settings) is { } word => await Refuse(
        "The vault",
        word
    ),
    ["vault", "rewrap", .. var settings] => await StartFailure.Guard("The vault", () => VaultCommand.Rewrap(settings, Console.Out)),
    ["vault", "index", .. var settings] => await StartFailure.Guard("The vault", () => VaultCommand.Index(settings, Console.Out)),
    ["journal", "verify", .. var settings] when ProgramArguments.NoSetting(settings) is null =>
        await StartFailure.Guard("The verification", () => JournalCommand.Verify(settings, Console.Out)),
    ["journal", "migrate", .. var settings] when ProgramArguments.NoSetting(settings) is null =>
        await StartFailure.Guard("The migration", () => JournalCommand.Migrate(settings, Console.Out)),
    ["journal", "copy", .. var settings] when ProgramArguments.NoSetting(settings) is null =>
        await StartFailure.Guard("The copy", () => JournalCommand.Copy(settings, Console.Out)),
    ["journal", ..] => await JournalCommand.Usage(),
    _ when ProgramArguments.NoSetting(args) is { } word => await Refuse("The silo", word),
    _ => await StartFailure.Guard("The silo", () => SiloProcess.Run(args)),
};

static Task<int> Refuse(string what, string word) =>
    StartFailure.Guard(
        what,
        () =>
            throw new OperatorException(
                $"'{word}' is not known here. Without a word it runs a silo; 'health' asks the one of this machine whether it is ready; "
                    + $"--help has the rest."
            )
    );
