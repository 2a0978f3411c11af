namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class EmployerAnswerTests
{
    private static readonly DateOnly Arrival = new(2023, 8, 31), Later = new(2030, 1, 1);

    [Theory]
    // Nothing is due before the month after the share month's last day, nor before the month after the report.
    [InlineData("2025-12-14", "2025-12-15", "2026-01-20")]
    [InlineData("2025-12-14", "2025-12-01", "2026-01-20")]
    [InlineData("2025-12-31", "2025-12-31", "2026-01-20")]
    [InlineData("2025-12-31", "2026-01-01", "2026-02-20")]
    [InlineData("2025-01-14", "2026-01-31", "2026-02-20")]
    [InlineData("2024-02-29", "0001-01-01", "2024-03-20")]
    public void The_city_is_paid_by_the_twentieth_of_the_next_month(string lastDay, string bookedOn, string by) =>
        Assert.Equal(DateOnly.Parse(by), EmployerAnswer.DueBy(DateOnly.Parse(lastDay), DateOnly.Parse(bookedOn)));

    [Fact]
    public void What_all_employers_are_told_adds_up_to_what_is_taken()
    {
        var random = new Random(18);
        var (s, told) = (Histories.ArrivedWith(Nzd, Share.Half, 1_200_000, Arrival).Naming("one", "two"), 0L);
        var events = new List<SponsorshipEvent>();
        for (var i = 0; i < 400; i++)
        {
            var (year, month, employer) = (random.Next(1, 3), random.Next(1, 13), random.Next(2) == 0 ? "one" : "two");
            var (decided, toDo) = Tell(random.Next(4) == 0
                ? new WithdrawEarnings(year, month, employer)
                : new ReportEarnings(new(year, month, employer, Dollars(random.Next(0, 600_000)))), year, month, employer);
            Assert.False(toDo.Withhold.IsNegative || toDo.GiveBack.IsNegative);
            Assert.True(toDo.Withhold.Minor == 0 || toDo.GiveBack.Minor == 0);
            // Nobody gives back what another has withheld.
            Assert.All(s.Books.Dues.Withheld.Values, sum => Assert.True(sum >= 0));
            if (decided.OfType<SharePosted>().Any()) told += toDo.Withhold.Minor - toDo.GiveBack.Minor;
        }

        // What the city has to pay to the migrant is not theirs to give back.
        Assert.Equal(SponsorshipBooks.HostSide(s.Books.Ledger, Nzd) + s.Books.Ledger.Posted(SponsorshipAccounts.Refund(Nzd)), told);
        var sums = from year in new[] { 1, 2 } from month in Enumerable.Range(1, 12) from employer in new[] { "one", "two" }
                   select EarningsEffect.Sum(Case(1), events, year, month, employer)?.Taken.Minor ?? 0;
        Assert.Equal(told, sums.Sum());

        (IReadOnlyList<SponsorshipEvent>, EmployerAnswer) Tell(SponsorshipCommand command, int year, int month, string employer)
        {
            var decision = SponsorshipDecider.Decide(s, command, Sample.On(Later));
            Assert.Null(decision.Rejection);
            s = decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
            events.AddRange(decision.Events);
            var effect = EarningsEffect.Last(Case(1), events, year, month, employer);
            return (decision.Events, EmployerAnswer.Of(s, year, month, employer, effect is null ? [] : [effect]));
        }
    }

    [Fact]
    public void A_second_employer_is_told_the_effect_of_its_own_report_alone()
    {
        // At home 1,000.00 a month: the first pay is below it, and the second one makes the gain.
        var s = Histories.ArrivedWith(Nzd, Share.Half, 1_200_000, Arrival).Naming("one", "two");
        var first = Report("one", 80_000);
        var second = Report("two", 50_000);
        Assert.Equal((Dollars(0), Dollars(0)), (first.Withhold, first.GiveBack));
        Assert.Equal((Dollars(15_000), Dollars(0)), (second.Withhold, second.GiveBack));
        // A correction is told the difference.
        var corrected = Report("two", 40_000);
        Assert.Equal((Dollars(0), Dollars(5_000)), (corrected.Withhold, corrected.GiveBack));

        EmployerAnswer Report(string employer, long minor)
        {
            var decision = SponsorshipDecider.Decide(s, new ReportEarnings(new(1, 1, employer, Dollars(minor))), Sample.On(Later));
            s = decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
            return EmployerAnswer.Of(s, 1, 1, employer, [EarningsEffect.Last(Case(1), decision.Events, 1, 1, employer)!]);
        }
    }

    [Fact]
    public void A_posting_that_no_report_made_is_nobodys()
    {
        SharePosted Posted(long taken) =>
            new(1, 1, Dollars(0), Share.Half, Dollars(0), Dollars(0), Dollars(0), Dollars(taken), [], BookedOn: Today);
        SponsorshipEvent[] events =
        [
            Posted(1), new EarningsReported(1, 1, Dollars(9), null, Employer: "one"), Posted(2), Posted(4),
            new EarningsReported(1, 1, Dollars(9), null, Employer: "two"), Posted(8), new EarningsConfirmed(1, 1, "one"), Posted(16),
            new EarningsWithdrawn(1, 1, "one", Dollars(9)), Posted(-32), new SponsorshipEnded(EndReason.MigrantLeft, Today), Posted(64),
        ];
        Assert.Equal(-32, EarningsEffect.Last(Case(1), events, 1, 1, "one")!.Taken.Minor);
        Assert.Equal(-30, EarningsEffect.Sum(Case(1), events, 1, 1, "one")!.Taken.Minor);
        Assert.Equal(2, EarningsEffect.Last(Case(1), events.Take(8), 1, 1, "one")!.Taken.Minor);
        Assert.Null(EarningsEffect.Last(Case(1), events, 1, 2, "one"));
    }

    [Fact]
    public void A_reference_is_the_same_for_a_month_of_an_employer_and_leads_to_the_sponsorship()
    {
        var reference = EmployerReference.Of(Case(1), "acme", 50, 12);
        Assert.True(CreditorReference.TryParse(reference.Value, out _));
        Assert.Equal(CreditorReference.MaxReference, reference.Reference.Length);
        Assert.Equal(reference, EmployerReference.Of(Case(1), "acme", 50, 12));
        var all = from n in Enumerable.Range(1, 20) from employer in new[] { "acme", "beta", Employers.None }
                  from year in Enumerable.Range(1, SponsorshipDecider.MaxShareYears) from month in Enumerable.Range(1, 12)
                  select (n, Reference: EmployerReference.Of(Case(n), employer, year, month));
        var list = all.ToArray();
        Assert.Equal(list.Length, list.Select(r => r.Reference).Distinct().Count());
        Assert.All(list.Where((_, i) => i % 97 == 0),
            r => Assert.Equal(Enumerable.Range(1, 20).Select(n => n == r.n),
                Enumerable.Range(1, 20).Select(n => EmployerReference.IsOf(r.Reference, Case(n)))));
        Assert.False(EmployerReference.IsOf(CreditorReference.Of("539007547034"), Case(1)));
        // Printed on transfers that were made: it never changes.
        Assert.Equal("RF9001LFT9SHRZ8RY2LTQG1EC", reference.Value);
    }
}
