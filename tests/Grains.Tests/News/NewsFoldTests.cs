namespace VipOrleans.Grains.Tests.News;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.News;
using VipOrleans.Journal;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

public sealed class NewsFoldTests
{
    private static readonly CityId City = CityId.Parse("nz-akl");
    private static readonly HostId Child = HostId.From(City, "child"), Guardian = HostId.From(City, "guardian");
    private static readonly MigrantId Guest = MigrantId.From(City.Nation, "guest"), Other = MigrantId.From(City.Nation, "other");
    private static readonly SponsorshipId One = SponsorshipId.From(City, "one"), Two = SponsorshipId.From(City, "two");
    private static readonly HouseholdId Household = HouseholdId.From(City, "household");
    private static readonly HomeId Home = HomeId.From(City, "home");

    private readonly NewsFold _fold = new();
    private long _position;

    [Fact]
    public void A_guardian_hears_what_the_child_hears()
    {
        Hosts();
        Happens(One.Stream, new SponsorshipProposed(One, Child, Guest, Household, Home, Party.Migrant));
        foreach (var host in new[] { Child, Guardian }) Assert.Equal([NewsKind.ProposalReceived], Kinds(RecipientId.Of(host)));
        Assert.NotEqual(_fold.Of(RecipientId.Of(Child))[0].Id, _fold.Of(RecipientId.Of(Guardian))[0].Id);
    }

    [Fact]
    public void An_event_about_many_is_one_entry_for_each_and_names_what_is_theirs()
    {
        Hosts();
        Happens(One.Stream, new SponsorshipProposed(One, Child, Guest, Household, Home, Party.Host));
        Happens(Two.Stream, new SponsorshipProposed(Two, Child, Other, Household, Home, Party.Host));
        Happens(StreamId.Of(City.Value, "city", "city"), new TicketsDrawn(OpeningId.From(City, "opening"), 0, [One, Two]));
        Assert.Equal([NewsKind.OpeningDrawn], Kinds(RecipientId.Of(Child)));
        Assert.Equal((One.Value, Two.Value), (Drawn(Guest).Subject, Drawn(Other).Subject));

        NewsEntry Drawn(MigrantId migrant) => _fold.Of(RecipientId.Of(migrant)).Single(e => e.Kind == NewsKind.OpeningDrawn);
    }

    [Fact]
    public void What_is_a_day_old_is_not_brought_any_more_and_stays_in_the_inbox()
    {
        Hosts();
        Happens(One.Stream, new SponsorshipProposed(One, Child, Guest, Household, Home, Party.Host));
        Assert.Single(_fold.After(0));
        Happens(One.Stream, new SponsorshipAccepted(), World.Beginning + InboxDecider.OldNews + TimeSpan.FromTicks(1));
        Assert.DoesNotContain(_fold.After(0), f => f.Entry!.Kind == NewsKind.ProposalReceived);
        Assert.Contains(NewsKind.ProposalReceived, Kinds(RecipientId.Of(Guest)));
        Assert.Equal(NewsKind.ProposalReceived, Assert.Single(_fold.OfStrangers()).Entry!.Kind);
        Assert.False(_fold.MayBeWrittenTo(RecipientId.Of(Child)));
        Assert.True(_fold.MayBeWrittenTo(RecipientId.Of(Guest)));
    }

    private void Hosts()
    {
        Happens(Guardian.Stream, new HostRegistered(Guardian, Household, Home, null));
        Happens(Child.Stream, new HostRegistered(Child, Household, Home, Guardian));
    }

    private IEnumerable<NewsKind> Kinds(RecipientId recipient) => _fold.Of(recipient).Select(e => e.Kind);

    private void Happens(StreamId stream, object e, DateTimeOffset? at = null)
    {
        var (type, data) = e switch
        {
            HostEvent x => (EventCodec<HostEvent>.NameOf(x), HostDecider.Aggregate.Events.Write(x)),
            CityEvent x => (EventCodec<CityEvent>.NameOf(x), CityDecider.Aggregate.Events.Write(x)),
            SponsorshipEvent x => (EventCodec<SponsorshipEvent>.NameOf(x), SponsorshipDecider.Aggregate.Events.Write(x)),
            _ => throw new ArgumentOutOfRangeException(nameof(e)),
        };
        _fold.Apply(new(stream, 1, ++_position, type, data, at ?? World.Beginning, "system", default));
    }
}
