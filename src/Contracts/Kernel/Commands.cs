namespace VipOrleans.Contracts.Kernel;

using VipOrleans.Domain.Kernel;

/// <summary>Who asks, under which identity, and on which version. Travels with every command.</summary>
[GenerateSerializer, Immutable, Alias("vip.command-context")]
public sealed record CommandContext
{
    /// <summary>
    /// The caller's identity of this command, 1 to 100 characters: the same id again is answered as the first time, without a second
    /// effect.
    /// </summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>A hash of what is asked for, personal data left out: the same id with another fingerprint is refused.</summary>
    [Id(1)]
    public required long Fingerprint { get; init; }

    /// <summary>Who asks, as a role and an id such as <c>city-officer:9f2c…</c>; never a name.</summary>
    [Id(2)]
    public required string Actor { get; init; }

    /// <summary>The version that the caller has seen, where it must still be the newest.</summary>
    [Id(3)]
    public long? IfMatch { get; init; }

    /// <summary>
    /// The SHA-256 of all that is asked for, personal data included; null if there is none. It is written nowhere: only a keyed hash of it
    /// becomes part of the fingerprint, so that nobody can try names against a journal.
    /// </summary>
    [Id(4)]
    public byte[]? Personal { get; init; }

    /// <summary>
    /// The name that the officer who asks has in events from before officers were named under a key, so that one officer does not count as
    /// two; null for everybody else. It is written nowhere.
    /// </summary>
    [Id(5)]
    public string? FormerActor { get; init; }

    /// <summary>
    /// The id that this command had before ids were made under a key, where a retry from that time is still to be known; else null.
    /// </summary>
    [Id(6)]
    public string? FormerId { get; init; }
}

/// <summary>What a command was answered.</summary>
[GenerateSerializer, Immutable, Alias("vip.command-result")]
public sealed record CommandResult
{
    /// <summary>
    /// The version of the thing when the command had been carried out; for a rejection the version on which it was refused.
    /// </summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>What was done, in one word such as <c>held</c>; empty for a rejection.</summary>
    [Id(1)]
    public string Outcome { get; init; } = "";

    /// <summary>Why the command was refused; null where it was carried out.</summary>
    [Id(2)]
    public RejectionCode? Rejected { get; init; }

    /// <summary>What is wrong and what would be right; null where it was carried out.</summary>
    [Id(3)]
    public string? Detail { get; init; }

    /// <summary>True where the command had been carried out before, under the same id, and this is its first answer again.</summary>
    [Id(4)]
    public bool IsRepeat { get; init; }

    /// <summary>True where the command was carried out, now or before.</summary>
    public bool IsAccepted => Rejected is null;

    /// <summary>
    /// Two answers are equal where they say the same. That one came again is no part of what it says: a retry is answered as the first
    /// time.
    /// </summary>
    public bool Equals(CommandResult? other) =>
        other is not null && (Version, Outcome, Rejected, Detail) == (other.Version, other.Outcome, other.Rejected, other.Detail);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, Outcome, Rejected, Detail);

    /// <summary>The rejection as a result.</summary>
    public static CommandResult Refuse(RejectionCode code, string detail, long version = 0) =>
        new() { Version = version, Rejected = code, Detail = detail };
}

/// <summary>The store cannot be read now; try again soon.</summary>
[GenerateSerializer, Alias("vip.store-unavailable")]
public sealed class StoreUnavailableException(string message) : Exception(message);
