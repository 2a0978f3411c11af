namespace VipOrleans.Domain.Tests.Sponsorships;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Tests.Sample;
using static VipOrleans.Domain.Tests.Sponsorships.MoveStory;

public sealed class MovedShareTests
{
    private static readonly DateOnly Later = new(2030, 1, 1);
    private static readonly
        Gen<(long Baseline, int MovedAfter, bool LawLimits, (int Month, int Employer, long Earned, int When)[] Reports)> Years =
        Gen.Select(Gen.Long[0, 2_000_000], Gen.Int[0, 364], Gen.Bool,
            Gen.Select(Gen.Int[1, 12], Gen.Int[0, 1], Gen.Long[0, 600_000], Gen.Int[0, 3]).Array[0, 14]);

    /// <summary>
    /// Whenever a report comes (before the arrival there, between the arrival and the end here, where the other one does not know of it
    /// yet, or after), and to whichever of the two it is made in between: both together have taken what one computation over the whole year
    /// gives.
    /// </summary>
    [Theory]
    [InlineData(200)]
    [InlineData(3_000, Traits = new[] { "Speed", "slow" })]
    public void The_share_year_goes_on_and_both_together_take_what_one_computation_gives(int histories) => Years.Sample(
        history =>
        {
            var (baseline, movedAfter, lawLimits, reports) = history;
            var profile = lawLimits
                ? new DeductionProfile("cap", 1, "NZ", Today, "made up", Nzd, PayBasis.Gross, false, [new PercentageCap(1500)]) : null;
            var on = Today.AddDays(movedAfter);
            var here = Histories.ArrivedWith(Nzd, Share.Half, baseline, Today).Naming("employer-0", "employer-1");
            var all = ShareYear.Empty(1, Today);
            ReportEarnings Report((int Month, int Employer, long Earned, int When) r)
            {
                var report = new ReportEarnings(new(1, r.Month, $"employer-{r.Employer}", Dollars(r.Earned)), profile);
                all = all.With(
                    new(r.Month, report.Report.Employer, r.Earned,
                        lawLimits ? profile!.Allowed(new(PayFrequency.Month, r.Earned, 0), false) : null));
                return report;
            }

            foreach (var r in reports.Where(r => r.When == 0)) here = Run(here, Report(r));
            var there = Run(
                Granted.Aggregate(SponsorshipDecider.Initial, SponsorshipDecider.Evolve).Naming("employer-0", "employer-1"),
                Arrival with { On = on, Continues = here.YearIfMovedOn(on), Predecessor = There() });
            Assert.Equal(SuccessionState.Arrived, there.Moves.Succession!.State);
            // To the one that has not heard of the arrival yet; and to the new one, which passes it on.
            foreach (var r in reports.Where(r => r.When == 1)) here = Run(here, Report(r));
            foreach (var r in reports.Where(
                r => r.When == 2 && !reports.Any(o => o.When == 1 && (o.Month, o.Employer) == (r.Month, r.Employer))))
            {
                var report = Report(r);
                there = Run(there, report);
                if (there.Earnings.MonthStart(1, r.Month) <= on) here = Run(here, report);
            }

            here = Run(here, new MoveAway(CaseThere, on));
            there = Run(there, new NoteStep(SagaStep.EndPredecessor, new PredecessorLeft(EndReason.Moved, here.YearOn(on))));
            foreach (var r in reports.Where(r => r.When == 3))
            {
                var report = Report(r);
                there = Run(there, report);
                if (there.Earnings.MonthStart(1, r.Month) <= on) here = Run(here, report);
            }

            var one = all.Intervals(baseline, Share.Half, [new(Today, on), new(on.AddDays(1), null)]);
            Assert.Equal(one.Where(i => i.Host == 0).Sum(i => i.Taken), here.Earnings.ShareYears.Values.Sum(here.Entitled));
            Assert.Equal(one.Where(i => i.Host == 1).Sum(i => i.Taken), there.Earnings.ShareYears.Values.Sum(there.Entitled));
            Assert.Equal(all.EarnedToDate, Earned(here) + Earned(there));
            foreach (var s in new[] { here, there })
            {
                Assert.Equal(0, s.Books.Ledger.Sum(Nzd.Asset));
                Assert.True(s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)) >= 0, "A migrant never owes.");
                // Of a late report no more is taken than its own limit lets be; where there is none, all is taken at once.
                var (taken, entitled) = (s.Earnings.ShareYears.Values.Sum(y => y.Taken), s.Earnings.ShareYears.Values.Sum(s.Entitled));
                if (lawLimits) Assert.InRange(taken, long.MinValue, entitled);
                else Assert.Equal(entitled, taken);
            }
        },
        iter: histories);

    private static long Earned(Sponsorship s) => s.Earnings.ShareYears.Values.Sum(y => y.EarnedHere);

    private static Sponsorship Run(Sponsorship s, SponsorshipCommand command)
    {
        var decision = SponsorshipDecider.Decide(s, command, Sample.On(Later));
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
    }
}
