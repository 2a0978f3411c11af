namespace VipOrleans.Grains.Tests.Payments;

using System.Collections.Concurrent;
using VipOrleans.Domain.Payments;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.Payments.CollectionWorld;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// The journal dies at the n-th append of a file's life, for every n, before or after the write; the silo is started again; the reminders
/// come; the officer sends the file again. Each time every credit is where it belongs, once.
/// </summary>
public sealed class CollectionCrashTests
{
    [Fact]
    public async Task Wherever_the_journal_dies_each_credit_pays_once_and_nothing_of_it_is_lost()
    {
        CityJournals? journals = null;
        var crashing = true;
        await using var world = new World { Around = journal => crashing ? journals = new(journal) : journal };
        await world.InitializeAsync();

        var whole = await Begin(world, 2);
        var rows = await Rows(whole);
        var before = journals!.Of(whole.City).Appends;
        Assert.NotNull(await whole.Send("file", rows));
        var appends = journals.Of(whole.City).Appends - before;
        Assert.InRange(appends, 8, 60);
        var expected = await whole.Standing(rows);

        var lives = new ConcurrentBag<(CollectionWorld City, CreditRow[] Rows, int Nth, Fault Fault)>();
        var crashes = Enumerable.Range(1, appends)
            .SelectMany(n => new[] { (Nth: n, Fault: Fault.CrashBeforeWrite), (Nth: n, Fault: Fault.CrashAfterWrite) });
        await Parallel.ForEachAsync(crashes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (crash, _) =>
        {
            var city = await Begin(world, 2);
            var own = await Rows(city);
            var journal = journals.Of(city.City);
            var from = journal.Appends;
            journal.OnAppend = (_, n) => n - from == crash.Nth ? crash.Fault : Fault.None;
            await Soon(Task.WhenAny(city.Send("file", own), Until(() => journal.Crashed, "the crash")), "the crash or the end");
            // How what goes on by itself is packed into appends differs by a few: the last crashes may not come about.
            if (journal.Crashed) lives.Add((city, own, crash.Nth, crash.Fault));
        });

        Assert.True(lives.Count >= 1.5 * appends, $"{lives.Count} of {2 * appends} crashes came about.");
        crashing = false;
        await world.Restart();
        for (var round = 0; round < 2; round++) await world.RemindersCome();
        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (life, _) =>
        {
            Assert.NotNull(await life.City.Send("file", life.Rows));
            Assert.Equal((life.Nth, life.Fault, expected), (life.Nth, life.Fault, await life.City.Standing(life.Rows)));
        });
    }

    private static async Task<CreditRow[]> Rows(CollectionWorld city)
    {
        var owed = (await city.Dues()).Owed.Minor;
        return
        [
            // More than is owed, so that all of it is paid whichever comes first; and one that comes back.
            Credit(1, owed - 100, await city.Reference()), Credit(2, 300, Reference(city.People[0])), Credit(3, 50, "RF18539007547034"),
            Credit(4, 20, Reference(city.People[1]), isReversal: true, trace: "x"), Credit(5, owed, await city.Reference(), trace: "y"),
            Credit(6, owed, null, isReversal: true, trace: "y"), Credit(7, 200, await city.Reference()),
            Credit(8, 400, await city.Reference()),
        ];
    }
}
