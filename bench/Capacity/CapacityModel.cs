namespace VipOrleans.Bench;

using System.Globalization;

/// <summary>A nation that is to be served.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Cities">How many cities it has.</param>
/// <param name="Sponsorships">How many live sponsorships all its cities have.</param>
internal sealed record Demand(string Name, int Cities, double Sponsorships);

/// <summary>What something costs.</summary>
/// <param name="Thing">What: <c>machine</c>, <c>disk</c> or <c>backup</c>.</param>
/// <param name="Unit">How much of it.</param>
/// <param name="Usd">US dollars for a unit.</param>
/// <param name="AsOf">The day of the price.</param>
/// <param name="Source">Where it is published.</param>
internal sealed record Price(string Thing, string Unit, double Usd, string AsOf, string Source);

/// <summary>What is done for a sponsorship.</summary>
/// <param name="What">What: <c>formed</c>, <c>pay</c> or <c>statement</c>.</param>
/// <param name="AYear">How often a year.</param>
/// <param name="PeakHours">In how many hours of the year all of it is done.</param>
/// <param name="Events">How many events of the journal each writes.</param>
/// <param name="Why">Where these numbers come from.</param>
/// <param name="Micros">µs of CPU that each costs the silo and the database.</param>
internal sealed record Work(string What, double AYear, double PeakHours, double Events, string Why, (double Silo, double Database) Micros);

/// <summary>What a demand comes to.</summary>
/// <param name="Demand">The demand.</param>
/// <param name="PeakRates">Operations a second in the busiest hours, by what is done.</param>
/// <param name="SiloCores">Cores that silos and gateways use then.</param>
/// <param name="DatabaseCores">Cores that databases use then.</param>
/// <param name="MemoryGiB">Memory of the sponsorships that are active at the same time.</param>
/// <param name="Silos">Machines with a silo and a gateway each, one of them to spare.</param>
/// <param name="Databases">Machines with a PostgreSQL each, and a standby for each.</param>
/// <param name="JournalGiBAYear">How much the journal grows in a year.</param>
/// <param name="UsdAYear">What machines, disks and backups of the first year's journal cost a year.</param>
internal sealed record Capacity(Demand Demand, IReadOnlyDictionary<string, double> PeakRates, double SiloCores, double DatabaseCores,
    double MemoryGiB, int Silos, int Databases, double JournalGiBAYear, double UsdAYear);

/// <summary>
/// From what operations cost in the benchmark to silos, databases, disks and money. It adds up what was measured on one small machine, and
/// knows nothing of what only shows at that size: it says where to begin, not what will do.
/// </summary>
internal sealed class CapacityModel
{
    /// <summary>The demands of the report.</summary>
    public static readonly Demand[] Demands =
    [
        new("One city of a million", 1, 1_000_000), new("A nation of 10,000 cities and 300 million", 10_000, 300_000_000)
    ];

    /// <summary>Of its cores a machine may use so much in the busiest hours; the rest is for what fails and what was forgotten.</summary>
    public const double Used = 0.5;

    /// <summary>So many of all sponsorships are active at the same time.</summary>
    public const double Active = 0.05;

    private const double MachineCores = 4, MachineGiB = 16, GiB = 1L << 30, HoursAYear = 8_766, MonthsAYear = 12;

    private readonly Results _measured;
    private readonly double _measuredCores;

    /// <summary>Takes what was measured, prices and workload.</summary>
    /// <param name="measured">What was measured.</param>
    /// <param name="cores">The cores of the machine on which it was measured.</param>
    /// <param name="prices">The rows of <c>prices.csv</c>.</param>
    /// <param name="workload">The rows of <c>workload.csv</c>.</param>
    /// <exception cref="FormatException">A row cannot be read, or what it needs was not measured; the message says which.</exception>
    public CapacityModel(Results measured, int cores, IEnumerable<IReadOnlyList<string>> prices,
        IEnumerable<IReadOnlyList<string>> workload)
    {
        (_measured, _measuredCores) = (measured, cores);
        Prices = [.. prices.Select(f => new Price(f[0], f[1], Number(f, 2), f[3], f[4]))];
        Work = [.. workload.Select(f => new Work(f[0], Number(f, 1), Number(f, 2), Number(f, 3), f[4], Cost(f[0])))];
    }

