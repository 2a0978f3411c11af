namespace VipOrleans.Journal.Tests.Formats;

using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>What is hashed, and how, stays: the numbers were computed by another program from the description of the format.</summary>
public sealed class HashTests
{
    private static readonly StreamId Stream = StreamId.Parse("nz-akl/host/one");

    private static readonly NewEvent First = new("thing-happened", Encoding.UTF8.GetBytes("""{"text":"Ōtāhuhu"}"""),
        DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), "officer-1");

    private static readonly NewEvent Second = new("other-thing", "{}"u8.ToArray(), DateTimeOffset.FromUnixTimeMilliseconds(-1), "host-7");

    private static readonly ChainHash One = default(ChainHash).Next(Stream, 1, First);

    [Fact]
    public void The_hash_of_an_event_is_the_one_that_is_described()
    {
        Assert.Equal("a6e54c3e3a26778643d79088f74f8be2c6313a588ca0dfe93c2feae01a975136", One.ToString());
        Assert.Equal("db2f536a5018c2dd35872b6423dc85b76ec221aaa080efcb52e67746b4b587ad", One.Next(Stream, 2, Second).ToString());
    }

    [Fact]
    public void The_hash_of_a_feed_is_the_one_that_is_described()
    {
        var feed = default(FeedHash).Next(1, One);

        Assert.Equal("3772eea7837fb28a74f3a2087d9b7a9c2b97ee8fdfc56a64da5f4f281c64eacf", feed.ToString());
        Assert.Equal("35969d4d971cf6a517756a9293a1199bacfcea2adf0a3017e96260515a0a4ac3",
            feed.Next(7, One.Next(Stream, 2, Second)).ToString());
        Assert.Equal(feed, new FeedHash(feed.ToArray()));
    }

    [Fact]
    public void Whatever_an_event_is_made_of_is_in_its_hash()
    {
        ChainHash[] hashes =
        [
            One, default(ChainHash).Next(StreamId.Parse("nz-akl/host/two"), 1, First), One.Next(Stream, 1, First),
            default(ChainHash).Next(Stream, 2, First), default(ChainHash).Next(Stream, 1, First with { Type = "thing-happene" }),
            default(ChainHash).Next(Stream, 1, First with { Actor = "officer-2" }),
            default(ChainHash).Next(Stream, 1, First with { At = First.At.AddMilliseconds(1) }),
            default(ChainHash).Next(Stream, 1, First with { Data = First.Data[1..] }),
            // A letter that moves over the border of two texts.
            default(ChainHash).Next(Stream, 1, First with { Type = "thing-happenedo", Actor = "fficer-1" }),
            default(ChainHash).Next(StreamId.Parse("nz-akl/host/onet"), 1, First with { Type = "hing-happened" }),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(60_000)]
    public void An_event_of_any_size_is_hashed_to_its_last_byte(int size)
    {
        var (one, other) = (new byte[size], new byte[size]);
        other[^1] = 1;

        Assert.NotEqual(default(ChainHash).Next(Stream, 1, First with { Data = one }),
            default(ChainHash).Next(Stream, 1, First with { Data = other }));
    }

    [Fact]
    public void A_key_for_one_purpose_is_the_one_that_is_described_and_no_other_purposes()
    {
        var key = new JournalKey([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

        Assert.Equal("e5001479300eda5167d6d1a85004f27518f1679781a3d2e3bee544039ae30925",
            Convert.ToHexStringLower(key.For(JournalKey.Snapshots)));
        Assert.NotEqual(key.For(JournalKey.Snapshots), key.For(JournalKey.Anchors));
        Assert.DoesNotContain("01", key.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused(int length) =>
        Assert.Throws<ArgumentException>(() => new JournalKey([.. Enumerable.Repeat((byte)7, length)]));

    [Fact]
    public void A_key_of_zeros_is_refused() => Assert.Throws<ArgumentException>(() => new JournalKey(new byte[JournalKey.Size]));
}
