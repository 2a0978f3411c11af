namespace VipOrleans.Vault;

/// <summary>
/// People's personal data, apart from the journal: one encrypted document a person and small encrypted notes, each person under a key of
/// their own. Erasing a person destroys that key; the journal keeps ids, amounts and states, and never had the name.
/// </summary>
/// <remarks>
/// <para>
/// A person, a reader, a purpose, a reason and a note are named by codes: see <see cref="VaultLimits.IsCode"/>. They are kept as plain
/// text, stay after an erasure and appear in errors, so they are never free text. Anything else is refused with
/// <see cref="ArgumentException"/>.
/// </para>
/// <para>
/// Every method throws <see cref="VaultUnavailableException"/> when the store cannot do its work now, and
/// <see cref="VaultCorruptException"/> when what is stored is not what was written. What was acknowledged is durable.
/// </para>
/// </remarks>
public interface IVault
{
    /// <summary>Stores a person's document, or replaces the one that is there.</summary>
    /// <param name="person">The text of the person's id, such as <c>nz-akl.host.0123456789abcdefghjkmnpqrs</c>.</param>
    /// <param name="document">The data. Ask <see cref="PersonDocument.Validate"/> first: a document with problems is refused.</param>
    /// <param name="ct">Gives up waiting for a turn; what has begun is finished.</param>
    /// <exception cref="ArgumentException">The document has problems; the message names the fields and never what stood in
    /// them.</exception>
    /// <remarks>
    /// An erased person who is stored again starts again under a new key: whether that may happen is for the caller to decide.
    /// </remarks>
    ValueTask<PutOutcome> Put(string person, PersonDocument document, CancellationToken ct = default);

    /// <summary>Reads a person's document; null if there is none. Who read and why is durable before anything is returned.</summary>
    /// <param name="person">Whose data.</param>
    /// <param name="reader">Who asks, as an id.</param>
    /// <param name="purpose">Why, as a code such as <c>identity-check</c>.</param>
    /// <param name="ct">Gives up waiting for a turn; what has begun is finished.</param>
    /// <remarks>An attempt that found nothing, or found damage, is written down too.</remarks>
    ValueTask<PersonDocument?> Read(string person, string reader, string purpose, CancellationToken ct = default);

    /// <summary>
    /// Deletes a person's document, notes and key; true where there was any. The record of accesses stays, and gains this erasure.
    /// </summary>
    /// <param name="person">Whose data.</param>
    /// <param name="eraser">Who asks, as an id.</param>
    /// <param name="reason">Why, as a code such as <c>own-request</c>.</param>
    /// <param name="ct">Gives up waiting for a turn; what has begun is finished.</param>
    /// <exception cref="VaultUnavailableException">
    /// The store failed, or could not yet be cleared of the old bytes. Ask again until an answer comes: only an answer, true or false,
    /// says that the data is gone.
    /// </exception>
    ValueTask<bool> Erase(string person, string eraser, string reason, CancellationToken ct = default);

    /// <summary>Lists who read a person's data, or erased it, newest first.</summary>
    /// <param name="person">Whose data.</param>
    /// <param name="limit">At most this many, 1 to <see cref="VaultLimits.MaxAccesses"/>.</param>
    /// <param name="ct">Gives up waiting for a turn.</param>
    ValueTask<IReadOnlyList<VaultAccess>> Accesses(string person, int limit, CancellationToken ct = default);

    /// <summary>
    /// Stores a text that belongs to a person's case, such as the reply to a refusal, or replaces it. It is erased with the person; the
    /// person need not have a document.
    /// </summary>
    /// <param name="person">Whose note.</param>
    /// <param name="noteId">Which note.</param>
    /// <param name="text">The text, 1 to <see cref="VaultLimits.MaxNote"/> characters; see <see cref="VaultLimits.IsNote"/>.</param>
    /// <param name="ct">Gives up waiting for a turn; what has begun is finished.</param>
    ValueTask PutNote(string person, string noteId, string text, CancellationToken ct = default);

    /// <summary>Reads a note; null if there is none. Who read and why is durable before anything is returned.</summary>
    /// <param name="person">Whose note.</param>
    /// <param name="noteId">Which note.</param>
    /// <param name="reader">Who asks, as an id.</param>
    /// <param name="purpose">Why, as a code.</param>
    /// <param name="ct">Gives up waiting for a turn; what has begun is finished.</param>
    ValueTask<string?> ReadNote(string person, string noteId, string reader, string purpose, CancellationToken ct = default);

