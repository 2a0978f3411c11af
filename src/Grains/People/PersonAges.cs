namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;

/// <summary>How an age is found out: the date of birth is in the vault, and the journal hears only whether somebody is of age.</summary>
internal sealed class PersonAges(PersonFiles persons, TimeProvider time)
{
    /// <summary>Whatever reads a person's data and writes it back takes its turn here.</summary>
    public PersonTurns Turns { get; } = new();

    // Nobody is of age before they are it everywhere.
    private DateOnly Today => CityTime.EarliestDay(time.GetUtcNow());

    /// <summary>What a date of birth says today that was given and that nobody has verified; null if none was given.</summary>
    public AgeGroup? Declared(Person person) => person.BirthDate?.GroupOn(Today);

    /// <summary>What a date of birth says today.</summary>
    public AgeGroup GroupOf(BirthDate born) => born.GroupOn(Today);

    /// <summary>Puts a date of birth into the vault in place of the one that is there, and notes what it says of the age.</summary>
    /// <param name="id">The person's id.</param>
    /// <param name="context">The command.</param>
    /// <param name="verification">What the officer has seen.</param>
    /// <param name="decide">Why the command would be refused; null if it would not.</param>
    /// <param name="execute">Carries the command out.</param>
    public Task<CommandResult> Verify(string id, CommandContext context, AgeVerification verification,
        Func<AgeGroup, Rejection?> decide, Func<AgeGroup, Task<CommandResult>> execute) =>
        Turns.Take(() => VerifyInTurn(id, context, verification, decide, execute));

    /// <summary>Whether somebody who was found to be a minor has come of age since.</summary>
    /// <param name="id">The person's id.</param>
    public async Task<bool> IsOfAge(string id) =>
        await persons.Read(id, new() { Actor = "system", Purpose = "age-check" }) is { BirthDate: { } born }
            && born.GroupOn(Today) == AgeGroup.Adult;

    private async Task<CommandResult> VerifyInTurn(string id, CommandContext context, AgeVerification verification,
        Func<AgeGroup, Rejection?> decide, Func<AgeGroup, Task<CommandResult>> execute)
    {
        if (verification.BirthDate.Problem(time.LatestToday()) is { } problem)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, problem);
        }

        var group = verification.BirthDate.GroupOn(Today);
        // What will be refused is not kept.
        if (decide(group) is null)
        {
            if (await persons.Read(id, new() { Actor = context.Actor, Purpose = "age-verification" }) is not { } person)
            {
                return CommandResult.Refuse(RejectionCode.PersonNotFound, "There is no personal data of this person.");
            }

            await persons.Store(id, person with { BirthDate = verification.BirthDate });
        }

        return await execute(group);
    }
}
