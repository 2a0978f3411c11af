namespace VipOrleans.Grains.Tests.Reports;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// Makes a city large: what one sponsorship has written is written again under other ids, straight into the journal, for forming tens of
/// thousands of them by their commands would take an hour.
/// </summary>
internal static class CopiedPeople
{
    private const int AtOnce = 20;

    /// <summary>Copies a sponsorship; the answer has the first one and its copies.</summary>
    public static async Task<SponsorshipId[]> Copy(this World world, SponsorshipId first, int count)
    {
        var events = await world.EventsOf(first.Stream);
        var proposed = (SponsorshipProposed)SponsorshipDecider.Aggregate.Events.Read(events[0].Data.Span);
        var ids = Enumerable.Range(0, count).Select(i => i == 0 ? first : SponsorshipId.From(first.City, $"{first} copy {i}")).ToArray();
        foreach (var some in ids.Skip(1).Chunk(AtOnce))
        {
            var results = await world.Watched.AppendTogether([.. some.Select(id => new Append(id.Stream, StreamHead.Empty, Guid.NewGuid(),
                [.. events.Select(e => new NewEvent(e.Type, Under(id, e), e.At, e.Actor))], []))]);
            Assert.All(results, r => Assert.Equal(AppendStatus.Appended, r.Status));
        }

        return ids;

        // Ids stand in events as they are. Each copy is another host's and another migrant's.
        byte[] Under(SponsorshipId id, RecordedEvent e) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(e.Data.Span)
            .Replace(first.Value, id.Value, StringComparison.Ordinal)
            .Replace(proposed.Host.Value, HostId.From(first.City, id.Value).Value, StringComparison.Ordinal)
            .Replace(proposed.Migrant.Value, MigrantId.From(first.City.Nation, id.Value).Value, StringComparison.Ordinal));
    }
}
