namespace VipOrleans.Gateway.Places;

using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Commands;

/// <summary>Announces an opening.</summary>
internal sealed record AnnounceOpeningRequest
{
    /// <summary>From when on whoever asks for a place is registered; at once if it is left out.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, not included: one second to 90 days later.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The law, charter or resolution that provides for it.</summary>
    [Text(1, 200)]
    public required string LegalBasis { get; init; }

    internal OpeningTerms Terms => new(From?.ToUniversalTime() ?? default, Until.ToUniversalTime(), LegalBasis);
}
