namespace VipOrleans.Grains.Tests.Places;

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Places;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using VipOrleans.Vault;
using static VipOrleans.Grains.Tests.World;

public sealed class BallotTests
{
    // Short: when time is moved, everything comes that comes by itself in between.
    private static readonly DateTimeOffset PapersUntil = Beginning.AddMinutes(8), From = Beginning.AddMinutes(10),
        End = Beginning.AddMinutes(75);

    private static int _ids;

    public static TheoryData<string, int, Fault> Faults
    {
        get
        {
            var data = new TheoryData<string, int, Fault>();
            foreach (var (stream, n) in new[] { ("ballot", 1), ("ballot", 2), ("ballot", 3), ("box", 1), ("city", 1) })
            {
                foreach (var fault in new[] { Fault.BeforeWrite, Fault.AfterWrite, Fault.LostBeforeWrite, Fault.CrashBeforeWrite })
                {
                    data.Add(stream, n, fault);
                }

            }

            return data;
        }
    }

    [Fact]
    public async Task The_median_of_what_citizens_name_becomes_the_citys_quota_by_itself_with_the_ballot_as_its_reference()
    {
        await using var world = await Start(new() { Silos = 2, IsScattered = true });
        var city = await world.OpenCity(1);
        var voters = await Voters(world, city, 5);
        var ballot = await Open(world, city, Numbers());
        await Papers(world, ballot, voters);
        world.Time.SetUtcNow(From);
        int[] answers = [0, 50, 100, 200, 200];
        foreach (var (voter, answer) in voters.Zip(answers)) Accepted("cast", await Cast(world, ballot, voter, answer));
        // One of them changes their mind, and an older choice that comes late changes nothing.
        Accepted("cast", await Cast(world, ballot, voters[4], 50, revision: 3));
        Refused(RejectionCode.VoteOutdated, await Cast(world, ballot, voters[4], 200, revision: 2));

        var open = (await Grain(world, ballot).Get())!;
        Assert.Equal((BallotStatus.Open, 5, null, null), (open.Status, open.Electorate, open.Result, open.Tally));
        Assert.Equal(1, (await world.City(city).Get())!.Quota!.Places);

        world.Time.SetUtcNow(End);
        await world.RemindersCome();
        var done = (await Grain(world, ballot).Get())!;
        Assert.Equal((BallotStatus.Decided, new BallotResult(5, 1, 50), true), (done.Status, done.Result, done.QuotaIsSet));
        Assert.Equal([new(0, 1), new(50, 2), new(100, 1), new(200, 1)], done.Tally!);
        var quota = (await world.City(city).Get())!.Quota!;
        Assert.Equal((50, QuotaAuthority.Ballot, ballot.Value), (quota.Places, quota.By, quota.Reference));
        await world.RemindersCome();
        Assert.DoesNotContain(world.Reminders.Rows, r => r.GrainId.Key.ToString() == ballot.Value);
        Assert.Equal(2, (await world.EventsOf(city.Stream)).Count(e => e.Type == "quota-decided"));
        Assert.Equal(BallotStatus.Decided, Assert.Single((await world.Registers(city.Value).Ballots(0, 10)).Items).Status);

        // A council may decide again afterwards.
        Accepted("decided", await world.City(city).DecideQuota(Command(), Quota(7)));
        await Grain(world, ballot).Wake();
        Assert.Equal(7, (await world.City(city).Get())!.Quota!.Places);
    }

