namespace VipOrleans.Silo;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Journal;
using VipOrleans.Vault;

/// <summary>Tells in clear words why a process cannot run, where the reason is one that its operator can mend.</summary>
public static class StartFailure
{
    /// <summary>Runs a process; where it fails for a reason that its operator can mend, says so on the error stream.</summary>
    /// <param name="what">What is run, as the subject of a sentence.</param>
    /// <param name="run">The process.</param>
    /// <returns>The exit code: 0, or 1 after such a failure.</returns>
    public static Task<int> Guard(string what, Func<Task> run) => Guard(what, async () =>
    {
        await run();
        return 0;
    });

    /// <summary>The same for a process that has an exit code of its own.</summary>
    /// <param name="what">What is run, as the subject of a sentence.</param>
    /// <param name="run">The process.</param>
    public static async Task<int> Guard(string what, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (Explain(e) is { } reason)
        {
            await Console.Error.WriteLineAsync($"{what} cannot run. {reason}");
            return 1;
        }
    }

    /// <summary>The reason in clear words; null for a failure that is a defect.</summary>
    public static string? Explain(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case OperatorException or VaultKeyException or VaultUnavailableException or VaultCorruptException
                    or JournalUnavailableException or JournalCorruptException or OptionsValidationException
                    or OrleansConfigurationException:
                    return e.Message;
                case SqliteException:
                    return $"A file of the data folder cannot be used: {e.Message}";
                case AggregateException { InnerExceptions.Count: > 1 } many:
                    return many.InnerExceptions.Select(Explain).FirstOrDefault(r => r is not null);
            }
        }

        return ListeningFailure.Explain(failure, "its ports or --urls");
    }
}

/// <summary>A failure that the operator of a process can mend.</summary>
/// <param name="message">What is wrong and what would mend it, in whole sentences.</param>
/// <param name="inner">What it came from.</param>
public class OperatorException(string message, Exception? inner = null) : Exception(message, inner);
