namespace VipOrleans.Domain.Matching;

/// <summary>
/// What each person on one side wishes: the acceptable ones of the other side, best first. Who is not in the list is not accepted.
/// </summary>
/// <remarks>People are numbered from 0. Kept in two flat arrays: 100,000 people with 50 wishes each take 20 MB.</remarks>
public sealed class Rankings
{
    private readonly int[] starts, ranked;

    /// <summary>Takes the rankings as they stand in two arrays.</summary>
    /// <param name="starts">Where each person's list starts, and behind the last one where it ends: one entry more than there are
    /// people.</param>
    /// <param name="ranked">The lists, one behind the other.</param>
    /// <exception cref="ArgumentException">The starts do not divide the lists.</exception>
    public Rankings(int[] starts, int[] ranked)
    {
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != ranked.Length)
        {
            throw new ArgumentException("The starts go from 0 to the length of the lists.", nameof(starts));
        }

        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] < starts[i - 1]) throw new ArgumentException("A list starts where the one before it ends.", nameof(starts));
        }

        (this.starts, this.ranked) = (starts, ranked);
    }

    /// <summary>Takes the rankings as lists.</summary>
    public static Rankings Of(IReadOnlyList<IReadOnlyList<int>> lists)
    {
        var starts = new int[lists.Count + 1];
        for (var i = 0; i < lists.Count; i++) starts[i + 1] = checked(starts[i] + lists[i].Count);
        var ranked = new int[starts[^1]];
        for (var i = 0; i < lists.Count; i++)
        {
            for (var j = 0; j < lists[i].Count; j++) ranked[starts[i] + j] = lists[i][j];
        }

        return new(starts, ranked);
    }

    /// <summary>How many people there are.</summary>
    public int Count => starts.Length - 1;

    /// <summary>A person's wishes, best first.</summary>
    public ReadOnlySpan<int> Of(int person) => ranked.AsSpan(starts[person], starts[person + 1] - starts[person]);

    /// <summary>The place of another in a person's wishes, from 0 for the best; less than 0 if the other is not accepted.</summary>
    public int RankOf(int person, int other) => Of(person).IndexOf(other);
}
