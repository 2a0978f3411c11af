namespace VipOrleans.Grains.Tests.Reports;

using System.Text.Json;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Payments;
using VipOrleans.Grains.Reports;
using VipOrleans.Journal;
using static VipOrleans.Domain.Payments.BankCreditCommand;
using static VipOrleans.Domain.Payments.LossFundCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// No cent is left where nobody can get it: after a year of a small city in which anything happens, each account is somebody's own, or what
/// is on it stands, to the cent, in a list that an officer can act on; and once officers have acted, it is zero, or what is left
/// is money that is held.
/// </summary>
public sealed class YearOfACityTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(1_000, 1_900, Traits = new[] { "Speed", "slow" })]
    public void After_a_year_in_which_anything_happens_every_account_is_zero_or_in_a_list_that_an_officer_can_act_on(int first, int years)
    {
        var (old, left) = (0, 0);
        for (var seed = first; seed < first + years; seed++)
        {
            var city = new City(seed);
            try
            {
                for (var step = 0; step < 60; step++) city.Step();
                city.IsAllListed();
                old += city.ClosesOnlyWhatIsClosed();
                city.OfficersAct();
                city.IsAllListed();
                city.IsAllDone();
                old += city.ClosesOnlyWhatIsClosed();
                left += city.Left;
            }
            catch (Exception e) when (e is not InvalidDataException)
            {
                throw new InvalidDataException($"The year of seed {seed}: {e.Message}", e);
            }
        }

        Assert.True(left > years, "Hardly a month has left what is held.");
        Assert.True(old > years, "Hardly a statement was of what is closed.");
    }

    /// <summary>A city whose deciders are asked, and whose lists are folded from what they decide.</summary>
    private sealed class City
    {
        // What lies here is somebody's own, or says what came from where.
        private static readonly HashSet<string> Own =
            ["employer", "migrant", "paid-out", "levy", "fund", "fined", "refund-booked", "refund-paid", "loss-paid", "guarantee", "bank",
                "settled"];

        private static readonly CityId Id = CityId.Parse("nz-akl");
        private static readonly Currency Nzd = Currency.Parse("NZD");
        private static readonly FineLimits Limits = new(new(500_00, Nzd), new(5_000_00, Nzd));

        private readonly Random _random;
        private readonly BooksFold _books = new();
        private readonly CollectionsFold _collections = new() { Keeps = 0 }, _bounded = new() { Keeps = 1 };
        private readonly List<RecordedEvent> _events = [];
        private readonly Dictionary<SponsorshipId, Sponsorship> _sponsorships = [];
        private readonly Dictionary<CreditId, BankCredit> _credits = [];
        private LossFund _fund = LossFundDecider.Initial;
        private DateOnly _today = new(2025, 1, 1);
        private long _position, _names;
        private bool _isTakenBack;

        public City(int seed)
        {
            _random = new(seed);
            Add(StreamId.Of(Id.Value, "city", "city"), CityDecider.Aggregate.Events,
                new CityEvent.CityOpened(Id, "Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default));
            for (var n = 0; n < 3; n++) Begin(n, _random.Next(4) == 0 ? 0 : _random.Next(300_000));
        }

        public void Step()
        {
            _today = _today.AddDays(_random.Next(9));
            var s = _sponsorships.Values.ElementAt(_random.Next(_sponsorships.Count));
            switch (_random.Next(16))
            {
                case 0 or 1 or 2:
                    Tell(s, Week());
                    break;
                case 3:
                    Tell(s, new ReportEarnings(new(1, 1 + _random.Next(12), Employer(), Amount(600_000))));
                    break;
                case 4 when Pay(s) is { } pay:
                    Tell(s, _random.Next(3) == 0 ? new WithdrawPay(pay.Id)
                        : new ReportPay(pay.Report with { Gross = Amount(200_000) }, Corrects: pay.Id));
                    break;
                case 5 when Pay(s) is { } pay:
                    Tell(s, pay.Contest is null ? new ContestPay(pay.Id, ContestReason.AmountWrong)
                        : new DecideContest(pay.Id, _random.Next(2) == 0));
                    break;
                case 6:
                    Tell(s, new CloseMonths(31));
                    break;
                case 7:
                    Tell(s, new CollectShare(Name("hand"), Amount(100_000), _today, IsUpTo: true));
                    break;
                case 8:
                    Credit(s);
                    break;
                case 9 when _random.Next(4) == 0:
                    TakeBackUnknown();
                    break;
                case 9 when _credits.Count > 0:
                    Reverse(_credits.Keys.ElementAt(_random.Next(_credits.Count)));
                    break;
                case 10:
                    Tell(s, new ReservePayout(Name("p"), _random.Next(2) * 50_00, _random.Next(2) == 0 ? Party.Host : Party.Migrant));
                    break;
                case 11 or 12 when s.Books.Payments.Count > 0:
                    var payment = s.Books.Payments.Keys.ElementAt(_random.Next(s.Books.Payments.Count));
                    Tell(s, _random.Next(4) switch
                    {
                        0 => new ReleasePayout(payment),
                        1 => new ReturnPayout(payment),
                        _ => new SettlePayout(payment),
                    });
                    break;
                case 13:
                    Lose(s);
                    break;
                case 14:
                    Fine(s);
                    break;
                case 15 when _random.Next(4) == 0:
                    Die(s);
                    break;
            }
        }

        /// <summary>Each account by the list in which what lies on it stands.</summary>
        public void IsAllListed()
        {
            var books = _books.TrialBalance()!;
            Assert.Equal(0, books.Sum.Minor);
            Assert.Equal(0, books.Accounts.Sum(a => a.Balance.Minor));
            var hosts = Unpaid(Party.Host);
            var rests = Credits().Where(c => !c.IsReversal).Sum(c => c.Rest.Minor);
            var open = Employers().Sum(e => e.Open.Minor);
            Dictionary<string, (string List, long Sum)> listed = new()
            {
                ["host"] = ("unpaid-shares", hosts - books.Loss.Minor),
                ["loss"] = ("unpaid-shares", hosts - books.Collected.Minor),
                ["refund"] = ("unpaid-refunds", Unpaid(Party.Migrant)),
                ["payout-in-transit"] = ("payouts", OnTheirWay(Party.Host, p => p.Amount - p.Losses)),
                ["loss-in-transit"] = ("payouts", OnTheirWay(Party.Host, p => p.Losses)),
                ["refund-in-transit"] = ("payouts", OnTheirWay(Party.Migrant, p => p.Amount)),
                // What employers have overpaid is held, and stands with them as less than nothing.
                ["host-due"] = ("employers", open - books.Gap.Minor + (books.Held.Minor - rests)),
                ["held"] = ("credits and employers", rests + books.Due.Minor + books.Gap.Minor - open),
                ["gap"] = ("guarantee", -books.Gap.Minor),
                ["taken-back"] = ("credits", -Credits().Where(c => c.IsReversal).Sum(c => c.Rest.Minor)),
            };
            foreach (var (account, amount) in books.Accounts.Where(a => !Own.Contains(a.Account)))
            {
                var balance = amount.Minor;
                Assert.True(listed.TryGetValue(account, out var list), $"{account} has {balance}, and no list says so.");
                Assert.True(list.Sum == balance, $"{account} has {balance}, and the list {list.List} {list.Sum}.");
            }

            Assert.True(books.Held.Minor >= 0 && books.Gap.Minor >= 0 && books.Fund.Minor >= 0, "Held, gap or fund is below zero.");
            Assert.Equal(books.Held.Minor > 0, books.HeldSince is not null);
            Assert.Equal(_fund.Free, books.Fund.Minor);
            Assert.All(_sponsorships.Values, s => Assert.All(s.Books.Ledger.Balances,
                b => Assert.True(b.Account.MayGoBelowZero || b.Posted >= 0, $"{b.Account.Name} is below zero.")));
            // What was folded is what a snapshot gives back.
            var again = BooksFold.FromSnapshot(_books.ToSnapshot()).TrialBalance()!;
            Assert.Equal(books with { Accounts = [] }, again with { Accounts = [] });
        }

        /// <summary>What each list is for: contests are decided, dues collected, payments settled, credits released.</summary>
        public void OfficersAct()
        {
            _today = _today.AddDays(40);
            foreach (var id in _sponsorships.Keys.ToArray())
            {
                while (Contested(_sponsorships[id]) is { } pay) Tell(_sponsorships[id], new DecideContest(pay, _random.Next(2) == 0));
            }

            foreach (var credit in _credits.Keys.ToArray()) TellCredit(credit, new ReleaseCredit(CreditRelease.ReturnedToPayer));
            // Whoever owes again what a host was paid already pays it: the same plan that takes a bank's file.
            foreach (var id in _sponsorships.Keys.ToArray())
            {
                for (var due = 0; due < 24 && Debt(id) is { } debt; due++) Credit(debt.Reference, debt.Open);
            }

            foreach (var id in _sponsorships.Keys.ToArray())
            {
                foreach (var payment in OfState(id, HostPaymentState.Reserved)) Tell(_sponsorships[id], new SettlePayout(payment));
                foreach (var to in new[] { Party.Host, Party.Migrant })
                {
                    var payment = Name("last");
                    Tell(_sponsorships[id], new ReservePayout(payment, 0, to));
                    if (_sponsorships[id].Books.Payments.ContainsKey(payment)) Tell(_sponsorships[id], new SettlePayout(payment));
                }
            }
        }

        public void IsAllDone()
        {
            var books = _books.TrialBalance()!;
            foreach (var account in books.Accounts.Where(a => !Own.Contains(a.Account) && a.Account is not ("held" or "host-due" or "gap")))
            {
                Assert.True(account.Balance.Minor == 0, $"{account.Account} still has {account.Balance}.");
            }

            // Nobody owes anything more. What is still due to hosts, or advanced for what the bank took back, has come already and is held
            // for an officer to assign; the rest of what is held an employer has overpaid.
            Assert.DoesNotContain(_sponsorships.Keys, id => Debt(id) is not null);
            Assert.Equal(books.Held.Minor, books.Due.Minor + books.Gap.Minor - Employers().Sum(e => e.Open.Minor));
        }

        private void Begin(int n, long baseline)
        {
            var id = SponsorshipId.From(Id, $"s-{n}");
            _sponsorships[id] = SponsorshipDecider.Initial;
            var terms = new SponsorshipTerms(Nzd, Share.Half, [], 28, 14, Share.Parse("1/10"));
            var fixedBaseline = new FixedBaseline(new(1, new(baseline, Nzd), BaselineMethod.CountryReference, "reference/1", _today,
                new(new(baseline, Nzd), BaselineEvidence.OwnStatement, _today)), null, new(baseline, Nzd));
            SponsorshipEvent[] events =
            [
                new SponsorshipProposed(id, HostId.From(Id, $"h-{n}"), MigrantId.From(Id.Nation, $"m-{n}"),
                    HouseholdId.From(Id, $"hh-{n}"), HomeId.From(Id, $"home-{n}"), Party.Host),
                new SponsorshipAccepted(), new ClaimNoted(ClaimOn.Host, Claim.Held), new ClaimNoted(ClaimOn.Migrant, Claim.Held),
                new TermsFixed(terms, DateTimeOffset.UnixEpoch), new ClaimNoted(ClaimOn.Place, Claim.Confirmed), new SponsorshipGranted(),
                new MigrantArrived(_today, fixedBaseline), new SponsorshipActivated(),
                new EmployerNamed(new("orchard", _today)), new EmployerNamed(new("cafe", _today)),
            ];
            foreach (var e in events) Happened(id, e);
        }

        private void Tell(Sponsorship s, SponsorshipCommand command)
        {
            foreach (var e in SponsorshipDecider.Decide(s, command, new(Noon, _today, "city-officer:one")).Events) Happened(s.Id!.Value, e);
        }

        private void Happened(SponsorshipId id, SponsorshipEvent e)
        {
            _sponsorships[id] = SponsorshipDecider.Evolve(_sponsorships[id], e);
            Add(id.Stream, SponsorshipDecider.Aggregate.Events, e);
        }

        private void TellCredit(CreditId id, BankCreditCommand command)
        {
            var credit = _credits.GetValueOrDefault(id) ?? BankCreditDecider.Initial;
            foreach (var e in BankCreditDecider.Decide(credit, command, new(Noon, _today, "city-officer:one")).Events)
            {
                _credits[id] = credit = BankCreditDecider.Evolve(credit, e);
                Add(id.Stream, BankCreditDecider.Aggregate.Events, e);
            }
        }

        private void TellFund(LossFundCommand command, string actor)
        {
            foreach (var e in LossFundDecider.Decide(_fund, command, new(Noon, _today, actor)).Events)
            {
                _fund = LossFundDecider.Evolve(_fund, e);
                Add(StreamId.Of(Id.Value, "loss-fund", "fund"), LossFundDecider.Aggregate.Events, e);
            }
        }

        private void Add<TEvent>(StreamId stream, EventCodec<TEvent> codec, TEvent e) where TEvent : class
        {
            _position++;
            _isTakenBack |= e is CollectionReversed or BankCreditEvent.PartsReversed;
            var recorded = new RecordedEvent(stream, _position, _position, EventCodec<TEvent>.NameOf(e), codec.Write(e), Noon, "system",
                default);
            _books.Apply(recorded);
            _collections.Apply(recorded);
            _bounded.Apply(recorded);
            _events.Add(recorded);
        }

        public int Left => _collections.Rows - _bounded.Rows;

        /// <summary>
        /// What holds only what is open or recent says the same of what is owed; and what it no longer holds, the journal says.
        /// </summary>
        public int ClosesOnlyWhatIsClosed()
        {
            Assert.Equal(Sums(_collections), Sums(_bounded));
            Assert.Equal(Sums(_collections), Sums(CollectionsFold.FromSnapshot(_bounded.ToSnapshot())));
            var old = 0;
            foreach (var employer in Employers().Select(e => e.Employer))
            {
                for (var day = new DateOnly(2025, 1, 1); day < _today.AddMonths(3); day = day.AddMonths(1))
                {
                    var month = StatementPeriod.MonthOf(day);
                    var fold = _bounded.NeedsJournal(employer, month) ? _bounded.Of(EventsOf(_bounded.StreamsOf(employer))) : _bounded;
                    if (fold != _bounded) old++;
                    Assert.Equal(Text(_collections, month), Text(fold, month));

                    string Text(CollectionsFold of, StatementPeriod period) =>
                        JsonSerializer.Serialize(of.Statement(Id, employer, period, new(0, 1_000)));
                }
            }

            return old;
        }

        // A month that is closed and taken back is due by its own day, whenever its last report was: in what order it is paid, and so who
        // has paid it, may then be another, and what all owe is the same.
        private string Sums(CollectionsFold fold)
        {
            var all = fold.Employers(null, _today, 0, 200).Items;
            return _isTakenBack
                ? $"{all.Sum(e => e.Owed.Minor)} {all.Sum(e => e.Paid.Minor)} {all.Sum(e => e.Open.Minor)}"
                : string.Join('\n', all.Select(e => $"{e.Employer} {e.Owed} {e.Paid} {e.Open} {e.Late} {e.LateSince}"));
        }

        private IEnumerable<RecordedEvent> EventsOf(IReadOnlyList<StreamId> streams)
        {
            var all = streams.ToHashSet();
            all.UnionWith(_events.Where(e => all.Contains(e.Stream)).Select(e => CollectionsFold.CreditOf(Id, e)).OfType<StreamId>());
            return _events.Where(e => all.Contains(e.Stream));
        }

        // A bank's credit for what is owed, less or more than it is, or for nothing that anybody knows.
        private void Credit(Sponsorship s)
        {
            var known = Debt(s.Id!.Value);
            var (reference, open) = _random.Next(4) == 0 || known is null ? ((string?)null, 10_000L)
                : (known.Value.Reference, known.Value.Open);
            Credit(reference, Math.Max(1, open + _random.Next(-5_000, 5_000)));
        }

        private void Credit(string? reference, long amount)
        {
            var id = CreditId.From(Id, Name("credit"));
            var facts = Facts(amount, isReversal: false, reference);
            TellCredit(id, new BookCredit(id, facts, Plan(id, facts, amount)));
            Follow(id);
        }

        private void Follow(CreditId id)
        {
            var credit = _credits[id];
            for (var next = credit.Next(50); next.Count > 0; next = _credits[id].Next(50))
            {
                if (_credits[id].Parts[next[0] - 1].State == AllocationState.Planned)
                {
                    TellCredit(id, new NoteCollected([.. next.Select(n => Collected(id, n))]));
                }
                else
                {
                    TellCredit(id, new NoteReversed([.. next.Select(n => GivenBack(id, n))]));
                }
            }
        }

        private CollectedPart Collected(CreditId id, int number)
        {
            var line = _credits[id].Parts[number - 1].Line;
            if (line.Kind != AllocationKind.Books) return new(number, line.Amount);
            var reference = BankCredit.BooksReference(id, number);
            Tell(_sponsorships[line.Sponsorship], new CollectShare(reference, new(line.Amount, Nzd), _today, IsUpTo: true));
            return new(number, _sponsorships[line.Sponsorship].Books.Collections.GetValueOrDefault(reference)?.Amount ?? 0);
        }

        private ReversedPart GivenBack(CreditId id, int number)
        {
            var part = _credits[id].Parts[number - 1];
            if (part.Line.Kind != AllocationKind.Books || part.Collected == 0) return new(number, part.Line, IsTakenBack: true);
            var reference = BankCredit.BooksReference(id, number);
            Tell(_sponsorships[part.Line.Sponsorship], new ReverseCollection(reference));
            return new(number, part.Line, _sponsorships[part.Line.Sponsorship].Books.Collections[reference].IsReversed);
        }

        private void Reverse(CreditId id)
        {
            var credit = _credits[id];
            if (credit.Facts is not { IsReversal: false } facts || credit.ReversedBy is not null || credit.Released is not null) return;
            var by = CreditId.From(Id, Name("reversal"));
            TellCredit(by, new BookCredit(by, Facts(facts.Amount.Minor, isReversal: true, null), new([], Original: id)));
            TellCredit(id, new ReverseCredit(by, _credits[by].Facts!));
            Follow(id);
            TellCredit(by, new NoteReversal(null));
        }

        // What a bank takes back may be none of what it ever gave here.
        private void TakeBackUnknown()
        {
            var id = CreditId.From(Id, Name("unknown"));
            var amount = 1 + _random.Next(50_000);
            var facts = Facts(amount, isReversal: true, null);
            TellCredit(id, new BookCredit(id, facts, Plan(id, facts, amount)));
        }

        private BookedCredit Facts(long amount, bool isReversal, string? reference) =>
            new(new(amount, Nzd), _today, isReversal, reference, [], CreditFileId.From(Id, "file"), 1);

        private CreditPlan Plan(CreditId id, BookedCredit facts, long rest)
        {
            var credit = new CreditToPlan(id, facts, facts.Reference, rest);
            var plan = _collections.Plan(credit, Noon, Noon.AddMinutes(1));
            var same = _bounded.Plan(credit, Noon, Noon.AddMinutes(1));
            if (_isTakenBack) return plan;
            Assert.Equal(plan.Lines, same.Lines);
            Assert.Equal((plan.IsMore, plan.Why, plan.Original), (same.IsMore, same.Why, same.Original));
            return plan;
        }

        private void Lose(Sponsorship s)
        {
            var rule = new LossRule(LossKind.UnemploymentSupport, new(0, Nzd), Share.Parse("1/1"), new(1_000_00, Nzd), null, "bylaw/1");
            TellFund(new DecideLossRules([rule], Nzd), "city-officer:one");
            TellFund(new AllotLevy(Name("budget"), Amount(20_000), _books.TrialBalance()!.Levy), "city-officer:one");
            var loss = new Loss(LossKind.UnemploymentSupport, Amount(30_000), "receipts/1");
            TellFund(new ClaimLoss(loss, new(s.Id!.Value, s.Host, s.ArrivedOn, s.EndedOn, s.Ended)), "city-officer:one");
            TellFund(new DecideLoss(s.Id.Value, LossKind.UnemploymentSupport, _random.Next(4) != 0), "city-officer:two");
            if (_fund.Claim(s.Id.Value, LossKind.UnemploymentSupport) is { State: LossState.Granted } claim)
            {
                Tell(_sponsorships[s.Id.Value], new BookLoss("unemployment-support", claim.Pays));
            }
        }

        // Who has died, an officer says and another one rules; who leaves, leaves.
        private void Die(Sponsorship s)
        {
            if (_random.Next(2) == 0)
            {
                Tell(s, new End(Party.Migrant, EndReason.MigrantLeft));
                return;
            }

            var ruling = RulingId.From(Id, Name("end"));
            Tell(s, new ProposeEnd(EndReason.Deceased, _today, ruling));
            Tell(_sponsorships[s.Id!.Value], new RuleOnEnd(ruling, RulingEffect.Stands));
        }

        private void Fine(Sponsorship s)
        {
            var ruling = RulingId.From(Id, Name("fine"));
            Tell(s, new ProposeFine(ruling, FineReason.HomeUnfit, Amount(30_000), Limits));
            if (_random.Next(4) != 0) Tell(_sponsorships[s.Id!.Value], new RuleOnFine(ruling, RulingEffect.Stands));
            if (s.Books.Fines.Keys.FirstOrDefault() is { } other && _random.Next(3) == 0)
            {
                Tell(_sponsorships[s.Id!.Value], new RuleOnFine(RulingId.Parse(other), RulingEffect.Lifted));
            }
        }

        private ReportPay Week()
        {
            var begin = new DateOnly(2025, 1, 1);
            var from = begin.AddDays(7 * _random.Next(1 + ((_today.DayNumber - begin.DayNumber) / 7)));
            var profile = new DeductionProfile("cap", 1, "NZ", new(2024, 1, 1), "made up", Nzd, PayBasis.Gross, false,
                [new PercentageCap(2500)]);
            return new(new(Employer(), from, from.AddDays(6), PayFrequency.Week, Amount(200_000)), _random.Next(2) == 0 ? profile : null);
        }

        private ReportedPay? Pay(Sponsorship s)
        {
            var pays = s.Earnings.ShareYears.Values.SelectMany(y => y.Pays).ToArray();
            return pays.Length == 0 ? null : pays[_random.Next(pays.Length)];
        }

        private static string? Contested(Sponsorship s) =>
            s.Earnings.ShareYears.Values.SelectMany(y => y.Pays).FirstOrDefault(p => p.Contest is not null)?.Id;

        // What an employer owes of a sponsorship, by the reference under which it is paid.
        private (string Reference, long Open)? Debt(SponsorshipId id)
        {
            foreach (var employer in Employers())
            {
                foreach (var year in new[] { "2025", "2026" })
                {
                    var lines = _collections
                        .Statement(Id, employer.Employer, StatementPeriod.Parse(year), new(0, 1_000))?.Items;
                    if (lines?.FirstOrDefault(l => l.Sponsorship == id && l.Open.Minor > 0) is { } line)
                    {
                        return (line.Reference, line.Open.Minor);
                    }

                }
            }

            return null;
        }

        private IReadOnlyList<EmployerDues> Employers() => _collections.Employers(null, _today, 0, 200).Items;

        private IReadOnlyList<CreditEntry> Credits() => _collections.List(null, 0, 200).Items;

        private long Unpaid(Party to) => _books.Unpaid(to, 1, 0, 200, Noon).Items.Sum(u => u.Amount.Minor);

        private long OnTheirWay(Party to, Func<HostPayment, long> amount) => _sponsorships.Values.SelectMany(s => s.Books.Payments.Values)
            .Where(p => p.State == HostPaymentState.Reserved && p.Side == to).Sum(amount);

        private string[] OfState(SponsorshipId id, HostPaymentState state) =>
            [.. _sponsorships[id].Books.Payments.Where(p => p.Value.State == state).Select(p => p.Key)];

        private string Employer() => _random.Next(3) == 0 ? "cafe" : "orchard";

        private Money Amount(int most) => new(1 + _random.Next(most), Nzd);

        private string Name(string of) => $"{of}-{++_names}";

        private DateTimeOffset Noon => new(_today, new(0, 0), TimeSpan.Zero);
    }
}
