namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What a booked credit can be asked.</summary>
public abstract record BankCreditCommand
{
    private BankCreditCommand() { }

    /// <summary>The bank has booked it. Asked again, it changes nothing.</summary>
    /// <param name="Id">Its id, made of the bank's own reference.</param>
    /// <param name="Facts">What the bank says.</param>
    /// <param name="Plan">How it is allocated.</param>
    public sealed record BookCredit(CreditId Id, BookedCredit Facts, CreditPlan Plan) : BankCreditCommand;

    /// <summary>Allocates more of it.</summary>
    public sealed record AllocateCredit(CreditPlan Plan) : BankCreditCommand;

    /// <summary>Notes that the books have followed.</summary>
    /// <param name="Parts">The parts and how much of each the books took.</param>
    public sealed record NoteCollected(IReadOnlyList<CollectedPart> Parts) : BankCreditCommand;

    /// <summary>Assigns what is set aside to another reference, or a reversal to the credit that it takes back.</summary>
    /// <param name="Assignment">What to.</param>
    public sealed record AssignCredit(CreditAssignment Assignment) : BankCreditCommand;

    /// <summary>Lets go of what is set aside.</summary>
    public sealed record ReleaseCredit(CreditRelease Reason) : BankCreditCommand;

    /// <summary>The bank takes it back.</summary>
    /// <param name="By">The reversal.</param>
    /// <param name="Facts">What the bank says of the reversal.</param>
    public sealed record ReverseCredit(CreditId By, BookedCredit Facts) : BankCreditCommand;

    /// <summary>Notes what the books did when the bank took parts back.</summary>
    public sealed record NoteReversed(IReadOnlyList<ReversedPart> Parts) : BankCreditCommand;

    /// <summary>Of a reversal: notes that the credit knows, or why it cannot be that one.</summary>
    /// <param name="Refused">Why it cannot be that one; null if the credit was taken back.</param>
    public sealed record NoteReversal(RejectionCode? Refused) : BankCreditCommand;
}

/// <summary>What an officer assigns money to that was set aside; one of the two.</summary>
/// <param name="Reference">The reference that was meant, of a statement or of one person's month.</param>
/// <param name="Original">For a reversal: the credit that it takes back.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-assignment")]
public sealed record CreditAssignment(string? Reference, CreditId? Original = null);

/// <summary>A part that the books have followed.</summary>
/// <param name="Number">Its number in the credit.</param>
/// <param name="Collected">How much they took, in minor units.</param>
public sealed record CollectedPart(int Number, long Collected);

/// <summary>A part that the bank took back.</summary>
/// <param name="Number">Its number in the credit.</param>
/// <param name="Line">The part.</param>
/// <param name="IsTakenBack">False if the host was paid already, so that the books keep it.</param>
/// <param name="Kept">How much the books keep, in minor units: what they took of the part, which may be less than it. Null where that was
/// not written yet, and then all of a part that is not taken back.</param>
public sealed record ReversedPart(int Number, AllocationLine Line, bool IsTakenBack,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Kept = null)
{
    /// <summary>What the city has advanced for it from now on, in minor units.</summary>
    [JsonIgnore]
    public long Gap => IsTakenBack ? 0 : Kept ?? Line.Amount;
}
