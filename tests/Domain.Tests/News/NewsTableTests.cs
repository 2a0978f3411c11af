namespace VipOrleans.Domain.Tests.News;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Safeguarding.ConcernEvent;
using static VipOrleans.Domain.Safeguarding.RulingEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class NewsTableTests
{
    // The inboxes that may be read by somebody of whom a migrant is afraid.
    private static readonly Addressee[] Others = [Addressee.Host, Addressee.EveryHost, Addressee.Employer];

    private static readonly IReadOnlyList<Type> Events =
        [.. Aggregate.In(typeof(NewsTable).Assembly).Values.SelectMany(a => a.EventNames.Keys).Distinct()];

    [Fact]
    public void Every_event_is_somebodys_news_or_the_table_says_why_it_is_nobodys()
    {
        Assert.True(Events.Count > 200, $"Only {Events.Count} events were found.");
        var missing = string.Join(", ", Events.Except(NewsTable.Rules.Keys).Select(e => e.Name));
        Assert.True(missing.Length == 0, $"Whose news are these? Enter them in {nameof(NewsTable)}: {missing}");
        Assert.Empty(NewsTable.Rules.Keys.Except(Events).Select(e => e.Name));
        foreach (var rule in NewsTable.Rules.Values)
        {
            Assert.True(rule.Lines.Count > 0 != rule.Nobodys is { Length: > 20 },
                $"{rule.Event.Name} has lines, or a reason why it has none.");
        }
    }

    [Fact]
    public void Every_kind_of_news_comes_from_an_event() =>
        Assert.Empty(Enum.GetValues<NewsKind>().Except(NewsTable.Rules.Values.SelectMany(r => r.Lines).Select(l => l.Kind)));

    [Fact]
    public void No_host_and_no_employer_is_told_what_is_in_confidence()
    {
        foreach (var (e, line) in NewsTable.Rules.Values.SelectMany(r => r.Lines.Select(l => (r.Event, l))))
        {
            if (!Others.Contains(line.To)) continue;
            // Both sides of a contest are heard: who reported the pay is told of it, and nobody else.
            if (line.To == Addressee.Employer && (e == typeof(PayContested) || e == typeof(ContestDecided))) continue;
            Assert.False(line.Kind.IsSafeguarding(), $"{e.Name} tells {line.To} {line.Kind}.");
            Assert.False(IsInConfidence(e), $"{e.Name} is in confidence, and {line.To} is told.");
        }
    }

    [Fact]
    public void What_is_in_confidence_is_of_safeguarding_whoever_is_told_of_it()
    {
        foreach (var rule in NewsTable.Rules.Values.Where(r => IsInConfidence(r.Event)))
        {
            Assert.All(rule.Lines, l => Assert.True(l.Kind.IsSafeguarding(), $"{rule.Event.Name} becomes {l.Kind}."));
        }
    }

    [Fact]
    public void Nobody_but_its_author_can_be_found_from_a_concern()
    {
        var raised = new ConcernRaised(ConcernId.From(Auckland, "concern"), Case(1), $"migrant:{Migrant(1)}", ConcernKind.Danger,
            new("name", Migrant(1).Value, CaseParty.Migrant), Now, Now.AddDays(1));
        var about = Assert.Single(NewsTable.Rules[typeof(ConcernRaised)].About!(raised));
        Assert.Equal(new NewsAbout { Author = raised.RaisedBy, Persons = about.Persons }, about);
        Assert.Empty(about.Persons);
    }

    [Fact]
    public void The_side_that_is_asked_hears_of_a_proposal_and_the_other_one_does_not()
    {
        foreach (var (by, to) in new[] { (Party.Host, Addressee.Migrant), (Party.Migrant, Addressee.Host) })
        {
            var proposed = new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), by);
            Assert.Equal([(to, NewsKind.ProposalReceived)], Lines(proposed));
        }
    }

    [Fact]
    public void A_payment_is_news_of_whoever_gets_it_and_a_posting_only_if_money_is_owed_back()
    {
        Assert.Equal([(Addressee.Host, NewsKind.HostPaid)], Lines(new PayoutSettled("payment-1", [])));
        Assert.Equal([(Addressee.Migrant, NewsKind.RefundPaid)], Lines(new PayoutSettled("payment-1", [], Party.Migrant)));
        var posted = new SharePosted(1, 1, Dollars(100), Terms.Share, Dollars(100), Dollars(50), Dollars(0), Dollars(50), []);
        Assert.Empty(Lines(posted));
        Assert.Equal([(Addressee.Migrant, NewsKind.RefundDue)], Lines(posted with { Taken = Dollars(-50) }));
    }

    [Fact]
    public void The_employer_who_reported_a_pay_hears_that_it_is_contested_and_what_was_decided_and_no_other_employer_does()
    {
        var contested = new PayContested("pay-1", ContestReason.AmountWrong, Today, [], Employer: "orchard");
        Assert.Equal([(Addressee.CityOffice, NewsKind.PayContested), (Addressee.Employer, NewsKind.PayContested)], Lines(contested));
        Assert.Equal("orchard", Assert.Single(NewsTable.Rules[typeof(PayContested)].About!(contested)).Employer);
        var decided = new ContestDecided("pay-1", true, "orchard", Today);
        Assert.Equal([(Addressee.Migrant, NewsKind.ContestDecided), (Addressee.Employer, NewsKind.ContestDecided)], Lines(decided));
        Assert.Equal("orchard", Assert.Single(NewsTable.Rules[typeof(ContestDecided)].About!(decided)).Employer);
        // What was written before employers were told names none, and another one may have been named since.
        Assert.Equal([(Addressee.CityOffice, NewsKind.PayContested)], Lines(contested with { Employer = null }));
        Assert.Equal([(Addressee.Migrant, NewsKind.ContestDecided)], Lines(decided with { Employer = Employers.None }));
    }

    [Fact]
    public void A_netted_refund_has_come_with_the_pay_and_the_migrant_hears_it()
    {
        var posted = new SharePosted(1, 1, Dollars(100), Terms.Share, Dollars(100), Dollars(50), Dollars(0), Dollars(50),
            [new("refund-netted-1-1", SponsorshipAccounts.Refund(Nzd), SponsorshipAccounts.RefundPaid(Nzd), 30_00)]);
        Assert.Equal([(Addressee.Migrant, NewsKind.RefundPaid)], Lines(posted));
    }

    [Fact]
    public void The_host_of_before_hears_nothing_of_the_end_of_a_status()
    {
        var matter = RulingMatter.Failed(Case(1), Host(1), Migrant(1), CheckKind.Identity, RefusalReason.DocumentNotGenuine, Today);
        foreach (var kind in Enum.GetValues<RulingKind>())
        {
            var proposed = new RulingProposed(RulingId.From(Auckland, "ruling"), matter with { Kind = kind }, false, "city-officer:a", null,
                Today, Today, Today);
            Assert.Equal(kind == RulingKind.StatusEnd, NewsTable.Rules[typeof(RulingProposed)].About!(proposed)[0].IsWithoutHost);
        }
    }

    [Theory]
    [InlineData("host:nz-akl.host.0123456789abcdefghjkmnpqrs", "nz-akl")]
    [InlineData("migrant:nz.migrant.0123456789abcdefghjkmnpqrs", "nz")]
    [InlineData("employer:nz/kiwi.orchards", "nz")]
    [InlineData("city-office:nz-akl", "nz-akl")]
    [InlineData("nation-office:nz", "nz")]
    public void A_recipient_is_read_from_its_text_and_has_an_inbox_where_it_belongs(string text, string place)
    {
        var one = RecipientId.Parse(text);
        Assert.Equal((text, place, place), (one.Value, one.Place, one.Stream.Partition));
        Assert.Matches($"^{RecipientId.Pattern}$", text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("host:nz.migrant.0123456789abcdefghjkmnpqrs")]
    [InlineData("employer:acme")]
    [InlineData("employer:nz/")]
    [InlineData("employer:nz/a b")]
    [InlineData("city-office:nz")]
    [InlineData("city-officer:nz-akl")]
    [InlineData("nation-office:nz-akl")]
    public void What_is_no_recipient_is_not_read(string text)
    {
        Assert.False(RecipientId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => RecipientId.Parse(text));
    }

    [Fact]
    public void An_officer_who_acts_has_no_inbox_and_the_office_has()
    {
        Assert.Null(RecipientId.OfActor("city-officer:a"));
        Assert.Null(RecipientId.OfActor("city-office:nz-akl"));
        Assert.Equal(RecipientId.Of(Host(1)), RecipientId.OfActor($"host:{Host(1)}"));
    }

    private static bool IsInConfidence(Type e) => e.IsSubclassOf(typeof(ConcernEvent)) || e.IsSubclassOf(typeof(WelfareCheckEvent))
        || new[] { typeof(PayContested), typeof(ContestReplied), typeof(ContestDecided), typeof(EmploymentContested),
            typeof(EmploymentUpheld), typeof(EmployerTiesFound) }.Contains(e);

    private static IEnumerable<(Addressee, NewsKind)> Lines(object e) =>
        NewsTable.Rules[e.GetType()].LinesOf(e).Select(l => (l.To, l.Kind));
}
