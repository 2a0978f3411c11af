namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>An employer for whom the migrant works, and from when to when. Only such an employer reports what it paid.</summary>
/// <param name="Employer">The employer's id within the sponsorship's nation: 1 to 100 letters, digits, '.', '-' and '_'.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, on or after the first; null while no end is known.</param>
/// <param name="Terms">What was agreed; null if it was not said.</param>
/// <param name="Document">The document from which an officer knows of it; null if there is none, or if the migrant named it.</param>
/// <param name="Standing">What the migrant has said of it; null if it was named before that was asked.</param>
/// <param name="Ties">What ties the employer to the host, as it was found last; null if nobody has looked, or nothing was found.</param>
/// <param name="Settled">How an officer has settled what is flagged; null while nobody has, and once something else is flagged.</param>
[GenerateSerializer, Immutable, Alias("vip.employment")]
public sealed record Employment(string Employer, DateOnly From, DateOnly? To = null, EmploymentTerms? Terms = null,
    string? Document = null, EmploymentWord? Standing = null, EmployerTies? Ties = null, Settlement? Settled = null)
{
    /// <summary>True if one of the days from one to another, both counted, is a day of the employment.</summary>
    public bool Touches(DateOnly first, DateOnly last) => From <= last && (To is not { } to || first <= to);

    /// <summary>What an officer should look at.</summary>
    [JsonIgnore]
    public IReadOnlyList<EmploymentFlag> Flags =>
    [
        .. Ties is { IsHost: true } ? [EmploymentFlag.EmployerIsHost] : Array.Empty<EmploymentFlag>(),
        .. Ties is { IsAtHostsHome: true } ? [EmploymentFlag.EmployerAtHostsHome] : Array.Empty<EmploymentFlag>(),
        .. Ties is { SharesAccount: true } ? [EmploymentFlag.EmployerSharesAccount] : Array.Empty<EmploymentFlag>(),
        .. Standing == EmploymentWord.Contested ? [EmploymentFlag.Contested] : Array.Empty<EmploymentFlag>(),
        .. Standing == EmploymentWord.Unconfirmed && Document is null ? [EmploymentFlag.NoDocument] : Array.Empty<EmploymentFlag>(),
    ];

    /// <summary>True if it has a day in common with another one of the same employer.</summary>
    internal bool Overlaps(Employment other) => Employer == other.Employer && Touches(other.From, other.To ?? DateOnly.MaxValue);
}

/// <summary>What employer and migrant have agreed.</summary>
/// <param name="Frequency">How often it pays.</param>
/// <param name="HoursAWeek">The hours of a week, 1 to 168.</param>
/// <param name="Pay">What it pays each time before anything is taken, zero or more.</param>
/// <param name="Place">Where the work is, as a reference that names nobody and no house; null if it was not said.</param>
[GenerateSerializer, Immutable, Alias("vip.employment-terms")]
public sealed record EmploymentTerms(PayFrequency Frequency, int HoursAWeek, Money Pay, string? Place = null)
{
    /// <summary>Most hours of a week.</summary>
    public const int MostHours = 168;

    internal string? Problem()
    {
        if (HoursAWeek is < 1 or > MostHours) return $"A week of work has 1 to {MostHours} hours.";
        if (Pay.IsNegative) return "A pay is zero or more.";
        return Place is null ? null : TextForms.Reference.Problem(Place);
    }
}

/// <summary>What the migrant has said of an employment.</summary>
[JsonConverter(typeof(CodeConverter<EmploymentWord>))]
public enum EmploymentWord
{
    /// <summary>The migrant named it, or said that it is right.</summary>
    Confirmed,

    /// <summary>An officer named it, and the migrant has not said anything yet. The employer reports.</summary>
    Unconfirmed,

    /// <summary>The migrant says that it is wrong. The employer reports nothing until an officer has decided.</summary>
    Contested,

    /// <summary>An officer found against the migrant, from a document. The employer reports.</summary>
    Upheld,
}

/// <summary>What ties an employer to the host of a sponsorship.</summary>
/// <param name="IsHost">True if the employer is the host, or a record of the host's household.</param>
/// <param name="IsAtHostsHome">True if the employer lives or sits at the host's address.</param>
/// <param name="SharesAccount">True if both are paid to, or pay from, one account.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-ties")]
public sealed record EmployerTies(bool IsHost, bool IsAtHostsHome, bool SharesAccount)
{
    /// <summary>True if there is any.</summary>
    [JsonIgnore]
    public bool Any => IsHost || IsAtHostsHome || SharesAccount;
}

/// <summary>Why an officer should look at an employment. None of it is forbidden by itself.</summary>
[JsonConverter(typeof(CodeConverter<EmploymentFlag>))]
public enum EmploymentFlag
{
    /// <summary>The employer is the host, or of the host's household.</summary>
    EmployerIsHost,

    /// <summary>The employer lives or sits at the host's address.</summary>
    EmployerAtHostsHome,

    /// <summary>Employer and host have one account.</summary>
    EmployerSharesAccount,

    /// <summary>The migrant says that it is wrong.</summary>
    Contested,

    /// <summary>An officer named it without a document, and the migrant has not confirmed it.</summary>
    NoDocument,
}
