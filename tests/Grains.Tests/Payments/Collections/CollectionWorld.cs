namespace VipOrleans.Grains.Tests.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

/// <summary>A city whose people work for one employer, and what its bank says.</summary>
internal sealed class CollectionWorld(World world, CityId city)
{
    public const string Employer = "kiwi-orchards";

    public static readonly DateOnly BookedOn = new(2026, 3, 1);

    public CityId City { get; } = city;

    public List<SponsorshipId> People { get; } = [];

    public ICollectionsGrain Collections => world.Grains.Collections(City);

    /// <summary>A city with so many people, of each of whom the first month is reported: all of it is due by 20 April 2026.</summary>
    public static async Task<CollectionWorld> Begin(World world, int people, long earned = 900_000)
    {
        var city = new CollectionWorld(world, await world.OpenCity(people));
        for (var i = 0; i < people; i++)
        {
            var id = await world.Accept(city.City, await world.AddHost(city.City));
            await world.PassChecks(id);
            await Until(async () => await world.StatusOf(id) == SponsorshipStatus.Granted, "the grant");
            Accepted("arrived", await world.Sponsorship(id).Arrive(Command(), new(2026, 1, 20)));
            Accepted("named", await world.Sponsorship(id).NameEmployer(Command(), new(Employer, new(2026, 1, 20))));
            city.People.Add(id);
            await city.Report(id, 1, earned);
        }

        return city;
    }

    public async Task Report(SponsorshipId id, int month, long earned) =>
        Assert.Null((await world.Sponsorship(id).ReportEarnings(Command(), new(1, month, Employer, new(earned, Nzd)))).Rejected);

    public async Task<EmployerDues> Dues() => (await Collections.DuesOf(Employer))!;

    public async Task<string> Reference() => (await Dues()).Months[0].Reference;

    public static string Reference(SponsorshipId id, int month = 1) => EmployerReference.Of(id, Employer, 1, month).Value;

    /// <summary>A credit as a file has it; the same number is the same entry of the bank.</summary>
    public static CreditRow Credit(int number, long amount, string? reference, bool isReversal = false, string? trace = null) =>
        new(number, IdText.KeyFrom($"{(isReversal ? "r" : "c")}{number}"), new(amount, Nzd), BookedOn, isReversal, reference,
            trace is null ? [] : [IdText.KeyFrom(trace)]);

    public CreditId IdOf(CreditRow row) => row.IdIn(City);

    public ICreditGrain Grain(CreditRow row) => world.Grains.Credit(IdOf(row));

    /// <summary>Sends a file and waits until it is worked off; null if it was not answered.</summary>
    public async Task<CreditFileView?> Send(string name, params IReadOnlyList<CreditRow> rows)
    {
        var (id, chunks) = (CreditFileId.From(City, name), 0);
        var file = world.Grains.CreditFile(id);
        try
        {
            if (!(await file.Open(Command($"{id}-open"))).IsAccepted) return null;
            foreach (var some in rows.Chunk(200))
            {
                var text = string.Concat(some.Select(r => $"{r.Text}\n"));
                var chunk = RowChunk.Pack((chunks * 200) + 1, some.Length, System.Text.Encoding.ASCII.GetBytes(text));
                var received = await file.Receive(Command($"{id}-{chunks}"),
                    new(chunks++, chunk.FirstLine, chunk.Rows, chunk.Data.ToArray()));
                if (!received.IsAccepted) return null;
            }

            var totals = new CreditFileTotals(BankFileKind.Statement, name, chunks, rows.Count, 0, 1, new('a', 64));
            if (!(await file.Close(Command($"{id}-end"), totals)).IsAccepted) return null;
            for (var i = 0; i < 3_000; i++)
            {
                if (await file.Get() is { State: CreditFileState.Done } done) return done;
                await Task.Delay(5);
            }

            return null;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>What stands everywhere; the law that the parts and the rest come to the credits is held each time.</summary>
    public async Task<string> Standing(params IReadOnlyList<CreditRow> rows)
    {
        var credits = await Task.WhenAll(rows.Select(async r => ((await Grain(r).Get())!, (await Grain(r).Parts(0, 200))!.Items)));
        foreach (var (view, parts) in credits.Where(c => !c.Item1.IsReversal))
        {
            Assert.Equal(view.Amount.Minor, view.Rest.Minor + parts.Sum(p => p.Amount.Minor));
        }

        var balance = (await world.Grains.Books(City).TrialBalance())!;
        Assert.Equal(0, balance.Sum.Minor);
        var dues = await Dues();
        // Which of two that fit the same debt has paid it depends on which came first; what they come to does not.
        var aside = credits.Where(c => c.Item1 is { IsReversal: false, Status: not CreditStatus.Reversed }).Sum(c => c.Item1.Rest.Minor);
        return $"reversals {string.Join(' ', credits.Where(c => c.Item1.IsReversal).Select(c => c.Item1.Status))}; aside {aside}; owed "
            + $"{dues.Owed.Minor} paid {dues.Paid.Minor}; due {balance.Due.Minor} collected {balance.Collected.Minor}";
    }
}
