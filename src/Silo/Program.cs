using VipOrleans.Silo;

// A silo of its own, for gateways in other processes. The pilot has silo and gateway in one.
return args switch
{
    ["health"] => await StartFailure.Guard("The question", SiloProcess.AskHealth),
    ["vault", "rewrap", .. var settings] => await StartFailure.Guard("The vault", () => VaultCommand.Rewrap(settings, Console.Out)),
    ["vault", "index", .. var settings] => await StartFailure.Guard("The vault", () => VaultCommand.Index(settings, Console.Out)),
    ["draw", "verify", .. var words] => await StartFailure.Guard("The check", () => DrawCommand.Verify(words, Console.Out)),
    [var word, ..] when !word.Contains('=', StringComparison.Ordinal) && word[..Math.Min(1, word.Length)] is not ("-" or "/") =>
        await StartFailure.Guard("The silo",
            () => throw new OperatorException(
                $"'{word}' is not known here. Without a word it runs a silo; 'health' asks the one of this machine whether it is ready; "
                    + $"'vault rewrap' brings people's keys under the current master key; 'vault index' makes the codes by which records "
                        + $"that share something are found; 'draw verify' redoes the draw of an opening from its published file.")),
    _ => await StartFailure.Guard("The silo", () => SiloProcess.Run(args)),
};
