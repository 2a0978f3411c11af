namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a booked credit. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CreditBooked), "credit-booked")]
[JsonDerivedType(typeof(CreditAllocated), "credit-allocated")]
[JsonDerivedType(typeof(AllocationEnded), "credit-allocation-ended")]
[JsonDerivedType(typeof(PartsCollected), "credit-parts-collected")]
[JsonDerivedType(typeof(CreditAssigned), "credit-assigned")]
[JsonDerivedType(typeof(CreditReleased), "credit-released")]
[JsonDerivedType(typeof(CreditReversed), "credit-reversed")]
[JsonDerivedType(typeof(PartsReversed), "credit-parts-reversed")]
[JsonDerivedType(typeof(ReversalMatched), "credit-reversal-matched")]
[JsonDerivedType(typeof(ReversalCarriedOut), "credit-reversal-carried-out")]
public abstract record BankCreditEvent
{
    private BankCreditEvent() { }

    /// <summary>A bank has booked a credit, or taken one back.</summary>
    public sealed record CreditBooked(CreditId Credit, BookedCredit Facts) : BankCreditEvent;

    /// <summary>Parts of it pay what is owed. Their numbers go on from those before.</summary>
    public sealed record CreditAllocated(IReadOnlyList<AllocationLine> Lines) : BankCreditEvent;

    /// <summary>Nothing more is allocated by itself.</summary>
    /// <param name="Rest">What is left, in minor units.</param>
    /// <param name="Why">Why it is set aside; null if nothing is left.</param>
    public sealed record AllocationEnded(long Rest, RejectionCode? Why) : BankCreditEvent;

    /// <summary>The sponsorships' books have followed.</summary>
    public sealed record PartsCollected(IReadOnlyList<CollectedPart> Parts) : BankCreditEvent;

    /// <summary>An officer said what was meant.</summary>
    /// <param name="By">Who.</param>
    /// <param name="Reference">The reference that was meant; null for a reversal.</param>
    public sealed record CreditAssigned(string By, string? Reference) : BankCreditEvent;

    /// <summary>An officer let go of what was set aside.</summary>
    /// <param name="By">Who.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Rest">How much, in minor units.</param>
    public sealed record CreditReleased(string By, CreditRelease Reason, long Rest) : BankCreditEvent;

    /// <summary>The bank took it back.</summary>
    /// <param name="By">The reversal.</param>
    public sealed record CreditReversed(CreditId By) : BankCreditEvent;

    /// <summary>The books have followed the bank that took it back.</summary>
    public sealed record PartsReversed(IReadOnlyList<ReversedPart> Parts) : BankCreditEvent;

    /// <summary>Which credit this reversal takes back.</summary>
    public sealed record ReversalMatched(CreditId Original) : BankCreditEvent;

    /// <summary>That credit knows.</summary>
    public sealed record ReversalCarriedOut : BankCreditEvent;
}
