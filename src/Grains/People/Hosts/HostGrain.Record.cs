namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.HostCommand;

// What a host has corrected in their own record, and the wish to be erased.
public sealed partial class HostGrain
{
    private PersonCorrections Corrections => new(persons, Time, _ages.Turns);

    /// <inheritdoc/>
    public Task<CommandResult> CorrectPerson(CommandContext context, PersonChange change) => Corrections.Correct(
        Id.Value,
        context,
        change,
        () => Confirmed.Corrections,
        (correction, address) => HostDecider.Decide(Confirmed, Correction(correction, address), MomentFor(context)).Rejection,
        (correction, address) => Execute(context, Correction(correction, address)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersonVersion>> PersonVersions(PersonReader reader) =>
        Corrections.Versions(Id.Value, Confirmed.Corrections, reader);

    /// <inheritdoc/>
    public Task<CommandResult> AskErasure(CommandContext context) => Execute(context, new AskHostErasure());

    // The same home in other words is the same home.
    private CorrectHost Correction(PersonCorrection correction, string? address) =>
        new(correction, address is null ? null : HomeId.From(Id.City, persons.Pseudonym("address", address)));
}
