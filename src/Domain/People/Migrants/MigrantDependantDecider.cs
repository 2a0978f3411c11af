namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>Who comes with a migrant. The journal has ids and who is of age; all else is in a record of their own in the vault.</summary>
internal static class MigrantDependantDecider
{
    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantDependantCommand command) => command switch
    {
        _ when migrant.Erased => Reject(RejectionCode.MigrantNotFound, "The migrant's registration was erased."),
        NameDependant c when migrant.Dependants.Exists(d => d.Id == c.Dependant) => Accept("named"),
        NameDependant when migrant.Dependants.Count >= MigrantDecider.MaxDependants =>
            Reject(RejectionCode.InvalidInput, $"At most {MigrantDecider.MaxDependants} dependants come with a migrant."),
        NameDependant c => Accept("named", new DependantNamed(c.Dependant, c.Age)),
        RemoveDependant c => migrant.Dependants.Exists(d => d.Id == c.Dependant)
            ? Accept("removed", new DependantRemoved(c.Dependant))
            : Reject(RejectionCode.DependantNotFound, "No such dependant comes with the migrant."),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The dependants know no such command."),
    };

    public static Migrant Evolve(Migrant migrant, MigrantDependantEvent e) => e switch
    {
        DependantNamed x => migrant with { Dependants = migrant.Dependants.Add(new(x.Dependant, x.Age)) },
        DependantRemoved x => migrant with { Dependants = migrant.Dependants.RemoveAll(d => d.Id == x.Dependant) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The dependants know no such event."),
    };
}

/// <summary>Somebody who comes with a migrant.</summary>
/// <param name="Id">Who, without saying who.</param>
/// <param name="Age">Whether they were of age when they were named; null if no date of birth was given.</param>
[GenerateSerializer, Immutable, Alias("vip.migrant-dependant")]
public sealed record MigrantDependant(DependantId Id, AgeGroup? Age);

/// <summary>What a dependant is to the migrant.</summary>
[JsonConverter(typeof(CodeConverter<DependantRelation>))]
public enum DependantRelation
{
    /// <summary>Husband or wife.</summary>
    Spouse,

    /// <summary>Partner without marriage.</summary>
    Partner,

    /// <summary>Child.</summary>
    Child,

    /// <summary>Parent.</summary>
    Parent,

    /// <summary>Brother or sister.</summary>
    Sibling,

    /// <summary>Another person who depends on the migrant.</summary>
    Other,
}
