namespace VipOrleans.Grains.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>The base of the sagas to which people write: their words go to the vault first, and the command only names them.</summary>
/// <typeparam name="TDecider">The aggregate's rules.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TCommand">Its commands.</typeparam>
/// <typeparam name="TEvent">Its events.</typeparam>
public abstract class WordsGrain<TDecider, TState, TCommand, TEvent>(Journaling journaling, PersonFiles persons, string reminder)
    : SagaGrain<TDecider, TState, TCommand, TEvent>(journaling, reminder)
    where TDecider : IDecider<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    /// <summary>Carries out a command with words.</summary>
    /// <param name="context">The command.</param>
    /// <param name="words">What was written; null for nothing.</param>
    /// <param name="owner">Under whose key the words are.</param>
    /// <param name="command">Makes the command from what names the words; null for nothing.</param>
    protected async Task<CommandResult> Write(CommandContext context, CaseWords? words, string owner, Func<CaseText?, TCommand> command)
    {
        if (words is null) return await Execute(context, command(null));
        if (CaseNotes.Problem(words) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem, Version);
        var text = persons.NameOf(words, owner);
        // What will be refused, or says nothing new, is not stored.
        if (TDecider.Decide(Confirmed, command(text), MomentFor(context)).Events is { Count: > 0 })
        {
            await persons.StoreText(owner, words.Text);
        }

        return await Execute(context.About(text), command(text));
    }

    /// <summary>Reads words, and writes down who read them.</summary>
    protected Task<CaseTexts> Read(IEnumerable<CaseText> texts, PersonReader reader) => persons.Read(texts, reader);
}
