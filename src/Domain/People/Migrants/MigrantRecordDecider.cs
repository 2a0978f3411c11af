namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>What a migrant has corrected in their own record, and the wish to be erased.</summary>
internal static class MigrantRecordDecider
{
    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantRecordCommand command, Moment moment)
    {
        if (migrant.Erased) return Reject(RejectionCode.MigrantNotFound, "The migrant's registration was erased.");
        return command switch
        {
            CorrectMigrant c => Correct(c.Correction, moment),
            AskMigrantErasure => migrant.ErasureAskedOn is null
                ? Accept("asked", new MigrantErasureAsked(moment.Day)) : Accept("asked"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The record knows no such command."),
        };
    }

    public static Migrant Evolve(Migrant migrant, MigrantRecordEvent e) => e switch
    {
        MigrantCorrected => migrant with { Corrections = migrant.Corrections + 1 },
        MigrantErasureAsked x => migrant with { ErasureAskedOn = x.On },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The record knows no such event."),
    };

    private static Decision<MigrantEvent> Correct(PersonCorrection correction, Moment moment)
    {
        if (correction.Problem(moment) is { } problem) return problem;
        return correction.Fields.Count == 0
            ? Accept("corrected") : Accept("corrected", new MigrantCorrected(correction.Fields, moment.Actor, correction.Document));
    }
}
