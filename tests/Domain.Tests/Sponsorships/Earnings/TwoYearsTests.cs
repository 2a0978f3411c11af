namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Domain.Tests.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Tests.Sample;

public sealed class TwoYearsTests
{
    private static readonly DateOnly Arrival = new(2023, 8, 31), Later = new(2030, 1, 1);

    [Theory]
    [InlineData(500)]
    [InlineData(10_000, Traits = new[] { "Speed", "slow" })]
    public void Two_years_of_sponsorships_with_random_corrections_come_out_to_the_cent(int sponsorships)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("VIP_SEED"), out var given) ? given : Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"VIP_SEED={seed}");
        var (taken, due, commands, wrong) = (0L, 0L, 0, 0);
        Parallel.For(0, sponsorships, n =>
        {
            var (s, expected, told) = Live(new Random(unchecked((seed * 31) + n)));
            var actual = SponsorshipBooks.HostSide(s.Books.Ledger, Nzd);
            Interlocked.Add(ref taken, actual);
            Interlocked.Add(ref due, expected);
            Interlocked.Add(ref commands, told);
            var isRight = actual == expected && s.Books.Ledger.Sum(Nzd.Asset) == 0
                && s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)) >= 0;
            if (!isRight) Interlocked.Increment(ref wrong);
        });
        TestContext.Current.TestOutputHelper.WriteLine($"{commands:N0} reports, corrections, withdrawals and ends; {taken:N0} cents");
        Assert.Equal((0, due), (wrong, taken));
        Assert.True(taken > 0 && commands > 30 * sponsorships, "Too little happened.");
    }

    private static (Sponsorship State, long Due, int Commands) Live(Random random)
    {
        var share = Share.Parse($"{random.Next(1, 8)}/{random.Next(8, 13)}");
        long baseline = random.Next(0, 3_000_000);
        var s = Histories.ArrivedWith(Nzd, share, baseline, Arrival).Naming("employer-1", "employer-2");
        var told = new List<(int Year, int Month, string Employer, long Earned)>();
        foreach (var month in Enumerable.Range(0, 24))
        {
            if (random.Next(10) == 0) continue;
            for (var employer = random.Next(1, 3); employer > 0; employer--)
            {
                told.Add(((month / 12) + 1, (month % 12) + 1, $"employer-{employer}", random.Next(0, 600_000)));
                // Some are wrong at first, and put right at any time.
                if (random.Next(3) == 0) told.Add(told[^1] with { Earned = random.Next(0, 600_000) });
            }
        }

        var order = told.ToArray();
        random.Shuffle(order);
        var known = new Dictionary<(int Year, int Month, string Employer), long>();
        var commands = 0;
        foreach (var (year, month, employer, earned) in order)
        {
            var isWithdrawn = random.Next(20) == 0;
            Tell(isWithdrawn
                ? new WithdrawEarnings(year, month, employer)
                : new ReportEarnings(new(year, month, employer, Dollars(earned))));
            if (isWithdrawn) known.Remove((year, month, employer));
            else known[(year, month, employer)] = earned;
        }

        DateOnly? end = random.Next(4) == 0 ? Arrival.AddDays(random.Next(0, 730)) : null;
        if (end is { } last) Tell(new End(Party.Migrant, EndReason.Completed, last));

        long due = 0;
        foreach (var year in known.GroupBy(k => k.Key.Year))
        {
            var (first, next) = (Arrival.AddMonths(12 * (year.Key - 1)), Arrival.AddMonths(12 * year.Key));
            // An end closes the year that it falls in; the months of a later year are not the host's.
            if (end < first) continue;
            var until = end is { } day && day < next
                ? day : Arrival.AddMonths((12 * (year.Key - 1)) + year.Max(k => k.Key.Month)).AddDays(-1);
            due += ShareOracle.Due(first,
                year.Select(k => (k.Key.Month, Start(year.Key, k.Key.Month), Start(year.Key, k.Key.Month + 1).AddDays(-1), k.Value)),
                baseline, share, until, Arrival, year.Key);
        }

        return (s, due, commands);

        void Tell(SponsorshipCommand command)
        {
            commands++;
            var decision = SponsorshipDecider.Decide(s, command, Sample.On(Later));
            if (decision.Rejection is { } rejection) Assert.Fail(rejection.Detail);
            s = decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
        }
    }

    private static DateOnly Start(int year, int month) => Arrival.AddMonths((12 * (year - 1)) + month - 1);
}
