namespace VipOrleans.Durability.Tests;

using VipOrleans.Vault;

/// <summary>
/// The vault under the same cuts: a person who was stored is there, one who was erased is gone, and what is there can be opened.
/// </summary>
public sealed class VaultPowerCutTests
{
    private const int CutsInARow = 3;
    private static readonly VaultKeys Keys = VaultKeys.Parse("a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    [Fact]
    public async Task No_cut_takes_away_a_person_who_was_stored_or_brings_back_one_who_was_erased()
    {
        var acknowledged = 0;
        for (var seed = 1; seed <= JournalCuts.Wanted / CutsInARow; seed++)
        {
            var (known, amiss) = await Cut(seed);
            Assert.True(amiss.Count == 0, $"Seed {seed}: {string.Join(" ", amiss)}");
            acknowledged += known;
        }

        Assert.True(acknowledged > JournalCuts.Wanted, "Hardly anything was acknowledged: there was nothing to lose.");
    }

    [Fact]
    public async Task The_same_cuts_find_a_disk_that_only_says_that_it_flushed()
    {
        var found = 0;
        for (var seed = 1; seed <= 10; seed++)
        {
            var (_, amiss) = await Cut(seed, lies: true);
            if (amiss.Count > 0) found++;
        }

        Assert.True(found > 2, $"Only {found} of 10 lying disks were found: the cuts are too gentle to prove anything.");
    }

    private static async Task<(int Acknowledged, List<string> Amiss)> Cut(int seed, bool lies = false)
    {
        var (dice, disk, acknowledged, amiss) = (new Random(seed), SimulatedDisk.Empty(seed), 0, new List<string>());
        var people = Enumerable.Range(0, 12).Select(n => new Person($"nz-akl.host.{seed}-{n}")).ToArray();
        for (var cut = 1; cut <= CutsInARow && amiss.Count == 0; cut++)
        {
            var left = dice.Next(1, 250);
            lock (disk) (disk.CutBefore, disk.ForgetsFiles) = (_ => --left <= 0, lies);
            acknowledged += await Work(disk, people, dice);
            var old = disk;
            disk = old.Restart(dice.Next());
            old.Dispose();
            try
            {
                amiss = await Settle(disk, people);
            }
            catch (Exception e) when (e is VaultUnavailableException or VaultCorruptException)
            {
                amiss.Add($"The vault does not open or cannot be read: {e.Message}");
            }
        }

        disk.Dispose();
        return (acknowledged, amiss);
    }

    private static async Task<int> Work(SimulatedDisk disk, Person[] people, Random dice)
    {
        var acknowledged = 0;
        try
        {
            await using var vault = Open(disk);
            while (!disk.IsCut)
            {
                var person = people[dice.Next(people.Length)];
                var name = dice.Next(4) == 0 ? null : $"Name {dice.Next()}";
                person.Wanted = name;
                person.IsOpen = true;
                if (name is null) await vault.Erase(person.Id, "officer", "own-request");
                else await vault.Put(person.Id, new(name, null, new string('x', 1 + dice.Next(400)), []));
                if (disk.IsCut) break;
                (person.Known, person.IsOpen) = (name, false);
                acknowledged++;
            }
        }
        catch (VaultUnavailableException) when (disk.IsCut)
        {
        }
        catch (Microsoft.Data.Sqlite.SqliteException) when (disk.IsCut)
        {
            // While the vault closes.
        }

        return acknowledged;
    }

    private static async Task<List<string>> Settle(SimulatedDisk disk, Person[] people)
    {
        var amiss = new List<string>();
        await using var vault = Open(disk);
        foreach (var person in people)
        {
            var name = (await vault.Read(person.Id, "officer", "test"))?.Name;
            var fits = name == person.Known || (person.IsOpen && name == person.Wanted);
            if (!fits)
            {
                var perhaps = person.IsOpen ? $" and perhaps '{person.Wanted ?? "erased"}'" : "";
                amiss.Add($"{person.Id} was '{person.Known ?? "erased"}'{perhaps}, and is '{name ?? "not there"}'.");
            }

            (person.Known, person.IsOpen) = (name, false);
        }

        return amiss;
    }

    private static SqliteVault Open(SimulatedDisk disk) =>
        SqliteVault.Open(Path.Combine(disk.Folder, "vault.db"), Keys, TimeProvider.System);

    private sealed class Person(string id)
    {
        public string Id { get; } = id;

        /// <summary>What was acknowledged last; null where that was the erasure, or nothing.</summary>
        public string? Known { get; set; }

        /// <summary>What was asked for last.</summary>
        public string? Wanted { get; set; }

        /// <summary>True where the last request was not answered.</summary>
        public bool IsOpen { get; set; }
    }
}
