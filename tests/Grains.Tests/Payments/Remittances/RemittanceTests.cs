namespace VipOrleans.Grains.Tests.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

/// <summary>What migrants send home: whom it is for is in the vault, how much of it is in the journal.</summary>
public sealed class RemittanceTests : IAsyncLifetime
{
    private static readonly Currency Php = Currency.Parse("PHP");
    private static readonly NationId Nz = NationId.Parse("nz");
    private static readonly StatementPeriod March = StatementPeriod.Parse("2026-03");
    private static readonly PersonReader Own = new() { Actor = "migrant:test", Purpose = "own-beneficiaries" };

    private static readonly RemittanceOffer Bank = new(
        RemittanceOfferId.Parse("example-bank-php"), "Example Bank", Nzd, Php, Money.Parse("25.00", Nzd), 0, null, 350, new(2026, 1, 1),
        null, "made up");

    private static readonly RemittanceOffer Online =
        Bank with
        {
            Id = RemittanceOfferId.Parse("example-online-php"),
            FixedFee = Money.Zero(Nzd),
            FeeHundredths = 75,
            MarginHundredths = 0
        };

    private readonly World _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_months_net_is_divided_as_the_plan_of_now_says()
    {
        var migrant = await Earning();
        var (mother, school) = (await Name(migrant, "Ligaya"), await Name(migrant, "St Jude"));
        Accepted("set", await _world.Migrant(migrant).SetRemittancePlan(Command(), [new(mother, Bank.Id, PercentHundredths: 2500)]));
        Assert.Equal(["554.99"], Amounts(await Month(migrant)));

        // In the middle of the month the migrant thinks again: the whole month is worked out with the new plan.
        Accepted("set",
            await _world.Migrant(migrant)
                .SetRemittancePlan(Command(),
                    [new(school, Online.Id, Money.Parse("2000.00", Nzd)), new(mother, Bank.Id, Money.Parse("500.00", Nzd)),
                        new(mother, Online.Id, PercentHundredths: 5000)]));
        var month = await Month(migrant);
        Assert.Equal([Money.Parse("2219.97", Nzd)], month.Nets);
        Assert.Equal(["2000.00", "219.97"], Amounts(month));
        Assert.Equal([null, RemittanceObstacle.AmountAboveRest, null], month.Lines.Select(l => l.LeftOut));
        Assert.Equal((false, new DateOnly(2026, 3, 1)), (month.IsClosed, month.On));
        Assert.Equal(Money.Parse("15.00", Nzd), month.Lines[0].Quote!.Cost);
        Assert.Equal(new(2026, 2, 27), month.Lines[0].Quote!.Reference!.From.On);

        Assert.All((await Month(migrant, "2026-02")).Lines, l => Assert.Equal(RemittanceObstacle.NothingEarned, l.LeftOut));
        await _world.Restart();
        Assert.Equal(["2000.00", "219.97"], Amounts(await Month(migrant)));
        _world.Time.Advance(TimeSpan.FromDays(33));
        Assert.True((await Month(migrant)).IsClosed);
        Accepted("cleared", await _world.Migrant(migrant).SetRemittancePlan(Command(), []));
        Assert.Empty((await Month(migrant)).Lines);
    }

    [Fact]
    public async Task A_corrected_month_sends_what_the_correction_leaves()
    {
        var migrant = await Earning();
        var mother = await Name(migrant, "Ligaya");
        Accepted("set", await _world.Migrant(migrant).SetRemittancePlan(Command(), [new(mother, Online.Id, PercentHundredths: 10_000)]));
        var sponsorship = (await _world.Migrant(migrant).Sponsorships())!.Single();
        Accepted("withdrawn", await _world.Sponsorship(sponsorship).WithdrawEarnings(Command(), 1, 1, Employers.None));
        Assert.Equal(RemittanceObstacle.NothingEarned, (await Month(migrant)).Lines.Single().LeftOut);
    }

