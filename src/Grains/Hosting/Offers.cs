namespace VipOrleans.Grains.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>What became of what a grain had offered to be written by another one.</summary>
/// <param name="Head">Where the stream ends with it; null if it was not written, or that is not known.</param>
/// <param name="IsVoid">True if it is certain that nobody will write it.</param>
/// <param name="Completion">The event that whoever wrote it has added to it; null for none.</param>
public sealed record OfferFate(StreamHead? Head, bool IsVoid = false, NewEvent? Completion = null)
{
    /// <summary>Nobody will write it.</summary>
    public static OfferFate Void { get; } = new(null, IsVoid: true);

    /// <summary>It may have been written, or still be.</summary>
    public static OfferFate Unknown { get; } = new((StreamHead?)null);
}

/// <summary>Appends that are handed from one grain to another, and how they travel.</summary>
internal static class Offers
{
    /// <summary>The append with one event more, which counts for each of its commands.</summary>
    public static Append CompletedWith(this Append append, NewEvent e) => append with
    {
        Events = [.. append.Events, e],
        Commands = [.. append.Commands.Select(c => c with { Version = append.Expected.Version + append.Events.Count + 1 })],
    };

    /// <summary>As it travels.</summary>
    public static OfferedAppend Offered(this Append append) => new(append.Stream.Value, append.Expected.Version,
        append.Expected.Hash.ToArray(), append.Id, [.. append.Events.Select(e => e.Offered())],
        [.. append.Commands.Select(c => new OfferedCommand(c.CommandId, c.Fingerprint, c.Version, c.Outcome))]);

    /// <inheritdoc cref="Offered(Append)"/>
    public static OfferedEvent Offered(this NewEvent e) => new(e.Type, e.Data.ToArray(), e.At, e.Actor);

    /// <summary>As the journal takes it.</summary>
    public static Append ToAppend(this OfferedAppend offered) => new(StreamId.Parse(offered.Stream),
        new(offered.Version, new ChainHash(offered.Hash)), offered.Id, [.. offered.Events.Select(e => e.ToEvent())],
        [.. offered.Commands.Select(c => new CommandMark(c.Id, c.Fingerprint, c.Version, c.Outcome))]);

    /// <summary>As it travels.</summary>
    public static OfferSettled Settled(StreamHead head) => new(head.Version, head.Hash.ToArray(), IsVoid: false);

    /// <summary>What became of an offer that was not completed with anything.</summary>
    public static OfferFate ToFate(this OfferSettled settled, OfferedEvent? completion = null) =>
        new(settled is { Version: { } version, Hash: { } hash } ? new StreamHead(version, new ChainHash(hash)) : null, settled.IsVoid,
            completion?.ToEvent());

    /// <inheritdoc cref="ToAppend(OfferedAppend)"/>
    public static NewEvent ToEvent(this OfferedEvent e) => new(e.Type, e.Data, e.At, e.Actor);
}
