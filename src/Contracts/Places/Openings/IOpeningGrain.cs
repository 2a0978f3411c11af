namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

/// <summary>
/// An opening of a city's places by a draw that anybody can check. It closes its list, draws and gives the tickets by itself. The key is
/// the opening's id.
/// </summary>
[Alias("vip.opening"), GrainInterfaceType("vip.opening")]
public interface IOpeningGrain : IGrainWithStringKey
{
    /// <summary>Announces the opening: from its beginning on the city registers whoever asks for a place.</summary>
    /// <param name="context">The command.</param>
    /// <param name="terms">When, and on what ground; it begins at once where no beginning is named.</param>
    [Alias("announce")]
    Task<CommandResult> Announce(CommandContext context, OpeningTerms terms);

    /// <summary>Ends the registration before its time; whoever is in it is drawn all the same.</summary>
    [Alias("call-off")]
    Task<CommandResult> CallOff(CommandContext context);

    /// <summary>The opening as it is; null where there is none. What is due is begun.</summary>
    [Alias("get")]
    Task<OpeningView?> Get();

    /// <summary>A piece of the published list, once all of it is there.</summary>
    /// <param name="after">Where it begins; 0 for the first.</param>
    [Alias("list")]
    Task<OpeningListPage> List(long after);
}

/// <summary>An opening as anyone may see it.</summary>
[GenerateSerializer, Immutable, Alias("vip.opening-view")]
public sealed record OpeningView
{
    /// <summary>The opening.</summary>
    [Id(0)]
    public required OpeningId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required OpeningStatus Status { get; init; }

    /// <summary>When it registers, and on what ground.</summary>
    [Id(3)]
    public required OpeningTerms Terms { get; init; }

    /// <summary>When it was announced.</summary>
    [Id(4)]
    public required DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>The SHA-256 of the secret, in 64 hexadecimal digits.</summary>
    [Id(5)]
    public required string Commitment { get; init; }

    /// <summary>True where an officer ended the registration before its time.</summary>
    [Id(6)]
    public required bool IsCalledOff { get; init; }

    /// <summary>When the list was closed; null before.</summary>
    [Id(7)]
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How many are in the list; null before it is closed.</summary>
    [Id(8)]
    public int? Entries { get; init; }

    /// <summary>The secret, once the list is published.</summary>
    [Id(9)]
    public string? Secret { get; init; }

    /// <summary>The seed of the order by lot, once the list is published.</summary>
    [Id(10)]
    public string? Seed { get; init; }
}

/// <summary>A piece of an opening's published list.</summary>
[GenerateSerializer, Immutable, Alias("vip.opening-list-page")]
public sealed record OpeningListPage
{
    /// <summary>The SHA-256 of each sponsorship's id, in the order of registration.</summary>
    [Id(0)]
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>Where the next piece begins; null after the last one.</summary>
    [Id(1)]
    public long? Next { get; init; }
}
