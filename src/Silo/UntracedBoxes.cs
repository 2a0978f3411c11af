namespace VipOrleans.Silo;

using System.Diagnostics;
using OpenTelemetry;

/// <summary>
/// Keeps calls of ballot boxes out of what is exported: a trace has the moment of a vote and the number of the box's part, and both could
/// be laid beside the journal.
/// </summary>
/// <remarks>
/// The gateway makes no trace of a vote, so a silo would begin one of its own. What a silo has made of it, an activation and a write
/// included, is known by the kind of its grain or stream.
/// </remarks>
internal sealed class UntracedBoxes : BaseProcessor<Activity>
{
    private const string Kind = "ballot-box", Interface = "BallotBox";

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        // Exporters pass over what is not recorded.
        if (IsOfBox(data)) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private static bool IsOfBox(Activity activity)
    {
        if (Tells(activity.DisplayName) || Tells(activity.OperationName)) return true;
        foreach (var (_, value) in activity.EnumerateTagObjects())
        {
            if (value?.ToString() is { } text && Tells(text)) return true;
        }

        return false;
    }

    private static bool Tells(string text) =>
        text.Contains(Kind, StringComparison.Ordinal) || text.Contains(Interface, StringComparison.Ordinal);
}
