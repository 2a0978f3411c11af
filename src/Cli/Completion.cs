namespace VipOrleans.Cli;

using System.CommandLine;

/// <summary>Completion in a shell: the shell asks <c>vip</c> itself what could stand where the cursor is.</summary>
internal static class Completion
{
    private const string Bash = """
        _vip() { local IFS=$'\n'; COMPREPLY=($(compgen -W "$(vip "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")); }
        complete -F _vip vip
        """;

    private const string Zsh = """
        _vip() { local -a words; words=("${(@f)$(vip "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}"); compadd -- $words; }
        compdef _vip vip
        """;

    /// <summary>The word that prints what a shell has to read.</summary>
    public static Command Command()
    {
        var shell = new Argument<string>("shell") { Description = "Which shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        var command = new Command("completion", "Print what a shell reads to complete words, as in: eval \"$(vip completion bash)\"")
        {
            shell,
        };
        command.SetAction(parsed => Console.WriteLine(parsed.GetValue(shell) == "bash" ? Bash : Zsh));
        return command;
    }
}
