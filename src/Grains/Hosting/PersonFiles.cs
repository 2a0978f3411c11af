namespace VipOrleans.Grains.Hosting;

using System.Security.Cryptography;
using System.Text.Json;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Vault;

/// <summary>How a person's grain reaches the vault: the one way there is.</summary>
public sealed class PersonFiles(IVault vault)
{
    internal static readonly CommandResult RegisteredAlready =
        CommandResult.Refuse(RejectionCode.PersonAlreadyRegistered,
            "Another person is registered with one of these identity documents. One person has one record.");

    /// <summary>True for a text that can be stored as a note.</summary>
    internal static bool IsNote(string text) => VaultLimits.IsNote(text);

    /// <summary>True for a word that may stand in the record of accesses.</summary>
    internal static bool IsCode(string text) => VaultLimits.IsCode(text);

    /// <summary>Says what is wrong with a person's data, field by field and without quoting it; null where it can be stored.</summary>
    /// <param name="person">The data.</param>
    /// <param name="today">The latest day that it is anywhere; null for data that was stored before.</param>
    internal static string? Problem(Person person, DateOnly? today = null)
    {
        var problems = Vault.PersonDocument.Validate(ToDocument(person), today);
        return problems.Count == 0 ? null : string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}"));
    }

    /// <summary>Stores a person's data; false where one of the documents is another person's.</summary>
    internal Task<bool> Store(string id, Person person) =>
        Guarded(async () => await vault.Put(id, ToDocument(person)) != PutOutcome.DocumentBelongsToAnother);

    /// <summary>Reads a person's data and writes down who read it.</summary>
    internal Task<Person?> Read(string id, PersonReader reader) =>
        Guarded(async () => await vault.Read(id, reader.Actor, reader.Purpose) is not { } document ? null : new Person
        {
            Name = document.Name,
            Contact = document.Contact,
            Address = document.Address,
            BirthDate = document.BirthDate,
            Documents = [
            .. document.Documents.Select(
                d => new Contracts.People.PersonDocument { Kind = d.Kind, IssuedBy = d.IssuedBy, Number = d.Number })],
        });

    /// <summary>Who has read the data, heritage and faith with it: the newest first.</summary>
    internal Task<IReadOnlyList<PersonAccess>> Accesses(string id, int limit) => Guarded<IReadOnlyList<PersonAccess>>(async () =>
    {
        var most = Math.Clamp(limit, 1, VaultLimits.MaxAccesses);
        var all = (await vault.Accesses(id, most)).Concat(await vault.Accesses(TraitsOf(id), most));
        return [.. all.OrderByDescending(a => a.At).Take(most)
            .Select(a => new PersonAccess { At = a.At, Actor = a.By, Action = Codes<VaultAccessKind>.Text(a.Kind), Purpose = a.Purpose })];
    });

    /// <summary>Deletes a person's data and key, heritage and faith with theirs. Asked again until the vault answers, it is gone.</summary>
    internal Task Erase(string id, string actor, string reason) =>
        Guarded(async () => await vault.Erase(TraitsOf(id), actor, reason) | await vault.Erase(id, actor, reason));

    /// <summary>
    /// Stores heritage and faith under the number of the consent. They have a key of their own, which is destroyed with them while the
    /// person's data stays.
    /// </summary>
    internal Task StoreTraits(string id, int consent, OwnTraits traits) => Guarded(async () =>
    {
        await vault.PutFile(TraitsOf(id), FileOf(consent), JsonSerializer.SerializeToUtf8Bytes(traits, VaultJson.Default.OwnTraits));
        return true;
    });

    /// <summary>Reads heritage and faith, and writes down who read them; null where there are none under this consent.</summary>
    internal Task<OwnTraits?> ReadTraits(string id, int consent, PersonReader reader) => Guarded(async () =>
        await vault.ReadFile(TraitsOf(id), FileOf(consent), reader.Actor, reader.Purpose) is { } json
            ? JsonSerializer.Deserialize(json.Span, VaultJson.Default.OwnTraits) : null);

    /// <summary>Deletes heritage and faith of all consents, and their key. Asked again until the vault answers, they are gone.</summary>
    internal Task EraseTraits(string id, string actor, string reason) =>
        Guarded(async () => await vault.Erase(TraitsOf(id), actor, reason));

    private static string TraitsOf(string id) => $"{id}:traits";

    private static string FileOf(int consent) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"consent-{consent}");

    /// <summary>Stores a note of a person.</summary>
    internal Task StoreNote(string id, string note, string text) => Guarded(async () =>
    {
        await vault.PutNote(id, note, text);
        return true;
    });

    /// <summary>Reads a note and writes down who read it.</summary>
    internal Task<string?> ReadNote(string id, string note, PersonReader reader) =>
        Guarded(async () => await vault.ReadNote(id, note, reader.Actor, reader.Purpose));

    /// <summary>The name of a text in the vault: a keyed code of it and its owner.</summary>
    internal string NameOfText(string owner, string text) =>
        vault.Pseudonym("text", Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{owner}\n{text}"))));

    /// <summary>The note under which a text of a name is kept.</summary>
    internal static string TextNote(string name) => $"text-{name}";

    /// <summary>Stores a text under its name.</summary>
    internal Task StoreText(string owner, string text) => StoreNote(owner, TextNote(NameOfText(owner, text)), text);

    /// <summary>
    /// A fingerprint of what is personal in a command: of its hash under the vault's key, so that nobody can guess at it.
    /// </summary>
    internal long FingerprintOfCommand(byte[] personal) => FingerprintOf(vault.Pseudonym("command", Convert.ToHexStringLower(personal)));

    /// <summary>
    /// A fingerprint of an account by its name in the vault: a key that was used for one account is refused for another one.
    /// </summary>
    internal static long FingerprintOf(string name) =>
        long.Parse(name.AsSpan(0, 15), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Stores an account of a person, and answers the name under which it is: a keyed code of all of it.</summary>
    internal async Task<string> StorePayee(string id, BankParty payee)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(payee, MoneyJson.Default.BankParty);
        // Of the hash and not of the text: a pseudonym does not count punctuation, and an account's parts must not run into each other.
        var name = vault.Pseudonym("payee", Convert.ToHexStringLower(SHA256.HashData(json)));
        await Guarded(async () =>
        {
            await vault.PutFile(id, $"payee-{name}", json);
            return true;
        });
        return name;
    }

    /// <summary>A code of an account that does not tell which: the same number, the same code, whoever holds it.</summary>
    internal string CodeOfAccount(string number) => vault.Pseudonym("account", number);

    /// <summary>Reads an account of a person, and writes down who read it.</summary>
    internal Task<BankParty?> ReadPayee(string id, string name, PersonReader reader) => Guarded(async () =>
        await vault.ReadFile(id, $"payee-{name}", reader.Actor, reader.Purpose) is { } json
            ? JsonSerializer.Deserialize(json.Span, MoneyJson.Default.BankParty) : null);

    /// <summary>Stores a file that has people's data in it.</summary>
    internal Task StoreFile(string owner, string file, byte[] bytes) => Guarded(async () =>
    {
        await vault.PutFile(owner, file, bytes);
        return true;
    });

    /// <summary>Reads a file byte for byte, and writes down who read it; null if there is none.</summary>
    internal Task<byte[]?> ReadFile(string owner, string file, PersonReader reader) =>
        Guarded(async () => (await vault.ReadFile(owner, file, reader.Actor, reader.Purpose))?.ToArray());

    /// <summary>A code for a text that does not tell the text: the same text, the same code, in this installation only.</summary>
    internal string Pseudonym(string kind, string text) => vault.Pseudonym(kind, text);

    /// <summary>Pairs of records of a nation that share something, in the order of their ids; the vault alone knows what.</summary>
    internal Task<IReadOnlyList<SharingPair>> Sharing(NationId nation, CityId? city, (string First, string Second) after, int limit) =>
        Guarded(async () => await vault.Sharing(nation.Value, city?.Value, new(after.First, after.Second, []), limit));

    /// <summary>Contacts and addresses that many records of a nation share.</summary>
    internal Task<IReadOnlyList<SharingCrowd>> SharedByMany(NationId nation, CityId? city, int atLeast, SharingCrowd? after, int limit) =>
        Guarded(async () => await vault.SharedByMany(nation.Value, city?.Value, atLeast, after, limit));

    private static Vault.PersonDocument ToDocument(Person person) =>
        new(person.Name, person.Contact, person.Address,
            [.. person.Documents.Select(d => new IdentityDocument(d.Kind, d.IssuedBy, d.Number))], person.BirthDate);

    private static async Task<T> Guarded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (VaultUnavailableException e)
        {
            // The vault's own exception is unknown to clients of the cluster.
            throw new StoreUnavailableException(e.IsFull
                ? "The disk of the vault of people's data is full. Whoever runs the service has to make room; then try again with the same "
                    + "idempotency key."
                : "The vault of people's data cannot do its work now. Try again with the same idempotency key.");
        }
    }
}

