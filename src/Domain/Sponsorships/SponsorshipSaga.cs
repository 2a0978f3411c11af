namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A step of the saga: one call to another aggregate that may be repeated.</summary>
[JsonConverter(typeof(CodeConverter<SagaStep>))]
public enum SagaStep
{
    /// <summary>Nothing is to be done.</summary>
    None,

    /// <summary>Make this the host's live sponsorship.</summary>
    TakeHost,

    /// <summary>Make this the migrant's live sponsorship.</summary>
    TakeMigrant,

    /// <summary>Ask the city for a place.</summary>
    HoldPlace,

    /// <summary>Look whether the line has moved. Repeated when there is news, not at once.</summary>
    AskPlace,

    /// <summary>Turn the hold into a place in use.</summary>
    ConfirmPlace,

    /// <summary>End a hold whose time is over.</summary>
    ExpirePlace,

    /// <summary>Close a refusal whose time for a reply is over.</summary>
    CloseRefused,

    /// <summary>Give the place back.</summary>
    ReleasePlace,

    /// <summary>Free the migrant.</summary>
    FreeMigrant,

    /// <summary>Free the host.</summary>
    FreeHost,

    /// <summary>Let the migrant, who is between two hosts, keep the place.</summary>
    KeepPlace,

    /// <summary>Give up the place that is kept in the city that the migrant came from.</summary>
    LeaveOtherPlace,

    /// <summary>End the sponsorship that this one continues, since the migrant has arrived: its place is given back at once.</summary>
    EndPredecessor,

    /// <summary>Close the host's record in the city that the host came from, and open the one here.</summary>
    CompleteMove,

    /// <summary>Close the host's record here, and open the one in the city that the host stays in.</summary>
    UndoMove,
}

/// <summary>What a step was answered.</summary>
public abstract record StepAnswer
{
    private StepAnswer() { }

    /// <summary>It was done.</summary>
    public sealed record StepDone : StepAnswer;

    /// <summary>The migrant is taken as the next one: their live sponsorship is still the one that this continues.</summary>
    public sealed record TakenAsNext : StepAnswer;

    /// <summary>The sponsorship that this one continues has ended.</summary>
    /// <param name="Reason">Why; another reason than a move if it had ended by itself.</param>
    /// <param name="Year">Where its share year stood at its end; null if none goes on.</param>
    public sealed record PredecessorLeft(EndReason Reason, ContinuedYear? Year) : StepAnswer;

    /// <summary>It was refused; asking again would not help.</summary>
    public sealed record StepRefused(RejectionCode Code) : StepAnswer;

    /// <summary>The sponsorship stands in line.</summary>
    public sealed record PlaceInLine : StepAnswer;

    /// <summary>A place is held on these terms.</summary>
    public sealed record PlaceHeld(SponsorshipTerms Terms, DateTimeOffset Until) : StepAnswer;
}

/// <summary>
/// How a sponsorship takes its host, its migrant and a place, and gives them back. The sponsorship's own journal is the state of the
/// process: the next step follows from it alone, so that whoever wakes it up goes on where it stopped.
/// </summary>
/// <remarks>
/// Every step may be repeated: it carries an id made from the sponsorship, and the one who is called does it once. Every step has its undo,
/// and an undo that overtakes its step voids the step's id. No step is safe only because of a clock.
/// </remarks>
public static class SponsorshipSaga
{
    /// <summary>The next step to be taken; <see cref="SagaStep.AskPlace"/> means: wait for news.</summary>
    public static SagaStep Next(Sponsorship s, DateTimeOffset now, DateOnly today)
    {
        // The arrival cannot be undone: what follows from it comes first, whatever has become of the sponsorship since.
        if (s.Moves.Succession?.State == SuccessionState.Arrived) return SagaStep.EndPredecessor;
        if (s.Moves.Leaves is not null) return SagaStep.LeaveOtherPlace;
        if (s.Moves.Succession?.State == SuccessionState.PredecessorEnded) return SagaStep.CompleteMove;
        if (s.Status == SponsorshipStatus.Ended) return Undo(s);
        if (s.Status is SponsorshipStatus.None or SponsorshipStatus.Proposed) return SagaStep.None;
        if (s.Formation.HostClaim == Claim.Wanted) return SagaStep.TakeHost;
        if (s.Formation.MigrantClaim == Claim.Wanted) return SagaStep.TakeMigrant;
        return s.Formation.PlaceClaim switch
        {
            Claim.Wanted => SagaStep.HoldPlace,
            Claim.InLine => SagaStep.AskPlace,
            // A ruling closes the refusal or takes it back; until then the place is kept.
            _ when s.Status == SponsorshipStatus.Refused && s.Checks.Refusal!.Ruling is not null => SagaStep.None,
            _ when s.Status == SponsorshipStatus.Refused && s.Checks.Refusal!.RepliedBy is null && today > s.Checks.Refusal.ReplyUntil =>
                SagaStep.CloseRefused,
            // Also where it is confirmed already: a sponsorship that was reopened is granted by the answer to the same question.
            Claim.Held or Claim.Confirmed when s.Status == SponsorshipStatus.Checking && s.ChecksPassed(today) => SagaStep.ConfirmPlace,
            Claim.Held when s.Formation.PlaceUntil <= now => SagaStep.ExpirePlace,
            _ => SagaStep.None,
        };
    }

