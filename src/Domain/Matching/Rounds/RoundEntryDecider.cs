namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Matching.RoundEntryCommand;
using static VipOrleans.Domain.Matching.RoundEntryEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Matching.RoundEntryEvent>;

/// <summary>The rules of somebody's part in a round.</summary>
public sealed class RoundEntryDecider : IDecider<RoundEntry, RoundEntryCommand, RoundEntryEvent>
{
    private RoundEntryDecider() { }

    /// <inheritdoc/>
    public static RoundEntry Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<RoundEntry, RoundEntryEvent> Aggregate { get; } =
        new("round-entry-1", MatchingJson.Default.RoundEntryEvent, MatchingJson.Default.RoundEntry);

    /// <inheritdoc/>
    public static Decision<RoundEntryEvent> Decide(RoundEntry entry, RoundEntryCommand command, Moment moment) => command switch
    {
        EnterRound c => Enter(entry, c, moment),
        LeaveRound c => Leave(entry, c, moment),
        HearResult c => Hear(entry, c),
        AnswerResult c => Answer(entry, c, moment),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The entry does not know this command."),
    };

    /// <inheritdoc/>
    public static RoundEntry Evolve(RoundEntry entry, RoundEntryEvent e) => e switch
    {
        RoundEntered x => entry with { Round = x.Round, Person = x.Person, IsIn = true, Ranking = x.Ranking, IsSuggested = x.IsSuggested },
        RoundLeft => entry with { IsIn = false, Ranking = [], IsSuggested = false },
        RoundResultHeard x => entry with { Partner = x.Partner, AnswerUntil = x.AnswerUntil },
        RoundResultAnswered x => entry with { Accepted = x.Accepted },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The entry does not know this event."),
    };

    private static Decision<RoundEntryEvent> Enter(RoundEntry entry, EnterRound c, Moment moment)
    {
        if (Closed(c.Known, moment.Time) is { } closed) return closed;
        if (!c.Round.IsFor(c.Person))
        {
            return Reject(RejectionCode.OtherCity, $"The round is for hosts of {c.Round.Partition} and migrants of {c.Round.Nation}.");
        }

        if (c.Known.Obstacle is { } obstacle) return obstacle;
        if (c.Ranking.Count > RoundEntry.MaxWishes || (c.Ranking.Count == 0 && !c.IsSuggested)
            || c.Ranking.Distinct().Count() != c.Ranking.Count)
        {
            return Reject(RejectionCode.InvalidInput, $"A ranking names 1 to {RoundEntry.MaxWishes} people, none twice.");
        }

        if (!c.Ranking.All(wish => wish.Side != c.Person.Side && c.Round.IsFor(wish)))
        {
            return Reject(RejectionCode.InvalidInput,
                c.Person.Host is null ? $"A migrant ranks hosts of {c.Round.Partition}." : $"A host ranks migrants of {c.Round.Nation}.");
        }

        return entry.IsIn && entry.IsSuggested == c.IsSuggested && entry.Ranking.SequenceEqual(c.Ranking)
            ? Accept("entered") : Accept("entered", new RoundEntered(c.Round, c.Person, c.Ranking, c.IsSuggested));
    }

    private static Decision<RoundEntryEvent> Leave(RoundEntry entry, LeaveRound c, Moment moment)
    {
        if (!entry.IsIn) return Accept("left");
        return Closed(c.Known, moment.Time) is { } closed ? closed : Accept("left", new RoundLeft(entry.Round!.Value, entry.Person!.Value));
    }

    private static Rejection? Closed(RoundFacts known, DateTimeOffset now)
    {
        if (known.Round is not { } status) return new(RejectionCode.RoundNotFound, "There is no such round.");
        return status == RoundStatus.Open && now < known.ClosesAt ? null : new(RejectionCode.RoundClosed, "The round's list is closed.");
    }

    private static Decision<RoundEntryEvent> Hear(RoundEntry entry, HearResult c)
    {
        if (!entry.IsIn) return Reject(RejectionCode.RoundNotFound, "They take no part in the round.");
        return entry.Partner is null ? Accept("heard", new RoundResultHeard(c.Partner, c.AnswerUntil)) : Accept("heard");
    }

    private static Decision<RoundEntryEvent> Answer(RoundEntry entry, AnswerResult c, Moment moment)
    {
        if (entry.Partner is null) return Reject(RejectionCode.RoundResultMissing, "The round has proposed nobody.");
        if (entry.Accepted == c.Accepts) return Accept(c.Accepts ? "accepted" : "declined");
        if (entry.Accepted == false) return Reject(RejectionCode.RoundDeclined, "They declined before.");
        if (entry.Accepted == true)
        {
            return Reject(RejectionCode.RoundWrongState,
                "They accepted before; what came of it is withdrawn or declined as any sponsorship.");
        }

        if (moment.Time >= entry.AnswerUntil)
        {
            return Reject(RejectionCode.RoundAnswerTooLate, $"An answer was possible until {entry.AnswerUntil:yyyy-MM-dd HH:mm:ss}Z.");
        }

        if (c.Accepts && c.PartnerDeclined) return Reject(RejectionCode.RoundDeclined, "The other has declined.");
        return Accept(c.Accepts ? "accepted" : "declined", new RoundResultAnswered(c.Accepts));
    }
}
