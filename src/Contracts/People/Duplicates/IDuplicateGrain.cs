namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>What officers noted about two records that may be one person. The key is their <see cref="DuplicateId"/>.</summary>
[Alias("vip.person-case"), GrainInterfaceType("vip.person-case")]
public interface IDuplicateGrain : IGrainWithStringKey
{
    /// <summary>Sets aside what the two share.</summary>
    [Alias("dismiss")]
    Task<CommandResult> Dismiss(CommandContext context, PersonId one, PersonId other, IReadOnlyList<PersonSign> signs,
        DismissalReason reason);

    /// <summary>Takes a dismissal back.</summary>
    [Alias("reopen")]
    Task<CommandResult> Reopen(CommandContext context, IReadOnlyList<PersonSign> signs);

    /// <summary>Links two records of one kind as one person. Answers when both know of it, or when it was undone.</summary>
    [Alias("link")]
    Task<CommandResult> Link(CommandContext context, PersonId principal, PersonId record, LinkReason reason);

    /// <summary>Takes the link back. Answers when both stand alone again.</summary>
    [Alias("unlink")]
    Task<CommandResult> Unlink(CommandContext context, UnlinkReason reason);

    /// <summary>What was noted; null where nothing was.</summary>
    [Alias("get")]
    Task<DuplicateView?> Get();
}

/// <summary>Two records, without anything of the people.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-case-view")]
public sealed record DuplicateView
{
    /// <summary>The id: the same two records, the same id.</summary>
    [Id(0)]
    public required DuplicateId Id { get; init; }

    /// <summary>How many events made it what it is; 0 where nothing was noted yet.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The record whose id comes first.</summary>
    [Id(2)]
    public required PersonId First { get; init; }

    /// <summary>The other record.</summary>
    [Id(3)]
    public required PersonId Second { get; init; }

    /// <summary>What they share and nobody has set aside; null where that was not looked up.</summary>
    [Id(4)]
    public IReadOnlyList<PersonSign>? Signs { get; init; }

    /// <summary>How much the strongest of the signs says; null where there is none.</summary>
    [Id(5)]
    public SignStrength? Strength { get; init; }

    /// <summary>What an officer has set aside, with why.</summary>
    [Id(6)]
    public IReadOnlyList<DismissedSign> Dismissed { get; init; } = [];

    /// <summary>The record that speaks for the person, where the two are linked; null where not.</summary>
    [Id(7)]
    public PersonId? LinkedUnder { get; init; }

    /// <summary>How far the newest link has come; null where there was none.</summary>
    [Id(8)]
    public LinkStatus? Link { get; init; }

    /// <summary>True if the record was in a live sponsorship when it was linked, and another one of the person too. Neither is ended.</summary>
    [Id(9)]
    public bool BothLive { get; init; }
}

/// <summary>A sign that an officer has set aside.</summary>
[GenerateSerializer, Immutable, Alias("vip.dismissed-sign")]
public sealed record DismissedSign
{
    /// <summary>What the two share.</summary>
    [Id(0)]
    public required PersonSign Sign { get; init; }

    /// <summary>Why it means nothing.</summary>
    [Id(1)]
    public required DismissalReason Reason { get; init; }
}
