namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.MigrantCommand;

// What a migrant has corrected in their own record, and the wish to be erased.
public sealed partial class MigrantGrain
{
    private PersonCorrections Corrections => new(persons, Time, _ages.Turns);

    /// <inheritdoc/>
    public Task<CommandResult> CorrectPerson(CommandContext context, PersonChange change) => Corrections.Correct(
        Id.Value,
        context,
        change,
        () => Confirmed.Corrections,
        (correction, _) => MigrantDecider.Decide(Confirmed, new CorrectMigrant(correction), MomentFor(context)).Rejection,
        (correction, _) => Execute(context, new CorrectMigrant(correction)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersonVersion>> PersonVersions(PersonReader reader) =>
        Corrections.Versions(Id.Value, Confirmed.Corrections, reader);

    /// <inheritdoc/>
    public Task<CommandResult> AskErasure(CommandContext context) => Execute(context, new AskMigrantErasure());
}
