namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.BankCreditEvent;
using static VipOrleans.Domain.Payments.CreditFileEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>A credit, its reversal and their file, and an employer who is late: what golden files are made of.</summary>
internal static class CollectionSample
{
    public static readonly CreditId Credit = CreditId.From(Auckland, "credit 1"), Reversal = CreditId.From(Auckland, "credit 2");
    public static readonly CreditFileId File = CreditFileId.From(Auckland, "file 1");
    public static readonly CreditFileTotals Totals = new(BankFileKind.Statement, "STMT-1", 1, 2, 3, 1_200, new('a', 64));

    private static readonly AllocationLine Line = new(Case(1), "kiwi-orchards", 1, 2, 6_000, AllocationKind.Books);

    public static readonly BankCreditEvent[] Credits =
    [
        new CreditBooked(Credit,
            new(Dollars(10_000), Today, false, "RF18539007547034", [IdText.KeyFrom("trace")], File, 14)),
        new CreditAllocated([Line, Line with { Month = 1, Amount = -500, Kind = AllocationKind.Offset }]),
        new AllocationEnded(4_500, RejectionCode.AmountAboveDue),
        new PartsCollected([new(1, 6_000)]),
        new CreditAssigned("city-officer:one", "RF18539007547034"),
        new CreditReleased("city-officer:one", CreditRelease.ReturnedToPayer, 4_500),
        new CreditReversed(Reversal),
        new PartsReversed([new(1, Line, false)]),
        new ReversalMatched(Credit),
        new ReversalCarriedOut(),
    ];

    /// <summary>A part that was taken back, with how much of it the books keep.</summary>
    public static readonly PartsReversed Kept = new([new(1, Line, false, 4_000)]);

    public static readonly CreditFileEvent[] Files =
    [
        new CreditFileOpened(File),
        new CreditsReceived(0, 1, 2, new byte[] { 1, 2, 3 }),
        new CreditFileReceived(Totals),
        new CreditsWorked(0, new(1, 1, 0, 0)),
        new CreditFileDone(new(1, 1, 0, 0)),
    ];

    public static readonly LateEmployerEvent[] Late =
        [new LateEmployerEvent.EmployerReminded(LateEmployer.IdOf(Auckland, "kiwi-orchards"), "kiwi-orchards", Today,
            new(Dollars(12_345), Today.AddDays(-3)), 2)];

    /// <summary>A credit of which a part was collected and the rest is set aside.</summary>
    public static BankCredit SetAside => Credits[..4].Aggregate(BankCreditDecider.Initial, BankCreditDecider.Evolve);
}
