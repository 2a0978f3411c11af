namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Domain.Tests.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>Each part of a sponsorship takes the events that concern it, and no event concerns none.</summary>
public sealed class PartsTests
{
    [Fact]
    public void Every_event_changes_a_part_or_the_status()
    {
        var (state, moving) = (SponsorshipDecider.Initial, Given.Sponsorship(MoveStory.Granted).State);
        var seen = new HashSet<Type>();
        foreach (var e in GoldenTests.SponsorshipEvents)
        {
            var isOfMove = e is ChecksCarried or PredecessorOver or PredecessorEnded or SuccessionNoted;
            var before = Before(e).Aggregate(isOfMove ? moving : state, SponsorshipDecider.Evolve);
            var after = SponsorshipDecider.Evolve(before, e);
            // Parts that an event does not concern stay the same objects, so that unequal means changed.
            if (!before.Equals(after)) seen.Add(e.GetType());
            if (!isOfMove) state = after;
        }

        // It is there for the command that it notes, and says nothing new.
        Assert.Equal([typeof(EarningsConfirmed), typeof(PayConfirmed)],
            EventCodec<SponsorshipEvent>.All.Keys.Except(seen).OrderBy(t => t.Name, StringComparer.Ordinal));
    }

    // What some events take away is there first.
    private static SponsorshipEvent[] Before(SponsorshipEvent e) => e switch
    {
        EmploymentEnded x => [new EmployerNamed(new(x.Employer, x.From))],
        EmploymentDescribed x => [new EmployerNamed(new(x.Employer, x.From))],
        EmployerTiesFound x => [new EmployerNamed(new(x.Employer, x.From))],
        EmploymentConfirmed x => [new EmployerNamed(new(x.Employer, x.From))],
        EmploymentContested x => [new EmployerNamed(new(x.Employer, x.From))],
        EmploymentUpheld x => [new EmployerNamed(new(x.Employer, x.From))],
        EarningsWithdrawn x => [new EarningsReported(x.Year, x.Month, x.Before, null, null, x.Employer)],
        PayWithdrawn x => [new PayReported(new(x.Pay, x.Report))],
        NoticeRuled or NoticeStopped or NoticeTakenBack => [new NoticeGiven(Sample.Today.AddDays(28)),
            .. e is NoticeRuled ? [new NoticeStopped(RulingId.From(Sample.Auckland, "stop"), Sample.Today)]
                : Array.Empty<SponsorshipEvent>()],
        ActivationTakenBack => [new SponsorshipActivated()],
        EndRuled x => [new EndProposed(EndReason.Programme, Sample.Today, x.Ruling)],
        ConsentRevoked => [new ConsentGiven(Sample.Today)],
        OtherPlaceLeft => [new MigrantArrived(Sample.Today, Sample.FixedPayslips, null, Sample.Case(2))],
        _ => [],
    };
}
