namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>What was checked, and what the city has refused because of it.</summary>
public sealed record Checks
{
    /// <summary>The checks that say something of an address, and nothing of a person.</summary>
    public static IReadOnlyList<CheckKind> OfTheHome { get; } = [CheckKind.AccommodationExists, CheckKind.AccommodationSuitable];

    /// <summary>The newest result of each check that counts.</summary>
    public ImmutableSortedDictionary<CheckKind, CheckResult> Results { get; init; } =
        ImmutableSortedDictionary<CheckKind, CheckResult>.Empty;

    /// <summary>
    /// The results of the checks that have failures under a ruling, oldest first, so that what stood before stands again if one is lifted.
    /// Other checks are not in here.
    /// </summary>
    public ImmutableSortedDictionary<CheckKind, ImmutableList<RuledCheck>> Ruled { get; init; } =
        ImmutableSortedDictionary<CheckKind, ImmutableList<RuledCheck>>.Empty;

    /// <summary>The rulings that were lifted: a failure of theirs that comes late is none.</summary>
    public ImmutableSortedSet<string> LiftedRulings { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The refusal that stands, or null.</summary>
    public Refusal? Refusal { get; init; }

    internal Checks Evolve(SponsorshipEvent e) => e switch
    {
        CheckRecorded x => Checked(x.Kind, x.Result, x.Waits),
        CheckRuled x => AfterRuling(x),
        ChecksCarried x => Carry(x),
        HomeChanged => this with { Results = Results.RemoveRange(OfTheHome), Ruled = Ruled.RemoveRange(OfTheHome) },
        SponsorshipRefused x => this with { Refusal = new(x.Reasons, x.ReplyUntil, null, x.Ruling) },
        RefusalReplied x => this with { Refusal = Refusal! with { RepliedBy = x.By } },
        SponsorshipReopened => this with { Refusal = null },
        _ => this,
    };

    // What no ruling can take away hides all that was before it.
    private Checks Checked(CheckKind kind, CheckResult result, bool waits = false)
    {
        if (result.Ruling is null) return this with { Results = Results.SetItem(kind, result), Ruled = Ruled.Remove(kind) };
        var before = Ruled.GetValueOrDefault(kind)
            ?? (Results.TryGetValue(kind, out var known) ? [new(known, false)] : ImmutableList<RuledCheck>.Empty);
        return Counting(kind, before.Add(new(result, waits)));
    }

    private Checks AfterRuling(CheckRuled e)
    {
        var known = e.Effect == RulingEffect.Lifted ? this with { LiftedRulings = LiftedRulings.Add(e.Ruling.Value) } : this;
        return Ruled.TryGetValue(e.Kind, out var results)
            ? known.Counting(e.Kind, e.Effect == RulingEffect.Lifted
                ? results.RemoveAll(r => r.Result.Ruling == e.Ruling)
                : results.ConvertAll(r => r.Result.Ruling == e.Ruling ? r with { Waits = false } : r))
            : known;
    }

    private Checks Counting(CheckKind kind, ImmutableList<RuledCheck> results) => this with
    {
        Results = results.FindLast(r => !r.Waits) is { } newest ? Results.SetItem(kind, newest.Result) : Results.Remove(kind),
        Ruled = results.Exists(r => r.Result.Ruling is not null) ? Ruled.SetItem(kind, results) : Ruled.Remove(kind),
    };

    private Checks Carry(ChecksCarried x)
    {
        var after = x.Checks.Aggregate(this, (checks, check) => checks.Checked(check.Kind, check.Result));
        return after with { Results = after.Results.RemoveRange(x.Lost), Ruled = after.Ruled.RemoveRange(x.Lost) };
    }
}

/// <summary>A refusal, and what was answered to it.</summary>
/// <param name="Reasons">The coded reasons, at least one.</param>
/// <param name="ReplyUntil">The last day on which a reply is possible.</param>
/// <param name="RepliedBy">Who replied; null while nobody has.</param>
/// <param name="Ruling">The ruling on it, which alone closes the sponsorship; null for refusals from before there were rulings.</param>
[GenerateSerializer, Immutable, Alias("vip.refusal")]
public sealed record Refusal(IReadOnlyList<RefusalReason> Reasons, DateOnly ReplyUntil, Party? RepliedBy, RulingId? Ruling = null);
