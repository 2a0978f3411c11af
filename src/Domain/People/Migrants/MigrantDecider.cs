namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>The rules of a migrant: each part decides its own commands, and has events of its own.</summary>
public sealed class MigrantDecider : IDecider<Migrant, MigrantCommand, MigrantEvent>
{
    /// <summary>The outcome for a sponsorship that is to continue the live one.</summary>
    public const string TakenAsNext = "next";

    /// <summary>Most people who come with one migrant.</summary>
    public const int MaxDependants = 20;

    /// <summary>Most verified versions of one migrant's baseline.</summary>
    public const int MaxVersions = 100;

    private MigrantDecider() { }

    /// <inheritdoc/>
    public static Migrant Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Migrant, MigrantEvent> Aggregate { get; } =
        new("migrant-7", PeopleJson.Default.MigrantEvent, PeopleJson.Default.Migrant);

    /// <inheritdoc/>
    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantCommand command, Moment moment)
    {
        if (migrant.Id is null && command is not RegisterMigrant)
        {
            return Reject(RejectionCode.MigrantNotFound, "There is no such migrant.");
        }

        return command switch
        {
            MigrantRegistrationCommand c => MigrantRegistrationDecider.Decide(migrant, c),
            MigrantBaselineCommand c => MigrantBaselineDecider.Decide(migrant, c, moment),
            MigrantClaimCommand c => MigrantClaimDecider.Decide(migrant, c),
            MigrantDependantCommand c => MigrantDependantDecider.Decide(migrant, c),
            MigrantAgeCommand c => MigrantAgeDecider.Decide(migrant, c, moment),
            MigrantRecordCommand c => MigrantRecordDecider.Decide(migrant, c, moment),
            MigrantRemittanceCommand c => MigrantRemittanceDecider.Decide(migrant, c, moment.Actor),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The migrant does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Migrant Evolve(Migrant migrant, MigrantEvent e) => e switch
    {
        MigrantRegistrationEvent x => MigrantRegistrationDecider.Evolve(migrant, x),
        MigrantBaselineEvent x => MigrantBaselineDecider.Evolve(migrant, x),
        MigrantClaimEvent x => MigrantClaimDecider.Evolve(migrant, x),
        MigrantDependantEvent x => MigrantDependantDecider.Evolve(migrant, x),
        MigrantAgeEvent x => MigrantAgeDecider.Evolve(migrant, x),
        MigrantRecordEvent x => MigrantRecordDecider.Evolve(migrant, x),
        MigrantRemittanceEvent x => MigrantRemittanceDecider.Evolve(migrant, x),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The migrant does not know this event."),
    };
}
