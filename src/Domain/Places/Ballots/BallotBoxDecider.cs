namespace VipOrleans.Domain.Places;

using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.BallotBoxCommand;
using static VipOrleans.Domain.Places.BallotBoxEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.BallotBoxEvent>;

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
        CastVote c => Cast(box, c, moment.Time),
        SealBox => box.IsSealed ? Accept("sealed") : Accept("sealed", new BallotBoxSealed()),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The box does not know this command."),
    };

    /// <inheritdoc/>
    public static BallotBox Evolve(BallotBox box, BallotBoxEvent e) => e switch
    {
        VoteCast x => box with { Votes = box.Votes.SetItem(x.Paper, new(x.Answer, x.Revision)) },
        BallotBoxSealed => box with { IsSealed = true },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The box does not know this event."),
    };

    private static Decision<BallotBoxEvent> Cast(BallotBox box, CastVote c, DateTimeOffset now)
    {
        var known = box.Votes.GetValueOrDefault(c.Paper);
        // A retry of what is in the box is answered even after the end: the voter learns that it counts.
        if (known == new BoxVote(c.Answer, c.Revision)) return Accept("cast");
        if (c.Terms.WhyNoVote(box.IsSealed ? c.Terms.Until : now) is { } problem) return Reject(RejectionCode.BallotNotOpen, problem);
        if (!Paper().IsMatch(c.Paper))
        {
            return Reject(RejectionCode.InvalidInput, "A paper is known by its SHA-256 in 64 hexadecimal digits.");
        }

        if (!c.Terms.Question.Allows(c.Answer)) return Reject(RejectionCode.InvalidInput, Choices(c.Terms.Question));
        if (c.Revision is < 1 or > CastVote.MaxRevision)
        {
            return Reject(RejectionCode.InvalidInput, $"The number of a choice is 1 to {CastVote.MaxRevision:N0}.");
        }

        if (known is not null && known.Revision >= c.Revision)
        {
            return Reject(RejectionCode.VoteOutdated,
                $"A vote with the number {known.Revision} is in the box. Send a higher number to change it.");
        }

        return Accept("cast", new VoteCast(c.Paper, c.Answer, c.Revision));
    }

    private static string Choices(BallotQuestion question) => question.Numbers is { } n
        ? $"The answer is a number from {n.Least:N0} to {n.Most:N0} in steps of {n.Step:N0}."
        : "The answer is yes or no.";

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Paper();
}
