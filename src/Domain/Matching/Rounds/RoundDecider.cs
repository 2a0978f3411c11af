namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Matching.RoundCommand;
using static VipOrleans.Domain.Matching.RoundEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Matching.RoundEvent>;

/// <summary>The rules of a matching round.</summary>
public sealed class RoundDecider : IDecider<Round, RoundCommand, RoundEvent>
{
    private RoundDecider() { }

    /// <inheritdoc/>
    public static Round Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Round, RoundEvent> Aggregate { get; } =
        new("round-1", MatchingJson.Default.RoundEvent, MatchingJson.Default.Round);

    /// <inheritdoc/>
    public static Decision<RoundEvent> Decide(Round round, RoundCommand command, Moment moment)
    {
        if (command is OpenRound open) return Open(round, open, moment);
        if (round.Id is null) return Reject(RejectionCode.RoundNotFound, "There is no such round.");
        return command switch
        {
            CapRound c => Cap(round, c, moment),
            CloseRound c => round is { Status: RoundStatus.Open, LastCity: not null } && c.Pool >= 0
                ? Accept("closed", new RoundClosed((int)Math.Clamp(Math.Min(round.Places, round.OnLease + c.Pool), 0, int.MaxValue)))
                : WrongState(round, "be closed"),
            ListRound c => List(round, c),
            RevealRound c => Reveal(round, c),
            PairRound c => Pair(round, c),
            CompleteRound c => round is { Status: RoundStatus.Closed, Seed: not null } && round.Pairs == c.Pairs
                ? Accept("matched", new RoundCompleted(c.Pairs, moment.Time.AddDays(round.AnswerDays)))
                : WrongState(round, "be completed"),
            NoteTold c => Told(round, c),
            EndRound =>
                round.Status == RoundStatus.Answering && moment.Time >= round.AnswerUntil
                    ? Accept("ended", new RoundEnded()) : WrongState(round, "end"),
            CancelRound => Cancel(round),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The round does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Round Evolve(Round round, RoundEvent e) => e switch
    {
        RoundOpened x =>
            round with
            {
                Id = x.Round,
                Status = RoundStatus.Open,
                Commitment = x.Commitment,
                ClosesAt = x.ClosesAt,
                AnswerDays = x.AnswerDays
            },
        RoundCapped x =>
            round with
            {
                LastCity = x.Cities[^1].City,
                Places = round.Places + x.Cities.Sum(c => (long)c.Cap),
                OnLease = round.OnLease + x.Cities.Sum(c => (long)c.OnLease)
            },
        RoundClosed x => round with { Status = RoundStatus.Closed, Cap = x.Cap },
        RoundListed { Side: Party.Host } x => round with { Hosts = round.Hosts + x.Marks.Count },
        RoundListed x => round with { Migrants = round.Migrants + x.Marks.Count },
        RoundRevealed x => round with { Secret = x.Secret, Seed = x.Seed },
        RoundPaired x => round with { Pairs = round.Pairs + x.Pairs.Count },
        RoundCompleted x => round with { Status = x.Pairs == 0 ? RoundStatus.Answering : RoundStatus.Matched, AnswerUntil = x.AnswerUntil },
        RoundTold x =>
            round with
            {
                Told = round.Told + x.Pairs,
                Status = round.Told + x.Pairs == round.Pairs ? RoundStatus.Answering : RoundStatus.Matched
            },
        RoundEnded => round with { Status = RoundStatus.Ended },
        RoundCancelled => round with { Status = RoundStatus.Cancelled },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The round does not know this event."),
    };

    private static Decision<RoundEvent> Open(Round round, OpenRound c, Moment moment)
    {
        if (round.Id is not null) return Reject(RejectionCode.AlreadyExists, "This round has been opened already.");
        if (!c.IsOpen)
        {
            return Reject(RejectionCode.CityNotFound,
                c.Round.City is { } city
                    ? $"The city {city} is not in the programme." : $"No city of {c.Round.Nation} is in the programme.");
        }

        if (c.Terms.ClosesAt <= moment.Time || c.Terms.ClosesAt > moment.Time.AddDays(Round.MaxDays))
        {
            return Reject(RejectionCode.InvalidInput, $"A round closes later than now, and within {Round.MaxDays} days.");
        }

        return c.Terms.AnswerDays is >= 1 and <= Round.MaxDays
            ? Accept("opened", new RoundOpened(c.Round, c.Commitment, c.Terms.ClosesAt, c.Terms.AnswerDays))
            : Reject(RejectionCode.InvalidInput, $"A pair has 1 to {Round.MaxDays} days to answer.");
    }

    private static Decision<RoundEvent> Cap(Round round, CapRound c, Moment moment)
    {
        if (round.Status != RoundStatus.Open || c.Cities.Count is 0 or > Round.PerEvent) return WrongState(round, "be capped so");
        if (moment.Time < round.ClosesAt)
        {
            return Reject(RejectionCode.RoundWrongState, $"The round can be entered until {round.ClosesAt:yyyy-MM-dd HH:mm:ss}Z.");
        }

        // A city twice, or one that was passed over, would be places that are not there.
        var ids = c.Cities.Select(city => city.City.Value).Prepend(round.LastCity?.Value ?? "").ToArray();
        var inOrder = ids.Zip(ids.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0);
        return inOrder && c.Cities.All(city => city.Cap >= 0)
            ? Accept("capped", new RoundCapped(c.Cities)) : WrongState(round, "be capped so");
    }

    private static Decision<RoundEvent> List(Round round, ListRound c)
    {
        var listed = c.Side == Party.Host ? round.Hosts : round.Migrants;
        return round is { Status: RoundStatus.Closed, Seed: null } && listed == c.From && c.Marks.Count is > 0 and <= Round.PerEvent
            ? Accept("listed", new RoundListed(c.Side, c.Marks)) : WrongState(round, "be listed so");
    }

    private static Decision<RoundEvent> Reveal(Round round, RevealRound c)
    {
        if (round is not { Status: RoundStatus.Closed, Seed: null } || (round.Hosts, round.Migrants) != (c.Hosts, c.Migrants))
        {
            return WrongState(round, "be revealed");
        }

        // Whoever published a hash shows what it was of, and nothing else.
        return PublishedOrder.CommitmentTo(c.Secret) == round.Commitment
            ? Accept("revealed", new RoundRevealed(c.Secret, c.Seed))
            : Reject(RejectionCode.InvalidInput, "The secret is not the one whose hash was published.");
    }

    private static Decision<RoundEvent> Pair(Round round, PairRound c)
    {
        if (round is not { Status: RoundStatus.Closed, Seed: not null } || round.Pairs != c.From || c.Pairs.Count is 0 or > Round.PerEvent)
        {
            return WrongState(round, "be paired so");
        }

        return round.Pairs + c.Pairs.Count <= round.Cap
            ? Accept("paired", new RoundPaired(c.Pairs))
            : throw new InvalidOperationException("A round would propose more pairs than there are places.");
    }

    private static Decision<RoundEvent> Told(Round round, NoteTold c) =>
        round.Status == RoundStatus.Matched && round.Told == c.From && c.Pairs > 0 && c.From + c.Pairs <= round.Pairs
        ? Accept("noted", new RoundTold(c.Pairs))
        : WrongState(round, "be noted so");

    // Not once the secret is out: whoever knows the result must not be the one who can have another.
    private static Decision<RoundEvent> Cancel(Round round) => round switch
    {
        { Status: RoundStatus.Open or RoundStatus.Closed, Seed: null } => Accept("cancelled", new RoundCancelled()),
        { Status: RoundStatus.Cancelled } => Accept("cancelled"),
        _ => WrongState(round, "be cancelled"),
    };

    private static Decision<RoundEvent> WrongState(Round round, string what) =>
        Reject(RejectionCode.RoundWrongState, $"A round that is {Codes<RoundStatus>.Text(round.Status)} cannot {what}.");
}
