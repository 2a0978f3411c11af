namespace VipOrleans.Domain.Tests.Shares;

using System.Numerics;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class ShareYearTests
{
    private static readonly DateOnly Arrival = new(2024, 1, 31), Later = new(2030, 1, 1);
    private static readonly Gen<Share> Shares = Gen.Select(Gen.Int[0, 12], Gen.Int[1, 12]).Where((p, q) => p <= q)
        .Select((p, q) => Share.Parse($"{p}/{q}"));

    [Fact]
    public void A_month_has_the_sum_of_what_its_employers_paid()
    {
        var together = Run(Arrived(1_200_000), Pay(1, "orchard", 200_000), Pay(1, "packhouse", 100_000));
        Assert.Equal((300_000, 100_000), (together.Earnings.ShareYears[1].EarnedToDate, together.Earnings.ShareYears[1].Taken));

        // The one corrects, and the other's report stays.
        var corrected = Run(together, Pay(1, "packhouse", 50_000));
        Assert.Equal((250_000, 75_000), (corrected.Earnings.ShareYears[1].EarnedToDate, corrected.Earnings.ShareYears[1].Taken));
    }

    [Fact]
    public void What_the_law_allows_is_found_for_each_employers_own_pay()
    {
        var profile =
            new DeductionProfile("floor", 1, "NZ", Arrival, "made up", Nzd, PayBasis.Gross, false, [new ProtectedFloor(25_000, 100_000)]);
        // Each employer leaves 1,000.00 of its own pay alone; it knows of no other pay.
        var s = Run(Arrived(0), Pay(1, "orchard", 150_000, profile), Pay(1, "packhouse", 120_000, profile),
            Pay(1, "cafe", 90_000, profile));
        Assert.Equal(50_000 + 20_000, s.Earnings.ShareYears[1].Taken);
    }

    [Fact]
    public void A_month_has_at_most_so_many_employers()
    {
        var full = Enumerable.Range(1, ShareYear.MaxEmployers).Aggregate(Arrived(0), (s, n) => Run(s, Pay(1, $"employer-{n}", 1_000)));
        Assert.Equal(RejectionCode.InvalidInput, SponsorshipDecider.Decide(full, Pay(1, "one-more", 1_000), Sample.On(Later))
            .Rejection?.Code);
        Assert.Null(SponsorshipDecider.Decide(full, Pay(1, "employer-1", 2_000), Sample.On(Later)).Rejection);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("Ārai")]
    public void An_employer_is_an_id_and_no_name(string employer) =>
        Assert.Equal(RejectionCode.InvalidInput, SponsorshipDecider.Decide(Arrived(0), Pay(1, employer, 1), Sample.On(Later))
            .Rejection?.Code);

    [Fact]
    public void What_is_withdrawn_is_as_if_it_had_never_been_reported()
    {
        var never = Run(Arrived(600_000), Pay(1, "orchard", 200_000));
        var withdrawn = Run(never, Pay(2, "packhouse", 300_000), new WithdrawEarnings(1, 2, "packhouse"));

        Assert.Equal((never.Earnings.ShareYears[1].Taken, never.Earnings.ShareYears[1].Through),
            (withdrawn.Earnings.ShareYears[1].Taken, withdrawn.Earnings.ShareYears[1].Through));
        Assert.Equal(never.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)),
            withdrawn.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)));
        Assert.Equal([new EarningsConfirmed(1, 2, "packhouse")],
            SponsorshipDecider.Decide(withdrawn, new WithdrawEarnings(1, 2, "packhouse"), Sample.On(Later)).Events);
    }

    [Fact]
    public void A_posting_says_when_it_is_booked_and_which_month_it_is_for()
    {
        var posted = SponsorshipDecider.Decide(Arrived(0), Pay(2, "orchard", 200_000), Sample.On(Later)).Events.OfType<SharePosted>()
            .Single();
        Assert.Equal((Later, 1, 2), (posted.BookedOn, posted.Year, posted.ThroughMonth));
    }

    [Fact]
    public void Leaving_in_mid_month_counts_the_days_up_to_the_last_one()
    {
        // 31 January to 28 February is a month of 29 days; the migrant leaves on its tenth day.
        var s = Run(Arrived(1_200_000), Pay(1, "orchard", 290_000));
        Assert.Equal((290_000 - 100_000) / 2, s.Earnings.ShareYears[1].Taken);

        var left = Run(s, new End(Party.Migrant, EndReason.MigrantLeft, Arrival.AddDays(9)));

        // A third of the pay and of the baseline, cut down: 290,000·10/29 − 100,000·10/29 = 65,517.24…, and half of it.
        Assert.Equal((100_000, 32_758), (left.Earnings.ShareYears[1].EarnedHere, left.Earnings.ShareYears[1].Taken));

        // The employer says that all of it was for those ten days.
        var corrected = Run(left, Pay(1, "orchard", 290_000, paid: new(Arrival, Arrival.AddDays(9))));
        Assert.Equal((290_000, 127_758), (corrected.Earnings.ShareYears[1].EarnedHere, corrected.Earnings.ShareYears[1].Taken));
    }

    [Fact]
    public void A_pay_that_is_reported_after_the_migrant_left_is_for_the_days_up_to_then()
    {
        var left = Run(Arrived(0), new End(Party.Migrant, EndReason.MigrantLeft, Arrival.AddDays(9)));
        Assert.Equal(50_000, Run(left, Pay(1, "orchard", 100_000)).Earnings.ShareYears[1].Taken);
        // A host who ended it gets no part of the days after.
        var ended = Run(Arrived(0), new End(Party.Migrant, EndReason.Completed, Arrival.AddDays(9)));
        Assert.Equal(290_000 * 10 / 29 / 2, Run(ended, Pay(1, "orchard", 290_000)).Earnings.ShareYears[1].Taken);
    }

    [Fact]
    public void Months_after_the_last_day_are_given_back()
    {
        var s = Run(Arrived(0), Pay(1, "orchard", 200_000), Pay(2, "orchard", 200_000),
            new End(Party.Migrant, EndReason.MigrantLeft, new(2024, 2, 28)));
        Assert.Equal((200_000, 100_000), (s.Earnings.ShareYears[1].EarnedHere, s.Earnings.ShareYears[1].Taken));
        Assert.Equal(RejectionCode.MonthOutsideSponsorship, SponsorshipDecider.Decide(s, Pay(3, "orchard", 1), Sample.On(Later))
            .Rejection?.Code);
    }

    [Fact]
    public void Days_that_a_pay_is_for_lie_in_its_month()
    {
        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(Arrived(0), Pay(1, "orchard", 1, paid: new(Arrival.AddDays(-1), Arrival)), Sample.On(Later))
                .Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(Arrived(0), Pay(1, "orchard", 1, paid: new(Arrival, new(2024, 2, 29))), Sample.On(Later))
                .Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(Arrived(0), Pay(1, "orchard", 1, paid: new(Arrival.AddDays(2), Arrival)), Sample.On(Later))
                .Rejection?.Code);
        Assert.Null(SponsorshipDecider.Decide(Arrived(0), Pay(1, "orchard", 1, paid: new(Arrival, new(2024, 2, 28))), Sample.On(Later))
            .Rejection);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(3_000, Traits = new[] { "Speed", "slow" })]
    public void A_change_of_host_in_mid_year_splits_the_year_by_day_and_all_parts_add_up_to_one_computation(int histories) => Gen.Select(
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 2], Gen.Long[0, 900_000]).Array[1, 40], Gen.Int[0, 360].Array[0, 3], Gen.Long[0, 4_000_000],
        Shares, Gen.Bool).Sample((pays, changes, baseline, share, isLate) =>
    {
        // Each change: the host's last day; the next host begins on the day after it.
        var ends = changes.Distinct().Order().Select(d => Arrival.AddDays(d)).ToArray();
        var hosts = new List<Sponsorship> { Arrived(baseline, share) };
        var told = new Queue<ReportEarnings>(pays.Select(p => Pay(p.Item1, $"employer-{p.Item2}", p.Item3)));
        if (!isLate) Tell(hosts, told.Count);
        foreach (var end in ends)
        {
            hosts[^1] = Run(hosts[^1], new End(Party.Migrant, EndReason.Completed, end));
            hosts.Add(Arrived(baseline, share, end.AddDays(1), hosts[^1].YearOn(end.AddDays(1))));
            Tell(hosts, told.Count / 2);
        }

        Tell(hosts, told.Count);

        var reports = pays.GroupBy(p => (p.Item1, p.Item2)).Select(g => g.Last())
            .Select(p => (p.Item1, Arrival.AddMonths(p.Item1 - 1), Arrival.AddMonths(p.Item1).AddDays(-1), p.Item3)).ToArray();
        var last = reports.Max(r => r.Item3);
        long taken = 0, before = 0;
        for (var i = 0; i < hosts.Count; i++)
        {
            var s = hosts[i];
            taken += s.Earnings.ShareYears.GetValueOrDefault(1)?.Taken ?? 0;
            // Each host's part is what the formula gives by its last day, or the last one that was reported, less what it gives by its
            // predecessor's.
            var until = i < ends.Length ? ends[i] : last > ends.LastOrDefault() ? last : ends[^1];
            var due = ShareOracle.Due(Arrival, reports, baseline, share, until);
            Assert.Equal(due - before, s.Earnings.ShareYears.GetValueOrDefault(1)?.Taken ?? 0);
            before = due;
            Assert.True(s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)) >= 0, "A migrant owes.");
            Assert.Equal(0, s.Books.Ledger.Sum(Nzd.Asset));
        }

        Assert.Equal(before, taken);
        Assert.Equal(reports.Sum(r => r.Item4), hosts.Sum(s => s.Earnings.ShareYears.GetValueOrDefault(1)?.EarnedHere ?? 0));

        // A report goes to every host whose days it may touch, as the sponsorships' grains pass it on.
        void Tell(List<Sponsorship> all, int count)
        {
            for (; count > 0 && told.TryDequeue(out var pay); count--)
            {
                for (var i = 0; i < all.Count; i++)
                {
                    var decision = SponsorshipDecider.Decide(all[i], pay, Sample.On(Later));
                    if (decision.Rejection is { Code: not RejectionCode.MonthOutsideSponsorship } wrong) Assert.Fail(wrong.Detail);
                    all[i] = decision.Events.Aggregate(all[i], SponsorshipDecider.Evolve);
                }
            }
        }
    }, iter: histories);

    [Theory]
    [InlineData(100)]
    [InlineData(1_500, Traits = new[] { "Speed", "slow" })]
    public void In_any_order_and_under_any_limit_the_year_entitles_to_the_same_and_no_month_gives_more_than_its_law_lets_be_taken(
        int histories) =>
        Gen.Select(Gen.Select(Gen.Int[1, 12], Gen.Int[0, 1], Gen.Long[0, 900_000]).Array[1, 24], Gen.Int[0, 1_000_000],
        Gen.Long[0, 4_000_000], Gen.Int[0, 380]).Sample((pays, seed, baseline, left) =>
    {
        var profile =
            new DeductionProfile("cap", 1, "NZ", Arrival, "made up", Nzd, PayBasis.Gross, false,
                [new PercentageCap(2500), new ProtectedFloor(0, 60_000)]);
        var last = pays.GroupBy(p => (p.Item1, p.Item2)).Select(g => g.Last()).ToArray();
        var end = new End(Party.Migrant, EndReason.Completed, Arrival.AddDays(left));
        var inOrder = Run(last.Aggregate(Arrived(baseline), (s, p) => Run(s, Pay(p.Item1, $"employer-{p.Item2}", p.Item3, profile))), end);
        var shuffled = pays.Concat(last.OrderBy(p => IdText.KeyFrom($"{p} {seed}"), StringComparer.Ordinal))
            .Aggregate(Arrived(baseline), (s, p) => Run(s, Pay(p.Item1, $"employer-{p.Item2}", p.Item3, profile)));
        shuffled = Run(shuffled, end);

        var (one, other) = (inOrder.Earnings.ShareYears[1], shuffled.Earnings.ShareYears[1]);
        Assert.Equal(inOrder.Entitled(one), shuffled.Entitled(other));
        // No report is charged above its own limit when it comes, and what that leaves has expired with the end.
        Assert.Equal(one.Taken + one.Expired, other.Taken + other.Expired);
        foreach (var s in new[] { inOrder, shuffled })
        {
            Assert.InRange(s.Earnings.ShareYears[1].Taken, 0, s.Entitled(s.Earnings.ShareYears[1]));
            Assert.Equal(s.Earnings.ShareYears[1].EarnedHere - s.Earnings.ShareYears[1].Taken,
                s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)));
        }

        foreach (var interval in inOrder.Intervals(inOrder.Earnings.ShareYears[1]).Where(i => i.Host == 0))
        {
            Assert.True(interval.Taken <= (interval.Allowed ?? 0), "More was taken than the law lets be taken.");
            Assert.True(interval.Taken + interval.PassedBefore <= interval.Due, "More was taken than is due.");
        }
    }, iter: histories);

    [Fact]
    public void What_the_law_kept_from_the_first_host_is_not_taken_for_the_second()
    {
        var profile = new DeductionProfile("cap", 1, "NZ", Arrival, "made up", Nzd, PayBasis.Gross, false, [new PercentageCap(1000)]);
        var first = Run(Arrived(0), Pay(1, "orchard", 100_000, profile));
        Assert.Equal(10_000, first.Earnings.ShareYears[1].Taken);
        var end = new DateOnly(2024, 2, 28);
        var ended = SponsorshipDecider.Decide(first, new End(Party.Migrant, EndReason.Completed, end), Sample.On(Later));
        Assert.Equal(40_000, ended.Events.OfType<ResidueExpired>().Single().Residue.Minor);
        first = ended.Events.Aggregate(first, SponsorshipDecider.Evolve);

        var second = Run(Arrived(0, Share.Half, end.AddDays(1), first.YearOn(end.AddDays(1))), Pay(2, "orchard", 100_000));
        Assert.Equal(50_000, second.Earnings.ShareYears[1].Taken);
    }

    [Fact]
    public void Days_between_two_hosts_are_nobodys()
    {
        // A month of 31 days from 29 February: ten days with the first host, eleven with nobody, ten with the second.
        var arrival = new DateOnly(2024, 2, 29);
        var first = Run(Run(Arrived(0, Share.Half, arrival), Pay(1, "orchard", 290_000)),
            new End(Party.Migrant, EndReason.Completed, arrival.AddDays(9)));
        var again = arrival.AddDays(19);
        var second = Run(Arrived(0, Share.Half, again, first.YearOn(again)), Pay(1, "orchard", 290_000));
        Assert.Equal(50_000, first.Earnings.ShareYears[1].Taken);
        Assert.Equal(145_000 - (290_000 * 19 / 29 / 2), second.Earnings.ShareYears[1].Taken);
    }

    [Fact]
    public void The_share_year_and_its_baseline_go_on_and_the_next_one_begins_on_the_anniversary()
    {
        var first = Run(Arrived(1_200_000), new End(Party.Migrant, EndReason.Completed, new(2024, 6, 10)));
        var second = Arrived(0, Share.Half, new(2024, 6, 20), first.YearOn(new(2024, 6, 20)));

        Assert.Equal(first.Earnings.BaselineOf(1), second.Earnings.BaselineOf(1));
        Assert.Equal(new DateOnly(2025, 1, 31), second.Earnings.MonthStart(2, 1));
        Assert.Null(first.YearOn(new(2025, 1, 31)));
        Assert.Null(Arrived(0).YearOn(new(2024, 6, 20)));
    }

    [Fact]
    public void The_running_total_is_less_than_one_minor_unit_below_the_exact_share_at_any_day() => Gen.Select(
        Gen.Long[0, Money.MaxMinor], Gen.Long[0, Money.MaxMinor], Gen.Int[0, 11], Gen.Int[28, 31], Gen.Int[1, 28], Shares)
        .Sample((earned, baseline, months, of, days, share) =>
    {
        var numerator = ((12 * (BigInteger)earned * of) - ((BigInteger)baseline * ((months * of) + days))) * share.Numerator;
        BigInteger denominator = 12 * (BigInteger)share.Denominator * of;
        var rest = BigInteger.Max(0, numerator) - (GainShare.DueToDate(earned, baseline, months, days, of, share) * denominator);
        Assert.True(rest >= 0 && rest < denominator, $"The exact value is {numerator}/{denominator}.");
    }, iter: 20_000);

    private static Sponsorship Arrived(long baseline, Share? share = null, DateOnly? on = null, ContinuedYear? continues = null)
    {
        var s = Histories.ArrivedWith(Nzd, share ?? Share.Half, baseline, on ?? Arrival)
            .Naming("orchard", "packhouse", "cafe", "one-more")
            .Naming(Enumerable.Range(0, ShareYear.MaxEmployers + 1).Select(n => $"employer-{n}"));
        return continues is null
            ? s : Run(s with { Status = SponsorshipStatus.Granted, Earnings = s.Earnings with { ArrivedOn = null, Baseline = null } },
                new Arrive(on!.Value, false, null, null, continues));
    }

    private static ReportEarnings Pay(int month, string employer, long minor, DeductionProfile? profile = null, PaidDays? paid = null) =>
        new(new(1, month, employer, Dollars(minor), null, paid), profile);

    private static Sponsorship Run(Sponsorship s, params SponsorshipCommand[] commands)
    {
        foreach (var command in commands)
        {
            var decision = SponsorshipDecider.Decide(s, command, Sample.On(Later));
            Assert.True(decision.Rejection is null, decision.Rejection?.Detail);
            s = decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
        }

        return s;
    }
}
