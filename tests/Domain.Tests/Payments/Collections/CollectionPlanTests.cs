namespace VipOrleans.Domain.Tests.Payments;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Tests.Sample;

public sealed class CollectionPlanTests
{
    [Fact]
    public void A_sum_pays_debts_in_their_order_and_what_is_too_much_is_left()
    {
        OpenDebt[] debts = [Debt(1, 100), Debt(2, 50), Debt(3, 70)];
        Assert.Equal([100, 20], CollectionPlan.Of(120, debts, nets: true, 100).Lines.Select(l => l.Amount));
        Assert.Null(CollectionPlan.Of(120, debts, nets: true, 100).Why);
        Assert.Equal([100, 50, 70], CollectionPlan.Of(220, debts, nets: true, 100).Lines.Select(l => l.Amount));
        Assert.Equal(RejectionCode.AmountAboveDue, CollectionPlan.Of(221, debts, nets: true, 100).Why);
    }

    [Fact]
    public void Who_pays_the_net_sum_owes_nothing_and_the_books_get_the_gross_one()
    {
        OpenDebt[] debts = [Debt(1, 100), Debt(2, -40)];
        var plan = CollectionPlan.Of(60, debts, nets: true, 100);
        Assert.Equal([(-40, AllocationKind.Offset), (100, AllocationKind.Books)], plan.Lines.Select(l => (l.Amount, l.Kind)));
        Assert.Null(plan.Why);
        // A payment for one person's month leaves what was overpaid for another alone.
        Assert.Equal([60], CollectionPlan.Of(60, debts, nets: false, 100).Lines.Select(l => l.Amount));
    }

    [Fact]
    public void What_the_city_has_paid_a_host_in_advance_comes_back_to_it_first()
    {
        OpenDebt[] debts = [Debt(1, 100, gap: 30)];
        Assert.Equal([(30, AllocationKind.Gap), (70, AllocationKind.Books)],
            CollectionPlan.Of(100, debts, nets: true, 100).Lines.Select(l => (l.Amount, l.Kind)));
        Assert.Equal([(20, AllocationKind.Gap)], CollectionPlan.Of(20, debts, nets: true, 100).Lines.Select(l => (l.Amount, l.Kind)));
    }

    // The whole law of it: whatever is owed and overpaid, and however it is parted into steps.
    [Theory]
    [InlineData(300)]
    [InlineData(20_000), Trait("Speed", "slow")]
    public void However_it_is_parted_the_parts_and_the_rest_come_to_the_sum_and_nobody_pays_more_than_is_owed(long iterations) =>
        Gen.Select(Gen.Long[0, 500], Gen.Select(Gen.Long[-60, 120], Gen.Long[0, 130]).Array[0, 12], Gen.Bool, Gen.Int[4, 9]).Sample(
            (amount, sums, nets, most) =>
            {
                OpenDebt[] debts = [.. sums.Select((s, i) => Debt(i + 1, s.Item1, Math.Min(Math.Max(0, s.Item1), s.Item2)))];
                var (rest, steps) = (amount, 0);
                CreditPlan plan;
                do
                {
                    plan = CollectionPlan.Of(rest, debts, nets, most);
                    var lines = plan.Lines;
                    Assert.True(lines.Count <= most && ++steps < 50);
                    Assert.InRange(lines.Sum(l => l.Amount), 0, rest);
                    rest -= lines.Sum(l => l.Amount);
                    for (var i = 0; i < debts.Length; i++)
                    {
                        var own = lines.Where(l => l.Sponsorship == debts[i].Sponsorship).ToArray();
                        var gap = own.Where(l => l.Kind == AllocationKind.Gap).Sum(l => l.Amount);
                        debts[i] = debts[i] with { Open = debts[i].Open - own.Sum(l => l.Amount), Gap = debts[i].Gap - gap };
                        Assert.True(debts[i].Gap >= 0 && (debts[i].Open >= 0 || sums[i].Item1 < 0));
                        Assert.True(debts[i].Open <= Math.Max(0, sums[i].Item1));
                    }
                }
                while (plan.IsMore);
                var (owed, over) = (sums.Sum(s => Math.Max(0, s.Item1)), nets ? -sums.Sum(s => Math.Min(0, s.Item1)) : 0);
                Assert.Equal(Math.Max(0, owed - over - amount), debts.Sum(d => Math.Max(0, d.Open)));
                Assert.Equal(rest > 0, plan.Why is RejectionCode.AmountAboveDue);
            }, iter: iterations);

    private static OpenDebt Debt(int number, long open, long gap = 0) => new(Case(number), "kiwi-orchards", 1, 1, open, gap);
}
