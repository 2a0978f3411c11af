namespace VipOrleans.Grains.Hosting;

using System.Diagnostics;
using System.Diagnostics.Metrics;

/// <summary>Traces and metrics of the grains, in one place. Tags are codes and city ids, never ids of people.</summary>
internal static class GrainTelemetry
{
    public const string Name = "VipOrleans.Grains";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Events =
        Meter.CreateCounter<long>("vip.events", "{event}", "Events made durable, by type: what happens in the programme.");
    public static readonly Counter<long> Rejections =
        Meter.CreateCounter<long>("vip.rejections", "{command}", "Commands refused, by code.");
    public static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("vip.journal.retries", "{append}", "Appends that were tried again.");
    public static readonly Counter<long> SagaFailures =
        Meter.CreateCounter<long>("vip.saga.failures", "{step}", "Steps of sagas that failed and are tried again later.");
    public static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("vip.commit.commands", "{command}", "Commands that went out in one append.");

    /// <summary>Counts nothing, so that each counter without tags is there before its first event.</summary>
    public static void CountFromZero()
    {
        Retries.Add(0);
        SagaFailures.Add(0);
    }

    public static void Observe(CityGauges gauges)
    {
        Meter.CreateObservableGauge("vip.places", gauges.Places, "{place}",
            "Places of a city, by state: offered, held, used, free, waiting.");
        Meter.CreateObservableGauge("vip.sponsorships", gauges.Sponsorships, "{sponsorship}", "Sponsorships of a city, by status.");
        Meter.CreateObservableGauge("vip.guarantee", gauges.Guarantees, "{minor}",
            "A city's guarantee account in minor units: its balance, the refunds that wait, and how much of them it covers.");
        Meter.CreateObservableGauge("vip.guarantee.low", gauges.LowGuarantees, "{account}",
            "1 if a city's guarantee account is below its alarm, 0 if not.");
        Meter.CreateObservableGauge("vip.feed.lag", gauges.FeedLags, "s",
            "How long the oldest event of a city or nation has waited for its news to be delivered; 0 if nothing waits.");
        Meter.CreateObservableGauge("vip.welfare_checks.overdue", gauges.OverdueChecks, "{check}",
            "Welfare checks of a city of which the time to answer is over and that nobody has ended, up to a page of them.");
        Meter.CreateObservableGauge("vip.share", gauges.Shares, "{minor}",
            "What has gone to the hosts of a city, in minor units of its currency.");
    }
}
