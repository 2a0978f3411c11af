namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// How far a failed check reaches: one of the host's past reaches every open sponsorship of that host, one of the accommodation every open
/// sponsorship at that address, also one that is proposed later, until the same check is passed there or the ruling on it is lifted.
/// </summary>
/// <remarks>In the UK's scheme a failed check stayed in one case; the next case at the same address went through.</remarks>
public sealed record CheckReach
{
    /// <summary>Nothing known.</summary>
    public static readonly CheckReach Empty = new();

    /// <summary>The events that may change what is known; all others change nothing.</summary>
    public static IReadOnlyList<Type> Events { get; } = [typeof(SponsorshipProposed), typeof(SponsorshipEnded), typeof(CheckRecorded),
        typeof(CheckRuled), typeof(HomeChanged)];

    /// <summary>The open sponsorships, with host and address.</summary>
    public ImmutableSortedDictionary<string, OpenCase> Open { get; init; } =
        ImmutableSortedDictionary.Create<string, OpenCase>(StringComparer.Ordinal);

    /// <summary>
    /// The failures that stand, by host or address and check, oldest first: one that is lifted leaves the others standing.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableList<StandingFailure>> Failures { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableList<StandingFailure>>(StringComparer.Ordinal);

    /// <summary>What is known after an event of a sponsorship, and who is to be told what.</summary>
    public (CheckReach Next, IReadOnlyList<CheckNews> News) Apply(SponsorshipId sponsorship, SponsorshipEvent e)
    {
        switch (e)
        {
            case SponsorshipProposed x:
                var added = this with { Open = Open.SetItem(sponsorship.Value, new(x.Host, x.Home)) };
                return (added,
                    [.. Failures.Values.SelectMany(f => f).Where(f => f.Host == x.Host || f.Home == x.Home)
                        .Select(f => new CheckNews(sponsorship, f.Kind, f.Result))]);

            // What failed at the address to which the host has moved reaches the sponsorship there; what failed at the old one stays there.
            case HomeChanged x when Open.TryGetValue(sponsorship.Value, out var lived):
                return (this with { Open = Open.SetItem(sponsorship.Value, lived with { Home = x.Home }) },
                    [.. Failures.Values.SelectMany(f => f).Where(f => f.Home == x.Home)
                        .Select(f => new CheckNews(sponsorship, f.Kind, f.Result))]);

            case SponsorshipEnded:
                return (this with { Open = Open.Remove(sponsorship.Value) }, []);

            // What came from elsewhere goes no further: its source has told everybody. What waits for its ruling reaches nobody: only those
            // of identity and insurance do.
            case CheckRecorded { Result.Via: null, Waits: false } x
                when Open.TryGetValue(sponsorship.Value, out var at) && SubjectOf(x.Kind, at) is { } subject:
                var key = Key(subject, x.Kind);
                if (x.Result.Outcome == CheckOutcome.Passed) return (this with { Failures = Failures.Remove(key) }, []);
                if (x.Result.Outcome != CheckOutcome.Failed) return (this, []);
                var passedOn = x.Result with { Via = sponsorship };
                var failure = subject == at.Host.Value
                    ? new StandingFailure(at.Host, null, x.Kind, passedOn) : new StandingFailure(null, at.Home, x.Kind, passedOn);
                // One without a ruling takes the place of another one: nothing can lift them.
                var standing = Failures.GetValueOrDefault(key, []).RemoveAll(f => f.Result.Ruling is null && passedOn.Ruling is null);
                return (this with { Failures = Failures.SetItem(key, standing.Add(failure)) },
                    [.. Others(sponsorship, x.Kind, subject).Select(o => new CheckNews(o, x.Kind, passedOn))]);

            case CheckRuled { Via: null, Effect: RulingEffect.Lifted } x when SubjectOf(x.Kind, new(x.Host, x.Home)) is { } subject:
                var lifted = Key(subject, x.Kind);
                var left = Failures.GetValueOrDefault(lifted, []).RemoveAll(f => f.Result.Ruling == x.Ruling);
                // Also where a later pass has ended the reach: those who were told before still have it.
                return (this with { Failures = left.IsEmpty ? Failures.Remove(lifted) : Failures.SetItem(lifted, left) },
                    [.. Others(sponsorship, x.Kind, subject).Select(o => new CheckNews(o, x.Kind, null, x.Ruling, sponsorship))]);

            default:
                return (this, []);
        }
    }

    private IEnumerable<SponsorshipId> Others(SponsorshipId source, CheckKind kind, string subject) =>
        Open.Where(o => o.Key != source.Value && SubjectOf(kind, o.Value) == subject).Select(o => SponsorshipId.Parse(o.Key));

    private static string Key(string subject, CheckKind kind) => $"{subject}|{Codes<CheckKind>.Text(kind)}";

    // Identity and insurance concern the two persons of one sponsorship only.
    private static string? SubjectOf(CheckKind kind, OpenCase at) => kind switch
    {
        CheckKind.Background => at.Host.Value,
        CheckKind.AccommodationExists or CheckKind.AccommodationSuitable => at.Home.Value,
        _ => null,
    };
}

/// <summary>An open sponsorship, for the reach of checks.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Home">Its address.</param>
public sealed record OpenCase(HostId Host, HomeId Home);

/// <summary>A failed check that stands for a host or an address.</summary>
/// <param name="Host">The host; null where it is about an address.</param>
/// <param name="Home">The address; null where it is about a host.</param>
/// <param name="Kind">What was checked.</param>
/// <param name="Result">The result as others are told of it.</param>
public sealed record StandingFailure(HostId? Host, HomeId? Home, CheckKind Kind, CheckResult Result);

/// <summary>A failed check of which another sponsorship is to be told, or that it was lifted.</summary>
/// <param name="To">Who is told.</param>
/// <param name="Kind">What was checked.</param>
/// <param name="Result">The failure, with its source; null where one was lifted.</param>
/// <param name="Lifted">The ruling that was lifted; null for a failure.</param>
/// <param name="From">The sponsorship whose failure was lifted; null for a failure.</param>
public sealed record CheckNews(SponsorshipId To, CheckKind Kind, CheckResult? Result, RulingId? Lifted = null, SponsorshipId? From = null);
