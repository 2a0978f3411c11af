namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.BallotCommand;
using static VipOrleans.Domain.Places.BallotEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.BallotEvent>;

/// <summary>The rules of a ballot.</summary>
public sealed class BallotDecider : IDecider<Ballot, BallotCommand, BallotEvent>
{
    /// <summary>Most parts of a register and of a box.</summary>
    public const int MaxParts = 1_024;

    private BallotDecider() { }

    /// <inheritdoc/>
    public static Ballot Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Ballot, BallotEvent> Aggregate { get; } =
        new("ballot-1", PlacesJson.Default.BallotEvent, PlacesJson.Default.Ballot);

    /// <inheritdoc/>
    public static Decision<BallotEvent> Decide(Ballot ballot, BallotCommand command, Moment moment)
    {
        if (command is OpenBallot open) return Open(ballot, open, moment.Time);
        if (ballot.Id is null) return Reject(RejectionCode.BallotNotFound, "There is no such ballot.");
        return command switch
        {
            CancelBallot => Cancel(ballot, moment.Time),
            CloseBallot => Close(ballot, moment.Time),
            NoteBoxCount c => Count(ballot, c),
            DecideBallot => Result(ballot),
            NoteBallotOver => ballot is { Result: null, Status: not BallotStatus.Cancelled } ? Wrong(ballot)
                : ballot.IsSettled ? Accept("settled") : Accept("settled", new BallotSettled()),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The ballot does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Ballot Evolve(Ballot ballot, BallotEvent e) => e switch
    {
        BallotOpened x =>
            ballot with
            {
                Id = x.Ballot,
                Terms = x.Terms,
                Electorate = x.Electorate,
                Parts = x.Parts,
                PublicKey = x.PublicKey,
                OpenedAt = x.At
            },
        BallotCancelled => ballot with { Status = BallotStatus.Cancelled },
        BallotClosed => ballot with { Status = BallotStatus.Counting },
        BallotBoxCounted x => ballot with { Counted = ballot.Counted.Add(x.Part, x.Tally) },
        BallotDecided x => ballot with { Status = BallotStatus.Decided, Result = x.Result },
        BallotSettled => ballot with { IsSettled = true },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The ballot does not know this event."),
    };

    private static Decision<BallotEvent> Open(Ballot ballot, OpenBallot c, DateTimeOffset now)
    {
        if (ballot.Id is not null) return Reject(RejectionCode.AlreadyExists, "The ballot is open already.");
        if (c.Terms.PapersUntil is not { } papersUntil)
        {
            return Reject(RejectionCode.InvalidInput, "A ballot names until when papers are given out: votes are taken after that.");
        }

        var terms = c.Terms.From == default ? c.Terms with { From = papersUntil } : c.Terms;
        if (Problem(terms) is { } problem) return Reject(RejectionCode.InvalidInput, problem);
        if (papersUntil < now) return Reject(RejectionCode.DateInPast, "The time in which papers are given out ends in the past.");
        if (papersUntil - now < BallotTerms.Shortest || papersUntil - now > BallotTerms.Longest)
        {
            return Reject(RejectionCode.InvalidInput, "Papers are given out for one second to 366 days.");
        }

        if (c.Electorate < 1) return Reject(RejectionCode.InvalidInput, "The city has no registered citizens who may vote.");
        return Accept("opened", new BallotOpened(c.Ballot, terms, c.Electorate, Math.Clamp(c.Parts, 1, MaxParts), c.PublicKey, now));
    }

    private static string? Problem(BallotTerms t)
    {
        if (t.Question.Places is null == t.Question.Numbers is null)
        {
            return "A ballot asks yes or no to one number of places, or which of several numbers: give 'places' or 'numbers'.";
        }

        if (t.Question.Places is < 0 or > QuotaDecision.MaxPlaces) return $"A city has 0 to {QuotaDecision.MaxPlaces:N0} places.";
        if (t.Question.Numbers is { } n)
        {
            if (n.Least < 0 || n.Most > QuotaDecision.MaxPlaces || n.Least >= n.Most)
            {
                return $"The numbers run from a least to a larger most, within 0 to {QuotaDecision.MaxPlaces:N0}.";
            }

            if (n.Step < 1 || (n.Most - n.Least) % n.Step != 0 || (n.Most - n.Least) / n.Step > BallotNumbers.MaxSteps)
            {
                return $"The most is reached from the least in whole steps, at most {BallotNumbers.MaxSteps:N0} of them.";
            }

        }

        if (t.LegalBasis.Length is 0 or > 200) return "A ballot names its legal basis in 1 to 200 characters.";
        if (t.From < t.PapersUntil) return "Votes are taken once no papers are given out any more, not before.";
        if (t.Until - t.From < BallotTerms.Shortest || t.Until - t.From > BallotTerms.Longest)
        {
            return "Votes are taken for one second to 366 days.";
        }

        return t.QuorumPercent is < 0 or > 100 ? "A quorum is 0 to 100 of a hundred citizens." : null;
    }

    private static Decision<BallotEvent> Cancel(Ballot ballot, DateTimeOffset now)
    {
        if (ballot.Status == BallotStatus.Cancelled) return Accept("cancelled");
        // Later somebody may know how it stands, and who does not like it must not be able to stop it.
        return ballot.Status == BallotStatus.Open && now < ballot.Terms!.From
            ? Accept("cancelled", new BallotCancelled())
            : Reject(RejectionCode.BallotWrongState, "A ballot can be called off before its window begins, not later.");
    }

    private static Decision<BallotEvent> Close(Ballot ballot, DateTimeOffset now)
    {
        if (ballot.Status is BallotStatus.Counting or BallotStatus.Decided) return Accept("closed");
        return ballot.Status == BallotStatus.Open && now >= ballot.Terms!.Until ? Accept("closed", new BallotClosed()) : Wrong(ballot);
    }

    private static Decision<BallotEvent> Count(Ballot ballot, NoteBoxCount c)
    {
        if (ballot.Counted.ContainsKey(c.Part)) return Accept("counted");
        if (ballot.Status != BallotStatus.Counting || c.Part < 0 || c.Part >= ballot.Parts) return Wrong(ballot);
        return Accept("counted", new BallotBoxCounted(c.Part, c.Tally));
    }

    private static Decision<BallotEvent> Result(Ballot ballot)
    {
        if (ballot.Status == BallotStatus.Decided) return Accept("decided");
        if (ballot.Status != BallotStatus.Counting || ballot.Counted.Count < ballot.Parts) return Wrong(ballot);
        return Accept("decided",
            new BallotDecided(BallotResult.Of(ballot.Terms!.Question, ballot.Electorate, ballot.Terms.QuorumPercent, ballot.Tally())));
    }

    private static Decision<BallotEvent> Wrong(Ballot ballot) =>
        Reject(RejectionCode.BallotWrongState, $"The ballot is {Codes<BallotStatus>.Text(ballot.Status)}, and that does not allow this.");
}
