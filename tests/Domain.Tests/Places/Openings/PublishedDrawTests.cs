namespace VipOrleans.Domain.Tests.Places;

using System.Security.Cryptography;
using System.Text;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Tests.Sample;

public sealed class PublishedDrawTests
{
    private static readonly PublishedDraw Good = Draw(40);

    [Fact]
    public void A_draw_as_it_was_published_fits()
    {
        foreach (var n in new[] { 0, 1, 2, 40 })
        {
            var findings = Draw(n).Check();
            Assert.Equal(5, findings.Count);
            Assert.All(findings, f => Assert.True(f.Fits, f.Says));
        }
    }

    [Fact]
    public void The_order_is_the_one_that_the_page_describes() => Gen.Int[0, 60].Sample(n =>
    {
        var draw = Draw(n);
        // Once more, from the words alone.
        var seed = Hash(
            string.Concat(new[] { draw.Secret }.Concat(draw.Entries.Order(StringComparer.Ordinal)).Select(line => line + "\n")));
        Assert.Equal(seed, draw.Seed);
        Assert.Equal(draw.Entries.OrderBy(e => Hash(seed + "\n" + e), StringComparer.Ordinal), draw.Order);
        Assert.Equal(Hash(draw.Secret), draw.Commitment);
    });

    [Theory]
    [InlineData("commitment", "The secret's hash is")]
    [InlineData("secret", "The secret's hash is")]
    [InlineData("seed", "The seed that follows")]
    [InlineData("entry left out", "The seed that follows")]
    [InlineData("entry added", "The seed that follows")]
    [InlineData("entry another", "The seed that follows")]
    [InlineData("entry twice", "is in the list more than once")]
    [InlineData("entry no hash", "is not a hash")]
    [InlineData("order swapped", "At position 4 the order has")]
    [InlineData("order shorter", "At position 40 the order has nobody")]
    [InlineData("order longer", "At position 41 the order has")]
    public void What_was_tampered_with_is_named(string what, string says)
    {
        var findings = Tampered(what).Check();
        Assert.Contains(findings, f => !f.Fits && f.Says.Contains(says, StringComparison.Ordinal));
        // A new order with a seed to suit it is still not the one that the secret makes.
        Assert.Contains((Tampered(what) with { Seed = Hash("another") }).Check(), f => !f.Fits);
    }

    [Fact]
    public void A_file_that_is_not_whole_is_told_so() =>
        Assert.All([Good with { Commitment = null! }, Good with { Secret = null! }, Good with { Seed = null! },
            Good with { Entries = null! }, Good with { Order = null! }, Good with { Entries = [null!] }, Good with { Order = [null!] }],
            draw => Assert.Contains("not whole", Assert.Single(draw.Check(), f => !f.Fits).Says, StringComparison.Ordinal));

    internal static PublishedDraw Tampered(string what)
    {
        var (entries, order) = (Good.Entries.ToList(), Good.Order.ToList());
        switch (what)
        {
            case "commitment": return Good with { Commitment = Hash("another") };
            case "secret": return Good with { Secret = "another" };
            case "seed": return Good with { Seed = Hash("another") };
            case "entry left out": entries.RemoveAt(7); break;
            case "entry added": entries.Add(Hash("a friend")); break;
            case "entry another": entries[7] = Hash("a friend"); break;
            case "entry twice": entries.Add(entries[7]); break;
            case "entry no hash": entries[7] = entries[7].ToUpperInvariant(); break;
            case "order swapped": (order[3], order[9]) = (order[9], order[3]); break;
            case "order shorter": order.RemoveAt(39); break;
            case "order longer": order.Add(order[0]); break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }

        return Good with { Entries = entries, Order = order };
    }

    internal static PublishedDraw Draw(int entries)
    {
        string[] marks = [.. Enumerable.Range(0, entries).Select(n => Opening.MarkOf(Case(n)))];
        var seed = PublishedOrder.SeedOf("the secret", marks);
        return new(OpeningId.From(Auckland, "opening").Value, PublishedOrder.CommitmentTo("the secret"), "the secret", seed, marks,
            PublishedDraw.InOrder(seed, marks));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
