namespace VipOrleans.Bench;

/// <summary>One number, as often as it was measured.</summary>
/// <param name="Part">The part of the benchmark.</param>
/// <param name="What">What was measured.</param>
/// <param name="Target">Of whom.</param>
/// <param name="X">At which load or size; 0 where there is none.</param>
/// <param name="Unit">In what.</param>
/// <param name="Rounds">Each round's value.</param>
internal sealed record Figure(string Part, string What, string Target, double X, string Unit, IReadOnlyList<double> Rounds)
{
    /// <summary>The middle of the rounds.</summary>
    public double Median
    {
        get
        {
            var sorted = Rounds.Order().ToArray();
            return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public double Least => Rounds.Count == 0 ? double.NaN : Rounds.Min();

    public double Most => Rounds.Count == 0 ? double.NaN : Rounds.Max();
}

/// <summary>All numbers of a run.</summary>
internal sealed class Results
{
    private readonly Dictionary<(string Part, string What, string Target, double X, string Unit), List<double>> _all = [];
    private readonly List<(string, string, string, double, string)> _order = [];

    /// <summary>What has to be said of a part besides its numbers.</summary>
    public List<(string Part, string Text)> Notes { get; } = [];

    public IEnumerable<Figure> All => _order.Select(k => new Figure(k.Item1, k.Item2, k.Item3, k.Item4, k.Item5, _all[k]));

    /// <summary>Notes the value of one more round.</summary>
    public void Add(string part, string what, string target, double x, string unit, double value)
    {
        var key = (part, what, target, x, unit);
        if (!_all.TryGetValue(key, out var rounds))
        {
            _all[key] = rounds = [];
            _order.Add(key);
        }

        rounds.Add(value);
    }

    /// <summary>A number of this run, or null.</summary>
    public Figure? Find(string part, string what, string target, double? x = null) =>
        All.FirstOrDefault(f => f.Part == part && f.What == what && f.Target == target && (x is null || f.X == x));

    /// <summary>The best median over all loads, or null.</summary>
    public Figure? Best(string part, string what, string target) =>
        All.Where(f => f.Part == part && f.What == what && f.Target == target).MaxBy(f => f.Median);
}
