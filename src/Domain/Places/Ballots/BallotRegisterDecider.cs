namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.BallotRegisterCommand;
using static VipOrleans.Domain.Places.BallotRegisterEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.BallotRegisterEvent>;

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
        // Not even the same one again: who asks while votes are taken shows when they are about to vote.
        if (issue.Terms.WhyNoPaper(moment.Time) is { } late) return Reject(RejectionCode.BallotNotOpen, late);
        if (!register.Papers.TryGetValue(issue.Host, out var fingerprint))
        {
            return Accept("issued", new PaperIssued(issue.Host, issue.Fingerprint));
        }

        return fingerprint == issue.Fingerprint
            ? Accept("issued")
            : Reject(RejectionCode.BallotPaperIssued,
                "The citizen was given a paper for another blinded message. One citizen has one paper: send the message of the first "
                    + "request again.");
    }

    /// <inheritdoc/>
    public static BallotRegister Evolve(BallotRegister register, BallotRegisterEvent e) => e is PaperIssued x
        ? register with { Papers = register.Papers.Add(x.Host, x.Fingerprint) }
        : throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The register does not know this event.");
}