    [Fact]
    public async Task A_refund_counts_in_the_month_in_which_it_has_arrived_and_not_before()
    {
        var migrant = await Earning();
        var id = (await _world.Migrant(migrant).Sponsorships())!.Single();
        var sponsorship = _world.Sponsorship(id);
        var due = (await sponsorship.Statement())!.Totals!.Due;
        Accepted("collected", await sponsorship.CollectShare(Command(), "march", due, new(2026, 3, 1)));
        var before = (await Month(migrant)).Nets.Single();

        // The city has all that was taken: what comes back waits with it.
        Accepted("posted",
            await sponsorship.ReportEarnings(Command(), new(1, 1, Employers.None, Money.Parse("3000.00", Nzd))));
        var waits = (await sponsorship.PaymentsTo(Party.Migrant))!.Waiting;
        Assert.True(waits.Minor > 0);
        var kept = (await sponsorship.Statement())!.Totals!.Kept;
        Assert.Equal(kept - waits, (await Month(migrant)).Nets.Single());
        Assert.NotEqual(before, kept - waits);

        Assert.True((await sponsorship.ReservePayout(Command(), "p-1", 1, Party.Migrant)).Result.IsAccepted);
        Assert.Equal(kept - waits, (await Month(migrant)).Nets.Single());
        _world.Time.Advance(TimeSpan.FromDays(33));
        Accepted("settled", await sponsorship.SettlePayout(Command(), "p-1"));
        Assert.Equal(kept - waits, (await Month(migrant)).Nets.Single());
        Assert.Equal(waits, (await Month(migrant, "2026-04")).Nets.Single());
    }

