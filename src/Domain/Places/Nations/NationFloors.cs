namespace VipOrleans.Domain.Places;

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;

/// <summary>
/// What no city of a nation may go under, whatever it decides for itself. A decision of a city that breaks one is refused. What it has
/// when a floor comes is listed, with the day until which it is mended; from the next day on, whoever takes a place gets terms that keep
/// to the floors, whether the city has mended its own or not.
/// </summary>
/// <param name="MendBy">The last day for cities to mend what breaks a floor.</param>
/// <param name="Reference">The act, decree or minute that says so, 1 to 100 characters.</param>
/// <param name="On">The day of the decision.</param>
/// <param name="MostShare">The most of the gain that may go to the host; null for no bound.</param>
/// <param name="MostLevy">The most that a city may retain of what is collected for the host; null for no bound.</param>
/// <param name="LeastNoticeDays">The least notice that a host gives, in days; null for no bound.</param>
/// <param name="LeastGraceDays">The least number of days for which a migrant keeps the place between two hosts; null for no bound.</param>
/// <param name="IsProfileRequired">True if a city must have a deduction profile.</param>
/// <param name="Profiles">The ids of the profiles that a city may choose, in any version; null for any.</param>
/// <param name="LeastNoticeWaitDays">The least number of days that a host's notice waits before it runs; null for no bound.</param>
[GenerateSerializer, Immutable, Alias("vip.nation-floors")]
public sealed record NationFloors(
    DateOnly MendBy, [property: MaxLength(NationFloors.MaxReference)] string Reference, DateOnly On, Share? MostShare = null,
    Share? MostLevy = null, int? LeastNoticeDays = null, int? LeastGraceDays = null, bool IsProfileRequired = true,
    [property: MaxLength(NationFloors.MaxProfiles)] IReadOnlyList<string>? Profiles = null,
    int? LeastNoticeWaitDays = null)
{
    /// <summary>Most profiles of one nation.</summary>
    public const int MaxProfiles = 100;

    private const int MaxReference = 100, MaxProfile = 60;

    /// <summary>Two floors are equal if they say the same, the profiles in the same order.</summary>
    public bool Equals(NationFloors? other) =>
        other is not null && (MendBy, Reference, On, MostShare, MostLevy, LeastNoticeDays, LeastGraceDays, IsProfileRequired,
            LeastNoticeWaitDays)
            == (other.MendBy, other.Reference, other.On, other.MostShare, other.MostLevy, other.LeastNoticeDays, other.LeastGraceDays,
                other.IsProfileRequired, other.LeastNoticeWaitDays)
        && (Profiles is null) == (other.Profiles is null) && (Profiles ?? []).SequenceEqual(other.Profiles ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MendBy, Reference, On, Profiles?.Count);

    /// <summary>What is wrong with them, and what would be right; null if nothing is.</summary>
    /// <param name="today">Today.</param>
    public string? Invalid(DateOnly today)
    {
        if (Reference.Length is 0 or > MaxReference)
        {
            return $"A decision names its act, decree or minute in 1 to {MaxReference} characters.";
        }

        if (On > today) return $"The decision is of {On:yyyy-MM-dd}, and that day has not come anywhere in the nation.";
        if (MendBy < today) return $"Cities have until today, {today:yyyy-MM-dd}, at least, to mend what they have.";
        if (MostShare is { Denominator: 0 } || MostLevy is { Denominator: 0 }) return "A share is a fraction from 0/1 to 1/1.";
        if (LeastNoticeDays is < 0 or > 365) return "A notice runs 0 to 365 days.";
        if (LeastNoticeWaitDays is < 0 or > CityPolicy.MaxNoticeWaitDays)
        {
            return $"A notice waits 0 to {CityPolicy.MaxNoticeWaitDays} days before it runs.";
        }

        if (LeastGraceDays is < 1 or > CityDecider.MaxGraceDays)
        {
            return $"A migrant keeps the place for 1 to {CityDecider.MaxGraceDays} days.";
        }

        return Profiles is { } profiles
            && (profiles.Count is 0 or > MaxProfiles || profiles.Any(p => p is not { Length: >= 1 and <= MaxProfile })
                || profiles.Distinct().Count() != profiles.Count)
            ? $"A nation names 1 to {MaxProfiles} profiles, none twice, or none at all for any." : null;
    }

    /// <summary>What of a city's terms breaks a floor.</summary>
    public IEnumerable<FloorBreach> Breaches(CityPolicy policy)
    {
        if (MostShare is { } share && Exceeds(policy.Share, share)) yield return new(Floor.Share, $"{policy.Share}", $"{share}");
        if (MostLevy is { } levy && policy.Levy is { } taken && Exceeds(taken, levy)) yield return new(Floor.Levy, $"{taken}", $"{levy}");
        if (policy.NoticeDays < LeastNoticeDays) yield return new(Floor.Notice, Text(policy.NoticeDays), Text(LeastNoticeDays.Value));
        if ((policy.NoticeWaitDays ?? CityPolicy.DefaultNoticeWaitDays) is var wait && wait < LeastNoticeWaitDays)
        {
            yield return new(Floor.NoticeWait, Text(wait), Text(LeastNoticeWaitDays.Value));
        }

        if ((policy.GraceDays ?? CityPolicy.DefaultGraceDays) is var grace && grace < LeastGraceDays)
        {
            yield return new(Floor.Grace, Text(grace), Text(LeastGraceDays.Value));
        }
    }

    /// <summary>What of a city's choice of a deduction profile breaks a floor; null if nothing does.</summary>
    public FloorBreach? Breach(DeductionProfile? profile) =>
        profile is null
            ? IsProfileRequired ? new(Floor.Profile, "", Profiles is null ? "" : string.Join(", ", Profiles)) : null
            : Profiles is { } allowed && !allowed.Contains(profile.Id)
                ? new(Floor.Profile, profile.Id, string.Join(", ", allowed)) : null;

    /// <summary>A city's terms as they are within the floors: what breaks one is at the floor.</summary>
    public CityPolicy Within(CityPolicy policy) => policy with
    {
        Share = MostShare is { } share && Exceeds(policy.Share, share) ? share : policy.Share,
        Levy = MostLevy is { } levy && policy.Levy is { } taken && Exceeds(taken, levy) ? levy : policy.Levy,
        NoticeDays = Math.Max(policy.NoticeDays, LeastNoticeDays ?? 0),
        GraceDays = (policy.GraceDays ?? CityPolicy.DefaultGraceDays) < LeastGraceDays ? LeastGraceDays : policy.GraceDays,
        NoticeWaitDays = (policy.NoticeWaitDays ?? CityPolicy.DefaultNoticeWaitDays) < LeastNoticeWaitDays
            ? LeastNoticeWaitDays : policy.NoticeWaitDays,
    };

    private static bool Exceeds(Share share, Share most) =>
        (long)share.Numerator * most.Denominator > (long)most.Numerator * share.Denominator;

    private static string Text(int days) => days.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something of a city that breaks a floor of its nation.</summary>
/// <param name="Floor">Which floor.</param>
/// <param name="Has">What the city has: a fraction, days, or the id of a profile; empty if it has no profile.</param>
/// <param name="Bound">What the nation says: a fraction, days, or the profiles that may be chosen; empty if any may.</param>
[GenerateSerializer, Immutable, Alias("vip.floor-breach")]
public sealed record FloorBreach(Floor Floor, string Has, string Bound);

/// <summary>The floors that a nation can set.</summary>
[JsonConverter(typeof(CodeConverter<Floor>))]
public enum Floor
{
    /// <summary>The most of the gain that may go to the host.</summary>
    Share,

    /// <summary>The most that a city may retain of it.</summary>
    Levy,

    /// <summary>The least notice.</summary>
    Notice,

    /// <summary>The least grace period.</summary>
    Grace,

    /// <summary>The deduction profile.</summary>
    Profile,

    /// <summary>The least wait before a notice runs.</summary>
    NoticeWait,
}
