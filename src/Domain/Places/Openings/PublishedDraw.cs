namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A draw as it is published: all that anybody needs to redo it.</summary>
/// <remarks>
/// <para>Every hash is a SHA-256 of UTF-8 text, in 64 lower-case hexadecimal digits; a line feed is the one character U+000A.</para>
/// <list type="number">
/// <item>The commitment, published before anybody was registered, is the hash of the secret.</item>
/// <item>An entry is the hash of a sponsorship's id. The list has no entry twice.</item>
/// <item>The seed is the hash of the secret and of all entries in ordinal order, each followed by a line feed.</item>
/// <item>The order is by the hash of the seed, a line feed and the entry: the lowest is first.</item>
/// </list>
/// </remarks>
/// <param name="Opening">The opening.</param>
/// <param name="Commitment">What was published beforehand.</param>
/// <param name="Secret">The secret.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Entries">The entries, in the order of registration.</param>
/// <param name="Order">The entries in the drawn order.</param>
public sealed record PublishedDraw(string Opening, string Commitment, string Secret, string Seed, IReadOnlyList<string> Entries,
    IReadOnlyList<string> Order)
{
    /// <summary>The entries in the order that follows from a seed.</summary>
    public static IReadOnlyList<string> InOrder(string seed, IReadOnlyList<string> entries)
    {
        var (positions, order) = (PublishedOrder.Of(seed, entries), new string[entries.Count]);
        for (var i = 0; i < order.Length; i++) order[positions[i]] = entries[i];
        return order;
    }

    /// <summary>Redoes the draw, and says of each thing whether it fits.</summary>
    public IReadOnlyList<DrawFinding> Check()
    {
        // A file from a stranger: what is missing in it is null.
        var (entries, order) = (Entries ?? [], Order ?? []);
        if (Commitment is null || Secret is null || Seed is null || Entries is null || Order is null || entries.Contains(null!)
            || order.Contains(null!))
        {
            return [new(false, "The file is not whole: it has 'commitment', 'secret', 'seed', 'entries' and 'order'.")];
        }

        var malformed = entries.FirstOrDefault(e => !IsHash(e));
        var twice = entries.GroupBy(e => e, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        var seed = PublishedOrder.SeedOf(Secret, entries);
        var expected = InOrder(seed, entries);
        var wrong = Enumerable.Range(0, Math.Max(expected.Count, order.Count))
            .FirstOrDefault(i => expected.ElementAtOrDefault(i) != order.ElementAtOrDefault(i), -1);
        return
        [
            PublishedOrder.CommitmentTo(Secret) == Commitment
                ? new(true, $"The secret's hash is the commitment {Commitment}.")
                : new(false, $"The secret's hash is {PublishedOrder.CommitmentTo(Secret)}, and the commitment is {Commitment}."),
            malformed is null
                ? new(true, $"All {entries.Count} entries are hashes.")
                : new(false, $"The entry '{malformed}' is not a hash in 64 lower-case hexadecimal digits."),
            twice is null ? new(true, "No entry is in the list twice.") : new(false, $"The entry {twice} is in the list more than once."),
            seed == Seed
                ? new(true, $"The seed that follows from secret and entries is {seed}.")
                : new(false, $"The seed that follows from secret and entries is {seed}, and the file says {Seed}."),
            wrong < 0 ? new(true, "The order is the one that follows from seed and entries.")
                : new(false,
                    $"At position {wrong + 1} the order has {order.ElementAtOrDefault(wrong) ?? "nobody"}, and from seed and entries "
                        + $"follows {expected.ElementAtOrDefault(wrong) ?? "nobody"}."),
        ];
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}

/// <summary>What a check of a draw found of one thing.</summary>
/// <param name="Fits">True if it fits.</param>
/// <param name="Says">What was checked, in a sentence.</param>
public sealed record DrawFinding(bool Fits, string Says);

/// <summary>How a published draw is read and written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(PublishedDraw))]
public sealed partial class DrawJson : JsonSerializerContext;