    /// <summary>What things cost.</summary>
    public IReadOnlyList<Price> Prices { get; }

    /// <summary>What is done, and what each costs.</summary>
    public IReadOnlyList<Work> Work { get; }

    /// <summary>What a demand comes to.</summary>
    public Capacity Of(Demand demand)
    {
        var rates = Work.ToDictionary(l => l.What, l => demand.Sponsorships * l.AYear / (l.PeakHours * 3_600));
        var silo = Work.Sum(l => rates[l.What] * l.Micros.Silo) / 1e6;
        var database = Work.Sum(l => rates[l.What] * l.Micros.Database) / 1e6;
        var bytes = Largest("growth", "memory of one active sponsorship over the runtime's own")
            + Largest("growth", "memory of one empty activation");
        var memory = demand.Sponsorships * Active * bytes / GiB;
        // Half of a machine's memory is for everything else.
        var silos = Machines(Math.Max(silo / (MachineCores * Used), memory / (MachineGiB * 0.5))) + 1;
        var databases = 2 * Machines(database / (MachineCores * Used));
        // What was seeded wrote nine events each.
        var perEvent = Largest("growth", "journal and its index") / 9;
        var journal = demand.Sponsorships * Work.Sum(l => l.AYear * l.Events) * perEvent / GiB;
        var money = ((silos + databases) * HoursAYear * Usd("machine")) + (journal * 2 * MonthsAYear * Usd("disk"))
            + (journal * MonthsAYear * Usd("backup"));
        return new(demand, rates, silo, database, memory, silos, databases, journal, money);
    }

    private static int Machines(double exact) => Math.Max(1, (int)Math.Ceiling(exact));

    // The database's own CPU where it was measured; otherwise all that the machine had, less ours: with the load generator in it, and so
    // more than it was.
    private (double Silo, double Database) Cost(string what)
    {
        var (part, names) = what switch
        {
            "formed" => ("formation", new[] { "formed over HTTP", "formed" }),
            "pay" => ("earnings", ["by file"]),
            "statement" => ("statements", ["read"]),
            _ => throw new FormatException($"The workload names '{what}'; there are formed, pay and statement."),
        };
        var rate = names.Select(n => Measured(part, n)).FirstOrDefault(f => f is not null)
            ?? throw new FormatException($"The rate of '{part}' on PostgreSQL was not measured: run the benchmark with this part first.");
        var all = _measuredCores * 1e6 / rate.Median;
        var own = Measured(part, $"{rate.What}, CPU")?.Median ?? all;
        return (own, Measured(part, $"{rate.What}, CPU of the database")?.Median ?? Math.Max(0, all - own));
    }

    private Figure? Measured(string part, string what) =>
        _measured.All.Where(f => f.Part == part && f.What == what && f.Target == "postgres").MaxBy(f => f.X);

    private double Largest(string part, string what) =>
        _measured.All.Where(f => f.Part == part && f.What == what).MaxBy(f => f.X)?.Median
            ?? throw new FormatException($"'{what}' was not measured: run the benchmark with the part '{part}' first.");

    private double Usd(string thing) =>
        Prices.FirstOrDefault(p => p.Thing == thing)?.Usd ?? throw new FormatException($"prices.csv has no line '{thing}'.");

    private static double Number(IReadOnlyList<string> fields, int at) =>
        double.TryParse(fields[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0
            ? value : throw new FormatException($"Field {at + 1} of the row '{fields[0]}' is not a number of 0 or more.");
}
