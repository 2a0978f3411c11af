namespace VipOrleans.Bench.Tests;

using VipOrleans.Domain.Shares;
using VipOrleans.Peer;
using VipOrleans.Servers;

/// <summary>A peer that broke its own laws would be no yardstick.</summary>
public sealed class PeerTests
{
    private static async Task<PeerStore> Open() => await PeerStore.Open(new(await (await PostgresServer.Shared).NewDatabase()));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_sells_no_place_twice_however_many_ask_at_once(bool rows)
    {
        await using var peer = await Open();
        await peer.OpenCity("nz-akl", 20, rows: true);

        var answers =
            await Task.WhenAll(
                Enumerable.Range(0, 60)
                    .Select(n => rows ? peer.HoldRow("nz-akl", $"s{n}", $"k{n}", 1, 20) : peer.HoldPlace("nz-akl", $"s{n}", $"k{n}", 1)));

        Assert.Equal(20L, await peer.Ask<long>("SELECT count(*) FROM holds"));
        Assert.Equal(20, answers.Count(a => a == "held"));
        Assert.Equal(40, answers.Count(a => a == "waiting"));
        Assert.Equal(rows ? 20L : 0L, await peer.Ask<long>("SELECT count(*) FROM places WHERE sponsorship IS NOT NULL"));
        Assert.Equal(rows ? 0 : 20, await peer.Ask<int>("SELECT held FROM cities"));
    }

    [Fact]
    public async Task The_same_key_again_is_answered_the_same_and_changes_nothing_and_another_request_under_it_is_refused()
    {
        await using var peer = await Open();
        await peer.OpenCity("nz-akl", 5, rows: false);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => peer.HoldPlace("nz-akl", "s1", "k1", 1)));

        Assert.All(answers, a => Assert.Equal("held", a));
        Assert.Equal("key-reused", await peer.HoldPlace("nz-akl", "s2", "k1", 2));
        Assert.Equal(1, await peer.Ask<int>("SELECT held FROM cities"));
    }

    [Fact]
    public async Task A_host_is_in_one_live_sponsorship_and_a_refusal_leaves_nothing_behind()
    {
        await using var peer = await Open();
        await peer.OpenCity("nz-akl", 5, rows: false);
        await peer.Run("INSERT INTO hosts (id) VALUES ('h1'); INSERT INTO migrants (id) VALUES ('m1'), ('m2')");

        Assert.Equal("checking", await peer.Form("s1", "nz-akl", "h1", "m1", "k1", 1));
        Assert.Equal("host-busy", await peer.Form("s2", "nz-akl", "h1", "m2", "k2", 1));
        await peer.Run("INSERT INTO hosts (id) VALUES ('h2')");
        Assert.Equal("migrant-busy", await peer.Form("s3", "nz-akl", "h2", "m1", "k3", 1));
        Assert.True(await peer.Ask<bool>("SELECT live IS NULL FROM hosts WHERE id = 'h2'"));

        Assert.Equal(1L, await peer.Ask<long>("SELECT count(*) FROM sponsorships"));
        Assert.Equal(1L, await peer.Ask<long>("SELECT count(*) FROM requests"));
        Assert.Equal(1, await peer.Ask<int>("SELECT held FROM cities"));
    }

    [Fact]
    public async Task Row_by_row_and_as_a_file_come_to_the_same_and_a_file_that_comes_again_changes_nothing()
    {
        await using var peer = await Open();
        await peer.Run(
            "INSERT INTO sponsorships (id, city, host, migrant, status, arrived, baseline) SELECT s, 'nz-akl', 'h', 'm', 'arrived', "
                + "'2025-01-15', 788620 FROM unnest('{a,b}'::text[]) s");
        PeerEarnings[] months = [new("a", 1, 420_000), new("a", 2, 10_000)];

        foreach (var row in months)
        {
            Assert.Equal("posted", await peer.Post(row, "acme", $"k{row.Month}", 1));
            Assert.Equal(1,
                await peer.PostFile([row with { Sponsorship = "b" }, row with { Sponsorship = "nobody" }], "acme", $"file{row.Month}"));
            Assert.Equal(0, await peer.PostFile([row with { Sponsorship = "b" }], "acme", $"file{row.Month}"));
        }

        var (one, other) = (await peer.Statement("a"), await peer.Statement("b"));
        // The second month's refund: 149,281 less what was taken of the first.
        Assert.Equal([177_140, -27_859], one!.Postings.Select(p => p.Taken));
        Assert.Equal(one.Postings.Select(p => (p.Month, p.EarnedToDate, p.DueToDate, p.Taken)),
            other!.Postings.Select(p => (p.Month, p.EarnedToDate, p.DueToDate, p.Taken)));
        Assert.Equal((one.Earned, one.Taken), (other.Earned, other.Taken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_posts_the_same_money_as_the_domain_to_the_cent(bool byFile)
    {
        const long Baseline = 788_620;
        await using var peer = await Open();
        await peer.Run(
            $"INSERT INTO sponsorships (id, city, host, migrant, status, arrived, baseline) SELECT 's' || n, 'nz-akl', 'h', 'm', "
                + $"'arrived', '2025-01-15', {Baseline} FROM generate_series(0, 19) n");
        // Some months below the baseline, so that there are refunds, and amounts that do not divide.
        var random = new Random(7);
        var earned = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 12).Select(_ => random.NextInt64(0, 200_000)).ToArray())
            .ToArray();

        for (short month = 1; month <= 12; month++)
        {
            var rows = earned.Select((months, n) => new PeerEarnings($"s{n}", month, months[month - 1])).ToArray();
            if (byFile) Assert.Equal(rows.Length, await peer.PostFile(rows, "acme", $"file{month}"));
            else foreach (var row in rows) Assert.Equal("posted", await peer.Post(row, "acme", $"{row.Sponsorship}-{month}", 1));
        }

        for (var n = 0; n < earned.Length; n++)
        {
            var statement = await peer.Statement($"s{n}");
            var due = Enumerable.Range(1, 12).Select(m => GainShare.DueToDate(earned[n][..m].Sum(), Baseline, m, Share.Half)).ToArray();
            Assert.Equal(due, statement!.Postings.Select(p => p.DueToDate));
            Assert.Equal(due.Select((d, i) => d - (i == 0 ? 0 : due[i - 1])), statement.Postings.Select(p => p.Taken));
            Assert.Equal(due[^1], statement.Taken);
        }

        Assert.Contains(await Task.WhenAll(Enumerable.Range(0, 20).Select(n => peer.Statement($"s{n}"))),
            s => s!.Postings.Any(p => p.Taken < 0));
    }

    [Fact]
    public async Task Its_server_flushes_what_it_acknowledges()
    {
        await using var peer = await Open();

        Assert.Equal("on", await peer.Ask<string>("SELECT current_setting('fsync')"));
        Assert.Equal("on", await peer.Ask<string>("SELECT current_setting('synchronous_commit')"));
    }
}
