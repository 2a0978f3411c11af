namespace VipOrleans.Domain.Tests.Matching;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using static VipOrleans.Domain.Matching.RoundCommand;
using static VipOrleans.Domain.Matching.RoundEntryCommand;
using static VipOrleans.Domain.Matching.RoundEntryEvent;
using static VipOrleans.Domain.Matching.RoundEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RoundTests
{
    internal static readonly RoundId Id = RoundId.From(Auckland, "round 1");
    internal static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly string Commitment = PublishedOrder.CommitmentTo("secret");
    private static readonly RoundOpened Opened = new(Id, Commitment, At.AddDays(10), 14);
    private static readonly CityId Wellington = CityId.Parse("nz-wlg");
    private static readonly RoundCapped Capped = new([new(Auckland, 3, 3)]);
    private static readonly RoundClosed Closed = new(3);
    private static readonly RoundListed OneHost = new(Party.Host, ["aa"]), OneMigrant = new(Party.Migrant, ["bb"]);
    private static readonly RoundRevealed Revealed = new("secret", "seed");
    private static readonly RoundPair Pair = new(Host(1), Migrant(1));
    private static readonly RoundPaired Paired = new([Pair]);
    private static readonly RoundCompleted Completed = new(1, At.AddDays(24));

    [Fact]
    public void A_round_is_opened_once_with_a_hash_and_a_window()
    {
        var open = new OpenRound(Id, true, Commitment, new(At.AddDays(10), 14));
        Given.Round().When(open, Asked(At)).Then(Opened).WithOutcome("opened");
        Given.Round(Opened).When(open).ThenRejected(RejectionCode.AlreadyExists);
        Given.Round().When(open with { IsOpen = false }).ThenRejected(RejectionCode.CityNotFound);
        Given.Round().When(open with { Terms = new(At, 14) }, Asked(At)).ThenRejected(RejectionCode.InvalidInput);
        Given.Round().When(open with { Terms = new(At.AddDays(Round.MaxDays).AddTicks(1), 14) }, Asked(At))
            .ThenRejected(RejectionCode.InvalidInput);
        foreach (var days in new[] { 0, Round.MaxDays + 1 })
        {
            Given.Round().When(open with { Terms = open.Terms with { AnswerDays = days } }, Asked(At))
                .ThenRejected(RejectionCode.InvalidInput);
        }

        foreach (var command in (RoundCommand[])[new CloseRound(1), new CapRound(Capped.Cities), new CancelRound(), new EndRound()])
        {
            Given.Round().When(command).ThenRejected(RejectionCode.RoundNotFound);
        }

    }

    [Fact]
    public void It_goes_from_step_to_step_and_no_step_is_left_out_or_done_twice()
    {
        RoundEvent[] way = [Opened, Capped, Closed, OneHost, OneMigrant, Revealed, Paired, Completed, new RoundTold(1), new RoundEnded()];
        RoundCommand[] steps =
        [
            new CapRound(Capped.Cities), new CloseRound(0), new ListRound(Party.Host, 0, ["aa"]),
            new ListRound(Party.Migrant, 0, ["bb"]), new RevealRound("secret", "seed", 1, 1), new PairRound(0, [Pair]),
            new CompleteRound(1), new NoteTold(0, 1), new EndRound(),
        ];
        for (var done = 1; done <= way.Length; done++)
        {
            var here = Given.Round(way[..done]);
            foreach (var (n, step) in steps.Index())
            {
                // Both pieces of the list are of the same step.
                var isNext = n == done - 1 || (done == 3 && n == 3);
                var moment = Asked(step is EndRound ? At.AddDays(24) : At.AddDays(10));
                if (isNext) here.When(step, moment).Then(way[n + 1]);
                else here.When(step, moment).ThenRejected(RejectionCode.RoundWrongState);
            }
        }

        Assert.Equal(RoundStatus.Answering, Given.Round([.. way[..3], Revealed, new RoundCompleted(0, At)]).State.Status);
    }

    [Fact]
    public void It_closes_no_earlier_than_it_said_and_ends_no_earlier_than_the_days_to_answer()
    {
        Given.Round(Opened).When(new CapRound(Capped.Cities), Asked(At.AddDays(10).AddTicks(-1)))
            .ThenRejected(RejectionCode.RoundWrongState);
        Given.Round(Opened, Closed, OneHost, OneMigrant, Revealed, Paired, Completed, new RoundTold(1))
            .When(new EndRound(), Asked(At.AddDays(24).AddTicks(-1))).ThenRejected(RejectionCode.RoundWrongState);
    }

    [Fact]
    public void Each_city_is_written_down_once_in_order_and_all_together_have_no_more_than_is_on_lease_and_in_the_pool()
    {
        RoundCity akl = new(Auckland, 3, 1), wlg = new(Wellington, 4, -2);
        Given.Round(Opened).When(new CapRound([akl, wlg]), Asked(At.AddDays(10))).Then(new RoundCapped([akl, wlg]));
        foreach (var wrong in (RoundCity[][])[[], [wlg, akl], [akl, akl], [akl with { Cap = -1 }],
            [.. Enumerable.Range(100, Round.PerEvent + 1).Select(n => new RoundCity(CityId.Parse($"nz-c{n}"), 0, 0))]])
        {
            Given.Round(Opened).When(new CapRound(wrong), Asked(At.AddDays(10))).ThenRejected(RejectionCode.RoundWrongState);
        }

        Given.Round(Opened, new RoundCapped([wlg])).When(new CapRound([akl]), Asked(At.AddDays(10)))
            .ThenRejected(RejectionCode.RoundWrongState);
        var capped = Given.Round(Opened, new RoundCapped([akl]), new RoundCapped([wlg]));
        capped.When(new CloseRound(0)).Then(new RoundClosed(0));
        capped.When(new CloseRound(5)).Then(new RoundClosed(4));
        capped.When(new CloseRound(1_000)).Then(new RoundClosed(7));
        capped.When(new CloseRound(-1)).ThenRejected(RejectionCode.RoundWrongState);
        Given.Round(Opened).When(new CloseRound(5)).ThenRejected(RejectionCode.RoundWrongState);
    }

    [Fact]
    public void Only_the_secret_whose_hash_was_published_is_revealed_and_only_with_the_whole_list()
    {
        var listed = Given.Round(Opened, Closed, OneHost, OneMigrant);
        listed.When(new RevealRound("another", "seed", 1, 1)).ThenRejected(RejectionCode.InvalidInput);
        listed.When(new RevealRound("secret", "seed", 2, 1)).ThenRejected(RejectionCode.RoundWrongState);
        listed.When(new RevealRound("secret", "seed", 1, 0)).ThenRejected(RejectionCode.RoundWrongState);
        Given.Round(Opened, Closed, OneHost, OneMigrant, Revealed).When(new ListRound(Party.Host, 1, ["cc"]))
            .ThenRejected(RejectionCode.RoundWrongState);
    }

    [Fact]
    public void No_more_pairs_are_written_down_than_there_are_places()
    {
        var revealed = new[] { Opened, new RoundClosed(1), OneHost, OneMigrant, (RoundEvent)Revealed };
        Assert.Throws<InvalidOperationException>(() => Given.Round(revealed).When(new PairRound(0, [Pair, new(Host(2), Migrant(2))])));
        Given.Round(revealed).When(new PairRound(0, [])).ThenRejected(RejectionCode.RoundWrongState);
    }

    [Fact]
    public void It_is_cancelled_before_the_secret_is_out()
    {
        Given.Round(Opened).When(new CancelRound()).Then(new RoundCancelled());
        Given.Round(Opened, Closed).When(new CancelRound()).Then(new RoundCancelled());
        Given.Round(Opened, new RoundCancelled()).When(new CancelRound()).ThenNothing();
        Given.Round(Opened, Closed, OneHost, OneMigrant).When(new CancelRound()).Then(new RoundCancelled());
        Given.Round(Opened, Closed, OneHost, OneMigrant, Revealed).When(new CancelRound()).ThenRejected(RejectionCode.RoundWrongState);
        Given.Round(Opened, Closed, OneHost, OneMigrant, Revealed, Paired, Completed).When(new CancelRound())
            .ThenRejected(RejectionCode.RoundWrongState);
        Given.Round(Opened, Closed, new RoundCancelled()).When(new ListRound(Party.Host, 0, ["aa"]))
            .ThenRejected(RejectionCode.RoundWrongState);
    }

    [Fact]
    public void A_person_enters_changes_the_ranking_and_leaves_while_the_round_is_open()
    {
        var open = new RoundFacts(RoundStatus.Open, At.AddDays(10), null);
        var enter = new EnterRound(Id, Migrant(1), [Host(1), Host(2)], false, open);
        var entered = new RoundEntered(Id, Migrant(1), [Host(1), Host(2)], false);
        Given.RoundEntry().When(enter).Then(entered).WithOutcome("entered");
        Given.RoundEntry(entered).When(enter).ThenNothing();
        Given.RoundEntry(entered).When(enter with { Ranking = [Host(2)] }).Then(entered with { Ranking = [Host(2)] });
        Given.RoundEntry().When(new EnterRound(Id, Host(1), [Migrant(1)], false, open))
            .Then(new RoundEntered(Id, Host(1), [Migrant(1)], false));
        Given.RoundEntry().When(enter with { Ranking = [], IsSuggested = true }).Then(new RoundEntered(Id, Migrant(1), [], true));
        Given.RoundEntry(entered).When(new LeaveRound(open), Asked(At)).Then(new RoundLeft(Id, Migrant(1)));
        Given.RoundEntry().When(new LeaveRound(open), Asked(At)).ThenNothing();
        Given.RoundEntry(entered, new RoundLeft(Id, Migrant(1))).When(enter).Then(entered);

        (RoundFacts Known, DateTimeOffset Now, RejectionCode Code)[] closed =
        [
            (open with { Round = null }, At, RejectionCode.RoundNotFound), (open, At.AddDays(10), RejectionCode.RoundClosed),
            (open with { Round = RoundStatus.Closed }, At, RejectionCode.RoundClosed),
            (open with { Round = RoundStatus.Cancelled }, At, RejectionCode.RoundClosed),
        ];
        foreach (var (known, now, code) in closed)
        {
            Given.RoundEntry().When(enter with { Known = known }, Asked(now)).ThenRejected(code);
            Given.RoundEntry(entered).When(new LeaveRound(known), Asked(now)).ThenRejected(code);
        }

        Given.RoundEntry().When(enter with { Known = open with { Obstacle = new(RejectionCode.MigrantBusy, "In another.") } })
            .ThenRejected(RejectionCode.MigrantBusy);
        Given.RoundEntry().When(enter with { Ranking = [] }).ThenRejected(RejectionCode.InvalidInput);
        Given.RoundEntry().When(enter with { Ranking = [Host(1), Host(1)] }).ThenRejected(RejectionCode.InvalidInput);
        Given.RoundEntry().When(enter with { Ranking = [.. Enumerable.Range(1, RoundEntry.MaxWishes + 1).Select(n => (PersonId)Host(n))] })
            .ThenRejected(RejectionCode.InvalidInput);
        Given.RoundEntry().When(enter with { Ranking = [Migrant(2)] }).ThenRejected(RejectionCode.InvalidInput);
        Given.RoundEntry().When(enter with { Ranking = [HostId.From(CityId.Parse("nz-wlg"), "x")] })
            .ThenRejected(RejectionCode.InvalidInput);
        Given.RoundEntry().When(enter with { Person = Host(1) }).ThenRejected(RejectionCode.InvalidInput);
        Given.RoundEntry().When(enter with { Person = HostId.From(CityId.Parse("nz-wlg"), "x"), Ranking = [Migrant(1)] })
            .ThenRejected(RejectionCode.OtherCity);
        Given.RoundEntry().When(enter with { Person = MigrantId.From(NationId.Parse("fj"), "x") }).ThenRejected(RejectionCode.OtherCity);
    }

    [Fact]
    public void A_person_answers_once_and_in_time()
    {
        RoundEntryEvent[] told = [new RoundEntered(Id, Migrant(1), [Host(1)], false), new RoundResultHeard(Host(1), At.AddDays(14))];
        Given.RoundEntry(told[..1]).When(new HearResult(Host(1), At.AddDays(14))).Then(told[1]);
        Given.RoundEntry(told).When(new HearResult(Host(1), At.AddDays(14))).ThenNothing();
        Given.RoundEntry().When(new HearResult(Host(1), At)).ThenRejected(RejectionCode.RoundNotFound);
        Given.RoundEntry(told[..1]).When(new AnswerResult(true, false), Asked(At)).ThenRejected(RejectionCode.RoundResultMissing);

        Given.RoundEntry(told).When(new AnswerResult(true, false), Asked(At)).Then(new RoundResultAnswered(true)).WithOutcome("accepted");
        Given.RoundEntry(told).When(new AnswerResult(false, true), Asked(At)).Then(new RoundResultAnswered(false)).WithOutcome("declined");
        Given.RoundEntry(told).When(new AnswerResult(true, true), Asked(At)).ThenRejected(RejectionCode.RoundDeclined);
        Given.RoundEntry(told).When(new AnswerResult(true, false), Asked(At.AddDays(14))).ThenRejected(RejectionCode.RoundAnswerTooLate);
        // Asking again after a lost answer gets the same answer, however late.
        Given.RoundEntry([.. told, new RoundResultAnswered(true)]).When(new AnswerResult(true, true), Asked(At.AddDays(99))).ThenNothing();
        Given.RoundEntry([.. told, new RoundResultAnswered(true)]).When(new AnswerResult(false, false), Asked(At))
            .ThenRejected(RejectionCode.RoundWrongState);
        Given.RoundEntry([.. told, new RoundResultAnswered(false)]).When(new AnswerResult(true, false), Asked(At))
            .ThenRejected(RejectionCode.RoundDeclined);
    }

    [Fact]
    public void The_lists_say_the_last_word_of_each_and_the_published_marks_give_seed_and_order_again()
    {
        var lists = new RoundLists(Id);
        RoundEntryEvent[] events =
        [
            new RoundEntered(Id, Host(1), [Migrant(1), Migrant(2)], false), new RoundEntered(Id, Host(2), [Migrant(1)], false),
            new RoundEntered(Id, Migrant(1), [Host(2)], false),
            new RoundEntered(Id, Migrant(2), [Host(1)], false), new RoundEntered(Id, Migrant(1), [Host(1), Host(2)], false),
            new RoundLeft(Id, Host(2)), new RoundEntered(RoundId.From(Auckland, "another"), Host(3), [Migrant(1)], false),
            new RoundEntered(Id, Migrant(3), [Host(3)], false), new RoundResultHeard(Host(1), At),
        ];
        foreach (var e in events) lists.Apply(e);
        Assert.Equal(4, lists.Count);
        var (hosts, migrants) = lists.Marks();
        Assert.Equal([PublishedOrder.CommitmentTo(Host(1).Value)], hosts);
        Assert.Equal(Enumerable.Range(1, 3).Select(n => PublishedOrder.CommitmentTo(Migrant(n).Value)).Order(StringComparer.Ordinal),
            migrants);
        // As anybody makes it again from what is published.
        Assert.Equal(PublishedOrder.SeedOf("secret", hosts.Concat(migrants)), lists.Seed("secret"));
        Assert.Equal([new(Host(1), Migrant(1))], lists.Pairs(Places(5), 5, "seed"));
        Assert.Empty(lists.Pairs(Places(0), 0, "seed"));
    }

    [Fact]
    public void The_published_order_decides_where_the_places_do_not_suffice()
    {
        var lists = new RoundLists(Id);
        for (var n = 1; n <= 6; n++)
        {
            lists.Apply(new RoundEntered(Id, Host(n), [Migrant(n)], false));
            lists.Apply(new RoundEntered(Id, Migrant(n), [Host(n)], false));
        }

        var (hosts, _) = lists.Marks();
        foreach (var seed in new[] { "a", "b", "c" })
        {
            var order = PublishedOrder.Of(seed, hosts);
            var first = hosts.Index().OrderBy(h => order[h.Index]).Take(2).Select(h => h.Item).ToHashSet();
            Assert.Equal(first, lists.Pairs(Places(2), 2, seed).Select(p => PublishedOrder.CommitmentTo(p.Host.Value)).ToHashSet());
        }
    }

    [Fact]
    public void The_order_of_the_entries_does_not_matter_and_nobody_gets_whom_they_did_not_accept() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 12], Gen.Int[0, 8]).Sample((seed, size, cap) =>
    {
        var random = new Random(seed);
        PersonId[] Some(Func<int, PersonId> of) =>
            [.. Enumerable.Range(1, size).Where(_ => random.Next(3) > 0).Select(of).OrderBy(_ => random.Next())];
        RoundEntryEvent[] entries =
        [
            .. Enumerable.Range(1, size).Select(n => new RoundEntered(Id, Host(n), Some(m => Migrant(m)), false)),
            .. Enumerable.Range(1, size).Select(n => new RoundEntered(Id, Migrant(n), Some(h => Host(h)), false)),
        ];
        var (one, other) = (new RoundLists(Id), new RoundLists(Id));
        foreach (var e in entries) one.Apply(e);
        foreach (var e in entries.OrderBy(_ => random.Next())) other.Apply(e);
        var pairs = one.Pairs(Places(cap), cap, one.Seed("secret"));
        Assert.Equal(pairs, other.Pairs(Places(cap), cap, other.Seed("secret")));
        Assert.InRange(pairs.Count, 0, cap);
        var wishes = entries.Cast<RoundEntered>().ToDictionary(e => e.Person, e => e.Ranking);
        Assert.All(pairs, p => Assert.True(wishes[p.Host].Contains(p.Migrant) && wishes[p.Migrant].Contains(p.Host)));
        Assert.Equal(pairs.Count * 2, pairs.SelectMany(p => new PersonId[] { p.Host, p.Migrant }).Distinct().Count());
    }, iter: 300);

    [Fact]
    public void A_nations_round_keeps_to_each_city_and_to_all_together_and_favours_no_city() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 6]).Sample((seed, one, two, cap) =>
    {
        var random = new Random(seed);
        var round = RoundId.From(NewZealand, "round");
        var lists = new RoundLists(round);
        HostId Of(int n) => HostId.From(n % 3 == 0 ? Auckland : n % 3 == 1 ? Wellington : CityId.Parse("nz-new"), $"{n}");
        for (var n = 0; n < 12; n++)
        {
            lists.Apply(
                new RoundEntered(round, Of(n), [.. Enumerable.Range(1, 8).Select(m => (PersonId)Migrant(m)).OrderBy(_ => random.Next())],
                    false));
            if (n < 8)
            {
                lists.Apply(
                    new RoundEntered(round, Migrant(n + 1),
                        [.. Enumerable.Range(0, 12).Select(h => (PersonId)Of(h)).OrderBy(_ => random.Next())], false));
            }

        }

        RoundCity[] cities = [new(Auckland, one, one), new(Wellington, two, two)];
        var pairs = lists.Pairs(cities, Math.Min(cap, one + two), lists.Seed($"{seed}"));
        // Everybody takes everybody, so every place is used; a city that has none gets nobody.
        Assert.Equal(Math.Min(cap, one + two), pairs.Count);
        Assert.InRange(pairs.Count(p => p.Host.City == Auckland), 0, one);
        Assert.InRange(pairs.Count(p => p.Host.City == Wellington), 0, two);
        var targets =
            CityTargets.InProportion(Math.Min(cap, one + two), [one, two],
                PublishedOrder.Of(lists.Seed($"{seed}"), [Auckland.Value, Wellington.Value]));
        Assert.Equal((targets[0], targets[1]), (pairs.Count(p => p.Host.City == Auckland), pairs.Count(p => p.Host.City == Wellington)));
    }, iter: 300);

    [Fact]
    public void A_round_knows_its_city_its_streams_and_the_sponsorship_of_a_pair()
    {
        Assert.Equal(Id, RoundId.Parse(Id.Value));
        Assert.Equal((Auckland, $"nz-akl/round/{Id.Value[^26..]}"), (Id.City!.Value, Id.Stream.Value));
        Assert.Equal(("round-entry", "nz-akl"), (Id.EntryStream(Migrant(1)).Kind, Id.EntryStream(Migrant(1)).Partition));
        Assert.NotEqual(Id.EntryStream(Migrant(1)), Id.EntryStream(Host(1)));
        Assert.NotEqual(Id.SponsorshipOf(Host(1)), Id.SponsorshipOf(Host(2)));
        Assert.NotEqual(Id.SponsorshipOf(Host(1)), RoundId.From(Auckland, "round 2").SponsorshipOf(Host(1)));
        Assert.Equal(Auckland, Id.SponsorshipOf(Host(1)).City);
        var nations = RoundId.From(NewZealand, "round");
        Assert.Equal(nations, RoundId.Parse(nations.Value));
        Assert.Equal((null, NewZealand, $"nz/round/{nations.Value[^26..]}"), (nations.City, nations.Nation, nations.Stream.Value));
        var elsewhere = HostId.From(Wellington, "x");
        Assert.Equal((true, false, true, true), (Id.IsFor(Host(1)), Id.IsFor(elsewhere), Id.IsFor(Migrant(1)), nations.IsFor(elsewhere)));
        Assert.False(nations.IsFor(HostId.From(CityId.Parse("fj-suva"), "x")) || Id.IsFor(MigrantId.From(NationId.Parse("fj"), "x")));
        Assert.Equal(Wellington, nations.SponsorshipOf(elsewhere).City);
    }

    private static RoundCity[] Places(int cap) => [new(Auckland, cap, cap)];

    private static Moment Asked(DateTimeOffset time) => ThatMoment with { Time = time };
}
