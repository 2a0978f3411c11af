namespace VipOrleans.Domain.Places;

using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.BallotBoxCommand;
using static VipOrleans.Domain.Places.BallotBoxEvent;
using static VipOrleans.Domain.Places.BallotCommand;
using static VipOrleans.Domain.Places.BallotEvent;
using static VipOrleans.Domain.Places.BallotRegisterCommand;
using static VipOrleans.Domain.Places.BallotRegisterEvent;
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
        if (command is OpenBallot open) return Open(ballot, open);
        if (ballot.Id is null) return Reject(RejectionCode.BallotNotFound, "There is no such ballot.");
        return command switch
        {
            CancelBallot c => Cancel(ballot, c),
            CloseBallot c => Close(ballot, c),
            NoteBoxCount c => Count(ballot, c),
            DecideBallot => Result(ballot),
            NoteBallotSettled =>
                ballot is { Result: null, Status: not BallotStatus.Cancelled } ? Wrong(ballot) : ballot.IsSettled
                    ? Accept("settled") : Accept("settled", new BallotSettled()),
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

    private static Decision<BallotEvent> Open(Ballot ballot, OpenBallot c)
    {
        if (ballot.Id is not null) return Reject(RejectionCode.AlreadyExists, "The ballot is open already.");
        if (Problem(c.Terms) is { } problem) return Reject(RejectionCode.InvalidInput, problem);
        if (c.Terms.From < c.Now) return Reject(RejectionCode.DateInPast, "The window begins in the past.");
        if (c.Electorate < 1) return Reject(RejectionCode.InvalidInput, "The city has no registered citizens who may vote.");
        return Accept("opened", new BallotOpened(c.Ballot, c.Terms, c.Electorate, Math.Clamp(c.Parts, 1, MaxParts), c.PublicKey, c.Now));
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
        if (t.Until - t.From < BallotTerms.Shortest || t.Until - t.From > BallotTerms.Longest)
        {
            return "Votes are taken for one second to 366 days.";
        }

        return t.QuorumPercent is < 0 or > 100 ? "A quorum is 0 to 100 of a hundred citizens." : null;
    }

    private static Decision<BallotEvent> Cancel(Ballot ballot, CancelBallot c)
    {
        if (ballot.Status == BallotStatus.Cancelled) return Accept("cancelled");
        // Later somebody may know how it stands, and who does not like it must not be able to stop it.
        return ballot.Status == BallotStatus.Open && c.Now < ballot.Terms!.From
            ? Accept("cancelled", new BallotCancelled())
            : Reject(RejectionCode.BallotWrongState, "A ballot can be called off before its window begins, not later.");
    }

    private static Decision<BallotEvent> Close(Ballot ballot, CloseBallot c)
    {
        if (ballot.Status is BallotStatus.Counting or BallotStatus.Decided) return Accept("closed");
        return ballot.Status == BallotStatus.Open && c.Now >= ballot.Terms!.Until ? Accept("closed", new BallotClosed()) : Wrong(ballot);
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

/// <summary>The rules of a part of a ballot's register: who has a paper.</summary>
public sealed class BallotRegisterDecider : IDecider<BallotRegister, BallotRegisterCommand, BallotRegisterEvent>
{
    private BallotRegisterDecider() { }

    /// <inheritdoc/>
    public static BallotRegister Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<BallotRegister, BallotRegisterEvent> Aggregate { get; } =
        new("ballot-register-1", PlacesJson.Default.BallotRegisterEvent, PlacesJson.Default.BallotRegister);

    /// <inheritdoc/>
    public static Decision<BallotRegisterEvent> Decide(BallotRegister register, BallotRegisterCommand command, Moment moment)
    {
        var issue = command as IssuePaper
            ?? throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The register does not know this command.");
        if (!register.Papers.TryGetValue(issue.Host, out var fingerprint))
        {
            return Decision<BallotRegisterEvent>.Accept("issued", new PaperIssued(issue.Host, issue.Fingerprint));
        }

        return fingerprint == issue.Fingerprint
            ? Decision<BallotRegisterEvent>.Accept("issued")
            : Decision<BallotRegisterEvent>.Reject(RejectionCode.BallotPaperIssued,
                "The citizen was given a paper for another blinded message. One citizen has one paper: send the message of the first "
                    + "request again.");
    }

    /// <inheritdoc/>
    public static BallotRegister Evolve(BallotRegister register, BallotRegisterEvent e) => e is PaperIssued x
        ? register with { Papers = register.Papers.Add(x.Host, x.Fingerprint) }
        : throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The register does not know this event.");
}

/// <summary>The rules of a part of a ballot's box: what was voted, with which paper.</summary>
public sealed partial class BallotBoxDecider : IDecider<BallotBox, BallotBoxCommand, BallotBoxEvent>
{
    private BallotBoxDecider() { }

    /// <inheritdoc/>
    public static BallotBox Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<BallotBox, BallotBoxEvent> Aggregate { get; } =
        new("ballot-box-1", PlacesJson.Default.BallotBoxEvent, PlacesJson.Default.BallotBox);

    /// <inheritdoc/>
    public static Decision<BallotBoxEvent> Decide(BallotBox box, BallotBoxCommand command, Moment moment) => command switch
    {
        CastVote c => Cast(box, c),
        SealBox => box.IsSealed
            ? Decision<BallotBoxEvent>.Accept("sealed") : Decision<BallotBoxEvent>.Accept("sealed", new BallotBoxSealed()),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The box does not know this command."),
    };

    /// <inheritdoc/>
    public static BallotBox Evolve(BallotBox box, BallotBoxEvent e) => e switch
    {
        VoteCast x => box with { Votes = box.Votes.SetItem(x.Paper, new(x.Answer, x.Revision)) },
        BallotBoxSealed => box with { IsSealed = true },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The box does not know this event."),
    };

    private static Decision<BallotBoxEvent> Cast(BallotBox box, CastVote c)
    {
        var known = box.Votes.GetValueOrDefault(c.Paper);
        // A retry of what is in the box is answered even after the end: the voter learns that it counts.
        if (known == new BoxVote(c.Answer, c.Revision)) return Decision<BallotBoxEvent>.Accept("cast");
        if (box.IsSealed || c.Now >= c.Terms.Until)
        {
            return Refuse(RejectionCode.BallotNotOpen, $"Votes were taken until {c.Terms.Until:yyyy-MM-dd HH:mm} UTC.");
        }

        if (c.Now < c.Terms.From)
        {
            return Refuse(RejectionCode.BallotNotOpen, $"Votes are taken from {c.Terms.From:yyyy-MM-dd HH:mm} UTC on.");
        }

        if (!Paper().IsMatch(c.Paper))
        {
            return Refuse(RejectionCode.InvalidInput, "A paper is known by its SHA-256 in 64 hexadecimal digits.");
        }

        if (!c.Terms.Question.Allows(c.Answer)) return Refuse(RejectionCode.InvalidInput, Choices(c.Terms.Question));
        if (c.Revision is < 1 or > CastVote.MaxRevision)
        {
            return Refuse(RejectionCode.InvalidInput, $"The number of a choice is 1 to {CastVote.MaxRevision:N0}.");
        }

        if (known is not null && known.Revision >= c.Revision)
        {
            return Refuse(RejectionCode.VoteOutdated,
                $"A vote with the number {known.Revision} is in the box. Send a higher number to change it.");
        }

        return Decision<BallotBoxEvent>.Accept("cast", new VoteCast(c.Paper, c.Answer, c.Revision));
    }

    private static string Choices(BallotQuestion question) => question.Numbers is { } n
        ? $"The answer is a number from {n.Least:N0} to {n.Most:N0} in steps of {n.Step:N0}."
        : "The answer is yes or no.";

    private static Decision<BallotBoxEvent> Refuse(RejectionCode code, string detail) => Decision<BallotBoxEvent>.Reject(code, detail);

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Paper();
}
