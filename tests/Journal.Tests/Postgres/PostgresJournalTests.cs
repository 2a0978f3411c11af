namespace VipOrleans.Journal.Tests;

using System.Text;
using Npgsql;
using VipOrleans.Domain.Kernel;
using VipOrleans.Servers;

/// <summary>What is PostgreSQL's own: servers that are not fit, connections that break, tables of other versions.</summary>
public sealed class PostgresJournalTests
{
    private static readonly StreamId Stream = StreamId.Parse("nz-akl/host/one");

    private static NewEvent Event(string actor = "officer-1") =>
        new("thing-happened", Encoding.UTF8.GetBytes("{}"), DateTimeOffset.UnixEpoch, actor);

    private static Append Of(StreamHead expected, StreamId? stream = null, string actor = "officer-1") =>
        new(stream ?? Stream, expected, Guid.NewGuid(), [Event(actor)], []);

    private static async Task<(PostgresServer Server, string Database, string Connection)> NewDatabase()
    {
        var server = await PostgresServer.Shared;
        var connection = await server.NewDatabase();
        return (server, new NpgsqlConnectionStringBuilder(connection).Database!, connection);
    }

    private static Task<PostgresJournal> Open(string connection, int seconds = 20) =>
        PostgresJournal.Open(new() { ConnectionString = connection, Deadline = TimeSpan.FromSeconds(seconds) });

    [Fact]
    public async Task Processes_that_join_the_same_partitions_in_any_order_do_not_wait_for_each_other_forever()
    {
        var (_, _, connection) = await NewDatabase();
        await using var one = await Open(connection);
        await using var other = await Open(connection);
        string[] partitions = ["nz", "nz-akl", "nz-wlg", "nz-chc"];
        await Task.WhenAll(Enumerable.Range(0, 240).Select(async n =>
        {
            var random = new Random(n);
            var appends = partitions.OrderBy(_ => random.Next()).Take(random.Next(1, 5))
                .Select((p, i) => Of(StreamHead.Empty, StreamId.Of(p, "host", $"s{n}"))).ToArray();
            var results = await (n % 2 == 0 ? one : other).AppendTogether(appends);
            Assert.All(results, r => Assert.Equal(AppendStatus.Appended, r.Status));
        }));

        // Each feed is whole, and ends as its partition says.
        foreach (var head in await one.Partitions())
        {
            var feed = (await one.ReadFeed(head.Partition, 0, 500)).Events;
            Assert.Equal(Enumerable.Range(1, feed.Count).Select(p => (long)p), feed.Select(e => e.Position));
            Assert.Equal(feed.Count, head.Position);
            Assert.Equal(feed.Aggregate(default(FeedHash), (h, e) => h.Next(e.Position, e.Hash)), head.Hash);
        }

        // Far fewer transactions than appends: what waits goes together, whatever city it is for.
        Assert.InRange(one.Transactions + other.Transactions, 2, 120);
    }

