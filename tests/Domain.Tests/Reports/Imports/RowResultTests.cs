namespace VipOrleans.Domain.Tests.Reports;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RowResultTests
{
    [Fact]
    public void Results_are_packed_and_read_back_in_their_order()
    {
        RowResult[] results =
        [
            new(RowStatus.Refused),
            new(RowStatus.Accepted, Dollars(177_140), new(2026, 1, 20)),
            new(RowStatus.Unchanged, Dollars(-Money.MaxMinor), new(2026, 1, 20)),
            new(RowStatus.Accepted, Money.Zero(Currency.Parse("JPY")), new(2200, 12, 31)),
            new(RowStatus.Accepted, Dollars(42_032), new(2026, 2, 20), new("pay-1f0c3a7de91b2c4d5e6f", 1, 12)),
            new(RowStatus.Accepted, Dollars(2_032), new(2026, 2, 20), new("pay-1f0c3a7de91b2c4d5e6f", 1, 12), 40_000),
            new(RowStatus.Accepted, Dollars(0), new(2026, 2, 20), Netted: 5),
        ];
        Assert.Equal(results, RowResult.Unpack(RowResult.Pack(results)));
    }

    // An event of the journal has at most 60 KiB, in which this is base 64.
    [Fact]
    public void The_results_of_the_fullest_chunk_fit_an_event()
    {
        var random = new Random(1);
        var rows = RowChunk.MaxBytes / $"{Case(1)},1,1,,1.00,NZD,,,,,\n".Length;
        var results = Enumerable.Range(0, rows).Select(_ => new RowResult(RowStatus.Accepted, Dollars(random.NextInt64(Money.MaxMinor)),
            new DateOnly(2026, 1, 1).AddDays(random.Next(9_000)))).ToArray();
        Assert.InRange(RowResult.Pack(results).Length * 4 / 3, 1, 40_000);

        var pays = Enumerable.Range(0, RowChunk.MaxBytes / $"{Case(1)},,,,,NZD,,,,,,2026-01-01,2026-01-07,week,1.00\n".Length).Select(_ =>
        {
            var id = new byte[10];
            random.NextBytes(id);
            return results[0] with { Pay = new($"pay-{Convert.ToHexStringLower(id)}", random.Next(50), random.Next(12)) };
        }).ToArray();
        Assert.InRange(RowResult.Pack(pays).Length * 4 / 3, 1, 40_000);
    }
}
