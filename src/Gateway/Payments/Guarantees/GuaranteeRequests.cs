namespace VipOrleans.Gateway.Payments;

using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Commands;

/// <summary>Decides the terms of a guarantee account.</summary>
internal sealed record GuaranteeRequest
{
    /// <summary>How far it may be overdrawn, zero or more. Refunds beyond it wait for a top-up.</summary>
    [NotNegative]
    public required Money Limit { get; init; }

    /// <summary>Below this balance it is said to be low; it may be below zero.</summary>
    public required Money AlarmBelow { get; init; }

    /// <summary>As the domain takes it.</summary>
    internal GuaranteeTerms ToTerms() => new(Limit, AlarmBelow);
}

/// <summary>Notes that money was put into a guarantee account.</summary>
internal sealed record TopUpRequest
{
    /// <summary>The bank's or the city's reference: the same reference is the same top-up.</summary>
    [Reference]
    public required string Reference { get; init; }

    /// <summary>How much, above zero.</summary>
    [NotNegative]
    public required Money Amount { get; init; }

    /// <summary>The day of the booking.</summary>
    public required DateOnly On { get; init; }

    /// <summary>As the domain takes it.</summary>
    internal GuaranteeTopUp ToTopUp() => new(Reference, Amount, On);
}

/// <summary>Takes back a top-up that was noted by mistake.</summary>
internal sealed record TopUpReversalRequest
{
    /// <summary>The reference of the top-up.</summary>
    [Reference]
    public required string Reference { get; init; }
}
