namespace VipOrleans.Grains.Tests.Payments;

using System.Collections.Concurrent;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// The journal dies at the n-th append of a payout's life, for every n, before or after the write; the silo is started again; the reminders
/// come; the officers and the bank ask again. Each time every host is paid once, and nothing is left on its way.
/// </summary>
public sealed class PayoutCrashTests
{
    [Fact]
    public async Task Wherever_the_journal_dies_each_host_is_paid_once_and_all_money_is_where_the_bank_says()
    {
        CityJournals? journals = null;
        var crashing = true;
        await using var world = await Start(new() { Around = journal => crashing ? journals = new(journal) : journal });

        var whole = await PayoutWorld.Begin(world, 2);
        var before = journals!.Of(whole.City).Appends;
        await Live(whole);
        var appends = journals.Of(whole.City).Appends - before;
        Assert.InRange(appends, 12, 60);
        var expected = await Standing(world, whole);

        var lives = new ConcurrentBag<(PayoutWorld City, int Nth, Fault Fault)>();
        var crashes = Enumerable.Range(1, appends)
            .SelectMany(n => new[] { (Nth: n, Fault: Fault.CrashBeforeWrite), (Nth: n, Fault: Fault.CrashAfterWrite) });
        await Parallel.ForEachAsync(crashes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (crash, _) =>
        {
            var city = await PayoutWorld.Begin(world, 2);
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
    }

    // Sends all that officers and bank have to say, each under its own id, up to the first that is not answered.
    private static async Task Live(PayoutWorld city)
    {
        try
        {
            if (!(await city.Open($"{city.Id}-open")).IsAccepted) return;
            await Rest(city);
            if (!(await city.Instruct($"{city.Id}-instruct")).IsAccepted) return;
            foreach (var (id, number,
                said) in ((string, int, BankWord)[])[("S1", 1, BankWord.Accepted), ("S2", 2, BankWord.Rejected),
                    ("S3", 1, BankWord.Settled), ("S4", 1, BankWord.Returned)])
            {
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

    private static async Task Rest(PayoutWorld city)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await city.Payout.Get() is { IsUnderWay: false }) return;
            await city.Payout.Wake();
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
        return $"{string.Join(' ', await city.States())}; {string.Join(" | ", steps)}; in transit {balance.InTransit}, collected "
            + $"{balance.Collected}, paid out {balance.PaidOut}; instructed {files}";
    }
}
