namespace VipOrleans.Bench;

using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;

/// <summary>The rules by themselves: no journal, no grain.</summary>
[MemoryDiagnoser]
public class Micro
{
    private static readonly CityId City = CityId.Parse("nz-akl");
    private static readonly SponsorshipId Id = Seed.Sponsorship(City, 1);
    private readonly PlaceHeld _held = new(Id, DateTimeOffset.UnixEpoch);
    private readonly byte[] _heldJson = CityDecider.Aggregate.Events.Write(new PlaceHeld(Id, DateTimeOffset.UnixEpoch));
    private readonly MonthReport _report = new(1, "acme", 420_000);
    private readonly City _city =
        CityDecider.Evolve(CityDecider.Evolve(CityDecider.Initial, new CityOpened(City, "Auckland", Seed.Nzd, "UTC", Seed.Policy)),
            new QuotaDecided(new(1_000, QuotaAuthority.Council, "1", Seed.Arrived)));

    /// <summary>What a month's share comes to.</summary>
    [Benchmark]
    public ShareToDate ShareOfAMonth() =>
        ShareYear.Empty(1, Seed.Arrived).With(_report).ToDate(788_620, Share.Half, [], new(Seed.Arrived, null));

    /// <summary>Decides and applies a hold.</summary>
    [Benchmark]
    public City DecideAndEvolveAHold()
    {
        var (city, decision) =
            (_city, CityDecider.Decide(_city, new HoldPlace(Id), new Moment(DateTimeOffset.UnixEpoch, default, "city-officer:seed")));
        foreach (var e in decision.Events) city = CityDecider.Evolve(city, e);
        return city;
    }

    /// <summary>Writes an event.</summary>
    [Benchmark]
    public byte[] WriteAnEvent() => CityDecider.Aggregate.Events.Write(_held);

    /// <summary>Reads an event.</summary>
    [Benchmark]
    public CityEvent ReadAnEvent() => CityDecider.Aggregate.Events.Read(_heldJson);

    internal static Task Run(Lab lab)
    {
        var job = (lab.Options.Quick ? Job.Dry : Job.ShortRun).WithToolchain(InProcessNoEmitToolchain.Instance);
        var config = ManualConfig.CreateMinimumViable().AddJob(job).WithOptions(ConfigOptions.DisableOptimizationsValidator)
            .WithArtifactsPath(lab.NewFolder());
        foreach (var report in new[] { typeof(Micro), typeof(MoneyCall) }.SelectMany(t => BenchmarkRunner.Run(t, config).Reports))
        {
            foreach (var ns in report.ResultStatistics?.OriginalValues ?? [])
            {
                lab.Results.Add("micro", report.BenchmarkCase.Descriptor.WorkloadMethod.Name, Of(report), 0, "ns", ns);
            }

            if (report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is { } bytes)
            {
                lab.Results.Add("micro", report.BenchmarkCase.Descriptor.WorkloadMethod.Name, Of(report), 0, "bytes", bytes);
            }

        }

        return Task.CompletedTask;

        static string Of(BenchmarkReport report) => report.BenchmarkCase.Descriptor.Type == typeof(Micro) ? "domain" : "wire";
    }
}
