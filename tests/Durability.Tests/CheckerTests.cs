namespace VipOrleans.Durability.Tests;

using VipOrleans.Checking;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Safeguarding.RulingEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>Each law of the checker, broken by hand in a journal that is written event by event.</summary>
public sealed class CheckerTests : IAsyncDisposable
{
    private const string Officer = "city-officer:test";
    private static readonly CityId City = CityId.Parse("nz-akl");
    private static readonly Currency Nzd = Currency.Parse("NZD");
    private static readonly HostId Host = HostId.From(City, "host");
    private static readonly MigrantId Migrant = MigrantId.From(City.Nation, "migrant");
    private static readonly SponsorshipId Sponsorship = SponsorshipId.From(City, "sponsorship");
    private static readonly HostRegistered Registered = new(Host, HouseholdId.From(City, "h"), HomeId.From(City, "h"), null);
    private static readonly SponsorshipProposed Proposed =
        new(Sponsorship, Host, Migrant, Registered.Household, Registered.Home, Party.Host);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vip-checker-");
    private readonly SqliteJournal _journal;
    private readonly History _history = new();

    public CheckerTests() => _journal = SqliteJournal.Open(Path.Combine(_folder.FullName, "journal.db"));

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_command_with_its_effect_is_clean()
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);
        Asked("c1", "host-registered").Acknowledge("done", 1);

        Assert.Empty(await Checker.Check(_history, _journal));
    }

    [Fact]
    public async Task An_effect_that_nobody_asked_for()
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);

        await Finds(Laws.NoEffectWithoutCommand);
    }

    [Fact]
    public async Task An_effect_of_a_command_that_was_refused()
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);
        Asked("c1", "host-registered").Refuse("already-exists");

        await Finds(Laws.NoEffectWithoutCommand);
    }

    [Fact]
    public async Task An_acknowledged_command_without_an_effect()
    {
        Asked("c1", "host-registered").Acknowledge("done", 1);

        await Finds(Laws.OneEffect);
    }

    [Fact]
    public async Task A_command_that_two_have_asked_for_may_have_one_effect()
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);
        Asked("c1", "host-registered").Acknowledge("done", 1);
        Asked("c2", "host-registered").Refuse("already-exists");

        Assert.Empty(await Checker.Check(_history, _journal));
    }

    [Fact]
    public async Task A_command_with_two_effects()
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);
        await WriteAs(Host.Stream, Officer, "c2", new HostSuspended(SuspensionReason.OwnRequest),
            new HostSuspended(SuspensionReason.OwnRequest));
        Asked("c1", "host-registered").Acknowledge("done", 1);
        Asked("c2", "host-suspended").Acknowledge("done", 3);

        await Finds(Laws.OneEffect);
    }

    [Theory]
    [InlineData(true, 1, 0)]
    [InlineData(true, 2, 1)]
    [InlineData(false, 1, 1)]
    public async Task A_command_that_does_the_same_elsewhere_does_it_once_and_under_its_id(bool underItsId, int times, int violations)
    {
        var other = HostId.From(City, "other");
        await WriteAs(Host.Stream, Officer, "c1", new HostSuspended(SuspensionReason.OwnRequest));
        await WriteAs(other.Stream, Officer, underItsId ? "c1" : null,
            [.. Enumerable.Repeat(new HostSuspended(SuspensionReason.OwnRequest), times)]);
        _history.Begin("c1", new(Host.Stream, "host-suspended", "own-request", Spreads: true)).Acknowledge("done", 1);

        Assert.Equal(violations, (await Checker.CheckStore(_history, _journal)).Count(v => v.Law == Laws.NoEffectWithoutCommand));
    }

    [Theory]
    [InlineData(true, Officer, 0)]
    [InlineData(true, "city-officer:another", 1)]
    [InlineData(false, Officer, 1)]
    public async Task A_ruling_is_opened_by_the_act_that_names_it(bool named, string by, int violations)
    {
        var ruling = RulingId.From(City, "suspension");
        await WriteAs(Host.Stream, Officer, "c1", new HostSuspended(SuspensionReason.Safeguarding, named ? ruling : null));
        Asked("c1", "host-suspended").Acknowledge("done", 1);
        await WriteAs(ruling.Stream, by, null,
            new RulingProposed(ruling, RulingMatter.Suspended(Host, SuspensionReason.Safeguarding, default), true, Officer, null, default,
                default, default));

        Assert.Equal(violations, (await Checker.CheckStore(_history, _journal)).Count(v => v.Law == Laws.NoEffectWithoutCommand));
    }

    [Theory]
    [InlineData("done", 2)]
    [InlineData("something else", 1)]
    public async Task An_answer_that_is_not_what_the_journal_keeps(string outcome, long version)
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);
        Asked("c1", "host-registered").Acknowledge(outcome, version);

        await Finds(Laws.CommandKnown);
    }

    [Fact]
    public async Task Two_answers_to_one_command()
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);
        var request = Asked("c1", "host-registered");
        request.Acknowledge("suspended", 1);
        request.Acknowledge("done", 1);

        await Finds(Laws.SameAnswer);
    }

    [Fact]
    public async Task An_acknowledgement_that_is_taken_back()
    {
        await WriteAs(Host.Stream, Officer, "c1", Registered);
        var request = Asked("c1", "host-registered");
        request.Acknowledge("done", 1);
        request.Refuse("already-exists");

        await Finds(Laws.SameAnswer);
    }

    [Fact]
    public async Task A_migrant_from_whom_is_taken_what_was_not_earned()
    {
        var (migrant, host) = (SponsorshipAccounts.Migrant(Nzd), SponsorshipAccounts.Host(Nzd));
        var baseline =
            new VerifiedBaseline(1, Zero, BaselineMethod.Payslips, "case-file/1", default, new(Zero, BaselineEvidence.Payslips, default));
        await Write(Sponsorship.Stream, Proposed, new MigrantArrived(new(2026, 1, 15), new(baseline, null, Zero)));
        await Write(Sponsorship.Stream,
            new SharePosted(1, 1, Zero, Share.Half, Zero, Zero, Zero, Zero, [new("share-1-1", migrant, host, 5)]));

        await Finds(Laws.BalancedLedgers);
    }

    [Fact]
    public async Task A_claim_on_a_host_who_was_never_taken()
    {
        await Write(Host.Stream, Registered);
        await Write(Sponsorship.Stream, Proposed, new SponsorshipAccepted(), new ClaimNoted(ClaimOn.Host, Claim.Held));

        await Finds(Laws.ClaimsHold);
    }

    [Fact]
    public async Task A_place_that_was_never_held()
    {
        await Write(City.Stream, new CityOpened(City, "Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default));
        await Write(Sponsorship.Stream, Proposed, new TermsFixed(new(Nzd, Share.Half, [], 1, 1), default));

        await Finds(Laws.ClaimsHold);
    }

    [Fact]
    public async Task A_migrant_in_two_sponsorships()
    {
        await Write(Migrant.Stream, new MigrantRegistered(Migrant, "ID", [], []), new MigrantTaken(Sponsorship),
            new MigrantTaken(SponsorshipId.From(City, "another")));

        await Finds(Laws.OneLiveSponsorship);
    }

    [Fact]
    public async Task A_quota_may_be_cut_below_what_is_taken_and_then_no_place_is_given()
    {
        SponsorshipId[] s = [.. Enumerable.Range(0, 3).Select(n => SponsorshipId.From(City, $"{n}"))];
        await Write(City.Stream, new CityOpened(City, "Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default), Decided(2),
            new PlaceHeld(s[0], default), new PlaceHeld(s[1], default), Decided(1));
        Assert.Empty(await Checker.Check(_history, _journal));

        await Write(City.Stream, new PlaceReleased(s[0]), new PlaceHeld(s[2], default));

        await Finds(Laws.Places);

        static QuotaDecided Decided(int places) => new(new(places, QuotaAuthority.Council, "Minute", default));
    }

    [Fact]
    public async Task An_event_that_no_city_can_take()
    {
        await Write(City.Stream, new PlaceReleased(Sponsorship));

        await Finds(Laws.EventsFold);
    }

    [Fact]
    public async Task A_feed_that_misses_an_event()
    {
        await Write(Host.Stream, Registered, new HostSuspended(SuspensionReason.OwnRequest),
            new HostReinstated(ReinstatementReason.OwnRequest));

        Assert.Contains(await Checker.Check(_history, new ShortFeed(_journal, "host-suspended")), v => v.Law == Laws.CompleteFeed);
        Assert.Contains(await Checker.Check(_history, new ShortFeed(_journal, "host-reinstated")), v => v.Law == Laws.CompleteFeed);
    }

    private static Money Zero => Money.Zero(Nzd);

    private ClientRequest Asked(string command, string type) => _history.Begin(command, new(Host.Stream, type));

    private async Task Finds(string law) => Assert.Contains(await Checker.Check(_history, _journal), v => v.Law == law);

    private Task Write(StreamId stream, params object[] events) => WriteAs(stream, "system", null, events);

    private async Task WriteAs(StreamId stream, string actor, string? command, params object[] events)
    {
        var head = (await _journal.Read(stream)).Head;
        var written = events.Select(e => Written(e, actor)).ToArray();
        CommandMark[] commands = command is null ? [] : [new(command, 1, head.Version + events.Length, "done")];
        Assert.Equal(AppendStatus.Appended, (await _journal.Append(new(stream, head, Guid.NewGuid(), written, commands))).Status);
    }

    private static NewEvent Written(object e, string actor)
    {
        var (type, data) = e switch
        {
            CityEvent x => (EventCodec<CityEvent>.NameOf(x), CityDecider.Aggregate.Events.Write(x)),
            HostEvent x => (EventCodec<HostEvent>.NameOf(x), HostDecider.Aggregate.Events.Write(x)),
            MigrantEvent x => (EventCodec<MigrantEvent>.NameOf(x), MigrantDecider.Aggregate.Events.Write(x)),
            RulingEvent x => (EventCodec<RulingEvent>.NameOf(x), RulingDecider.Aggregate.Events.Write(x)),
            _ => (EventCodec<SponsorshipEvent>.NameOf((SponsorshipEvent)e), SponsorshipDecider.Aggregate.Events.Write((SponsorshipEvent)e)),
        };
        return new(type, data, DateTimeOffset.UnixEpoch, actor);
    }

    private sealed class ShortFeed(IJournal inner, string without) : IJournal
    {
        public ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) =>
            inner.Append(append, cancellation);

        public ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
            CancellationToken cancellation = default) => inner.AppendTogether(appends, cancellation);

        public ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default) =>
            inner.Read(stream, snapshotSchema, cancellation);

        public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
            CancellationToken cancellation = default) => inner.FindCommands(stream, commandIds, cancellation);

        public async ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default)
        {
            var page = await inner.ReadFeed(partition, after, limit, cancellation);
            return page with { Events = [.. page.Events.Where(e => e.Type != without)] };
        }

        public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) =>
            inner.Partitions(cancellation);

        public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default) =>
            inner.SaveSnapshot(stream, snapshot, cancellation);

        public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
            inner.DeleteSnapshot(stream, cancellation);

        public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);
    }
}
