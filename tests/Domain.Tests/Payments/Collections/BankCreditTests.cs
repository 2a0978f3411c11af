namespace VipOrleans.Domain.Tests.Payments;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.BankCreditCommand;
using static VipOrleans.Domain.Payments.BankCreditEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class BankCreditTests
{
    private static readonly CreditId Id = CreditId.From(Auckland, "credit"), Other = CreditId.From(Auckland, "other");
    private static readonly CreditFileId File = CreditFileId.From(Auckland, "file");

    [Fact]
    public void A_credit_is_booked_allocated_and_followed_by_the_books()
    {
        var booked = Do(new(), new BookCredit(Id, Facts(100), new([Line(1, 60), Line(2, 40)])));
        Assert.Equal(["CreditBooked", "CreditAllocated", "AllocationEnded"], booked.Events.Select(e => e.GetType().Name));
        Assert.Equal([1, 2], booked.State.Next(50));
        var noted = Do(booked.State, new NoteCollected([new(1, 60), new(2, 40)]));
        Assert.Equal((CreditStatus.Settled, 0L), (noted.State.Status, noted.State.Rest));
        Assert.Empty(noted.State.Next(50));
        Assert.Empty(Do(noted.State, new NoteCollected([new(1, 60)])).Events);
    }

    [Fact]
    public void The_same_entry_again_changes_nothing_and_another_one_under_its_reference_is_refused()
    {
        var booked = Do(new(), new BookCredit(Id, Facts(100), new([Line(1, 100)]))).State;
        Assert.Empty(Do(booked, new BookCredit(Id, Facts(100) with { Line = 99, InFile = CreditFileId.From(Auckland, "f2") },
            new([Line(1, 100)]))).Events);
        Assert.Equal(RejectionCode.BankFileDiffers,
            Reject(booked, new BookCredit(Id, Facts(101), CreditPlan.Nothing(RejectionCode.ReferenceMissing))));
        Assert.Equal(RejectionCode.BankFileDiffers,
            Reject(booked, new BookCredit(Id, Facts(100) with { IsReversal = true }, CreditPlan.Nothing(RejectionCode.ReferenceMissing))));
    }

    [Fact]
    public void What_does_not_fit_is_set_aside_assigned_and_released()
    {
        var aside = Do(new(), new BookCredit(Id, Facts(100), new([Line(1, 60)]))).State;
        Assert.Equal((CreditStatus.SetAside, 40L, RejectionCode.AmountAboveDue), (aside.Status, aside.Rest, aside.Why));
        var assigned = Do(aside, new AssignCredit(new("RF18 5390 0754 7034"))).State;
        Assert.Equal((CreditStatus.UnderWay, "RF18539007547034"), (assigned.Status, assigned.Reference));
        var again = Do(assigned, new AllocateCredit(new([Line(3, 10)], Why: RejectionCode.AmountAboveDue))).State;
        Assert.Equal((CreditStatus.SetAside, 30L), (again.Status, again.Rest));
        var released = Do(again, new ReleaseCredit(CreditRelease.ReturnedToPayer));
        Assert.Equal(30, ((CreditReleased)released.Events[0]).Rest);
        Assert.Equal(RejectionCode.NothingSetAside, Reject(released.State, new AssignCredit(new("RF18539007547034"))));
        Assert.Empty(Do(released.State, new ReleaseCredit(CreditRelease.ReturnedToPayer)).Events);
    }

    [Fact]
    public void A_reversal_takes_back_what_was_collected_once_and_only_the_whole_of_it()
    {
        var booked = Do(new(), new BookCredit(Id, Facts(100), new([Line(1, 60)]))).State;
        Assert.Equal(RejectionCode.AmountDiffers, Reject(booked, new ReverseCredit(Other, Facts(99) with { IsReversal = true })));
        var reversed = Do(booked, new ReverseCredit(Other, Facts(100) with { IsReversal = true })).State;
        // The books may be asked for a part already: it is collected first, and given back then.
        Assert.Equal((AllocationState.Planned, 1), (reversed.Parts[0].State, Assert.Single(reversed.Next(9))));
        var collected = Do(reversed, new NoteCollected([new(1, 60)])).State;
        Assert.Equal([1], collected.Next(9));
        var back = Do(collected, new NoteReversed([new(1, Line(9, 1), true)]));
        Assert.Equal(Line(1, 60), ((PartsReversed)back.Events[0]).Parts[0].Line);
        Assert.Equal((CreditStatus.Reversed, AllocationState.Reversed), (back.State.Status, back.State.Parts[0].State));
        Assert.Empty(back.State.Next(9));
        Assert.Empty(Do(back.State, new ReverseCredit(Other, Facts(100) with { IsReversal = true })).Events);
        Assert.Equal(RejectionCode.CollectionNotFound,
            Reject(back.State, new ReverseCredit(CreditId.From(Auckland, "third"), Facts(100) with { IsReversal = true })));
    }

    [Fact]
    public void What_the_books_keep_of_a_part_is_what_they_took_of_it_and_no_more_is_a_gap()
    {
        var booked = Do(new(), new BookCredit(Id, Facts(100), new([Line(1, 60), Line(2, 40)]))).State;
        var collected = Do(booked, new NoteCollected([new(1, 25), new(2, 40)])).State;
        var reversed = Do(collected, new ReverseCredit(Other, Facts(100) with { IsReversal = true })).State;
        var back = Do(reversed, new NoteReversed([new(1, Line(1, 60), false, 60), new(2, Line(2, 40), true)]));
        Assert.Equal([25, 0], ((PartsReversed)back.Events[0]).Parts.Select(p => p.Gap));
        // Before that was written down, what the books kept was taken to be the whole part.
        Assert.Equal(60, new ReversedPart(1, Line(1, 60), false).Gap);
    }

    [Fact]
    public void A_reversal_without_its_credit_waits_for_it_and_one_that_was_refused_waits_again()
    {
        var facts = Facts(100) with { IsReversal = true };
        var alone = Do(new(), new BookCredit(Other, facts, CreditPlan.Nothing(RejectionCode.CollectionNotFound))).State;
        Assert.Equal(CreditStatus.SetAside, alone.Status);
        Assert.Empty(Do(alone, new AllocateCredit(CreditPlan.Nothing(RejectionCode.CollectionNotFound))).Events);
        var matched = Do(alone, new AllocateCredit(new([], Original: Id))).State;
        Assert.Equal((CreditStatus.UnderWay, 0L), (matched.Status, matched.Rest));
        Assert.Equal(CreditStatus.Settled, Do(matched, new NoteReversal(null)).State.Status);
        Assert.Equal((CreditStatus.SetAside, RejectionCode.AmountDiffers),
            Do(matched, new NoteReversal(RejectionCode.AmountDiffers)).State is var s ? (s.Status, s.Why) : default);
        Assert.Equal(RejectionCode.InvalidInput, Reject(alone, new AssignCredit(new("RF18539007547034"))));
        Assert.Equal(Id, Do(alone, new AssignCredit(new(null, Id))).State.Original);
        Assert.Equal(RejectionCode.InvalidInput, Reject(alone, new AssignCredit(new(null, CreditId.From(CityId.Parse("nz-wlg"), "x")))));
    }

    [Fact]
    public void Money_that_came_before_its_report_pays_it_when_it_is_there_and_not_when_it_was_released()
    {
        var aside = Do(new(), new BookCredit(Id, Facts(100), CreditPlan.Nothing(RejectionCode.ReferenceUnknown))).State;
        var paid = Do(aside, new AllocateCredit(new([Line(1, 100)]))).State;
        Assert.Equal((CreditStatus.Settled, 0L, (RejectionCode?)null), (paid.Status, paid.Rest, paid.Why));
        var released = Do(aside, new ReleaseCredit(CreditRelease.BookedElsewhere)).State;
        Assert.Empty(Do(released, new AllocateCredit(new([Line(1, 100)]))).Events);
    }

    [Theory]
    [InlineData(60, 50)]
    [InlineData(-10, 0)]
    [InlineData(0, 0)]
    public void Parts_that_do_not_come_to_the_credit_are_refused(long one, long two) =>
        Assert.Equal(RejectionCode.InvalidInput, Reject(new(), new BookCredit(Id, Facts(100), new([Line(1, one), Line(2, two)]))));

    [Fact]
    public void A_credit_that_nobody_booked_is_not_found() =>
        Assert.Equal(RejectionCode.CreditNotFound, Reject(new(), new ReleaseCredit(CreditRelease.NotACollection)));

    // Whatever is asked in whatever order: the parts and the rest come to the credit, and nothing is collected twice.
    [Theory]
    [InlineData(500)]
    [InlineData(20_000), Trait("Speed", "slow")]
    public void At_every_moment_the_parts_and_the_rest_come_to_the_credit(long iterations) =>
        Gen.Select(Gen.Long[1, 200], Gen.Select(Gen.Int[0, 6], Gen.Long[1, 120], Gen.Bool).Array[1, 15]).Sample((amount, asked) =>
        {
            var s = Do(new(), new BookCredit(Id, Facts(amount), CreditPlan.Nothing(RejectionCode.ReferenceMissing))).State;
            foreach (var (what, sum, flag) in asked)
            {
                BankCreditCommand command = what switch
                {
                    0 => new BookCredit(Id, Facts(amount), new([Line(1, sum)])),
                    1 => new AssignCredit(new("RF18539007547034")),
                    2 => new AllocateCredit(new([Line(1, sum)], flag)),
                    3 => new NoteCollected([.. s.Next(2).Select(n => new CollectedPart(n, flag ? s.Parts[n - 1].Line.Amount : 0))]),
                    4 => new ReverseCredit(Other, Facts(amount) with { IsReversal = true }),
                    5 => new NoteReversed([.. s.Next(2).Select(n => new ReversedPart(n, s.Parts[n - 1].Line, flag))]),
                    _ => new ReleaseCredit(CreditRelease.NotACollection),
                };
                var decision = BankCreditDecider.Decide(s, command, ThatMoment);
                s = decision.Events.Aggregate(s, BankCreditDecider.Evolve);
                Assert.Equal(amount, s.Parts.Sum(p => p.Line.Amount) + s.Rest);
                Assert.True(s.Rest >= 0 && s.Parts.All(p => p.Collected <= p.Line.Amount));
                Assert.False(s.Status == CreditStatus.Settled && s.Rest > 0);
            }
        }, iter: iterations);

    private static AllocationLine Line(int number, long amount) =>
        new(Case(number), "kiwi-orchards", 1, 1, amount, AllocationKind.Books);

    private static BookedCredit Facts(long amount) => new(Dollars(amount), Today, false, null, [], File, 7);

    private static (BankCredit State, IReadOnlyList<BankCreditEvent> Events) Do(BankCredit s, BankCreditCommand command)
    {
        var decision = BankCreditDecider.Decide(s, command, ThatMoment);
        Assert.Null(decision.Rejection);
        return (decision.Events.Aggregate(s, BankCreditDecider.Evolve), decision.Events);
    }

    private static RejectionCode? Reject(BankCredit s, BankCreditCommand command) =>
        BankCreditDecider.Decide(s, command, ThatMoment).Rejection?.Code;
}
