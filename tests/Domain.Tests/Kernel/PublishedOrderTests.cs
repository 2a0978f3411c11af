namespace VipOrleans.Domain.Tests.Kernel;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

public sealed class PublishedOrderTests
{
    [Fact]
    public void The_commitment_is_what_sha256sum_prints() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", PublishedOrder.CommitmentTo("abc"));

    [Fact]
    public void The_order_can_be_made_again_with_a_shell()
    {
        // printf 's\na\nb\n' | sha256sum; then for each id: printf '%s\n%s' "$seed" "$id" | sha256sum; sort.
        var seed = PublishedOrder.SeedOf("s", ["b", "a"]);
        Assert.Equal(PublishedOrder.CommitmentTo("s\na\nb\n"), seed);
        string[] ids = ["a", "b", "c", "d"];
        var expected = ids.OrderBy(id => PublishedOrder.CommitmentTo($"{seed}\n{id}"), StringComparer.Ordinal).ToList();
        Assert.Equal(expected, ids.Zip(PublishedOrder.Of(seed, ids)).OrderBy(p => p.Second).Select(p => p.First));
    }

    [Fact]
    public void Each_has_one_position_whatever_the_order_of_the_list() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 8].HashSet[1, 40], Gen.Int).Sample((set, secret) =>
    {
        string[] ids = [.. set];
        var seed = PublishedOrder.SeedOf($"{secret}", ids);
        var positions = PublishedOrder.Of(seed, ids);
        Assert.Equal(Enumerable.Range(0, ids.Length), positions.Order());
        string[] reversed = [.. ids.Reverse()];
        Assert.Equal(seed, PublishedOrder.SeedOf($"{secret}", reversed));
        Assert.Equal(positions.Reverse(), PublishedOrder.Of(seed, reversed));
        Assert.NotEqual(seed, PublishedOrder.SeedOf($"{secret}", [.. ids, "another"]));
    });

    [Fact]
    public void Targets_are_whole_places_that_add_up_to_the_cap() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 60].Array[1, 9]).Sample((cap, caps) =>
    {
        var targets = CityTargets.InProportion(cap, caps, [.. Enumerable.Range(0, caps.Length)]);
        Assert.Equal(Math.Min(cap, caps.Sum()), targets.Sum());
        for (var c = 0; c < caps.Length; c++)
        {
            Assert.InRange(targets[c], 0, caps[c]);
            // Less than one place from the exact proportion, or all of the city's own cap.
            if (caps.Sum() > cap) Assert.True(Math.Abs(((long)targets[c] * caps.Sum()) - ((long)cap * caps[c])) < caps.Sum());
        }
    });
}
