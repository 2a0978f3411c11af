namespace VipOrleans.Grains.Tests.Payments;

using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Payments;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// The journal dies at the n-th append of a payout's life, for every n, before or after the write; the silo is started again; the reminders
/// come; the officers and the bank ask again. Each time every host is paid once, and nothing is left on its way.
/// </summary>
public sealed class PayoutCrashTests
{
    [Theory]
    [InlineData(Party.Host, 5_000)]
    [InlineData(Party.Migrant, 5_000)]
    // Each payment is a file of its own, and the second batch goes on from the first.
    [InlineData(Party.Migrant, 1)]
    public async Task Wherever_the_journal_dies_each_one_is_paid_once_and_all_money_is_where_the_bank_says(Party to, int perFile)
    {
        CityJournals? journals = null;
        var crashing = true;
        await using var world = await Start(new()
        {
            Around = journal => crashing ? journals = new(journal) : journal,
            Services = s => s.Configure<PayoutOptions>(o => o.PaymentsPerFile = perFile),
        });

        var whole = await Begin();
        var before = journals!.Of(whole.City).Appends;
        await Live(whole);
        var appends = journals.Of(whole.City).Appends - before;
        Assert.InRange(appends, 12, 90);
        var expected = await Standing(world, whole);

        var lives = new ConcurrentBag<(PayoutWorld City, int Nth, Fault Fault)>();
        var crashes = Enumerable.Range(1, appends)
            .SelectMany(n => new[] { (Nth: n, Fault: Fault.CrashBeforeWrite), (Nth: n, Fault: Fault.CrashAfterWrite) });
        await Parallel.ForEachAsync(crashes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (crash, _) =>
        {
            var city = await Begin();
            var journal = journals.Of(city.City);
            var from = journal.Appends;
            journal.OnAppend = (_, n) => n - from == crash.Nth ? crash.Fault : Fault.None;
            await Live(city);
            // How what goes on by itself is packed into appends differs by a few: the last crashes may not come about.
            if (journal.Crashed) lives.Add((city, crash.Nth, crash.Fault));
        });

        Assert.True(lives.Count >= 1.5 * appends, $"{lives.Count} of {2 * appends} crashes came about.");
        crashing = false;
        await world.Restart();
        for (var round = 0; round < 2; round++) await world.RemindersCome();
        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (life, _) =>
        {
            await Live(life.City);
            Assert.Equal((life.Nth, life.Fault, expected), (life.Nth, life.Fault, await Standing(world, life.City)));
            await Until(() => !life.City.HasReminder, "the reminder to go");
        });

        Task<PayoutWorld> Begin() => to == Party.Host ? PayoutWorld.Begin(world, 2) : PayoutWorld.BeginRefunds(world, 2);
    }

    // Sends all that officers and bank have to say, each under its own id, up to the first that is not answered.
    private static async Task Live(PayoutWorld city)
    {
        try
        {
            if (!(await city.Open($"{city.Id}-open")).IsAccepted) return;
            await Rest(city);
            if (!(await city.Instruct($"{city.Id}-instruct")).IsAccepted) return;
            if (await NextOf(city) is { } next)
            {
                if (!(await next.Instruct(Command($"{city.Id}-instruct-next", actor: PayoutWorld.Second))).IsAccepted) return;
                if (!(await next.ReadBankFile(Command($"{city.Id}-next"),
                    await PayoutWorld.StatementOf(next, "N1", (1, BankWord.Settled)))).Result.IsAccepted)
                {
                    return;
                }

                await Rest(next);
            }

            foreach (var (id, number,
                said) in ((string, int, BankWord)[])[("S1", 1, BankWord.Accepted), ("S2", 2, BankWord.Rejected),
                    ("S3", 1, BankWord.Settled), ("S4", 1, BankWord.Returned)])
            {
                if (number > (await city.Payout.Payments(0, 200))!.Items.Count) continue;
                if (!(await city.Payout.ReadBankFile(Command($"{city.Id}-{id}"),
                    await city.Statement(id, (number, said)))).Result.IsAccepted)
                {
                    return;
                }

                await Rest(city);
            }
        }
        catch (StoreUnavailableException)
        {
        }
    }

    private static async Task<IPayoutGrain?> NextOf(PayoutWorld city)
    {
        if ((await city.Payout.Get())!.ContinuedBy is not { } id) return null;
        var next = city.PayoutOf(id);
        await Rest(next);
        return next;
    }

    private static Task Rest(PayoutWorld city) => Rest(city.Payout);

    private static async Task Rest(IPayoutGrain payout)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await payout.Get() is { IsUnderWay: false }) return;
            await payout.Wake();
        }
    }

    private static async Task<string> Standing(World world, PayoutWorld city)
    {
        var balance = await city.Balance();
        var views = await Task.WhenAll(city.Sponsorships.Select(s => world.EventsOf(s.Sponsorship.Stream)));
        // In the books of each sponsorship, every step of its payment stands once.
        var steps = views.Select(
            events => string.Join(' ', events.Select(e => e.Type).Where(t => t.StartsWith("payout-", StringComparison.Ordinal))));
        var files = (await world.EventsOf(city.Id.Stream)).Count(e => e.Type == "payout-instructed");
        var next = await NextOf(city) is { } part ? (await part.Get())!.Totals.Single() : null;
        return $"{string.Join(' ', await city.States())}; {string.Join(" | ", steps)}; in transit {balance.InTransit}, collected "
            + $"{balance.Collected}, paid out {balance.PaidOut}; refunds wait {balance.Refund}, in transit {balance.RefundInTransit}, paid "
            + $"{balance.RefundPaid}; instructed {files}; next {next?.State} {next?.Count}";
    }
}