    /// <summary>
    /// Stores a file under the key of whom or what it belongs to, such as a batch of payments with the names and accounts of people, or
    /// replaces it. It is erased with its owner.
    /// </summary>
    /// <param name="owner">Whose file: the text of an id.</param>
    /// <param name="fileId">Which file.</param>
    /// <param name="data">The bytes, 1 to <see cref="VaultLimits.MaxFile"/>.</param>
    /// <param name="ct">Gives up waiting for a turn; what has begun is finished.</param>
    ValueTask PutFile(string owner, string fileId, ReadOnlyMemory<byte> data, CancellationToken ct = default);

    /// <summary>
    /// Reads a file, byte for byte as it was stored; null if there is none. Who read and why is durable before anything is returned.
    /// </summary>
    /// <param name="owner">Whose file.</param>
    /// <param name="fileId">Which file.</param>
    /// <param name="reader">Who asks, as an id.</param>
    /// <param name="purpose">Why, as a code.</param>
    /// <param name="ct">Gives up waiting for a turn; what has begun is finished.</param>
    ValueTask<ReadOnlyMemory<byte>?> ReadFile(string owner, string fileId, string reader, string purpose, CancellationToken ct = default);

    /// <summary>
    /// A code for a text, such as an address, that does not tell the text: the same text gives the same code, upper and lower case, spaces
    /// and punctuation not counted, and without this vault's own key nobody can tell which text it was.
    /// </summary>
    /// <param name="kind">What the text is, so that equal texts of two kinds have two codes.</param>
    /// <param name="text">The text.</param>
    string Pseudonym(string kind, string text);

    /// <summary>
    /// Lists pairs of a nation's persons who share something, in the order of their ids. What more than <see cref="VaultLimits.MaxPair"/>
    /// persons share makes no pairs: <see cref="SharedByMany"/> lists it.
    /// </summary>
    /// <param name="nation">The nation: persons of other nations are not compared with its own.</param>
    /// <param name="partition">Only pairs with at least one person of this partition, such as the city <c>nz-akl</c>; null for all of the
    /// nation.</param>
    /// <param name="after">The last pair seen; null for the first page.</param>
    /// <param name="limit">At most this many, 1 to <see cref="VaultLimits.MaxSharing"/>.</param>
    /// <param name="ct">Gives up waiting for a turn.</param>
    /// <remarks>
    /// It tells ids and what kind of thing is shared, never the thing, so it is not written down as an access: who wants to see the thing
    /// reads the person.
    /// </remarks>
    ValueTask<IReadOnlyList<SharingPair>> Sharing(string nation, string? partition, SharingPair? after, int limit,
        CancellationToken ct = default);

    /// <summary>Lists contacts and addresses that many of a nation's persons share, in the order of the first person's id.</summary>
    /// <param name="nation">The nation.</param>
    /// <param name="partition">Only where at least one person is of this partition; null for all of the nation.</param>
    /// <param name="atLeast">How many are many, 2 or more.</param>
    /// <param name="after">The last one seen; null for the first page.</param>
    /// <param name="limit">At most this many, 1 to <see cref="VaultLimits.MaxSharing"/>.</param>
    /// <param name="ct">Gives up waiting for a turn.</param>
    ValueTask<IReadOnlyList<SharingCrowd>> SharedByMany(string nation, string? partition, int atLeast, SharingCrowd? after, int limit,
        CancellationToken ct = default);

    /// <summary>
    /// True when the store answers and accepts writes; what a readiness probe asks. Never throws for a store that does not.
    /// </summary>
    ValueTask<bool> IsReady(CancellationToken ct = default);
}

/// <summary>How storing a person's document ended.</summary>
public enum PutOutcome
{
    /// <summary>The document is durable.</summary>
    Stored,

    /// <summary>The very same document was there; nothing was written.</summary>
    Unchanged,

    /// <summary>One of the identity documents is another person's: one person, one record. Nothing was written.</summary>
    DocumentBelongsToAnother,
}

/// <summary>What was done to a person's data.</summary>
public enum VaultAccessKind
{
    /// <summary>The document was read.</summary>
    ReadDocument = 1,

    /// <summary>A note was read.</summary>
    ReadNote = 2,

    /// <summary>Everything was erased.</summary>
    Erase = 3,

    /// <summary>A file was read.</summary>
    ReadFile = 4,
}

/// <summary>One access to a person's data: ids and codes only, so that it can outlive the data.</summary>
/// <param name="Person">Whose data.</param>
/// <param name="Kind">What was done.</param>
/// <param name="NoteId">Which note or file was read; null for all else.</param>
/// <param name="By">Who did it.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Found">False where there was nothing to read.</param>
/// <param name="At">When, to the millisecond, UTC.</param>
public sealed record VaultAccess(string Person, VaultAccessKind Kind, string? NoteId, string By, string Purpose, bool Found,
    DateTimeOffset At);
