namespace VipOrleans.Domain.Tests;

using System.Numerics;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// A small programme with everything in it: a city with few places, hosts, migrants and sponsorships, and every command that anybody can
/// give, sensible or not, chosen by numbers from outside. The laws of the design are checked at every version.
/// </summary>
internal sealed class Programme
{
    private const int Hosts = 4, Migrants = 4, Sponsorships = 6;

    private readonly CityModel _model = new();
    private readonly Host[] _hosts = [.. Enumerable.Repeat(HostDecider.Initial, Hosts)];
    private readonly Migrant[] _migrants = [.. Enumerable.Repeat(MigrantDecider.Initial, Migrants)];
    private readonly Sponsorship[] _sponsorships = [.. Enumerable.Repeat(SponsorshipDecider.Initial, Sponsorships)];
    private readonly Dictionary<(int, int), (long Earned, bool UntilLeft)>[] _earned =
        [.. Enumerable.Range(0, Sponsorships).Select(_ => new Dictionary<(int, int), (long, bool)>())];
    private readonly SponsorshipId[] _ids = [.. Enumerable.Range(0, Sponsorships).Select(n => Cases[n])];
    private int _cases = Sponsorships;
    private City _city = CityDecider.Initial;
    private DateTimeOffset _now = Now;

    public Programme(int quota)
    {
        Tell(new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", Policy)));
        Tell(new DecideQuota(Decision(quota)));
        for (var h = 0; h < Hosts; h++) Tell(h, new RegisterHost(Host(h), Household(h / 2), Home(h / 2), null, new(true, false, null)));
        for (var m = 0; m < Migrants; m++) Tell(m, new RegisterMigrant(Migrant(m), "PH", ["fil-PH"], []));
    }

    /// <summary>How many commands were given, in all programmes so far, and how many of them did something.</summary>
    public static long Commands => Interlocked.Read(ref commands);

    /// <inheritdoc cref="Commands"/>
    public static long Effective => Interlocked.Read(ref effective);

    private static readonly SponsorshipId[] Cases = [.. Enumerable.Range(0, 2_000).Select(Case)];
    private static long commands, effective;

    private DateOnly Day => DateOnly.FromDateTime(_now.UtcDateTime);

    private Moment Moment => new(_now, Day, "system");

    public IEnumerable<Sponsorship> All => _sponsorships;

    public (City City, Host[] Hosts, Migrant[] Migrants, Sponsorship[] Sponsorships) States => (_city, _hosts, _migrants, _sponsorships);

    /// <summary>Gives the command that the number says.</summary>
    public void Step(uint choice)
    {
        var n = (int)(choice % Sponsorships);
        var x = (int)(choice / Sponsorships % 64);
        var party = x % 2 == 0 ? Party.Host : Party.Migrant;
        switch (choice / (Sponsorships * 64) % 48)
        {
            case 0: Tell(new DecideQuota(Decision(x % 6))); break;
            case 1: if (x < 20) Tell(new PauseCity(PauseReason.Capacity)); break;
            case 2: Tell(new ResumeCity()); break;
            case 3:
                Tell(
                new DecidePolicy(Policy with { HoldDays = 1 + (x % 20), Share = x % 3 == 0 ? Share.Parse("2/5") : Share.Half })); break;
            case 4 when x >= 40:
                Tell(
                x < 50 ? new ExtendGrace(Migrant(n % Migrants), 1 + (x % 5)) : x < 54
                    ? new GiveUpPlace(Migrant(n % Migrants), null)
                    : _city.Kept.GetValueOrDefault(Migrant(n % Migrants))?.Proposed is { } end
                        ? new RuleOnStatusEnd(Migrant(n % Migrants), end.Ruling, x < 62 ? RulingEffect.Stands : RulingEffect.Lifted)
                        : new EndStatus(Migrant(n % Migrants), [StatusEndReason.NoNewHost], Ruling(n))); break;
            case 4: Tell(new ServeWaiting()); break;
            case 5: if (x < 8) Tell(n % Hosts, new SuspendHost(SuspensionReason.Safeguarding)); break;
            case 6: Tell(n % Hosts, new ReinstateHost(ReinstatementReason.Cleared)); break;
            case 7: if (x == 0) Tell(n % Hosts, new EraseHost()); break;
            case 8: if (x == 0) Tell(n % Migrants, new EraseMigrant()); break;
            case 9:
                Tell(n % Migrants,
                    new DeclareBaseline(
                        new(x % 3 == 0 ? Dollars(x * 10_000) : new(x * 1_000_000, Php), BaselineEvidence.Payslips,
                            Day.AddDays(x == 63 ? 1 : 0))));
                Tell(n % Migrants,
                    new VerifyBaseline(new(x % 3 == 0 ? Dollars(x * 10_000) : new(x * 1_000_000, Php), BaselineMethod.Payslips,
                        "case-file/1", Day)));
                break;
            case 10: Tell(n % Hosts, new TakeHost(_ids[x % Sponsorships]), onlyIfSafe: true); break;
            case 11 or 12:
                Renew(n);
                Tell(n, new Propose(_ids[n], Host(n % Hosts), Migrant(x % Migrants), party,
                    new(true, true, Household(n % Hosts / 2), Home(n % Hosts / 2))));
                break;
            case 13 or 14: Tell(n, new Accept(party)); break;
            case 15: if (x < 4) Tell(n, new Decline(party)); break;
            case 16: if (x < 6) Tell(n, new Withdraw(party)); break;
            case <= 20:
                Tell(n,
                new RecordCheck(Policy.RequiredChecks[x % 2],
                    x < 52 ? new(CheckOutcome.Passed, null, Day, x < 8 ? Day.AddDays(x) : null, null)
                        : new(CheckOutcome.Failed, RefusalReason.CriminalRecord, Day, null, null))); break;
            case 21: if (x < 12) Tell(n, new Refuse([RefusalReason.ConditionsNotMet])); break;
            case 22: Tell(n, new Reply(party)); break;
            case 23: Tell(n, new Reopen()); break;
            case 24: Tell(n, new CloseRefused()); break;
            case <= 27:
                var migrant = _migrants[x % Migrants];
                Tell(n, new Arrive(Day, migrant.Baseline is not null, migrant.Verified.LastOrDefault(), x % 5 == 0 ? null : PhpRate));
                break;
            case 28: Tell(n, new Activate()); break;
            case 29: Tell(n, new GiveNotice()); break;
            case 30 when x >= 40: Tell(n, new ChangeHost()); break;
            case 30:
                if (x < 12)
                {
                    Tell(n, new End(x < 8 ? Party.Host : Party.Migrant, x < 8 ? EndReason.HostEnded : EndReason.MigrantLeft,
                        Day.AddDays(-(x % 3))));
                }
                else if (x < 18)
                {
                    Tell(n, new ProposeEnd(x < 15 ? EndReason.Programme : EndReason.Deceased, Day.AddDays(-(x % 3)), Ruling(n)));
                }
                else if (x < 24)
                {
                    Tell(n, new RuleOnEnd(Ruling(n), x < 22 ? RulingEffect.Stands : RulingEffect.Lifted));
                }
                else if (x < 30)
                {
                    Tell(n, x < 26 ? new TakeBackNotice() : x < 28 ? new StopNotice(Ruling(n))
                        : new RuleOnNotice(Ruling(n), x == 28 ? RulingEffect.Stands : RulingEffect.Lifted));
                }

                break;
            case <= 36: Tell(n, Sample.Earned(1 + (x / 60), 1 + (x % 13), Dollars(x * x * 997L % 700_000))); break;
            case 37: _now = _now.AddDays(x < 60 ? 1 : 45); break;
            default: Saga(n); break;
        }
    }

    private static RulingId Ruling(int n) => RulingId.From(Auckland, $"ruling {n}");

    // One that is over and done with makes room for a new one.
    private void Renew(int n)
    {
        if (_sponsorships[n].Status != SponsorshipStatus.Ended || SponsorshipSaga.IsUnfinished(_sponsorships[n]) || _cases == Cases.Length)
        {
            return;
        }

        _ids[n] = Cases[_cases++];
        _sponsorships[n] = SponsorshipDecider.Initial;
        _earned[n].Clear();
    }

    /// <summary>The next step of a sponsorship's saga, and the note of its answer.</summary>
    private void Saga(int n)
    {
        var (s, id) = (_sponsorships[n], _ids[n]);
        var (host, migrant) = (Array.FindIndex(_hosts, h => h.Id == s.Host), Array.FindIndex(_migrants, m => m.Id == s.Migrant));
        var step = SponsorshipSaga.Next(s, _now, Day);
        StepAnswer? answer = step switch
        {
            SagaStep.TakeHost => Done(Tell(host, new TakeHost(id))),
            SagaStep.TakeMigrant => Done(Tell(migrant, new TakeMigrant(id))),
            SagaStep.HoldPlace => Place(Tell(new HoldPlace(id, s.Migrant)), id),
            SagaStep.AskPlace => Place(null, id),
            SagaStep.ConfirmPlace => Done(Tell(new ConfirmPlace(id))),
            SagaStep.ExpirePlace => Done(Tell(new ExpirePlace(id))),
            SagaStep.ReleasePlace => Done(Tell(new ReleasePlace(id, "hold", s.ArrivedOn is not null))),
            SagaStep.KeepPlace => Done(Tell(new KeepPlace(new(id, s.Migrant, 1 + (n * 10), s.ArrivedOn is not null)))),
            SagaStep.FreeMigrant => Done(Tell(migrant, new FreeMigrant(id, "take"))),
            SagaStep.FreeHost => Done(Tell(host, new FreeHost(id, "take"))),
            _ => null,
        };
        if (step == SagaStep.CloseRefused) Tell(n, new CloseRefused());
        if (answer is not null) Tell(n, new NoteStep(step, answer));
    }

    private static StepAnswer Done(Rejection? rejection) => rejection is null ? new StepDone() : new StepRefused(rejection.Code);

    private StepAnswer? Place(Rejection? rejection, SponsorshipId id) => rejection is not null ? new StepRefused(rejection.Code)
        : _city.Taken.TryGetValue(id, out var place)
        ? new PlaceHeld(
            new(_city.Currency, _city.Policy.Share, _city.Policy.RequiredChecks, _city.Policy.ReplyDays, _city.Policy.NoticeDays),
            place.Until)
        : _city.Tickets.ContainsKey(id) ? new PlaceInLine() : null;

    private Rejection? Tell(CityCommand command)
    {
        var decision = Count(CityDecider.Decide(_city, command, Moment));
        foreach (var e in decision.Events)
        {
            var before = _city.Held + _city.InUse;
            _city = CityDecider.Evolve(_city, e);
            var taken = _city.Held + _city.InUse;
            // Above the quota only after a cut, and then it falls.
            if (taken > _city.Quota.Places && taken > before) Assert.Fail($"{taken} places are taken of {_city.Quota.Places}.");
            if (_city.Free < 0 || _city.Places.Sum(Asset.Place) != 0) Assert.Fail("The places do not balance.");
        }

        if (decision.Rejection is null) _model.Apply(command);
        _model.HoldsFor(_city);
        return decision.Rejection;
    }

    private Rejection? Tell(int h, HostCommand command, bool onlyIfSafe = false)
    {
        // Outside of its saga nobody takes a host; that it changes nothing where the host is taken can be tried at any time.
        if (onlyIfSafe && _hosts[h].Live is null) return null;
        var decision = Count(HostDecider.Decide(_hosts[h], command, Sample.ThatMoment));
        foreach (var e in decision.Events)
        {
            if (e is HostTaken && _hosts[h].Live is not null) Assert.Fail("A host has two live sponsorships.");
            _hosts[h] = HostDecider.Evolve(_hosts[h], e);
        }

        return decision.Rejection;
    }

    private Rejection? Tell(int m, MigrantCommand command)
    {
        var decision = Count(MigrantDecider.Decide(_migrants[m], command,
            // An officer verifies who did not declare.
            Sample.ThatMoment with { Actor = command is VerifyBaseline ? "city-officer:two" : "city-officer:one" }));
        foreach (var e in decision.Events)
        {
            if (e is MigrantTaken && _migrants[m].Live is not null) Assert.Fail("A migrant has two live sponsorships.");
            _migrants[m] = MigrantDecider.Evolve(_migrants[m], e);
        }

        return decision.Rejection;
    }

    private void Tell(int n, SponsorshipCommand command)
    {
        var before = _sponsorships[n];
        var decision = Count(SponsorshipDecider.Decide(before, command, Moment));
        if (before.IsOpen)
        {
            // Nothing ever blocks an exit.
            var leave = SponsorshipDecider.Decide(before, new End(Party.Migrant, EndReason.MigrantLeft, Day), Moment);
            if (leave.Rejection is { } blocked) Assert.Fail($"A migrant cannot leave: {blocked}");
        }

        foreach (var e in decision.Events)
        {
            if (e is SharePosted posted) AtEveryPosting(_sponsorships[n].Books.Ledger, posted);
            _sponsorships[n] = SponsorshipDecider.Evolve(_sponsorships[n], e);
        }

        var s = _sponsorships[n];
        if (command is ReportEarnings report && decision.Rejection is null)
        {
            _earned[n][(report.Report.Year, report.Report.Month)] =
                (report.Report.Earned.Minor, s.Ended is EndReason.MigrantLeft or EndReason.Moved or EndReason.Deceased);
        }

        if (s.ArrivedOn is not null) ComesToTheSame(s, _earned[n]);

        if (s.Status is SponsorshipStatus.Granted or SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice)
        {
            if (Array.Find(_hosts, h => h.Id == s.Host)!.Live != s.Id || Array.Find(_migrants, m => m.Id == s.Migrant)!.Live != s.Id
                || _city.Taken.GetValueOrDefault(s.Id!.Value) is not { Confirmed: true })
            {
                Assert.Fail($"A sponsorship is {s.Status} without its host, its migrant or its place.");
            }
        }

        if (before.Status == SponsorshipStatus.Ended && s.Status != SponsorshipStatus.Ended) Assert.Fail("What ended is open again.");
    }

    private static void AtEveryPosting(Ledger books, SharePosted posted)
    {
        foreach (var transfer in posted.Postings)
        {
            books = books.Post(transfer);
            if (books.Sum(Nzd.Asset) != 0) Assert.Fail("The books do not balance.");
            if (books.Posted(SponsorshipAccounts.Migrant(Nzd)) < 0) Assert.Fail("A migrant owes.");
        }
    }

    // The share as one would compute it afresh from all that is known: with fractions, and day by day up to the last one that counts.
    private static void ComesToTheSame(Sponsorship s, Dictionary<(int Year, int Month), (long Earned, bool UntilLeft)> reports)
    {
        var (p, q) = ((BigInteger)s.Terms!.Share.Numerator, (BigInteger)s.Terms.Share.Denominator);
        BigInteger share = 0, earned = 0;
        foreach (var year in reports.GroupBy(e => e.Key.Year))
        {
            var (b, of) = ((BigInteger)s.Earnings.BaselineOf(year.Key)!.Yearly.Minor, year.ToDictionary(m => m.Key.Month, m => m.Value));
            // Earned and elapsed, both over 31·30·29·28 so that any part of a month is whole.
            const int Parts = 31 * 30 * 29 * 28;
            BigInteger elapsed = 0, inYear = 0;
            var months = of.Keys.Max();
            while (months < 12 && s.EndedOn >= s.Earnings.MonthStart(year.Key, months + 1)
                && s.EndedOn < s.Earnings.MonthStart(year.Key, 13)) months++;
            for (var month = 1; month <= months; month++)
            {
                var (start, next) = (s.Earnings.MonthStart(year.Key, month)!.Value, s.Earnings.MonthStart(year.Key, month + 1)!.Value);
                var days = next.DayNumber - start.DayNumber;
                var counted = s.EndedOn is { } last ? Math.Clamp(last.DayNumber + 1 - start.DayNumber, 0, days) : days;
                elapsed += Parts * counted / days;
                if (of.TryGetValue(month, out var report) && counted > 0)
                {
                    inYear += report.UntilLeft ? report.Earned : (BigInteger)report.Earned * counted / days;
                }

            }

            var gain = (12 * inYear * Parts) - (b * elapsed);
            share += gain.Sign <= 0 ? 0 : gain * p / (12 * q * Parts);
            earned += inYear;
        }

        if (SponsorshipBooks.HostSide(s.Books.Ledger, Nzd) != share)
        {
            Assert.Fail($"The host's share is {SponsorshipBooks.HostSide(s.Books.Ledger, Nzd)}, and the formula says {share}.");
        }

        if (s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)) != earned - share)
        {
            Assert.Fail("What stays with the migrant is not the rest.");
        }

    }

    private static Decision<TEvent> Count<TEvent>(Decision<TEvent> decision)
    {
        Interlocked.Increment(ref commands);
        if (decision.Events.Count > 0) Interlocked.Increment(ref effective);
        if (decision.Rejection is { Detail: var detail } && string.IsNullOrWhiteSpace(detail))
        {
            Assert.Fail("A rejection says what is wrong.");
        }

        return decision;
    }
}
