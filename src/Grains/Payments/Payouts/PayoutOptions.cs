namespace VipOrleans.Grains.Payments;

using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>What the bank takes in one file.</summary>
public sealed class PayoutOptions
{
    /// <summary>Most payments of a file, 1 to <see cref="PayoutBatch.MaxPayments"/>.</summary>
    public int PaymentsPerFile { get; set; } = PayoutBatch.MaxPayments;

    /// <summary>Largest sum of a file in whole units of the currency, 1 or more; null for what its field has room for.</summary>
    public long? SumPerFile { get; set; }

    /// <summary>The limit in a currency; without a currency, which no city is without, as much as there is room for.</summary>
    internal FileLimit LimitIn(Currency? currency)
    {
        if (SumPerFile is not { } units || currency is not { } own) return FileLimit.None with { Payments = PaymentsPerFile };
        return new(PaymentsPerFile, (long)Int128.Min((Int128)units * own.MinorPerUnit, PayoutDecider.MaxSum));
    }
}
