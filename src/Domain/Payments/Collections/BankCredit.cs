namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// One credit that a bank has booked, or one that it took back: what of it pays what, and what is set aside. At every moment the parts and
/// the rest come to the credit.
/// </summary>
public sealed record BankCredit
{
    /// <summary>Most parts that are allocated or noted in one step.</summary>
    public const int MaxStep = 120;

    /// <summary>The credit; null before it was booked.</summary>
    public CreditId? Id { get; init; }

    /// <summary>What the bank says of it.</summary>
    public BookedCredit? Facts { get; init; }

    /// <summary>
    /// The reference under which it is allocated: the one that came with it, or the one that an officer has assigned it to.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>The parts, in the order in which they were allocated; the first has the number 1.</summary>
    public ImmutableList<Allocation> Parts { get; init; } = [];

    /// <summary>True once nothing more is allocated by itself.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>Why the rest is set aside; null if there is none.</summary>
    public RejectionCode? Why { get; init; }

    /// <summary>Why the rest was released by an officer; null if it was not.</summary>
    public CreditRelease? Released { get; init; }

    /// <summary>The reversal that has taken it back; null if none has.</summary>
    public CreditId? ReversedBy { get; init; }

    /// <summary>Of a reversal: the credit that it takes back; null while none is known.</summary>
    public CreditId? Original { get; init; }

    /// <summary>Of a reversal: true once the credit knows.</summary>
    public bool IsCarriedOut { get; init; }

    /// <summary>What is allocated to nothing, in minor units.</summary>
    [JsonIgnore]
    public long Rest => Facts is null ? 0 : Original is not null ? 0 : Facts.Amount.Minor - Parts.Sum(p => p.Line.Amount);

    /// <summary>Where it stands.</summary>
    [JsonIgnore]
    public CreditStatus Status => this switch
    {
        { ReversedBy: not null } => CreditStatus.Reversed,
        { IsPlanned: false } or { Original: not null, IsCarriedOut: false } => CreditStatus.UnderWay,
        { Released: not null } => CreditStatus.Released,
        { Rest: > 0 } => CreditStatus.SetAside,
        _ => CreditStatus.Settled,
    };

    /// <summary>The numbers of the parts that the books have to follow next; none if they have followed all.</summary>
    public IReadOnlyList<int> Next(int most)
    {
        var open = Numbers(p => p.State == AllocationState.Planned);
        if (open.Length == 0 && ReversedBy is not null) open = Numbers(p => p.State == AllocationState.Collected);
        return [.. open.Take(most)];

        int[] Numbers(Func<Allocation, bool> wanted) =>
            [.. Parts.Select((p, i) => (p, i)).Where(p => wanted(p.p)).Select(p => p.i + 1)];
    }

    /// <summary>The reference of a part in a sponsorship's books, 32 to 35 characters.</summary>
    public static string BooksReference(CreditId credit, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{IdText.KeyOf(credit.Value)}-{number:00000}");

    /// <summary>True if a reference in a sponsorship's books is one of a credit's part.</summary>
    public static bool IsBooksReference(string reference) =>
        reference.Length > IdText.KeyLength + 5 && reference[IdText.KeyLength] == '-'
        && reference.AsSpan(IdText.KeyLength + 1).IndexOfAnyExceptInRange('0', '9') < 0;
}

/// <summary>A part of a credit and how far the books are with it.</summary>
/// <param name="Line">The part.</param>
/// <param name="State">How far the books are.</param>
/// <param name="Collected">How much the books took, in minor units: less than the part, if less was due there by then.</param>
public sealed record Allocation(AllocationLine Line, AllocationState State, long Collected = 0);

/// <summary>How far the books are with a part of a credit.</summary>
[JsonConverter(typeof(CodeConverter<AllocationState>))]
public enum AllocationState
{
    /// <summary>It is decided, and the books have not followed yet.</summary>
    Planned,

    /// <summary>The books have it.</summary>
    Collected,

    /// <summary>The bank took it back, and the books gave it back.</summary>
    Reversed,

    /// <summary>The bank took it back, and the host had been paid: the books keep it, and the employer owes it again.</summary>
    Kept,
}

/// <summary>Where a credit stands.</summary>
[JsonConverter(typeof(CodeConverter<CreditStatus>))]
public enum CreditStatus
{
    /// <summary>It is being allocated.</summary>
    UnderWay,

    /// <summary>All of it has paid what is owed; of a reversal: the credit was taken back.</summary>
    Settled,

    /// <summary>All of it, or a part, waits for an officer.</summary>
    SetAside,

    /// <summary>An officer has released what was set aside.</summary>
    Released,

    /// <summary>The bank took it back.</summary>
    Reversed,
}

/// <summary>Why an officer lets go of money that was set aside.</summary>
[JsonConverter(typeof(CodeConverter<CreditRelease>))]
public enum CreditRelease
{
    /// <summary>It is sent back to who paid it.</summary>
    ReturnedToPayer,

    /// <summary>It is other income of the city, or another movement of the account, and no employer's.</summary>
    NotACollection,

    /// <summary>It was booked in another form: its details came, or it was noted by hand.</summary>
    BookedElsewhere,
}
