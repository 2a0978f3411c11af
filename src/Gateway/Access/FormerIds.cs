namespace VipOrleans.Gateway.Access;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;

/// <summary>
/// Ids as they were before they were made under a key. None is made like this any more; what has one keeps it, and an officer whom older
/// events name like this is still the same officer.
/// </summary>
internal static class FormerIds
{
    /// <summary>The hash of issuer and subject.</summary>
    public static string OfSubject(string issuer, string subject) =>
        IdText.KeyFrom($"{issuer.Length}:{issuer}{subject.Length}:{subject}");

    /// <summary>The id of a command.</summary>
    public static string OfRequest(string callerKey, string key) => IdText.KeyFrom($"{callerKey}{key}");

    /// <summary>
    /// Finds out under which id a command that makes something goes on: the former one if it was carried out under that, so that its retry
    /// makes no second thing.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="decider">The grain that carries it out, by the seed of the id of what it makes.</param>
    public static async ValueTask<CommandContext> Settle(CommandContext context, Func<string, IGrain> decider)
    {
        if (context.FormerId is not { } former) return context;
        var isKnown = await decider(former).AsReference<ICommandsDone>().HasDone(former);
        return context with { Id = isKnown ? former : context.Id, FormerId = null };
    }
}
