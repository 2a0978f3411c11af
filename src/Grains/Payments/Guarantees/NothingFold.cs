namespace VipOrleans.Grains.Payments;

using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;

/// <summary>A fold of nothing: this clock reads no feed.</summary>
internal sealed class NothingFold : IFeedFold<NothingFold>
{
    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => 0;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e) => Position = e.Position;

    /// <inheritdoc/>
    public byte[] ToSnapshot() => [];

    /// <inheritdoc/>
    public static NothingFold FromSnapshot(ReadOnlySpan<byte> data) => new();
}
