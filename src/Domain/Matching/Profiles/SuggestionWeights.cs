namespace VipOrleans.Domain.Matching;

using System.Collections.Immutable;

/// <summary>What each reason counts. The weights are public: who sees a suggestion can compute its score again.</summary>
/// <param name="Version">Which weights; a change of any number is a new version.</param>
/// <param name="SharedLanguage">For each language that both speak, by the lower of the two levels, A1 first.</param>
/// <param name="SharedInterest">For each interest that both have.</param>
/// <param name="SharedTrade">For each trade that both have.</param>
/// <param name="HomeFits">Where the home has all that the migrant needs.</param>
/// <param name="SharedHeritage">Where both opened their heritage and it is the same.</param>
/// <param name="SharedFaith">Where both opened their faith and it is the same.</param>
/// <param name="MostOfOneKind">Most reasons of one kind that count: nobody wins by ticking every box.</param>
public sealed record SuggestionWeights(int Version, ImmutableArray<int> SharedLanguage, int SharedInterest, int SharedTrade, int HomeFits,
    int SharedHeritage, int SharedFaith, int MostOfOneKind)
{
    /// <summary>The weights in force.</summary>
    public static readonly SuggestionWeights Current = new(1, [2, 5, 15, 20, 25, 28, 30], 8, 10, 20, 10, 10, 3);
}
