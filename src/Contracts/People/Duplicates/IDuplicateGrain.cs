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
    Task<CommandResult> Dismiss(CommandContext context, SignDismissal dismissal);

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
/// <param name="Id">The id: the same two records, the same id.</param>
/// <param name="Version">How many events made it what it is; 0 if nothing was noted yet.</param>
/// <param name="First">The record whose id comes first.</param>
/// <param name="Second">The other record.</param>
/// <param name="Signs">What they share and nobody has set aside; null if that was not looked up.</param>
/// <param name="Strength">How much the strongest of the signs says; null if there is none.</param>
/// <param name="Dismissed">What an officer has set aside, with why.</param>
/// <param name="LinkedUnder">The record that speaks for the person, if the two are linked; null if not.</param>
/// <param name="Link">How far the newest link has come; null if there was none.</param>
/// <param name="BothLive">True if the record was in a live sponsorship when it was linked, and another one of the person too. Neither is
/// ended.</param>
[GenerateSerializer, Immutable, Alias("vip.person-case-view")]
public sealed record DuplicateView(
    [property: Id(0)] DuplicateId Id, [property: Id(1)] long Version, [property: Id(2)] PersonId First,
    [property: Id(3)] PersonId Second, [property: Id(4)] IReadOnlyList<PersonSign>? Signs,
    [property: Id(5)] SignStrength? Strength, [property: Id(6)] IReadOnlyList<DismissedSign> Dismissed,
    [property: Id(7)] PersonId? LinkedUnder, [property: Id(8)] LinkStatus? Link, [property: Id(9)] bool BothLive);

/// <summary>A sign that an officer has set aside.</summary>
/// <param name="Sign">What the two share.</param>
/// <param name="Reason">Why it means nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.dismissed-sign")]
public sealed record DismissedSign([property: Id(0)] PersonSign Sign, [property: Id(1)] DismissalReason Reason);
