namespace VipOrleans.Grains.People;

using System.Text.Json;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;

/// <summary>One at a time: what is written back is what was read.</summary>
internal sealed class PersonTurns
{
    private Task _turn = Task.CompletedTask;

    public async Task<T> Take<T>(Func<Task<T>> work)
    {
        while (!_turn.IsCompleted) await Task.WhenAny(_turn);
        var run = work();
        _turn = run;
        return await run;
    }
}

/// <summary>How a person's data is corrected: the vault has the data before and after, and the journal which parts have changed.</summary>
internal sealed class PersonCorrections(PersonFiles persons, TimeProvider time, PersonTurns turns)
{
    /// <summary>Most former versions in one answer; older ones stay in the vault until the person is erased.</summary>
    public const int MaxVersions = 100;

    /// <summary>What the program reads for a correction: the person asked for it, or sees which officer did.</summary>
    private static readonly string Purpose = Codes<ReadPurpose>.Text(ReadPurpose.Correction);

    /// <summary>Corrects a person's data.</summary>
    /// <param name="id">The person's id.</param>
    /// <param name="context">The command.</param>
    /// <param name="change">What is to stand there.</param>
    /// <param name="count">How many corrections there have been.</param>
    /// <param name="decide">Why the command would be refused; null if it would not.</param>
    /// <param name="execute">Carries it out: which parts change, and the address if that is one of them.</param>
    public Task<CommandResult> Correct(string id, CommandContext context, PersonChange change, Func<int> count,
        Func<PersonCorrection, string?, Rejection?> decide, Func<PersonCorrection, string?, Task<CommandResult>> execute) =>
        turns.Take(() => CorrectInTurn(id, context, change, count(), decide, execute));

    /// <summary>Reads what stood there before each correction, the newest first.</summary>
    public async Task<IReadOnlyList<PersonVersion>> Versions(string id, int count, PersonReader reader)
    {
        var versions = new List<PersonVersion>();
        for (var number = count; number > Math.Max(0, count - MaxVersions); number--)
        {
            if (Read(await persons.ReadFile(id, FileOf(number), reader)) is { } former)
            {
                versions.Add(new() { Number = number, Until = former.Until, Person = former.Person });
            }
        }

        return versions;
    }

    private async Task<CommandResult> CorrectInTurn(string id, CommandContext context, PersonChange change, int count,
        Func<PersonCorrection, string?, Rejection?> decide, Func<PersonCorrection, string?, Task<CommandResult>> execute)
    {
        var reader = new PersonReader { Actor = context.Actor, Purpose = Purpose };
        if (await persons.Read(id, reader) is not { } now) return await execute(new([], change.Shown), null);
        var next = FileOf(count + 1);
        // A correction that a crash left half done has kept what stood there before it; an age may have been verified since.
        var before = Read(await persons.ReadFile(id, next, reader)) is { } half ? half.Person with { BirthDate = now.BirthDate } : now;
        var after = before with
        {
            Name = change.Name ?? before.Name,
            Contact = change.Contact ?? before.Contact,
            Address = change.Address ?? before.Address,
            Documents = change.Documents ?? before.Documents,
        };
        var correction = new PersonCorrection([.. Changed(before, after)], change.Shown);
        var address = correction.Fields.Contains(PersonField.Address) ? after.Address : null;
        // What changes nothing, and what will be refused, is not kept.
        if (correction.Fields.Count == 0 || decide(correction, address) is not null) return await execute(correction, address);
        if (PersonFiles.Problem(after, time.LatestToday()) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem);

        await persons.StoreFile(id, next,
            JsonSerializer.SerializeToUtf8Bytes(new(context.Id, time.GetUtcNow(), before), VaultJson.Default.FormerPerson));
        if (!await persons.Store(id, after)) return PersonFiles.RegisteredAlready;
        var result = await execute(correction, address);
        if (!result.IsAccepted && result.Rejected != RejectionCode.StoreUnavailable) await persons.Store(id, before);
        return result;
    }

    private static IEnumerable<PersonField> Changed(Person before, Person after)
    {
        if (before.Name != after.Name) yield return PersonField.Name;
        if (before.Contact != after.Contact) yield return PersonField.Contact;
        if (before.Address != after.Address) yield return PersonField.Address;
        if (!before.Documents.SequenceEqual(after.Documents)) yield return PersonField.Documents;
    }

    private static string FileOf(int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"version-{number}");

    private static FormerPerson? Read(byte[]? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, VaultJson.Default.FormerPerson);
}