/// <summary>Registers a person in one grain: the data goes to the vault first, and the event says that it is there.</summary>
internal sealed class PersonRegistration(PersonFiles persons, TimeProvider time)
{
    private Task _turn = Task.CompletedTask;

    /// <summary>Carries out a registration.</summary>
    /// <param name="id">The person's id.</param>
    /// <param name="context">The command.</param>
    /// <param name="person">The person's data.</param>
    /// <param name="isRegistered">Whether the journal has the person already, or may have.</param>
    /// <param name="execute">Carries out the command.</param>
    public async Task<CommandResult> Run(string id, CommandContext context, Person person, Func<bool> isRegistered,
        Func<Task<CommandResult>> execute)
    {
        // One at a time: a second request with another name must not overwrite the first one's data.
        while (!_turn.IsCompleted) await Task.WhenAny(_turn);
        var run = InTurn(id, context, person, isRegistered, execute);
        _turn = run;
        return await run;
    }

    private async Task<CommandResult> InTurn(string id, CommandContext context, Person person, Func<bool> isRegistered,
        Func<Task<CommandResult>> execute)
    {
        if (isRegistered()) return await execute();
        if (PersonFiles.Problem(person, time.LatestToday()) is { } problem)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, problem);
        }

        if (!await persons.Store(id, person)) return PersonFiles.RegisteredAlready;
        var result = await execute();
        // What was refused leaves nothing behind. What may have been written after all keeps its data.
        if (!result.IsAccepted && result.Rejected != RejectionCode.StoreUnavailable && !isRegistered())
        {
            await persons.Erase(id, context.Actor, "registration-refused");
        }

        return result;
    }
}
