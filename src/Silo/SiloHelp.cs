namespace VipOrleans.Silo;

/// <summary>What the silo's program prints for <c>--help</c>.</summary>
internal static class SiloHelp
{
    /// <summary>Every word and every setting.</summary>
    public static string Text { get; } =
        $"""
            A silo, until Ctrl-C or SIGTERM; with a word, what the word says.

              dotnet VipOrleans.Silo.dll [<setting>…]

              health                      ask the silo of this machine, with the same settings, whether it is ready: code 0 or 1
              vault rewrap [<setting>…]   bring people's keys under the current master key
              vault index [<setting>…]    make the codes by which records that share something are found
              journal verify [<setting>…] go through the whole journal and say what was not written by this system: code 0, or 1 with findings
              journal migrate [<setting>…]
                                          bring a journal of an older version to the present format
              journal copy [<setting>…]   copy the journal into another store, named by Target:Store, Target:Connection or Target:DataFolder,
                                          and verify the copy; run again, it goes on where the copy ends
              draw verify <file> [commitment=<hash>] [sponsorship=<id>]
                                          redo the draw of an opening from its published file, and compare it with what you noted
              version, --version          print the version
              help, -h, --help            print this

            A setting is an environment variable such as Silo__Port, or stands on the command line, such as --Silo:Port=11111;
            docs/configuration.md says what each means and what it is by default:

              {string.Join("\n  ", SiloConfiguration.Names)}
            """;
}
