namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>Payments that a bank is told to make in one file, as the bank's answers see them.</summary>
public interface IBankOrder
{
    /// <summary>What the bank was told; null before.</summary>
    Instruction? Instruction { get; }

    /// <summary>The id of the one group of payments in the file.</summary>
    string PaymentInformation { get; }

    /// <summary>The one currency of all payments.</summary>
    Currency Currency { get; }

    /// <summary>The bank's files that were read into it: their kind and id, with the hash of their bytes.</summary>
    ImmutableDictionary<string, string> BankFiles { get; }

    /// <summary>How many payments there are, left out ones among them; the first has the number 1.</summary>
    int Count { get; }

    /// <summary>Where a payment stands, and how much it is in minor units.</summary>
    (PaymentState State, long Amount) PaymentAt(int number);

    /// <summary>True if an answer that could not be is kept with the payment already.</summary>
    bool IsSetAside(int number, BankWord said, RejectionCode code);

    /// <summary>The id of a payment.</summary>
    string IdOf(int number);

    /// <summary>The number of a payment; 0 where the id is none of the order's.</summary>
    int NumberOf(string? payment);
}
