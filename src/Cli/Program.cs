using VipOrleans.Cli;

var root = Vip.Root();
// A value may begin with '@', which means a file here and not more of the command line.
var parsed = root.Parse(args is ["help", .. var rest] ? [.. rest, "--help"] : args, new() { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();

foreach (var word in parsed.UnmatchedTokens) await Console.Error.WriteLineAsync($"vip: '{word}' is not known here; --help has what is.");
if (parsed.UnmatchedTokens.Count == 0)
{
    foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"vip: {error.Message} --help has the rest.");
}

return 2;
