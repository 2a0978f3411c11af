namespace VipOrleans.Gateway.Reports;

using VipOrleans.Domain.Reports;

/// <summary>
/// What a printed line explains: a share year's calculation grows by some steps a month, and a page that repeats all of them in each line
/// has forty pages a year.
/// </summary>
/// <param name="Entry">The line.</param>
/// <param name="Above">The lines above that have the steps that it shares with them, in order.</param>
/// <param name="Steps">The other ones.</param>
internal sealed record NewSteps(StatementEntry Entry, IReadOnlyList<long> Above, IReadOnlyList<ExplanationStep> Steps)
{
    /// <summary>The lines of an account, each with what the lines before it do not explain.</summary>
    public static IReadOnlyList<NewSteps> Of(IEnumerable<StatementEntry> entries)
    {
        var shown = new Dictionary<ExplanationStep, long>();
        return [.. entries.Select(Next)];

        NewSteps Next(StatementEntry entry)
        {
            var known = entry.Why.Where(shown.ContainsKey).Select(step => shown[step]).Distinct().Order().ToArray();
            ExplanationStep[] added = [.. entry.Why.Where(step => !shown.ContainsKey(step))];
            foreach (var step in added) shown.TryAdd(step, entry.Number);
            return new(entry, known, added);
        }
    }
}