    [Fact]
    public async Task Mobile_money_is_instructed_apart_from_the_bank_once_and_followed_by_the_providers_answers()
    {
        var migrant = await Earning();
        var wallet = Online with { Id = RemittanceOfferId.Parse("wallet"), Channel = RemittanceChannel.MobileMoney };
        await Decide(Bank, Online, wallet);
        var (mother, sister) = (await Name(migrant, "Ligaya"), BeneficiaryId.From(Nz, "sister"));
        Accepted("named",
            await _world.Migrant(migrant).NameBeneficiary(Command(), sister,
                Someone("Dalisay") with { AccountNumber = null, Bic = null, Phone = "+639171234567" }));
        Accepted("set",
            await _world.Migrant(migrant).SetRemittancePlan(Command(),
                [new(mother, Online.Id, PercentHundredths: 2500), new(sister, wallet.Id, PercentHundredths: 2500)]));
        Accepted("provided", await _world.Migrant(migrant).ProvideOwnAccount(Command(), PayoutWorld.Aroha));
        await Close();

        var month = StatementPeriod.Parse("2026-03");
        var order = RemittanceId.From(migrant, month, wallet.Id);
        var grain = _world.Grains.Remittance(order);
        Refused(RejectionCode.RemittanceOfferNotFound,
            await _world.Grains.Remittance(RemittanceId.From(migrant, month, Online.Id))
                .InstructProvider(Command(), migrant, month, Online.Id));
        Accepted("instructed", await grain.InstructProvider(Command(), migrant, month, wallet.Id));
        Refused(RejectionCode.RemittanceInstructed, await grain.InstructProvider(Command(), migrant, month, wallet.Id));
        var text = System.Text.Encoding.UTF8.GetString((await grain.ReadInstruction(Own))!);
        Assert.Contains("mobile-money", text, StringComparison.Ordinal);
        Assert.Contains("Dalisay,+639171234567,Manila,PH", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ligaya", text, StringComparison.Ordinal);
        Assert.False(_world.JournalHas("639171234567"));
        Assert.False(_world.JournalHas("Dalisay"));

        // The bank's file has the other one, and no wallet.
        var bank = _world.Grains.Remittance(RemittanceId.From(migrant, month, Nzd));
        Accepted("instructed", await bank.Instruct(Command(), migrant, month, Nzd));
        Assert.Equal(mother, Assert.Single((await bank.Get())!.Payments).Beneficiary);

        var payment = Assert.Single((await grain.Get())!.Payments);
        var answers = ProviderAnswers.Read(System.Text.Encoding.UTF8.GetBytes(
            $"{ProviderAnswers.Header}\n{payment.Id},settled,{payment.Amount.Amount},NZD,\n")).Content!;
        Accepted("read", (await grain.ReadBankFile(Command(), answers)).Result);
        Assert.Equal(PaymentState.Settled, Assert.Single((await grain.Get())!.Payments).State);
        Accepted("known", (await grain.ReadBankFile(Command(), answers)).Result);
    }

    [Fact]
    public async Task Mobile_money_needs_a_phone_and_cash_needs_a_name_and_a_town()
    {
        var migrant = await Earning();
        var wallet = Online with { Id = RemittanceOfferId.Parse("wallet"), Channel = RemittanceChannel.MobileMoney };
        var cash = Online with { Id = RemittanceOfferId.Parse("cash"), Channel = RemittanceChannel.CashPickup };
        await Decide(wallet, cash);
        var mother = await Name(migrant, "Ligaya");
        Accepted("set",
            await _world.Migrant(migrant).SetRemittancePlan(Command(),
                [new(mother, wallet.Id, PercentHundredths: 2500), new(mother, cash.Id, PercentHundredths: 2500)]));
        await Close();
        var month = StatementPeriod.Parse("2026-03");
        Refused(RejectionCode.BeneficiaryNotPayable,
            await _world.Grains.Remittance(RemittanceId.From(migrant, month, wallet.Id))
                .InstructProvider(Command(), migrant, month, wallet.Id));
        var grain = _world.Grains.Remittance(RemittanceId.From(migrant, month, cash.Id));
        Accepted("instructed", await grain.InstructProvider(Command(), migrant, month, cash.Id));
        Assert.Contains("cash-pickup", System.Text.Encoding.UTF8.GetString((await grain.ReadInstruction(Own))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_it_is_for_is_in_the_vault_and_not_in_the_journal()
    {
        var migrant = await _world.AddMigrant(Nz);
        var id = await Name(migrant, "Canaria Wildbird");
        var read = (await _world.Migrant(migrant).Beneficiaries(Own))!.Single();
        Assert.Equal((id, Someone("Canaria Wildbird")), (read.Id, read.Beneficiary));
        Assert.Contains(await _world.Migrant(migrant).PersonAccesses(10), a => a.Purpose == "own-beneficiaries");

        Assert.True(_world.JournalHas(id.Value));
        foreach (var secret in new[] { "Canaria", "CANARY77", "BNORPHMM", "Canary Lane", "Manila", "parent" })
        {
            Assert.False(_world.JournalHas(secret), secret);
        }

        Assert.Equal("Beneficiary (not shown)", $"{read.Beneficiary}");
        Assert.Equal("BeneficiaryAddress (not shown)", $"{read.Beneficiary.Address}");
    }

    [Fact]
    public async Task Neither_a_retry_nor_another_request_overwrites_a_beneficiary()
    {
        var migrant = await _world.AddMigrant(Nz);
        var (id, context) = (BeneficiaryId.From(Nz, "first"), Command());
        var first = await _world.Migrant(migrant).NameBeneficiary(context, id, Someone("First"));
        Assert.Equal(first, await _world.Migrant(migrant).NameBeneficiary(context, id, Someone("Second")));
        Accepted("named", await _world.Migrant(migrant).NameBeneficiary(Command(), id, Someone("Third")));
        Assert.Equal(["First"], await Names(migrant));
        Accepted("removed", await _world.Migrant(migrant).RemoveBeneficiary(Command(), id));
        // A late retry of the naming puts nobody back.
        Assert.Equal(first, await _world.Migrant(migrant).NameBeneficiary(context, id, Someone("Fourth")));
        Assert.Empty(await Names(migrant));
        Assert.Equal("removed",
            await _world.Vault.ReadNote(migrant.Value, $"beneficiary-{id}", "test", "test", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_beneficiary_in_the_vault()
    {
        var migrant = await _world.AddMigrant(Nz);
        for (var n = 0; n < RemittancePlan.MaxBeneficiaries; n++) await Name(migrant, $"Someone {n}");
        var id = BeneficiaryId.From(Nz, "one too many");
        Refused(RejectionCode.InvalidInput, await _world.Migrant(migrant).NameBeneficiary(Command(), id, Someone("Toomuch")));
        Assert.Equal("removed",
            await _world.Vault.ReadNote(migrant.Value, $"beneficiary-{id}", "test", "test", TestContext.Current.CancellationToken));
        Refused(RejectionCode.MigrantNotFound,
            await _world.Migrant(MigrantId.From(Nz, "nobody")).NameBeneficiary(Command(), id, Someone("Nobody")));
        Assert.Null(
            await _world.Vault.ReadNote(MigrantId.From(Nz, "nobody").Value, $"beneficiary-{id}", "test", "test",
                TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_naming_whose_outcome_is_unknown_keeps_its_data_for_the_retry()
    {
        var migrant = await _world.AddMigrant(Nz);
        var (id, context) = (BeneficiaryId.From(Nz, "lost"), Command());
        _world.Script(migrant.Stream, _ => Fault.BeforeWrite);
        Refused(RejectionCode.StoreUnavailable, await _world.Migrant(migrant).NameBeneficiary(context, id, Someone("Lost")));
        _world.Heal();
        Accepted("named", await _world.Migrant(migrant).NameBeneficiary(context, id, Someone("Lost")));
        Assert.Equal(["Lost"], await Names(migrant));
    }

    [Fact]
    public async Task With_the_migrant_their_beneficiaries_are_erased()
    {
        var migrant = await _world.AddMigrant(Nz);
        await Decide(Online);
        var id = await Name(migrant, "Ligaya");
        Accepted("set", await _world.Migrant(migrant).SetRemittancePlan(Command(), [new(id, Online.Id, PercentHundredths: 100)]));
        Accepted("erased", await _world.Migrant(migrant).ErasePerson(Command(), "own-request"));
        Assert.Null(await _world.Vault.ReadNote(migrant.Value, $"beneficiary-{id}", "test", "test", TestContext.Current.CancellationToken));
        Assert.Empty((await _world.Migrant(migrant).RemittancePlan())!.Instructions);
        Refused(RejectionCode.MigrantNotFound,
            await _world.Migrant(migrant).NameBeneficiary(Command(), BeneficiaryId.From(Nz, "late"), Someone("Late")));
        Assert.Null(
            await _world.Vault.ReadNote(migrant.Value, $"beneficiary-{BeneficiaryId.From(Nz, "late")}", "test", "test",
                TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_plan_names_beneficiaries_and_offers_that_there_are_and_that_fit()
    {
        var migrant = await _world.AddMigrant(Nz);
        await Decide(Online);
        var (php, nzd) = (await Name(migrant, "Ligaya"), await Name(migrant, "Wirihana", Nzd));
        Refused(RejectionCode.CurrencyMismatch, await Plan(new(nzd, Online.Id, PercentHundredths: 100)));
        Refused(RejectionCode.RemittanceOfferNotFound, await Plan(new(php, Bank.Id, PercentHundredths: 100)));
        Refused(RejectionCode.BeneficiaryNotFound, await Plan(new(BeneficiaryId.From(Nz, "stranger"), Online.Id, PercentHundredths: 100)));
        Accepted("set", await Plan(new(php, Online.Id, PercentHundredths: 100)));
        Refused(RejectionCode.BeneficiaryInPlan, await _world.Migrant(migrant).RemoveBeneficiary(Command(), php));
        Accepted("removed", await _world.Migrant(migrant).RemoveBeneficiary(Command(), nzd));
        Assert.Equal([new(php, Online.Id, PercentHundredths: 100)], (await _world.Migrant(migrant).RemittancePlan())!.Instructions);
        Assert.Null(await _world.Migrant(MigrantId.From(Nz, "nobody")).RemittancePlan());
        Assert.Null(await _world.Grains.GetGrain<IRemittancesGrain>(MigrantId.From(Nz, "nobody").Value).Month(March));

        Task<CommandResult> Plan(RemittanceInstruction instruction) => _world.Migrant(migrant).SetRemittancePlan(Command(), [instruction]);
    }

    [Fact]
    public async Task An_offer_that_is_withdrawn_or_without_a_rate_sends_nothing_and_says_so()
    {
        var migrant = await Earning();
        var mother = await Name(migrant, "Ligaya");
        Accepted("set",
            await _world.Migrant(migrant)
                .SetRemittancePlan(Command(),
                    [new(mother, Bank.Id, PercentHundredths: 5000), new(mother, Online.Id, PercentHundredths: 5000)]));
        await Decide(Online);
        Assert.Equal([RemittanceObstacle.OfferWithdrawn, null], (await Month(migrant)).Lines.Select(l => l.LeftOut));
        _world.Time.Advance(TimeSpan.FromDays(20));
        Assert.Equal([RemittanceObstacle.OfferWithdrawn, RemittanceObstacle.RateMissing],
            (await Month(migrant)).Lines.Select(l => l.LeftOut));
    }

    [Fact]
    public async Task A_closed_month_becomes_one_file_for_the_migrants_own_bank_and_follows_its_answers()
    {
        var migrant = await Earning();
        var mother = await Name(migrant, "Ligaya");
        Accepted("set",
            await _world.Migrant(migrant)
                .SetRemittancePlan(Command(),
                    [new(mother, Bank.Id, PercentHundredths: 2500), new(mother, Bank.Id, Money.Parse("9000.00", Nzd))]));
        Refused(RejectionCode.MonthNotClosed, await Instruct(migrant));
        await Close();
        Refused(RejectionCode.OwnAccountMissing, await Instruct(migrant));
        Accepted("provided", await _world.Migrant(migrant).ProvideOwnAccount(Command(), OwnAccount));

        var command = Command();
        var first = await Instruct(migrant, command);
        Accepted("instructed", first);
        Assert.Equal(first with { IsRepeat = true }, await Instruct(migrant, command));
        Refused(RejectionCode.RemittanceInstructed, await Instruct(migrant));
        var view = (await Order(migrant).Get())!;
        // 25 % of 2,219.97 is 554.99, of which the provider takes 25.00; what did not fit is not in the file.
        Assert.Equal([("529.99", "554.99", PaymentState.Instructed)], view.Payments.Select(p => (p.Amount.Amount, p.Sent.Amount, p.State)));

        var bytes = (await Order(migrant).ReadInstruction(Own))!;
        var xml = System.Text.Encoding.UTF8.GetString(bytes);
        Assert.Equal(view.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        foreach (var part in new[] { view.MessageId, view.Payments[0].Id, "<CtrlSum>529.99</CtrlSum>", "<NbOfTxs>1</NbOfTxs>", "Ligaya",
            "CANARY77", "Ana Own", "remittance 2026-03" })
        {
            Assert.Contains(part, xml, StringComparison.Ordinal);
        }

        foreach (var secret in new[] { "Ligaya", "CANARY77", "Ana Own", "12-3113-0012345-00" })
        {
            Assert.False(_world.JournalHas(secret), secret);
        }


        // The plan of later changes nothing of it; a restart neither.
        Accepted("cleared", await _world.Migrant(migrant).SetRemittancePlan(Command(), []));
        await _world.Restart();
        Assert.Equal(bytes, await Order(migrant).ReadInstruction(Own));
        var settled =
            new BankFile(new(BankFileKind.Statement, "S1", new string('c', 64)), null,
                [new(1, view.Payments[0].Id, BankWord.Settled, "529.99", "NZD")]);
        Accepted("read", (await Order(migrant).JudgeBankFile(settled)).Result);
        var answer = await Order(migrant).ReadBankFile(Command(), settled);
        Assert.Equal([(PaymentState.Instructed, PaymentState.Settled)], answer.Answers.Select(a => (a.Before!.Value, a.State!.Value)));
        Assert.Equal("known", (await Order(migrant).ReadBankFile(Command(), settled)).Result.Outcome);
        Assert.Equal(PaymentState.Settled, (await Order(migrant).Get())!.Payments.Single().State);
    }

    [Fact]
    public async Task A_month_that_is_not_ready_is_not_instructed_and_nothing_is_lost()
    {
        var migrant = await Earning();
        var mother = await Name(migrant, "Ligaya");
        Accepted("provided", await _world.Migrant(migrant).ProvideOwnAccount(Command(), OwnAccount));
        await Close();
        Refused(RejectionCode.NothingToSend, await Instruct(migrant));

        // A bank's file needs a BIC; the plan is changed to a beneficiary who has one.
        var id = BeneficiaryId.From(Nz, "by code");
        Accepted("named",
            await _world.Migrant(migrant).NameBeneficiary(Command(), id, Someone("Amihan") with { Bic = null, BankCode = "0104" }));
        Accepted("set", await _world.Migrant(migrant).SetRemittancePlan(Command(), [new(id, Online.Id, PercentHundredths: 1000)]));
        Refused(RejectionCode.BeneficiaryNotPayable, await Instruct(migrant));
        Accepted("set", await _world.Migrant(migrant).SetRemittancePlan(Command(), [new(mother, Online.Id, PercentHundredths: 1000)]));

        // Rates that are too old: half of a plan is not sent.
        _world.Time.Advance(TimeSpan.FromDays(20));
        Refused(RejectionCode.ExchangeRateMissing, await Instruct(migrant));
        await Rates(DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime));

        // A write that fails leaves the month to the same command.
        var command = Command();
        _world.Script(OrderId(migrant).Stream, _ => Fault.BeforeWrite);
        Refused(RejectionCode.StoreUnavailable, await Instruct(migrant, command));
        _world.Heal();
        Accepted("instructed", await Instruct(migrant, command));
        Assert.Single(await _world.EventsOf(OrderId(migrant).Stream));
        Assert.NotNull(await Order(migrant).ReadInstruction(Own));
        Refused(RejectionCode.InvalidInput, await Order(migrant).Instruct(Command(), migrant, StatementPeriod.Parse("2026-02"), Nzd));
    }

    [Fact]
    public async Task With_the_migrant_the_file_and_the_account_are_erased_and_the_payments_stay()
    {
        var migrant = await _world.AddMigrant(Nz);
        Accepted("provided", await _world.Migrant(migrant).ProvideOwnAccount(Command(), OwnAccount));
        Assert.Equal(OwnAccount, await _world.Migrant(migrant).ReadOwnAccount(Own));
        var mother = await Name(migrant, "Ligaya");
        var file = new RemittanceFile
        {
            Order = OrderId(migrant), ExecutionDay = new(2026, 4, 3), Reference = "remittance 2026-03",
            Lines = [new(Beneficiary: mother, Amount: Money.Parse("1.00", Nzd), Arrives: Money.Parse("34.00", Php))]
        };
        var made = await _world.Migrant(migrant).MakeRemittanceFile(Own, file);
        Assert.NotNull(await _world.Migrant(migrant).ReadRemittanceFile(Own, made.Sha256!));

        Accepted("erased", await _world.Migrant(migrant).ErasePerson(Command(), "own-request"));
        Assert.Null(await _world.Migrant(migrant).ReadOwnAccount(Own));
        Assert.Null(await _world.Migrant(migrant).ReadRemittanceFile(Own, made.Sha256!));
        // Nothing is put back afterwards.
        Refused(RejectionCode.MigrantNotFound, (await _world.Migrant(migrant).MakeRemittanceFile(Own, file)).Refused!);
        Refused(RejectionCode.MigrantNotFound, await _world.Migrant(migrant).ProvideOwnAccount(Command(), OwnAccount));
        Refused(RejectionCode.InvalidInput, await _world.Migrant(migrant).ProvideOwnAccount(Command(), OwnAccount with { Name = "" }));
    }

    private static readonly BankParty OwnAccount =
        new("Ana Own", new(null, "12-3113-0012345-00", "ASBBNZ2A"), new("Example Street", "2", "1010", "Auckland", "NZ"));

    private static RemittanceId OrderId(MigrantId migrant) => RemittanceId.From(migrant, March, Nzd);

    private IRemittanceGrain Order(MigrantId migrant) => _world.Grains.Remittance(OrderId(migrant));

    private Task<CommandResult> Instruct(MigrantId migrant, CommandContext? command = null) =>
        Order(migrant).Instruct(command ?? Command(), migrant, March, Nzd);

    // To the third of April, with rates of that day.
    private async Task Close()
    {
        _world.Time.Advance(TimeSpan.FromDays(33));
        await Rates(new(2026, 4, 3));
    }

    private async Task Rates(DateOnly day) =>
        Accepted("imported",
            await _world.RateTable(Nz, RateSourceId.Parse("ecb"))
                .Import(Command(), Currency.Parse("EUR"), [DayRates.Of(day, [new(Nzd, Rate.Parse("2")), new(Php, Rate.Parse("68"))])],
                    false));

    private async Task<MigrantId> Earning()
    {
        var ecb = new RateSource(RateSourceId.Parse("ecb"), "European Central Bank", Currency.Parse("EUR"), 10);
        Accepted("decided", await _world.Rates(Nz).DecideSources(Command(), [ecb]));
        Accepted("imported",
            await _world.RateTable(Nz, ecb.Id)
                .Import(Command(), ecb.Base, [DayRates.Of(new(2026, 2, 27), [new(Nzd, Rate.Parse("2")), new(Php, Rate.Parse("68"))])],
                    false));
        await Decide(Bank, Online);
        var city = await _world.OpenCity(1);
        var migrant = await _world.AddMigrant(Nz);
        var sponsorship = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(sponsorship);
        Accepted("arrived", await _world.Sponsorship(sponsorship).Arrive(Command(), new(2026, 2, 25)));
        Accepted("posted",
            await _world.Sponsorship(sponsorship)
                .ReportEarnings(Command(), new(1, 1, Employers.None, Money.Parse("4000.00", Nzd))));
        return migrant;
    }

    private async Task Decide(params RemittanceOffer[] offers) =>
        Accepted("decided", await _world.Grains.RemittanceOffers(Nz).Decide(Command(), offers));

    private async Task<BeneficiaryId> Name(MigrantId migrant, string name, Currency? currency = null)
    {
        var id = BeneficiaryId.From(Nz, $"{migrant} {name}");
        Accepted("named", await _world.Migrant(migrant).NameBeneficiary(Command(), id, Someone(name) with { Currency = currency ?? Php }));
        return id;
    }

    private async Task<IEnumerable<string>> Names(MigrantId migrant) =>
        (await _world.Migrant(migrant).Beneficiaries(Own))!.Select(b => b.Beneficiary.Name);

    private async Task<RemittanceMonthView> Month(MigrantId migrant, string month = "2026-03") =>
        (await _world.Grains.Remittances(migrant).Month(StatementPeriod.Parse(month)))!;

    private static IEnumerable<string> Amounts(RemittanceMonthView month) =>
        month.Lines.Select(l => l.Amount).OfType<Money>().Select(a => a.Amount);

    private static Beneficiary Someone(string name) => new()
    {
        Name = name,
        Relation = "parent",
        AccountNumber = "CANARY77",
        Bic = "BNORPHMM",
        Address = new() { Street = "Canary Lane", Town = "Manila", Country = "PH" },
        Currency = Php,
    };
}
