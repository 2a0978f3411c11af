namespace VipOrleans.Journal.Testing;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Of_writers_in_two_processes_on_one_head_exactly_one_appends()
    {
        await using var both = await InTwoProcesses();
        var head = StreamHead.Empty;
        for (var round = 1; round <= 20; round++)
        {
            var expected = head;
            var results =
                await Task.WhenAll(
                    Enumerable.Range(0, 8).Select(i => Task.Run(async () => await both[i].Append(Of(Stream(), expected, Event($"{i}"))))));

            head = Assert.Single(results, r => r.Status == AppendStatus.Appended).Head;
            Assert.All(results.Where(r => r.Status != AppendStatus.Appended),
                r => Assert.Equal((AppendStatus.Conflict, head), (r.Status, r.Head)));
        }

        Assert.Equal(20, (await both.Other.Read(Stream())).Events.Count);
    }

    [Fact]
    public async Task What_another_process_did_is_known_at_once()
    {
        await using var both = await InTwoProcesses();
        var head = StreamHead.Empty;
        for (var n = 0; n < 20; n++)
        {
            var append = Of(Stream(), head, Event()) with { Commands = [Command($"c{n}", head)] };
            var (doer, other) = (both[n], both[n + 1]);
            var before = head;
            head = (await doer.Append(append)).Head;

            var again = await other.Append(append);
            Assert.Equal((AppendStatus.AlreadyAppended, head), (again.Status, again.Head));
            var late = await other.Append(Of(Stream(), before, Event()));
            Assert.Equal((AppendStatus.Conflict, head), (late.Status, late.Head));
            var repeated =
                await other.Append(Of(Stream(), head, Event()) with { Commands = [Command("new", head), Command($"c{n}", head)] });
            Assert.Equal((AppendStatus.CommandRepeated, head), (repeated.Status, repeated.Head));
            Assert.Equal(append.Commands, repeated.Repeated);
            Assert.Equal(append.Commands, await other.FindCommands(Stream(), [$"c{n}", "new"]));
            Assert.Equal(head, (await other.Read(Stream())).Head);
        }
    }

    [Fact]
    public async Task One_append_and_one_command_through_two_processes_at_once_are_done_once()
    {
        await using var both = await InTwoProcesses();
        var head = StreamHead.Empty;
        for (var round = 0; round < 10; round++)
        {
            var append = Of(Stream(), head, Events(2)) with { Commands = [Command($"c{round}", head, 2)] };
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () => await both[i].Append(append))));
            Assert.Single(results, r => r.Status == AppendStatus.Appended);
            head = Assert.Single(results.Select(r => r.Head).Distinct());

            var rivals = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
                await both[i].Append(Of(Stream(), head, Event()) with { Commands = [Command($"d{round}", head, outcome: $"{i}")] }))));
            head = Assert.Single(rivals, r => r.Status == AppendStatus.Appended).Head;
            Assert.Equal(5, rivals.Count(r => r.Status == AppendStatus.CommandRepeated));
            Assert.Single(rivals.SelectMany(r => r.Repeated).Distinct());
        }
    }

    [Fact]
    public async Task Each_of_many_commands_of_one_append_is_taken_for_every_process()
    {
        await using var both = await InTwoProcesses();
        CommandMark[] marks =
            [.. Enumerable.Range(0, JournalLimits.MaxCommandsPerAppend).Select(i => new CommandMark($"c{i}", i, 1, $"{i}"))];
        var head = await MustAppend(Of(Stream(), StreamHead.Empty, Event()) with { Commands = marks });

        foreach (var i in new[] { 0, 79, 80, 99, 100, 250, 499 })
        {
            Assert.Equal([marks[i]], await both.Other.FindCommands(Stream(), [$"c{i}"]));
            var one = await both.Other.Append(Of(Stream(), head, Event()) with { Commands = [Command($"c{i}", head)] });
            Assert.Equal([marks[i]], one.Repeated);
        }

        // Among many new ones, and among as many as the first time.
        var many = Enumerable.Range(0, JournalLimits.MaxCommandsPerAppend - 1).Select(i => Command($"d{i}", head))
            .Append(Command("c499", head));
        Assert.Equal([marks[499]], (await both.Other.Append(Of(Stream(), head, Event()) with { Commands = [.. many] })).Repeated);
        Assert.Equal(head, (await both.One.Read(Stream())).Head);
    }
}
