namespace VipOrleans.Gateway.Reports;

using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Commands;

/// <summary>Notes that the city has got a part of the share from the employer.</summary>
internal sealed record CollectionRequest
{
    /// <summary>
    /// The bank's or the employer's reference: letters, digits and the characters . - _ /. No name and no account number.
    /// </summary>
    [Text(1, SponsorshipDecider.MaxReference)]
    public required string Reference { get; init; }

    /// <summary>How much: above zero, and at most what is due.</summary>
    [NotNegative]
    public required Money Amount { get; init; }

    /// <summary>The day of the bank's booking.</summary>
    public required DateOnly On { get; init; }
}

/// <summary>Takes a collection back.</summary>
internal sealed record CollectionReversalRequest
{
    /// <summary>The reference of the collection.</summary>
    [Text(1, SponsorshipDecider.MaxReference)]
    public required string Reference { get; init; }
}
