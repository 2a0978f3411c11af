namespace VipOrleans.Grains.Tests.News;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.News;
using static VipOrleans.Grains.Tests.World;

public sealed class NewsTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Whoever_is_asked_or_decided_about_finds_it_in_their_inbox_and_the_office_has_one_of_its_own()
    {
        world.AsNew();
        var city = await world.OpenCity(1);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        await Has(RecipientId.Of(migrant), NewsKind.ProposalReceived, id.Value);
        Assert.DoesNotContain(NewsKind.ProposalReceived, await KindsOf(RecipientId.Of(host)));

        Accepted("accepted", await world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant));
        Accepted("recorded", await world.Sponsorship(id).RecordCheck(Command(), CheckKind.Identity, Passed));
        NewsKind[] both = [NewsKind.ProposalAccepted, NewsKind.PlaceHeld, NewsKind.CheckPassed];
        Assert.Superset(both.ToHashSet(), (await KindsOf(RecipientId.Of(host))).ToHashSet());
        Assert.Superset(both.ToHashSet(), (await KindsOf(RecipientId.Of(migrant))).ToHashSet());
        var office = await KindsOf(RecipientId.OfficeOf(city));
        Assert.Contains(NewsKind.ProposalAccepted, office);
        Assert.Contains(NewsKind.QuotaDecided, office);
        await Has(RecipientId.OfficeOf(city.Nation), NewsKind.QuotaDecided);
        // Nobody else's, and nothing of a sponsorship that is not theirs.
        Assert.Empty(await KindsOf(RecipientId.Of(await world.AddHost(city))));
    }

    [Fact]
    public async Task An_event_is_one_entry_however_often_it_is_brought_and_the_newest_stands_first()
    {
        world.AsNew();
        var city = await world.OpenCity(1);
        var id = await world.Arrive(city, new(2026, 2, 25));
        var sponsorship = (await world.Sponsorship(id).Get())!;
        foreach (var recipient in new[] { RecipientId.Of(sponsorship.Host), RecipientId.Of(sponsorship.Migrant) })
        {
            await Has(recipient, NewsKind.Arrived);
            var before = await All(recipient);
            for (var n = 0; n < 3; n++) await world.Grains.News(city).Carry();
            await world.Grains.News(city).Rebuild();
            await world.Grains.News(city).Carry();
            Assert.Equal(before, await All(recipient));
            Assert.Equal(before.Count, before.DistinctBy(e => e.Id).Count());
            Assert.Equal(before.OrderByDescending(e => e.At), before);
            Assert.Single(before, e => e.Kind == NewsKind.Arrived);
            // Pages that end within one moment leave nothing out.
            var paged = new List<NewsView>();
            for (long? from = 0; from is { } at;)
            {
                var page = await Inbox(recipient).List(null, at, 2);
                Assert.InRange(page.Items.Count, 1, 2);
                paged.AddRange(page.Items);
                from = page.Next;
            }

            Assert.Equal(before, paged);
        }
    }

    [Fact]
    public async Task The_fold_can_be_made_again_byte_for_byte()
    {
        world.AsNew();
        var city = await world.OpenCity(3);
        foreach (var _ in Enumerable.Range(0, 3)) await world.Arrive(city, new(2026, 2, 25));
        var gone = await world.AddHost(city);
        Accepted("erased", await world.Host(gone).ErasePerson(Command(), "own-request"));
        var news = world.Grains.News(city);
        Assert.NotEmpty(await news.Of(RecipientId.OfficeOf(city)));
        await world.CheckpointsAreTheFold<NewsFold>(city.Value, "news", news, news.Rebuild);
    }

    [Fact]
    public async Task An_inbox_keeps_the_newest_hundred()
    {
        world.AsNew();
        var city = await world.OpenCity(1);
        for (var n = 0; n < NewsLimits.Most; n++) Accepted("decided", await world.City(city).DecideQuota(Command(), Quota(n + 2)));
        var all = await All(RecipientId.OfficeOf(city));
        Assert.Equal(NewsLimits.Most, all.Count);
        Assert.All(all, e => Assert.Equal(NewsKind.QuotaDecided, e.Kind));
    }

    [Fact]
    public async Task What_was_read_is_read_and_an_entry_of_somebody_else_is_none()
    {
        world.AsNew();
        var city = await world.OpenCity(1);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        var mine = RecipientId.Of(migrant);
        await Has(mine, NewsKind.ProposalReceived);
        Accepted("accepted", await world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant));
        await Has(mine, NewsKind.ProposalAccepted);
        var entries = await All(mine);
        var unread = await Inbox(mine).Unread();
        Assert.Equal(entries.Count, unread);
        var read = entries.First(e => e.Kind == NewsKind.ProposalReceived).Id;
        Accepted("marked", await Inbox(mine).Mark(Command(), [read], NewsState.Read));
        Accepted("marked", await Inbox(mine).Mark(Command(), [read], NewsState.ActedOn));
        Assert.Equal((unread - 1, NewsState.ActedOn), (await Inbox(mine).Unread(), (await All(mine)).Single(e => e.Id == read).State));
        Assert.Equal([read], (await Inbox(mine).List(false, 0, 10)).Items.Select(e => e.Id));
        Assert.DoesNotContain(read, (await Inbox(mine).List(true, 0, 100)).Items.Select(e => e.Id));

        var theirs = (await All(RecipientId.Of(host)))[0].Id;
        Refused(RejectionCode.NewsNotFound, await Inbox(mine).Mark(Command(), [read, theirs], NewsState.Read));
        Refused(RejectionCode.InvalidInput, await Inbox(mine).Mark(Command(), [read], NewsState.Unread));
    }

    [Fact]
    public async Task A_host_and_an_employer_hear_nothing_of_concerns_welfare_checks_and_contests()
    {
        world.AsNew();
        var city = await world.OpenCity(1);
        var id = await world.Arrive(city, new(2026, 2, 25));
        var sponsorship = (await world.Sponsorship(id).Get())!;
        await world.Name(id, "acme");
        Accepted("posted", await world.Sponsorship(id).ReportEarnings(Command(actor: Employer(city, "acme")),
            new(1, 1, "acme", Domain.Money.Money.Parse("1000.00", Nzd))));
        var byMigrant = $"migrant:{sponsorship.Migrant}";
        Accepted("contested", await world.Sponsorship(id).ContestEmployment(Command(actor: byMigrant), "acme", new(2020, 1, 1)));
        var concern = ConcernId.From(city, "concern");
        Accepted("raised", await world.Grains.Concern(concern).Raise(Command(actor: byMigrant), id,
            new(ConcernKind.Abuse), new() { By = CaseParty.Migrant, Text = "Afraid." }));
        Accepted("triaged", await world.Grains.Concern(concern).Triage(Command(), new(ConcernKind.Abuse, ConcernUrgency.Urgent)));
        Accepted("closed", await world.Grains.Concern(concern).Close(Command(), ConcernOutcome.Resolved, null));
        Accepted("reported", await world.Grains.WelfareCheck(id)
            .Report(Command(actor: "city-officer:a"), new("city", CaseParty.Officer, new(2026, 2, 26)), null));

        await Has(RecipientId.Of(sponsorship.Migrant), NewsKind.ConcernClosed);
        await Has(RecipientId.Of(sponsorship.Migrant), NewsKind.WelfareCheckAsked, id.Value);
        var office = await KindsOf(RecipientId.OfficeOf(city));
        Assert.Superset(new HashSet<NewsKind> { NewsKind.ConcernRaised, NewsKind.WelfareCheckAsked, NewsKind.EmploymentContested },
            office.ToHashSet());
        await Has(RecipientId.OfEmployer(city.Nation, "acme"), NewsKind.EmployerNamed);
        foreach (var other in new[] { RecipientId.Of(sponsorship.Host), RecipientId.OfEmployer(city.Nation, "acme") })
        {
            Assert.DoesNotContain(await All(other), e => e.Kind.IsSafeguarding() || e.Subject == concern.Value);
        }
    }

    [Fact]
    public async Task Whoever_is_erased_has_no_inbox_any_more()
    {
        world.AsNew();
        var city = await world.OpenCity(1);
        var host = await world.AddHost(city);
        var id = await world.Propose(city, host);
        Accepted("withdrawn", await world.Sponsorship(id).Withdraw(Command(), Party.Host));
        Assert.NotEmpty(await All(RecipientId.Of(host)));
        Accepted("erased", await world.Host(host).ErasePerson(Command(), "own-request"));
        Assert.Empty(await All(RecipientId.Of(host)));
    }

    private IInboxGrain Inbox(RecipientId recipient) => world.Grains.Inbox(recipient);

    private async Task<IReadOnlyList<NewsView>> All(RecipientId recipient) => (await Inbox(recipient).List(null, 0, 200)).Items;

    private async Task<IReadOnlyList<NewsKind>> KindsOf(RecipientId recipient) => [.. (await All(recipient)).Select(e => e.Kind)];

    // That there is news in a city comes to an inbox of the nation's by the feed.
    private Task Has(RecipientId recipient, NewsKind kind, string? subject = null) => Until(
        async () => (await All(recipient)).Any(e => e.Kind == kind && (subject is null || e.Subject == subject)),
        $"{kind} in the inbox of {recipient}");
}
