namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>What a migrant earns at home: declared by the migrant, verified by an officer.</summary>
internal static class MigrantBaselineDecider
{
    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantBaselineCommand command, Moment moment) => command switch
    {
        DeclareBaseline c => Declare(migrant, c.Baseline, moment),
        VerifyBaseline c => Verify(migrant, c.Verification, moment),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The baseline knows no such command."),
    };

    public static Migrant Evolve(Migrant migrant, MigrantBaselineEvent e) => e switch
    {
        BaselineDeclared x => migrant with { Baseline = x.Baseline, BaselineBy = x.By },
        BaselineVerified x => migrant with { Verified = migrant.Verified.Add(x.Baseline) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The baseline knows no such event."),
    };

    private static Decision<MigrantEvent> Declare(Migrant migrant, Baseline baseline, Moment moment)
    {
        var today = moment.Day;
        if (Problem(baseline.Yearly) is { } problem) return problem;
        if (baseline.On > today)
        {
            return Reject(RejectionCode.DateInFuture, $"The evidence is of {baseline.On:yyyy-MM-dd}, and today is {today:yyyy-MM-dd}.");
        }

        return migrant.Erased
            ? Reject(RejectionCode.MigrantNotFound, "The migrant's registration was erased.")
            : Accept("declared", new BaselineDeclared(baseline, Actors.IsOfficer(moment.Actor) ? moment.Actor : null));
    }

    private static Decision<MigrantEvent> Verify(Migrant migrant, BaselineVerification c, Moment moment)
    {
        var today = moment.Day;
        if (Problem(c.Yearly) is { } problem) return problem;
        if (TextForms.Reference.Problem(c.Source) is { } unlike) return Reject(RejectionCode.InvalidInput, $"source: {unlike}");

        if (c.On > today)
        {
            return Reject(RejectionCode.DateInFuture, $"The verification is of {c.On:yyyy-MM-dd}, and today is {today:yyyy-MM-dd}.");
        }

        if (migrant.Erased) return Reject(RejectionCode.MigrantNotFound, "The migrant's registration was erased.");
        if (migrant.Baseline is not { } declared)
        {
            return Reject(RejectionCode.BaselineMissing, "The migrant has not declared a baseline that could be verified.");
        }

        if (migrant.BaselineBy is { } by && moment.IsOne(by))
        {
            return Reject(RejectionCode.SameOfficer, "Who declared a baseline does not verify it: another officer looks at it and does.");
        }

        var verified = new VerifiedBaseline(migrant.Verified.Count + 1, c.Yearly, c.Method, c.Source, c.On, declared);
        if (migrant.Verified.LastOrDefault() is { } last && last with { Version = verified.Version } == verified) return Accept("verified");
        return migrant.Verified.Count < MigrantDecider.MaxVersions
            ? Accept("verified", new BaselineVerified(verified))
            : Reject(RejectionCode.InvalidInput, $"A baseline has at most {MigrantDecider.MaxVersions} versions.");
    }

    private static Rejection? Problem(Money yearly)
    {
        if (yearly.Currency.Code is null) return new(RejectionCode.InvalidInput, "A baseline is an amount with a currency of ISO 4217.");
        if (yearly.IsNegative) return new(RejectionCode.InvalidInput, "A baseline is zero or more.");
        return yearly.Minor > Money.MaxMinor
            ? new(RejectionCode.InvalidInput, $"A baseline is at most {Money.MaxMinor:N0} minor units.") : null;
    }
}
