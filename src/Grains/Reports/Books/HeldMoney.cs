namespace VipOrleans.Grains.Reports;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Payments.BankCreditEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// What came from employers through the bank and belongs to nobody yet, what hosts were paid out of credits that the bank took back, and
/// what it took back without anybody knowing of what.
/// </summary>
/// <remarks>
/// The bank has booked <c>bank</c>. Of that the sponsorships' books have <c>settled</c>, and the rest is <c>held</c>. What the books kept
/// of a credit that was taken back, because the host had been paid, is the <c>gap</c>: the city has advanced it until the employer pays
/// again. What the bank took back is <c>taken-back</c> until the credit is found that it was, or an officer lets go of it. So
/// <c>settled + held − gap − taken-back − bank</c> is zero at every position of the feed. What is in another currency than the city's is
/// in the list of credits alone.
/// </remarks>
internal sealed class HeldMoney
{
    private readonly Dictionary<string, HeldRow> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<HeldRow> _open = [];

    /// <summary>What is held, in minor units.</summary>
    public long Held { get; private set; }

    /// <summary>What the city has advanced for credits that were taken back, in minor units.</summary>
    public long Gap { get; private set; }

    /// <summary>What the books have of all credits, in minor units.</summary>
    public long Settled { get; private set; }

    /// <summary>What the bank took back, and no credit is known that it was, in minor units.</summary>
    public long TakenBack { get; private set; }

    /// <summary>What the bank has booked and not taken back, less what was released to others, in minor units.</summary>
    public long Bank => Settled + Held - Gap - TakenBack;

    /// <summary>The day of the oldest credit of which something is held; null if nothing is.</summary>
    public DateOnly? Since => Held <= 0 ? null : _open.Where(r => r.Held > 0).Select(r => (DateOnly?)r.On).Min();

    /// <summary>The rows, for a snapshot.</summary>
    public IReadOnlyCollection<HeldRow> Rows => _byKey.Values;

    public void Add(HeldRow row) => Change(row, () => _byKey.Add(row.Key, row));

    public void Apply(string stream, BankCreditEvent e, Currency currency)
    {
        var key = KeyOf(stream);
        if (e is CreditBooked { Facts: var facts })
        {
            if (facts.Amount.Currency != currency) return;
            Add(new() { Key = key, Amount = facts.Amount.Minor, On = facts.On, IsReversal = facts.IsReversal });
            return;
        }

        if (!_byKey.TryGetValue(key, out var row)) return;
        switch (e)
        {
            case CreditAllocated x:
                Change(row, () => row.ForGaps += x.Lines.Where(l => l.Kind == AllocationKind.Gap).Sum(l => l.Amount));
                break;
            case CreditReleased x:
                Change(row, () => row.Released += x.Rest);
                break;
            case CreditReversed x:
                Change(row, () => row.IsReversed = true);
                if (_byKey.TryGetValue(KeyOf(x.By.Value), out var by)) Change(by, () => by.IsReversed = true);
                break;
        }
    }

    public void Apply(SponsorshipEvent e)
    {
        switch (e)
        {
            case ShareCollected x when RowOf(x.Reference) is { } row:
                Change(row, () => row.Collected += x.Amount.Minor);
                break;
            case CollectionReversed x when RowOf(x.Reference) is { } row:
                // The mirror of what was collected: all else that it moves stays on the city's side.
                Change(row, () => row.Collected -= x.Postings.Where(IsToDue).Sum(t => t.Amount));
                break;
        }
    }

    private static bool IsToDue(Transfer t) => t.To == SponsorshipAccounts.HostDue(Currency.Parse(t.To.Asset.Code));

    private HeldRow? RowOf(string reference) =>
        BankCredit.IsBooksReference(reference) ? _byKey.GetValueOrDefault(reference[..IdText.KeyLength]) : null;

    private static string KeyOf(string id) => id[(id.LastIndexOf('.') + 1)..];

    private void Change(HeldRow row, Action change)
    {
        if (_byKey.ContainsKey(row.Key)) Count(row, -1);
        change();
        Count(row, 1);
        if (row.Held != 0) _open.Add(row);
        else _open.Remove(row);
    }

    private void Count(HeldRow row, int times) => (Held, Gap, Settled, TakenBack) = (Held + (times * row.Held), Gap + (times * row.Gap),
        Settled + (times * row.Collected), TakenBack + (times * row.TakenBack));
}

/// <summary>A credit of the bank, and what the books have of it, in minor units.</summary>
internal sealed class HeldRow
{
    public required string Key { get; init; }

    public required long Amount { get; init; }

    public required DateOnly On { get; init; }

    public long Collected { get; set; }

    /// <summary>What of it pays for credits that were taken back.</summary>
    public long ForGaps { get; set; }

    public long Released { get; set; }

    /// <summary>True if the bank takes another credit back.</summary>
    public bool IsReversal { get; init; }

    /// <summary>True once the bank took it back; of a reversal, once it has taken back a credit that is known.</summary>
    public bool IsReversed { get; set; }

    [JsonIgnore]
    public long Held => IsReversed || IsReversal ? 0 : Amount - Released - Collected - ForGaps;

    [JsonIgnore]
    public long Gap => IsReversed ? Collected : -ForGaps;

    [JsonIgnore]
    public long TakenBack => IsReversal && !IsReversed ? Amount - Released : 0;
}
