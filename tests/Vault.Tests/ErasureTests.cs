namespace VipOrleans.Vault.Tests;

using static VipOrleans.Vault.Tests.People;

public sealed class ErasureTests : IAsyncDisposable
{
    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Nothing_of_an_erased_person_can_be_read_and_the_accesses_stay()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana", Passport("L1")));
        await vault.PutNote(Ana, "reply-1", "I was not away");
        await vault.Put(Ben, Person("Ben"));
        await vault.Read(Ana, Officer, "identity-check");

        Assert.True(await vault.Erase(Ana, Ana, "own-request"));

        Assert.Null(await vault.Read(Ana, Officer, "identity-check"));
        Assert.Null(await vault.ReadNote(Ana, "reply-1", Officer, "review"));
        Assert.False(await vault.Erase(Ana, Ana, "own-request"));
        Assert.Equal(
            [VaultAccessKind.ReadNote, VaultAccessKind.ReadDocument, VaultAccessKind.Erase, VaultAccessKind.ReadDocument],
            (await vault.Accesses(Ana, 10)).Select(a => a.Kind));
        Assert.Equal("Ben", (await vault.Read(Ben, Officer, "identity-check"))!.Name);
    }

    [Fact]
    public async Task A_person_with_notes_only_is_erased_too()
    {
        await using var vault = _folder.Open();
        await vault.PutNote(Ana, "reply-1", "text");
        Assert.True(await vault.Erase(Ana, Ana, "own-request"));
        Assert.Null(await vault.ReadNote(Ana, "reply-1", Officer, "review"));
    }

    [Fact]
    public async Task An_erased_person_who_comes_back_starts_under_a_new_key()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana", Passport("L1")));
        await vault.PutNote(Ana, "reply-1", "text");
        await vault.Erase(Ana, Ana, "own-request");

        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana", Passport("L1"))));
        Assert.Equal(Person("Ana", Passport("L1")), await vault.Read(Ana, Officer, "identity-check"));
        Assert.Null(await vault.ReadNote(Ana, "reply-1", Officer, "review"));
    }

    [Fact]
    public async Task No_plain_text_is_ever_in_any_file()
    {
        string[] canaries = ["CanaryName", "canary@example.org", "CanaryStreet", "CANARY7781", "CanaryReply", "CanaryRenamed"];
        await using (var vault = _folder.Open())
        {
            await vault.Put(Ana,
                new("CanaryName", "canary@example.org", "CanaryStreet 5", [Passport("CANARY-7781"), Passport("CANARY7781")]));
            NothingLeaked();
            await vault.PutNote(Ana, "reply-1", "CanaryReply");
            NothingLeaked();
            await vault.Put(Ana, new("CanaryRenamed", "canary@example.org", null, []));
            NothingLeaked();
            await vault.Read(Ana, Officer, "identity-check");
            await vault.Put(Ben, Person("CanaryName"));
            NothingLeaked();
            Assert.True(_folder.Holds(Ana), "The scan finds what is there.");
            await vault.Erase(Ana, Ana, "own-request");
            NothingLeaked();
        }
        NothingLeaked();

        void NothingLeaked() => Assert.DoesNotContain(canaries, _folder.Holds);
    }

    [Fact]
    public async Task The_keys_documents_notes_and_marks_of_erased_people_are_gone_from_all_files()
    {
        var random = new Random(20260301);
        await using var vault = _folder.Open();
        var gone = new Dictionary<string, byte[][]>();
        var living = new List<string>();
        for (var i = 0; i < 120; i++)
        {
            await vault.Put(Id(i), Person(new string('x', random.Next(1, 200)), Passport($"P{i}")));
            await vault.PutNote(Id(i), "reply-1", new string('y', random.Next(1, 900)));
            living.Add(Id(i));
            if (random.Next(3) == 0) await EraseOne();
        }
        while (living.Count > 20) await EraseOne();

        Assert.All(living, person => Assert.True(_folder.Holds(BytesOf(person)[0]), "The scan finds the keys of the living."));
        var files = _folder.AllBytes();
        Assert.Equal(100, gone.Count);
        Assert.DoesNotContain(gone.Values.SelectMany(b => b), bytes => files.AsSpan().IndexOf(bytes) >= 0);

        async Task EraseOne()
        {
            var person = living[random.Next(living.Count)];
            living.Remove(person);
            gone[person] = BytesOf(person);
            Assert.Equal(4, gone[person].Length);
            await vault.Erase(person, Officer, "own-request");
            // What stood in the key's place right before must not be there now, in the file or in its log.
            Assert.False(_folder.Holds(gone[person][0]));
        }
    }

    // The middle of what is stored, so that leftovers with a torn edge are found too; first the wrapped key.
    private byte[][] BytesOf(string person) =>
    [
        .. _folder.Rows(
            $"""
             SELECT substr(k.sealed, 14, 32) FROM person p JOIN person_key k ON k.slot = p.slot WHERE p.person = '{person}'
             UNION ALL SELECT substr(sealed, 14, 24) FROM document WHERE person = '{person}'
             UNION ALL SELECT substr(sealed, 2, 12) FROM note WHERE person = '{person}'
             UNION ALL SELECT mark FROM identity WHERE person = '{person}'
             """, r => r.GetFieldValue<byte[]>(0)),
    ];

    [Fact]
    public async Task An_erasure_is_not_reported_while_another_process_keeps_the_old_bytes_and_is_completed_by_the_next_try()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana"));
        var key = _folder.WrappedKeys()[Ana];
        using (var reader = _folder.Connect())
        using (reader.BeginTransaction(deferred: true))
        {
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM person";
            command.ExecuteScalar();

            await Assert.ThrowsAsync<VaultUnavailableException>(async () => await vault.Erase(Ana, Ana, "own-request"));
            Assert.True(_folder.Holds(key));
        }

        Assert.False(await vault.Erase(Ana, Ana, "own-request"));
        Assert.False(_folder.Holds(key));
        Assert.Single(await vault.Accesses(Ana, 10));
    }

    [Fact]
    public async Task An_erasure_that_a_crash_cut_short_is_completed_at_the_next_start()
    {
        await using var crashed = new VaultFolder();
        byte[] key;
        await using (var vault = _folder.Open())
        {
            await vault.Put(Ana, Person("Ana"));
            key = _folder.WrappedKeys()[Ana];
            using var reader = _folder.Connect();
            using var snapshot = reader.BeginTransaction(deferred: true);
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM person";
            command.ExecuteScalar();
            await Assert.ThrowsAsync<VaultUnavailableException>(async () => await vault.Erase(Ana, Ana, "own-request"));
            foreach (var file in new[] { _folder.File, $"{_folder.File}-wal" })
                await File.WriteAllBytesAsync(Path.Combine(crashed.Folder, Path.GetFileName(file)), VaultFolder.ReadShared(file));
        }
        Assert.True(crashed.Holds(key));

        await using var again = crashed.Open();
        Assert.False(crashed.Holds(key));
        Assert.Null(await again.Read(Ana, Officer, "identity-check"));
    }
}
