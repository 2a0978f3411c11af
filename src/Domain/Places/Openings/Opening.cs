namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// An opening of a city's places: whoever asks within a window is registered, and a draw that anybody can check gives the order.
/// </summary>
/// <remarks>
/// It holds counts alone. The city has the list, and gives the tickets; the marks of all who are in it are events of the opening, so many
/// at a time.
/// </remarks>
public sealed record Opening
{
    /// <summary>So many marks are in one event.</summary>
    public const int PerEvent = 200;

    /// <summary>The opening's id; null before it is announced.</summary>
    public OpeningId? Id { get; init; }

    /// <summary>When, and on what ground; null before it is announced.</summary>
    public OpeningTerms? Terms { get; init; }

    /// <summary>The SHA-256 of the secret, published before anybody can be registered.</summary>
    public string Commitment { get; init; } = "";

    /// <summary>When it was announced.</summary>
    public DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public OpeningStatus Status { get; init; }

    /// <summary>True if an officer ended the registration before its time.</summary>
    public bool IsCalledOff { get; init; }

    /// <summary>When the list was closed; null before.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How many are in the list, once it is closed.</summary>
    public int Entries { get; init; }

    /// <summary>How many of their marks are published.</summary>
    public int Listed { get; init; }

    /// <summary>The secret, once the whole list is published.</summary>
    public string? Secret { get; init; }

    /// <summary>The seed, which follows from the secret and the list.</summary>
    public string? Seed { get; init; }

    /// <summary>
    /// The mark of an entry in the published list: the SHA-256 of the sponsorship's id, so that everybody finds themselves and nobody
    /// learns another's id.
    /// </summary>
    public static string MarkOf(SponsorshipId sponsorship) => PublishedOrder.CommitmentTo(sponsorship.Value);
}

/// <summary>Where an opening stands.</summary>
[JsonConverter(typeof(CodeConverter<OpeningStatus>))]
public enum OpeningStatus
{
    /// <summary>It is published, and the city is about to take it up.</summary>
    Announced,

    /// <summary>The city registers whoever asks within the window.</summary>
    Open,

    /// <summary>The list is closed; it is being published and drawn.</summary>
    Closed,

    /// <summary>Everybody in the list has a place in line.</summary>
    Drawn,

    /// <summary>The city did not take it up, because another one was running.</summary>
    Refused,
}

/// <summary>When an opening registers, and on what ground.</summary>
/// <param name="From">From when on whoever asks for a place is registered; at once if an announcement names none.</param>
/// <param name="Until">Until when, not included; one second to 90 days after the beginning.</param>
/// <param name="LegalBasis">The law, charter or resolution that provides for it, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("vip.opening-terms")]
public sealed record OpeningTerms(DateTimeOffset From, DateTimeOffset Until, string LegalBasis)
{
    /// <summary>The shortest window. How long people must have is the city's to decide; this only keeps out what cannot be meant.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>How long before its beginning it is announced at the earliest.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(366);
}