    [Fact]
    public async Task No_and_too_few_votes_leave_the_quota_as_it_was()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3);
        var voters = await Voters(world, city, 3);
        var (no, few) = (await Open(world, city, YesOrNo()), await Open(world, city, YesOrNo() with { QuorumPercent = 50 }));
        await Papers(world, no, voters);
        var again = voters.Select(v => new Voter(v.Host)).ToList();
        await Papers(world, few, again);
        world.Time.SetUtcNow(From);
        foreach (var (voter, answer) in voters.Zip([1, 0, 0])) Accepted("cast", await Cast(world, no, voter, answer));
        Accepted("cast", await Cast(world, few, again[0], 1));

        world.Time.SetUtcNow(End);
        Assert.Equal(new BallotResult(3, 1, null), (await Grain(world, no).Get())!.Result);
        Assert.Equal(new BallotResult(1, 2, null), (await Grain(world, few).Get())!.Result);
        Assert.Equal(3, (await world.City(city).Get())!.Quota!.Places);
    }

    [Fact]
    public async Task A_citizen_has_one_paper_and_a_vote_needs_a_paper_of_the_ballot()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3);
        var voter = (await Voters(world, city, 1))[0];
        var (ballot, other) = (await Open(world, city, YesOrNo()), await Open(world, city, YesOrNo()));
        await Papers(world, ballot, [voter]);
        var first = voter.Signature;
        await Papers(world, ballot, [voter]);
        Assert.Equal(first, voter.Signature);
        var view = (await Grain(world, ballot).Get())!;
        var second = BlindSignatures.Blind(view.PublicKey, RandomNumberGenerator.GetBytes(32)).Blinded;
        Refused(RejectionCode.BallotPaperIssued, (await Register(world, ballot, voter.Host).Issue(Command(), voter.Host, second)).Result);
        await world.Restart();
        Refused(RejectionCode.BallotPaperIssued, (await Register(world, ballot, voter.Host).Issue(Command(), voter.Host, second)).Result);
        Refused(RejectionCode.InvalidInput, (await Register(world, other, voter.Host).Issue(Command(), voter.Host, new byte[256])).Result);

        world.Time.SetUtcNow(From);
        Refused(RejectionCode.BallotPaperInvalid, await Cast(world, other, voter, 1));
        var forged = new Voter(voter.Host) { Signature = RandomNumberGenerator.GetBytes(256) };
        Refused(RejectionCode.BallotPaperInvalid, await Cast(world, ballot, forged, 1));
        Refused(RejectionCode.InvalidInput,
            await world.Grains.BallotBox(ballot, 0)
                .Cast(new([1], voter.Signature!, Answer: 1, Revision: 1)));
        Accepted("cast", await Cast(world, ballot, voter, 1));
        var wrong = (BallotParts.OfPaper(Hash(voter.Paper), BallotGrain.Parts) + 1) % BallotGrain.Parts;
        Refused(RejectionCode.InvalidInput,
            await world.Grains.BallotBox(ballot, wrong)
                .Cast(new(voter.Paper, voter.Signature!, Answer: 1, Revision: 1)));
        world.Time.SetUtcNow(End);
        Assert.Equal(1, (await Grain(world, ballot).Get())!.Result!.Votes);
    }

    [Fact]
    public async Task Those_vote_who_were_citizens_at_the_opening_and_for_whom_nobody_acts()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3, policy: CityPolicy.Default with { MinorsMayHost = true });
        var guardian = await world.AddHost(city);
        var child = HostId.From(city, "child");
        Accepted("registered",
            await world.Host(child)
                .Register(Command(),
                    new()
                    {
                        Person = new() { Name = "Mere" }, Household = (await world.Host(guardian).Get())!.Household,
                        Guardian = guardian
                    }));
        var gone = await world.AddHost(city);
        Accepted("erased", await world.Host(gone).ErasePerson(Command(), "own-request"));
        var stranger = await world.AddHost(await world.OpenCity(1));
        var ballot = await Open(world, city, YesOrNo());
        Assert.Equal(1, (await Grain(world, ballot).Get())!.Electorate);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var late = await world.AddHost(city);

        foreach (var host in new[] { child, gone, stranger, late, HostId.From(city, "nobody") })
        {
            Refused(RejectionCode.NotAnElector,
                (await Register(world, ballot, host).Issue(Command(), host, Blinded(await Grain(world, ballot).Get()))).Result);
        }

        Assert.NotNull(
            (await Register(world, ballot, guardian).Issue(Command(), guardian, Blinded(await Grain(world, ballot).Get()))).Signature);
    }

    [Fact]
    public async Task Votes_and_papers_have_their_time_and_a_ballot_that_was_called_off_has_none()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3);
        var voters = await Voters(world, city, 2);
        var ballot = await Open(world, city, YesOrNo());
        await Papers(world, ballot, voters);
        Refused(RejectionCode.BallotNotOpen, await Cast(world, ballot, voters[0], 1));
        var none = await Open(world, city, YesOrNo());
        var off = await Open(world, city, YesOrNo());
        var early = new Voter(voters[0].Host);
        await Papers(world, off, [early]);
        Accepted("cancelled", await Grain(world, off).Cancel(Command()));
        Assert.Null(
            await world.Vault.ReadFile(off.Value, BallotGrain.KeyFile((await Grain(world, off).Get())!.PublicKey), "test", "test",
                TestContext.Current.CancellationToken));
        Assert.DoesNotContain(world.Reminders.Rows, r => r.GrainId.Key.ToString() == off.Value);
        Refused(RejectionCode.BallotNotOpen,
            (await Register(world, off, voters[1].Host).Issue(Command(), voters[1].Host, Blinded(await Grain(world, off).Get()))).Result);

        // Between the windows there are neither papers nor votes; and the answer says when.
        world.Time.SetUtcNow(PapersUntil);
        var late =
            (await Register(world, none, voters[0].Host)
                .Issue(Command(), voters[0].Host, Blinded(await Grain(world, none).Get()))).Result;
        Assert.Equal((RejectionCode.BallotNotOpen, "Papers were given out until 2026-03-01 09:08:00 UTC."), (late.Rejected, late.Detail));
        // Not even the same one again.
        Refused(RejectionCode.BallotNotOpen,
            (await Register(world, ballot, voters[0].Host).Issue(Command(), voters[0].Host, voters[0].Blinded!.Blinded)).Result);
        var soon = await Cast(world, ballot, voters[0], 1);
        Assert.Equal((RejectionCode.BallotNotOpen, "Votes are taken from 2026-03-01 09:10:00 UTC on."), (soon.Rejected, soon.Detail));

        world.Time.SetUtcNow(From);
        Refused(RejectionCode.BallotNotOpen, await Cast(world, off, early, 1));
        Refused(RejectionCode.BallotWrongState, await Grain(world, ballot).Cancel(Command()));
        Accepted("cast", await Cast(world, ballot, voters[0], 1));
        world.Time.SetUtcNow(End);
        Refused(RejectionCode.BallotNotOpen, await Cast(world, ballot, voters[1], 0));
        Refused(RejectionCode.BallotNotOpen,
            (await Register(world, ballot, voters[1].Host)
                .Issue(Command(), voters[1].Host, Blinded(await Grain(world, ballot).Get()))).Result);
        Assert.Equal(new BallotResult(1, 1, 100), (await Grain(world, ballot).Get())!.Result);
        // A vote after the count is refused even by a silo whose clock goes wrong.
        world.Time.AdjustTime(From);
        Refused(RejectionCode.BallotNotOpen, await Cast(world, ballot, voters[1], 0));
        // Nobody can sign a paper any more.
        Assert.Null(
            await world.Vault.ReadFile(ballot.Value, BallotGrain.KeyFile((await Grain(world, ballot).Get())!.PublicKey), "test", "test",
                TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_that_is_kept_joins_a_citizen_and_a_vote()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3);
        var voters = await Voters(world, city, 4);
        var ballot = await Open(world, city, YesOrNo());
        await Papers(world, ballot, voters);
        world.Time.SetUtcNow(From);
        foreach (var voter in voters)
        {
            world.Time.Advance(TimeSpan.FromMinutes(3));
            Accepted("cast", await Cast(world, ballot, voter, 1));
        }

        var box = await Events(world, ballot.BoxPart);
        Assert.Equal(4, box.Count);
        Assert.All(box, e => Assert.Equal(("system", new DateTimeOffset(From.Date, TimeSpan.Zero)), (e.Actor, e.At)));
        var register = await Events(world, part => ballot.Part("ballot-register", part));
        Assert.Equal(4, register.Count);
        foreach (var voter in voters)
        {
            Assert.DoesNotContain(box, e => Text(e).Contains(voter.Host.Value, StringComparison.Ordinal));
            Assert.DoesNotContain(register, e => Text(e).Contains(Hash(voter.Paper), StringComparison.Ordinal));
            Assert.False(world.JournalHas(Convert.ToBase64String(voter.Paper)));
            Assert.Single(box, e => Text(e).Contains(Hash(voter.Paper), StringComparison.Ordinal));
        }

        // The city's feed is read by officers and auditors, while votes are taken.
        var feed = await world.Feed(city.Value).Read(0, 1_000, TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Contains(feed.Items, i => i.Type == "ballot-paper-issued");
        Assert.DoesNotContain(feed.Items, i => i.Type == "ballot-vote-cast");
        Assert.DoesNotContain("ballot-box", string.Join(' ', feed.Items.Select(i => i.Stream)));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_count_that_is_cut_short_anywhere_goes_on_and_sets_the_quota_once(string where, int n, Fault fault)
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var voters = await Voters(world, city, 3);
        var ballot = await Open(world, city, Numbers());
        await Papers(world, ballot, voters);
        world.Time.SetUtcNow(From);
        foreach (var (voter, answer) in voters.Zip([50, 100, 150])) Accepted("cast", await Cast(world, ballot, voter, answer));
        world.Time.SetUtcNow(End);
        var stream = where switch
        {
            "ballot" => ballot.Stream,
            "box" => ballot.BoxPart(BallotParts.OfPaper(Hash(voters[0].Paper), BallotGrain.Parts)),
            _ => city.Stream,
        };
        world.Script(stream, i => i == n ? fault : Fault.None);
        try
        {
            await Grain(world, ballot).Get();
        }
        catch (Exception)
        {
            // The reminder comes again.
        }

        world.Heal();
        await world.Restart();
        await world.RemindersCome();
        await world.RemindersCome();
        Assert.Equal(new BallotResult(3, 1, 100), (await Grain(world, ballot).Get())!.Result);
        Assert.Equal(100, (await world.City(city).Get())!.Quota!.Places);
        Assert.Equal(2, (await world.EventsOf(city.Stream)).Count(e => e.Type == "quota-decided"));
    }

    [Fact]
    public async Task A_key_is_made_for_terms_that_hold_and_for_no_others()
    {
        var made = 0;
        await using var world = await Start(new()
        {
            Services = services => services.AddSingleton<NewBallotKey>(() =>
            {
                made++;
                return BlindSignatures.NewKey();
            }),
        });
        var city = await world.OpenCity(1);
        var id = BallotId.From(city, "keys");
        // Nobody may vote yet.
        Refused(RejectionCode.InvalidInput, await Grain(world, id).Open(Command(), YesOrNo()));
        await world.AddHost(city);
        foreach (var terms in new[]
        {
            YesOrNo() with { PapersUntil = null }, YesOrNo() with { PapersUntil = End }, YesOrNo() with { LegalBasis = "" },
            YesOrNo() with { Question = new() }, YesOrNo() with { Until = From }, YesOrNo() with { PapersUntil = Beginning.AddDays(-1) },
        })
        {
            Assert.NotNull((await Grain(world, id).Open(Command(), terms)).Rejected);
        }

        Refused(RejectionCode.CityNotFound, await Grain(world, BallotId.From(NewCity(), "keys")).Open(Command(), YesOrNo()));
        Assert.Equal(0, made);
        Accepted("opened", await Grain(world, id).Open(Command("open"), YesOrNo()));
        Accepted("opened", await Grain(world, id).Open(Command("open"), YesOrNo()));
        Refused(RejectionCode.AlreadyExists, await Grain(world, id).Open(Command(), YesOrNo()));
        Assert.Equal(1, made);
    }

    // What such a ballot began with, its box as far as it was filled included, is what it ends with.
    [Fact]
    public async Task A_ballot_from_before_there_were_two_windows_goes_on_as_it_began()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var voters = await Voters(world, city, 3);
        var ballot = await OpenOld(world, city, YesOrNo() with { PapersUntil = null }, voters.Count, BlindSignatures.NewKey());
        await Papers(world, ballot, voters[..2]);
        world.Time.SetUtcNow(From);
        Accepted("cast", await Cast(world, ballot, voters[0], 1));
        await world.Restart();
        Accepted("cast", await Cast(world, ballot, voters[1], 0));
        // It gives out papers while votes are taken.
        await Papers(world, ballot, voters[2..]);
        Accepted("cast", await Cast(world, ballot, voters[2], 1));
        Assert.Equal(3, (await Events(world, part => ballot.Part("ballot-box", part))).Count);
        Assert.Empty(await Events(world, ballot.BoxPart));
        Assert.DoesNotContain("ballot-box",
            string.Join(' ', (await world.Feed(city.Value).Read(0, 1_000, TimeSpan.Zero, default)).Items.Select(i => i.Stream)));
        world.Time.SetUtcNow(End);
        var done = (await Grain(world, ballot).Get())!;
        Assert.Equal((new BallotResult(3, 1, 100), true, null), (done.Result, done.QuotaIsSet, done.PapersUntil));
        Assert.Equal(100, (await world.City(city).Get())!.Quota!.Places);
    }

    private static BallotTerms YesOrNo() => new(new(Places: 100), "Charter, article 9", From, End, 20, PapersUntil);

    private static BallotTerms Numbers() => YesOrNo() with { Question = new(Numbers: new(0, 200, 50)) };

    internal static IBallotGrain Grain(World world, BallotId id) => world.Grains.Ballot(id);

    private static IBallotRegisterGrain Register(World world, BallotId ballot, HostId host) =>
        world.Grains.BallotRegister(ballot, BallotParts.OfCitizen(host, BallotGrain.Parts));

    private static async Task<BallotId> Open(World world, CityId city, BallotTerms terms)
    {
        var id = BallotId.From(city, $"ballot-{Interlocked.Increment(ref _ids)}");
        Accepted("opened", await Grain(world, id).Open(Command($"open-{id}"), terms));
        // The same command again, and its key is the same.
        var key = (await Grain(world, id).Get())!.PublicKey;
        Accepted("opened", await Grain(world, id).Open(Command($"open-{id}"), terms));
        Assert.Equal(key, (await Grain(world, id).Get())!.PublicKey);
        return id;
    }

    /// <summary>Opens a ballot as it was opened when there was one window for papers and votes.</summary>
    internal static async Task<BallotId> OpenOld(World world, CityId city, BallotTerms terms, int electorate,
        (byte[] PrivateKey, string PublicKey) key)
    {
        var id = BallotId.From(city, $"ballot-{Interlocked.Increment(ref _ids)}");
        await world.Vault.PutFile(id.Value, BallotGrain.KeyFile(key.PublicKey), key.PrivateKey, TestContext.Current.CancellationToken);
        var now = world.Time.GetUtcNow();
        BallotEvent opened = new BallotEvent.BallotOpened(id, terms, electorate, BallotGrain.Parts, key.PublicKey, now);
        var written = new NewEvent("ballot-opened", BallotDecider.Aggregate.Events.Write(opened), now, "city-officer:test");
        var append = new Append(id.Stream, StreamHead.Empty, Guid.NewGuid(), [written], []);
        var result = await world.Watched.Append(append, TestContext.Current.CancellationToken);
        Assert.Equal(AppendStatus.Appended, result.Status);
        return id;
    }

    internal static async Task<List<Voter>> Voters(World world, CityId city, int count)
    {
        var voters = new List<Voter>();
        for (var i = 0; i < count; i++) voters.Add(new(await world.AddHost(city)));
        return voters;
    }

    internal static async Task Papers(World world, BallotId ballot, IReadOnlyList<Voter> voters)
    {
        var view = (await Grain(world, ballot).Get())!;
        foreach (var voter in voters)
        {
            voter.Blinded ??= BlindSignatures.Blind(view.PublicKey, voter.Paper);
            var answer =
                await Register(world, ballot, voter.Host).Issue(Command(actor: $"host:{voter.Host}"), voter.Host, voter.Blinded.Blinded);
            Accepted("issued", answer.Result);
            voter.Signature = voter.Blinded.Unblind(answer.Signature);
        }
    }

    private static byte[] Blinded(BallotView? view) => BlindSignatures.Blind(view!.PublicKey, RandomNumberGenerator.GetBytes(32)).Blinded;

    internal static Task<CommandResult> Cast(World world, BallotId ballot, Voter voter, int answer, int revision = 1) =>
        world.Grains.BallotBox(ballot, BallotParts.OfPaper(Hash(voter.Paper), BallotGrain.Parts))
            .Cast(new(voter.Paper, voter.Signature!, answer, revision));

    private static async Task<List<RecordedEvent>> Events(World world, Func<int, StreamId> part)
    {
        var events = new List<RecordedEvent>();
        for (var n = 0; n < BallotGrain.Parts; n++) events.AddRange(await world.EventsOf(part(n)));
        return events;
    }

    private static string Text(RecordedEvent e) => Encoding.UTF8.GetString(e.Data.Span) + e.Actor;

    internal static string Hash(byte[] paper) => Convert.ToHexStringLower(SHA256.HashData(paper));

    internal sealed class Voter(HostId host)
    {
        public HostId Host { get; } = host;

        public byte[] Paper { get; } = RandomNumberGenerator.GetBytes(32);

        public BlindedMessage? Blinded { get; set; }

        public byte[]? Signature { get; set; }
    }
}
