namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// A sponsorship of the same two people in another city that is continued, because the host moves and the migrant comes along.
/// </summary>
/// <param name="Of">The sponsorship that is continued.</param>
/// <param name="Host">The host's record in that city.</param>
/// <param name="State">How far it has come.</param>
public sealed record Succession(SponsorshipId Of, HostId Host, SuccessionState State)
{
    /// <summary>The newest results that were taken over from the sponsorship that is continued.</summary>
    public ImmutableSortedDictionary<CheckKind, CheckResult> Carried { get; init; } =
        ImmutableSortedDictionary<CheckKind, CheckResult>.Empty;

    /// <summary>After the arrival: what was continued is to be ended, or is over already.</summary>
    internal Succession AtArrival() =>
        this with { State = State == SuccessionState.Forming ? SuccessionState.Arrived : SuccessionState.PredecessorEnded };
}

/// <summary>How far the continuing of a sponsorship in another city has come.</summary>
[JsonConverter(typeof(CodeConverter<SuccessionState>))]
public enum SuccessionState
{
    /// <summary>It is being formed here, and goes on there untouched.</summary>
    Forming,

    /// <summary>It has ended there by itself, and goes on being formed here.</summary>
    Alone,

    /// <summary>The migrant has arrived here; it is to be ended there.</summary>
    Arrived,

    /// <summary>It has ended there; the host's old record is to be closed.</summary>
    PredecessorEnded,

    /// <summary>The move is complete.</summary>
    Completed,

    /// <summary>It did not come about, and the host stays.</summary>
    Undone,
}

/// <summary>What a proposal to continue a sponsorship rests on.</summary>
/// <param name="Sponsorship">The sponsorship that is to be continued.</param>
/// <param name="Host">The host's record in its city.</param>
/// <param name="GoesOn">True where its migrant has arrived and it has not ended.</param>
public sealed record SuccessionFacts(SponsorshipId Sponsorship, HostId Host, bool GoesOn);

/// <summary>What a sponsorship that is to be continued is at a moment.</summary>
/// <param name="ArrivedOn">The day of arrival in its city.</param>
/// <param name="Ended">Why it ended; null while it goes on.</param>
/// <param name="Suspended">Why the host is suspended there; null where not.</param>
/// <param name="Checks">The newest result of each check that counts there.</param>
public sealed record PredecessorFacts(DateOnly? ArrivedOn, EndReason? Ended, SuspensionReason? Suspended,
    IReadOnlyList<CarriedCheck> Checks);

/// <summary>The result of a check in the sponsorship that is continued.</summary>
/// <param name="Kind">What was checked.</param>
/// <param name="Result">How it ended; once taken over, with the sponsorship that it comes from.</param>
public sealed record CarriedCheck(CheckKind Kind, CheckResult Result);

/// <summary>What checks rest on.</summary>
public static class CheckKinds
{
    /// <summary>
    /// True where the result is about the home: at another address the check is made again. All others are about the two people, and come
    /// along with them.
    /// </summary>
    public static bool DependsOnAddress(this CheckKind kind) => kind switch
    {
        CheckKind.AccommodationExists or CheckKind.AccommodationSuitable => true,
        CheckKind.Identity or CheckKind.Background or CheckKind.HealthInsurance => false,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is not said what this check rests on."),
    };
}
