namespace VipOrleans.Grains.Tests.Safeguarding;

using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Grains.Safeguarding;
using static VipOrleans.Grains.Tests.World;

public sealed class SafeguardingTests(World world) : IClassFixture<World>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_lists_say_what_the_grains_say_after_any_history_and_can_be_made_again_byte_for_byte(int seed)
    {
        var random = new Random(seed);
        var city = await world.OpenCity(5);
        var sponsorships = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Arrive(city, new(2026, 2, 25))));
        var concerns = Enumerable.Range(0, 12).Select(n => ConcernId.From(city, $"concern-{seed}-{n}")).ToArray();
        foreach (var (id, n) in concerns.Select((c, n) => (c, n)))
        {
            var words = new CaseWords { By = CaseParty.Officer, Text = "Mold." };
            Accepted("raised",
                await Concern(id)
                    .Raise(Command(actor: $"city-officer:{n % 3}"), sponsorships[n % 4],
                        new(Enum.GetValues<ConcernKind>()[n % 10]), words));
        }

        foreach (var wave in Enumerable.Range(0, 120).Select(_ => Step(random)).Chunk(5)) await Task.WhenAll(wave.Select(step => step()));
        await world.Settled(city.Value, SaysTheSame);

        var lists = world.Grains.Safeguarding(city);
        var kept = await world.CheckpointsAreTheFold<SafeguardingFold>(city.Value, "cases", lists, lists.Rebuild);
        Assert.DoesNotContain("Mold", Encoding.UTF8.GetString(kept));
        await world.Settled(city.Value, SaysTheSame);

        async Task SaysTheSame()
        {
            var lists = world.Grains.Safeguarding(city);
            var views = await Task.WhenAll(concerns.Select(async c => (await Concern(c).Get())!));
            var listed = new List<ConcernView>();
            for (long? after = 0; after is { } from;)
            {
                var page = await lists.Concerns(new(), from, 5);
                listed.AddRange(page.Items);
                after = page.Next;
            }

            Assert.Equal(views, listed);
            Assert.Equal(views.Where(v => v.Status == ConcernStatus.Closed),
                (await lists.Concerns(new() { Status = ConcernStatus.Closed }, 0, 50)).Items);
            Assert.Equal(views.Where(v => v.Escalated is not null), (await lists.Concerns(new() { IsEscalated = true }, 0, 50)).Items);
            Assert.Equal(views.Where(v => v.RaisedBy == "city-officer:1" && v.Sponsorship == sponsorships[1]),
                (await lists.Concerns(new() { RaisedBy = "city-officer:1", Sponsorship = sponsorships[1] }, 0, 50)).Items);
            var checks = (await Task.WhenAll(sponsorships.Select(s => Check(s).Get())))
                .Where(c => c is { Status: not WelfareCheckStatus.Closed });
            Assert.Equal(checks.Select(c => (c!.Sponsorship, c.Version, c.Number, c.Reports.Count)).OrderBy(c => c.Sponsorship.Value),
                (await lists.WelfareChecks(null, 0, 50)).Items.Select(c => (c.Sponsorship, c.Version, c.Number, c.Reports.Count))
                    .OrderBy(c => c.Sponsorship.Value));
        }

        Func<Task> Step(Random random)
        {
            var (concern, check, officer) =
                (Concern(concerns[random.Next(12)]), Check(sponsorships[random.Next(4)]), $"city-officer:{random.Next(6)}");
            var (urgency, source) = (Enum.GetValues<ConcernUrgency>()[random.Next(4)], random.Next(3));
            return random.Next(10) switch
            {
                0 or 1 => () => concern.Triage(Command(actor: officer), new(ConcernKind.Housing, urgency)),
                2 => () => concern.Assign(Command(actor: officer), officer),
                3 => () => concern.Escalate(Command(actor: officer), EscalationReason.Gravity),
                4 => () => concern.Close(Command(actor: officer), ConcernOutcome.NotConfirmed, null),
                5 => () => concern.Reopen(Command(actor: officer)),
                6 => () => concern.Add(Command(actor: officer), new() { By = CaseParty.Officer, Text = "More." }),
                7 or 8 => () => check.Report(Command(actor: officer), new($"source-{source}", CaseParty.Officer, new(2026, 2, 26)), null),
                _ => () => check.Answer(Command(), null),
            };
        }
    }

    private IConcernGrain Concern(ConcernId id) => world.Grains.Concern(id);

    private IWelfareCheckGrain Check(SponsorshipId id) => world.Grains.WelfareCheck(id);
}