    [Fact]
    public async Task A_ballots_box_shares_no_transaction_with_anything_else()
    {
        var (_, _, connection) = await NewDatabase();
        await using var journal = await Open(connection);
        var box = BallotId.Parse("nz-akl.ballot.0123456789abcdefghjkmnpqrs").BoxPart(0);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n =>
        {
            var stream = n % 2 == 0 ? StreamId.Of("nz-akl", "host", $"s{n}") : StreamId.Of(box.Partition, box.Kind, $"{n}");
            return journal.Append(Of(StreamHead.Empty, stream)).AsTask();
        }));
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(
            "SELECT count(*) FROM journal_events v JOIN journal_events o ON o.xmin = v.xmin AND o.partition <> v.partition");
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> Refusal(string connection) =>
        (await Assert.ThrowsAsync<JournalUnavailableException>(() => Open(connection))).Message;

    [Fact]
    public async Task An_answer_lost_after_the_commit_is_found_again_and_nothing_is_written_twice()
    {
        var (server, database, _) = await NewDatabase();
        await using var proxy = new CuttingProxy(server.Port);
        await using var journal = await Open(PostgresServer.ConnectionString(database, proxy.Port));
        var head = (await journal.Append(Of(StreamHead.Empty))).Head;

        proxy.LoseAnswers(1);
        var result = await journal.Append(Of(head));

        Assert.Equal((AppendStatus.AlreadyAppended, 2), (result.Status, result.Head.Version));
        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(2, (await journal.ReadFeed("nz-akl", 0, 10)).Events.Count);
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_made_again()
    {
        var (server, database, _) = await NewDatabase();
        await using var proxy = new CuttingProxy(server.Port);
        await using var journal = await Open(PostgresServer.ConnectionString(database, proxy.Port));
        var head = (await journal.Append(Of(StreamHead.Empty))).Head;

        proxy.LoseRequests(1);
        var result = await journal.Append(Of(head));

        Assert.Equal((AppendStatus.Appended, 2), (result.Status, result.Head.Version));
        Assert.Equal(1, proxy.Cuts);
    }

    [Fact]
    public async Task Where_no_answer_comes_in_time_the_outcome_is_called_unknown()
    {
        var (server, database, _) = await NewDatabase();
        await using var proxy = new CuttingProxy(server.Port);
        await using var journal = await Open(PostgresServer.ConnectionString(database, proxy.Port), seconds: 4);
        var head = (await journal.Append(Of(StreamHead.Empty))).Head;

        proxy.LoseAnswers(int.MaxValue);
        var append = Of(head);
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Append(append).AsTask());
        Assert.False(error.OutcomeKnown);

        proxy.LoseAnswers(0);
        Assert.Equal(AppendStatus.AlreadyAppended, (await journal.Append(append)).Status);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_as_such_and_its_return_is_noticed()
    {
        await using var server = await PostgresServer.Start();
        var connection = await server.NewDatabase();
        await using var patient = await Open(connection, seconds: 120);
        await using var hasty = await Open(connection, seconds: 4);
        var head = (await patient.Append(Of(StreamHead.Empty))).Head;
        await hasty.Partitions();

        await server.Kill();
        var waiting = patient.Append(Of(head)).AsTask();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => hasty.Append(Of(head)).AsTask());
        Assert.False(await hasty.IsReady());
        await server.StartAgain();

        Assert.Equal(2, (await waiting).Head.Version);
        Assert.Equal(2, (await hasty.Read(Stream)).Events.Count);
        Assert.True(await hasty.IsReady());
    }

    [Fact]
    public async Task A_replica_is_refused_at_the_start_and_afterwards()
    {
        await using var server = await PostgresServer.Start();
        var connection = await server.NewDatabase();
        await using var journal = await Open(connection);
        await journal.Append(Of(StreamHead.Empty));

        await server.BecomeReplica();

        Assert.Contains("is a replica", await Refusal(connection), StringComparison.Ordinal);
        var read = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Read(Stream).AsTask());
        Assert.Contains("is a replica", read.Message, StringComparison.Ordinal);
        Assert.False(await journal.IsReady());
    }

    [Theory]
    [InlineData("synchronous_commit = off", "synchronous_commit")]
    [InlineData("default_transaction_read_only = on", "default_transaction_read_only")]
    public async Task A_database_that_would_not_keep_the_promises_is_refused(string setting, string named)
    {
        var (server, database, connection) = await NewDatabase();
        await server.Run("postgres", $"ALTER DATABASE {database} SET {setting}");

        Assert.Contains(named, await Refusal(connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public async Task A_server_that_does_not_flush_is_refused_unless_asked_for(string setting)
    {
        await using var server = await PostgresServer.Start($"{setting}=off");
        var connection = await server.NewDatabase();

        Assert.Contains(setting, await Refusal(connection), StringComparison.Ordinal);
        await using var journal = await PostgresJournal.Open(new() { ConnectionString = connection, AllowWeakDurability = true });
        Assert.Equal(AppendStatus.Appended, (await journal.Append(Of(StreamHead.Empty))).Status);
    }

    [Fact]
    public async Task Another_isolation_level_of_the_database_changes_nothing()
    {
        var (server, database, connection) = await NewDatabase();
        await server.Run("postgres", $"ALTER DATABASE {database} SET default_transaction_isolation = 'repeatable read'");
        await using var one = await Open(connection);
        await using var other = await Open(connection);

        var results =
            await Task.WhenAll(
                Enumerable.Range(0, 40)
                    .Select(i => (i % 2 == 0 ? one : other).Append(Of(StreamHead.Empty, StreamId.Parse($"nz-akl/host/{i}"))).AsTask()));

        Assert.All(results, r => Assert.Equal(AppendStatus.Appended, r.Status));
        Assert.Equal(40, (await one.ReadFeed("nz-akl", 0, 100)).Events.Count);
    }

    [Fact]
    public async Task An_append_that_the_commit_itself_refuses_is_not_called_appended_and_takes_no_other_with_it()
    {
        var (server, database, connection) = await NewDatabase();
        await using var journal = await Open(connection);
        await server.Run(database, """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.actor = 'poison' THEN RAISE EXCEPTION 'not this one'; END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON journal_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var good = Enumerable.Range(0, 60).Select(i => journal.Append(Of(StreamHead.Empty, StreamId.Parse($"nz-akl/host/{i}"))).AsTask())
            .ToList();
        var poison = journal.Append(Of(StreamHead.Empty, actor: "poison")).AsTask();

        Assert.All(await Task.WhenAll(good), r => Assert.Equal(AppendStatus.Appended, r.Status));
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => poison);
        Assert.True(error.OutcomeKnown);
        Assert.Equal(60, (await journal.ReadFeed("nz-akl", 0, 100)).Events.Count);
    }

    [Fact]
    public async Task Many_callers_share_few_transactions()
    {
        var (_, _, connection) = await NewDatabase();
        await using var journal = await Open(connection);

        await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(i => journal.Append(Of(StreamHead.Empty, StreamId.Parse($"nz-akl/host/{i}"))).AsTask()));

        Assert.InRange(journal.Transactions, 1, 200);
    }

    [Fact]
    public async Task Processes_that_start_together_make_the_tables_once()
    {
        var (_, _, connection) = await NewDatabase();

        var journals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Open(connection)));

        foreach (var journal in journals) await journal.DisposeAsync();
        await using var source = NpgsqlDataSource.Create(connection);
        await using var count = source.CreateCommand("SELECT count(*) FROM vip_migrations WHERE part = 'journal' AND version = 1");
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused()
    {
        var (server, database, connection) = await NewDatabase();
        await (await Open(connection)).DisposeAsync();
        await server.Run(database, "INSERT INTO vip_migrations (part, version, name) VALUES ('journal', 99, 'later')");

        var message = await Refusal(connection);

        Assert.Contains("version 99", message, StringComparison.Ordinal);
        Assert.Contains("Run the newer version", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_of_an_older_version_are_refused_with_the_command_that_migrates_them()
    {
        var (server, database, connection) = await NewDatabase();
        await OldTables.Make(server, database);

        var message = await Refusal(connection);

        Assert.Contains("format 1", message, StringComparison.Ordinal);
        Assert.Contains("'silo journal migrate'", message, StringComparison.Ordinal);
        await using var source = NpgsqlDataSource.Create(connection);
        await using var count = source.CreateCommand("SELECT max(version) FROM vip_migrations WHERE part = 'journal'");
        Assert.Equal(1, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_user_who_may_not_make_tables_may_start_on_those_that_are_there()
    {
        var (server, database, connection) = await NewDatabase();
        await (await Open(connection)).DisposeAsync();
        await server.Run(database, $"""
            CREATE ROLE {database}_app LOGIN PASSWORD 'app';
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {database}_app;
            """);

        await using var journal =
            await Open(new NpgsqlConnectionStringBuilder(connection) { Username = $"{database}_app", Password = "app" }.ToString());

        Assert.Equal(AppendStatus.Appended, (await journal.Append(Of(StreamHead.Empty))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Database=journal")]
    [InlineData("Host=localhost;Nonsense=1")]
    [InlineData("Host=localhost;Port=many;Password=s3cret")]
    public async Task A_connection_string_that_cannot_be_used_is_refused_without_repeating_it(string text)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => PostgresJournal.Open(new() { ConnectionString = text }));

        Assert.Contains("connection string", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_waits_for_a_server_that_starts_later_as_long_as_it_is_told_and_no_longer()
    {
        await using var server = await PostgresServer.Start();
        var options = new PostgresJournalOptions { ConnectionString = await server.NewDatabase(), Deadline = TimeSpan.FromSeconds(2) };
        await server.Kill();

        var late = await Assert.ThrowsAsync<JournalUnavailableException>(
            () => PostgresJournal.Open(options with { OpenPatience = TimeSpan.FromSeconds(1) }));
        Assert.Contains($"{server.Port}", late.Message, StringComparison.Ordinal);

        var opening = PostgresJournal.Open(options with { OpenPatience = TimeSpan.FromMinutes(5) });
        // Longer than any other piece of work is tried.
        Assert.NotSame(opening, await Task.WhenAny(opening, Task.Delay(options.Deadline * 2)));
        await server.StartAgain();
        await using var journal = await opening;
        Assert.True(await journal.IsReady());
    }

    [Fact]
    public async Task A_wrong_password_is_told_at_once()
    {
        var (_, _, connection) = await NewDatabase();

        var error = await Assert.ThrowsAsync<JournalUnavailableException>(
            () => Open(new NpgsqlConnectionStringBuilder(connection) { Password = "wrong" }.ToString(), seconds: 600));

        Assert.Contains("password", error.Message, StringComparison.Ordinal);
    }
}