    /// <summary>True while the saga has something to do or to wait for, so that a reminder must be able to wake it.</summary>
    public static bool IsUnfinished(Sponsorship s) => s.Status switch
    {
        SponsorshipStatus.None or SponsorshipStatus.Proposed => false,
        SponsorshipStatus.Ended => MustFinish(s) || Undo(s) != SagaStep.None,
        SponsorshipStatus.Refused or SponsorshipStatus.Checking => true,
        _ => MustFinish(s) || s.Formation.PlaceClaim != Claim.Confirmed,
    };

    /// <summary>The id under which a step's call is made: always the same, so that it is carried out once.</summary>
    public static string CommandId(SponsorshipId sponsorship, SagaStep step) => $"{sponsorship.Value}:{Codes<SagaStep>.Text(step)}";

    /// <summary>The event in which a sponsorship that asked for a place notes what the city has answered.</summary>
    /// <param name="answer">A place, or one in line.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another answer.</exception>
    public static SponsorshipEvent Noted(StepAnswer answer) => answer switch
    {
        StepAnswer.PlaceHeld held => new SponsorshipEvent.TermsFixed(held.Terms, held.Until),
        StepAnswer.PlaceInLine => new SponsorshipEvent.ClaimNoted(ClaimOn.Place, Claim.InLine),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "This is no answer on a place."),
    };

    private static bool MustFinish(Sponsorship s) =>
        s.Moves.Leaves is not null || s.Moves.Succession?.State is SuccessionState.Arrived or SuccessionState.PredecessorEnded;

    // In the order opposite to the taking. A claim that is only wanted may have been taken and its answer lost, so it is given back too;
    // one that comes after it in the order cannot have been asked for.
    private static SagaStep Undo(Sponsorship s)
    {
        // Before the migrant is free for the next sponsorship, which finds the place kept.
        // Who was to come from another city and has not arrived has the place there.
        if (s.Formation.PlaceClaim == Claim.Confirmed && s.Ended!.Value.KeepsPlace()
            && (s.Moves.Succession is null || s.ArrivedOn is not null))
        {
            return SagaStep.KeepPlace;
        }

        if (s.Formation.PlaceClaim is Claim.InLine or Claim.Held or Claim.Confirmed
            || (s.Formation.PlaceClaim == Claim.Wanted && s.Formation.MigrantClaim == Claim.Held))
        {
            return SagaStep.ReleasePlace;
        }

        if (s.Formation.MigrantClaim == Claim.Held || (s.Formation.MigrantClaim == Claim.Wanted && s.Formation.HostClaim == Claim.Held))
        {
            return SagaStep.FreeMigrant;
        }

        if (s.Formation.HostClaim is Claim.Held or Claim.Wanted) return SagaStep.FreeHost;
        // Without the sponsorship the host stays where they are.
        return s.Moves.Succession?.State is SuccessionState.Forming or SuccessionState.Alone ? SagaStep.UndoMove : SagaStep.None;
    }
}
