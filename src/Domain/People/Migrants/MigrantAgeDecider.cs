namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>What age decides: a minor comes with an adult who brings them, never alone and never by their own signature.</summary>
internal static class MigrantAgeDecider
{
    /// <summary>The refusal of a minor who would come alone.</summary>
    public static Rejection Alone => new(RejectionCode.MinorMigrant,
        "The migrant is a minor: minors come with an adult who brings them, and nobody signs for themselves before they are 18.");

    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantAgeCommand command, Moment moment) => command switch
    {
        VerifyMigrantAge c when migrant.Erased => Reject(RejectionCode.MigrantNotFound, "The migrant's registration was erased."),
        VerifyMigrantAge c => TextForms.Reference.Problem(c.Document) is { } unlike
            ? Reject(RejectionCode.InvalidInput, unlike)
            : Accept("verified", new MigrantAgeVerified(c.Group, c.Document, moment.Actor)),
        MigrantCommand.ComeOfAge => migrant.Age == AgeGroup.Minor ? Accept("of-age", new MigrantCameOfAge()) : Accept("known"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The age knows no such command."),
    };

    public static Migrant Evolve(Migrant migrant, MigrantAgeEvent e) => e switch
    {
        MigrantAgeVerified x => migrant with { Age = x.Group },
        MigrantCameOfAge => migrant with { Age = AgeGroup.Adult },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The age knows no such event."),
    };
}
