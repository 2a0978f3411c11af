namespace VipOrleans.Grains.People;

using System.Text.Json;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.MigrantCommand;

// Who comes with the migrant. Each has a record of their own in the vault, under a key of their own; the journal has their ids.
public sealed partial class MigrantGrain
{
    private const string DependantNote = "dependant";

    /// <inheritdoc/>
    public Task<CommandResult> NameDependant(CommandContext context, DependantId id, Dependant dependant) => InTurn(async () =>
    {
        var command = new NameDependant(id, dependant.BirthDate is { } born ? _ages.GroupOf(born) : null);
        // A retry overwrites nobody, and what will be refused is not kept.
        if (!Confirmed.Dependants.Exists(d => d.Id == id) && !IsThrownAway && (context.IfMatch is null || context.IfMatch == Version)
            && MigrantDecider.Decide(Confirmed, command, MomentFor(context)).Rejection is null)
        {
            var note = JsonSerializer.Serialize(dependant, VaultJson.Default.Dependant);
            if (!PersonFiles.IsNote(note))
            {
                return CommandResult.Refuse(RejectionCode.InvalidInput, "A dependant's data is at most 4,000 characters.", Version);
            }

            await persons.StoreNote(id.Value, DependantNote, note);
        }

        return await Execute(context, command);
    });

    /// <inheritdoc/>
    public Task<CommandResult> RemoveDependant(CommandContext context, DependantId id) => InTurn(async () =>
    {
        var result = await Execute(context, new RemoveDependant(id));
        if (result.IsAccepted && !Confirmed.Dependants.Exists(d => d.Id == id))
        {
            await persons.Erase(id.Value, context.Actor, "dependant-removed");
        }

        return result;
    });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DependantView>?> Dependants(PersonReader reader)
    {
        if (Confirmed.Id is null) return null;
        var views = new List<DependantView>();
        foreach (var (id, _) in Confirmed.Dependants)
        {
            if (await persons.ReadNote(id.Value, DependantNote, reader) is { } note
                && JsonSerializer.Deserialize(note, VaultJson.Default.Dependant) is { } dependant)
            {
                views.Add(new(id, dependant));
            }
        }

        return views;
    }
}
