namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to an opening. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OpeningAnnounced), "opening-announced")]
[JsonDerivedType(typeof(OpeningTaken), "opening-taken")]
[JsonDerivedType(typeof(OpeningRefused), "opening-refused")]
[JsonDerivedType(typeof(OpeningCalledOff), "opening-called-off")]
[JsonDerivedType(typeof(OpeningClosed), "opening-closed")]
[JsonDerivedType(typeof(OpeningListed), "opening-listed")]
[JsonDerivedType(typeof(OpeningRevealed), "opening-revealed")]
[JsonDerivedType(typeof(OpeningDrawn), "opening-drawn")]
public abstract record OpeningEvent
{
    private OpeningEvent() { }

    /// <summary>An opening was announced, with the hash of its secret.</summary>
    public sealed record OpeningAnnounced(OpeningId Opening, OpeningTerms Terms, string Commitment, DateTimeOffset At) : OpeningEvent;

    /// <summary>The city registers for it.</summary>
    public sealed record OpeningTaken : OpeningEvent;

    /// <summary>The city did not take it up.</summary>
    public sealed record OpeningRefused : OpeningEvent;

    /// <summary>An officer ended the registration before its time.</summary>
    public sealed record OpeningCalledOff : OpeningEvent;

    /// <summary>The city closed the list.</summary>
    /// <param name="Entries">How many are in it.</param>
    /// <param name="At">When that was noted.</param>
    public sealed record OpeningClosed(int Entries, DateTimeOffset At) : OpeningEvent;

    /// <summary>A piece of the list was published.</summary>
    /// <param name="Marks">The SHA-256 of each sponsorship's id, in the order of registration.</param>
    public sealed record OpeningListed(IReadOnlyList<string> Marks) : OpeningEvent;

    /// <summary>The secret was revealed; the order follows from it and the list.</summary>
    /// <param name="Secret">The secret.</param>
    /// <param name="Seed">The seed.</param>
    public sealed record OpeningRevealed(string Secret, string Seed) : OpeningEvent;

    /// <summary>Everybody in the list was drawn.</summary>
    public sealed record OpeningDrawn : OpeningEvent;
}
