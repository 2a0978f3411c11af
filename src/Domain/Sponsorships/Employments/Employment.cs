namespace VipOrleans.Domain.Sponsorships;

/// <summary>An employer for whom the migrant works, and from when to when. Only such an employer reports what it paid.</summary>
/// <param name="Employer">The employer's id within the sponsorship's nation: 1 to 100 letters, digits, '.', '-' and '_'.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, on or after the first; null while no end is known.</param>
[GenerateSerializer, Immutable, Alias("vip.employment")]
public sealed record Employment(string Employer, DateOnly From, DateOnly? To = null)
{
    /// <summary>True if one of the days from one to another, both counted, is a day of the employment.</summary>
    public bool Touches(DateOnly first, DateOnly last) => From <= last && (To is not { } to || first <= to);

    /// <summary>True if it has a day in common with another one of the same employer.</summary>
    internal bool Overlaps(Employment other) => Employer == other.Employer && Touches(other.From, other.To ?? DateOnly.MaxValue);
}
