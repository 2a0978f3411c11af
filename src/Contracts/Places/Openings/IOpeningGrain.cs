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
    /// <param name="terms">When, and on what ground; it begins at once if no beginning is named.</param>
    [Alias("announce")]
    Task<CommandResult> Announce(CommandContext context, OpeningTerms terms);

    /// <summary>Ends the registration before its time; whoever is in it is drawn all the same.</summary>
    [Alias("call-off")]
    Task<CommandResult> CallOff(CommandContext context);

    /// <summary>The opening as it is; null for none. What is due is begun.</summary>
    [Alias("get")]
    Task<OpeningView?> Get();

    /// <summary>A piece of the published list, once all of it is there.</summary>
    /// <param name="after">Where it begins; 0 for the first.</param>
    [Alias("list")]
    Task<OpeningListPage> List(long after);
}

/// <summary>An opening as anyone may see it.</summary>
/// <param name="Id">The opening.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="From">From when on whoever asks for a place is registered.</param>
/// <param name="Until">Until when, not included.</param>
/// <param name="LegalBasis">The law, charter or resolution that provides for it.</param>
/// <param name="AnnouncedAt">When it was announced.</param>
/// <param name="Commitment">The SHA-256 of the secret, in 64 hexadecimal digits. Keep it: it is what the draw is checked with.</param>
/// <param name="CalledOff">True if an officer ended the registration before its time.</param>
/// <param name="ClosedAt">When the list was closed.</param>
/// <param name="Entries">How many are in the list, once it is closed.</param>
/// <param name="Secret">The secret, once the list is published.</param>
/// <param name="Seed">The seed of the order, which follows from the secret and the list.</param>
[GenerateSerializer, Immutable, Alias("vip.opening-view")]
public sealed record OpeningView(OpeningId Id, long Version, OpeningStatus Status, DateTimeOffset From, DateTimeOffset Until,
    string LegalBasis, DateTimeOffset AnnouncedAt, string Commitment, bool CalledOff, DateTimeOffset? ClosedAt, int? Entries,
    string? Secret, string? Seed);

/// <summary>A piece of an opening's published list.</summary>
/// <param name="Marks">The SHA-256 of each sponsorship's id, in the order of registration.</param>
/// <param name="Next">Where the next piece begins; null after the last one.</param>
[GenerateSerializer, Immutable, Alias("vip.opening-list-page")]
public sealed record OpeningListPage(IReadOnlyList<string> Marks, long? Next);
