namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a migrant's visas. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(VisaApplied), "visa-applied")]
[JsonDerivedType(typeof(VisaGranted), "visa-granted")]
[JsonDerivedType(typeof(VisaRefused), "visa-refused")]
[JsonDerivedType(typeof(VisaAppealed), "visa-appealed")]
[JsonDerivedType(typeof(VisaLapsed), "visa-lapsed")]
[JsonDerivedType(typeof(VisaWithdrawn), "visa-withdrawn")]
[JsonDerivedType(typeof(VisaExpiryWarned), "visa-expiry-warned")]
public abstract record VisaEvent
{
    private VisaEvent() { }

    /// <summary>The migrant applied.</summary>
    public sealed record VisaApplied(MigrantId Migrant, string Reference, DateOnly On) : VisaEvent;

    /// <summary>It was granted.</summary>
    public sealed record VisaGranted(string Reference, VisaTerms Terms) : VisaEvent;

    /// <summary>It was refused, or the appeal was.</summary>
    /// <param name="Reference">The application.</param>
    /// <param name="Reasons">Why.</param>
    /// <param name="AppealUntil">The last day for an appeal; null if the appeal itself was refused.</param>
    /// <param name="By">Who refused it.</param>
    public sealed record VisaRefused(string Reference, IReadOnlyList<VisaRefusal> Reasons, DateOnly? AppealUntil, string By) : VisaEvent;

    /// <summary>The migrant appealed.</summary>
    public sealed record VisaAppealed(string Reference) : VisaEvent;

    /// <summary>It lapsed.</summary>
    public sealed record VisaLapsed(string Reference, VisaLapse Reason) : VisaEvent;

    /// <summary>The migrant withdrew it.</summary>
    public sealed record VisaWithdrawn(string Reference) : VisaEvent;

    /// <summary>Its end is near.</summary>
    /// <param name="Reference">The visa.</param>
    /// <param name="DaysBefore">Which warning it is: that of 90, 30 or 7 days before.</param>
    /// <param name="Until">The visa's last day.</param>
    public sealed record VisaExpiryWarned(string Reference, int DaysBefore, DateOnly Until) : VisaEvent;
}
