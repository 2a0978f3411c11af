namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Money;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;

// What was earned, collected and paid.
public sealed partial class SponsorshipGrain
{
    /// <inheritdoc/>
    public Task<CommandResult> ReportEarnings(CommandContext context, EarningsReport report) =>
        Everywhere(context, new() { Year = report.Year, Month = report.Month, Employer = report.Employer, Report = report });

    /// <inheritdoc/>
    public Task<CommandResult> WithdrawEarnings(CommandContext context, int year, int month, string employer) =>
        Everywhere(context, new() { Year = year, Month = month, Employer = employer });

    /// <inheritdoc/>
    public async Task<CommandResult> CloseMonths(int afterDays)
    {
        var today = await Today();
        // A year that begins to be counted gets its baseline first, as it does with its first report. Without a rate it waits for one.
        foreach (var months in Confirmed.MonthsToClose(afterDays, today).ToArray())
        {
            if (await BaselineProblem(months.Year) is not { } problem) continue;
            if (Confirmed.Earnings.Awaits is not null) return problem;
            break;
        }

        // What is closed stays closed: no month is the first twice, and so no two closings have one id.
        return Confirmed.MonthsToClose(afterDays, today).Select(m => (MonthsToClose?)m).FirstOrDefault() is { } first
            ? await Ask(
                new() { Id = $"{Id}:close-{first.Year}-{first.Counted + 1}", Fingerprint = 0, Actor = "system" },
                new CloseMonths(afterDays))
            : new() { Version = Version, Outcome = "closed" };
    }

    /// <inheritdoc/>
    public async Task<CommandResult> PassOnEarnings(CommandContext context, EarningsChange change, DateOnly firstDay)
    {
        var passed = await PassOnChange(context, change, firstDay, isTrial: false);
        return passed.Result;
    }

    /// <inheritdoc/>
    public async Task<EarningsChanged> ChangeEarnings(CommandContext context, EarningsChange change, bool isTrial)
    {
        var changed = await Everywhere(context, change, isTrial);
        return new()
        {
            Result = changed.Result,
            Answer = changed.Result.IsAccepted
                ? EmployerAnswer.Of(Confirmed, change.Year, change.Month, change.Employer, changed.Effects) : null,
        };
    }

    /// <inheritdoc/>
    public async Task<EarningsEffects> PassOnChange(CommandContext context, EarningsChange change, DateOnly firstDay, bool isTrial)
    {
        if (Confirmed.Earnings.FirstDay != firstDay) return new() { Result = new() { Version = Version, Outcome = "not-here" } };
        var here = await Apply(context, change, isTrial ? BeginTrial() : null, isPassedOn: true);
        return WillComeAgain(here.Result) ? here : Together(here, await PassBack(context, change, isTrial));
    }

    /// <inheritdoc/>
    public async Task<EarningsToPay?> EarningsToPay(int year, int month, string employer)
    {
        if (Confirmed.Id is not { } id || Confirmed.Terms is not { } terms || Confirmed.Earnings.FirstDay is not { } first) return null;
        var parts = new List<EarningsEffect>();
        foreach (var other in (await Others()).Append(id).Distinct())
        {
            var part = other == id
                ? await EffectOfEarnings(year, month, employer, first)
                : await GrainFactory.Sponsorship(other).EffectOfEarnings(year, month, employer, first);
            if (part?.Taken.Currency == terms.Currency) parts.Add(part);
        }

        var report = Confirmed.Earnings.ShareYears.GetValueOrDefault(year)?.Report(month, employer);
        return new(id, Version, report is null ? null : new Money(report.Earned, terms.Currency),
            EmployerAnswer.Of(Confirmed, year, month, employer, parts));
    }

    /// <inheritdoc/>
    public async Task<EarningsEffect?> EffectOfEarnings(int year, int month, string employer, DateOnly firstDay) =>
        Confirmed.Id is { } id && Confirmed.Earnings.FirstDay == firstDay
            ? EarningsEffect.Sum(id, (await Events()).Select(e => e.Event), year, month, employer) : null;

    /// <inheritdoc/>
    public Task<ContinuedYear?> YearOn(DateOnly on) => Task.FromResult(Confirmed.YearOn(on));

    /// <inheritdoc/>
    public Task<CommandResult> CollectShare(CommandContext context, string reference, Money amount, DateOnly on) =>
        Ask(context, new CollectShare(reference, amount, on));

    /// <inheritdoc/>
    public async Task<ShareCollection> CollectUpTo(CommandContext context, CollectedFrom from, Money amount, DateOnly on)
    {
        var result = await Ask(context, new CollectShare(from.Reference, amount, on, IsUpTo: true, from.Employer));
        var collected = result.IsAccepted ? Confirmed.Books.Collections.GetValueOrDefault(from.Reference)?.Amount ?? 0 : 0;
        return new(result, new(collected, amount.Currency));
    }

    /// <inheritdoc/>
    public Task<CommandResult> ReverseCollection(CommandContext context, string reference) =>
        Execute(context, new ReverseCollection(reference));

    /// <inheritdoc/>
    public async Task<PayoutReservation> ReservePayout(CommandContext context, string payment, long minimum, Party to = Party.Host)
    {
        var result = await Execute(context, new ReservePayout(payment, minimum, to));
        var amount = result.IsAccepted && Confirmed.Books.Payments.GetValueOrDefault(payment) is { } known
            ? new Money(known.Amount, Confirmed.Terms!.Currency) : (Money?)null;
        return new() { Result = result, Amount = amount, Host = Confirmed.Id is null ? null : Confirmed.Host };
    }

    /// <inheritdoc/>
    public Task<CommandResult> SetPayoutThreshold(CommandContext context, Party side, Money? atLeast) =>
        Execute(context, new SetPayoutThreshold(side, atLeast));

    /// <inheritdoc/>
    public async Task<SidePayments?> PaymentsTo(Party to)
    {
        if (Confirmed.Terms is not { } terms || Confirmed.ArrivedOn is null) return null;
        await Today();
        var fold = new SidePaymentsFold(to, DayAt);
        foreach (var e in await Events()) fold.Apply(e);
        var books = Confirmed.Books.Ledger;
        var waiting = to == Party.Host
            ? books.Posted(SponsorshipAccounts.Host(terms.Currency)) + books.Posted(SponsorshipAccounts.Loss(terms.Currency))
            : books.Posted(SponsorshipAccounts.Refund(terms.Currency));
        return new(Id, new(waiting, terms.Currency), Confirmed.Books.ThresholdOf(to) is { } least ? new Money(least, terms.Currency) : null,
            fold.Payments());
    }

    /// <inheritdoc/>
    public Task<CommandResult> SettlePayout(CommandContext context, string payment) => Execute(context, new SettlePayout(payment));

    /// <inheritdoc/>
    public Task<CommandResult> ReleasePayout(CommandContext context, string payment) => Execute(context, new ReleasePayout(payment));

    /// <inheritdoc/>
    public Task<CommandResult> ReturnPayout(CommandContext context, string payment) => Execute(context, new ReturnPayout(payment));

    // The share year is the migrant's: a report is for every host whose days it may touch. All have it before it is answered, each under
    // the same command id, so that a caller who asks again after a failure completes what is missing and repeats nothing.
    private async Task<CommandResult> Everywhere(CommandContext context, EarningsChange change) =>
        (await Everywhere(context, change, isTrial: false)).Result;

    private async Task<EarningsEffects> Everywhere(CommandContext context, EarningsChange change, bool isTrial)
    {
        var here = await Apply(context, change, isTrial ? BeginTrial() : null);
        if (!here.Result.IsAccepted) return here;
        return Together(here, Confirmed.EndedOn is not null && await Newest() is { } newest && newest != Id
            ? await PassTo(newest, context, change, isTrial)
            : await PassBack(context, change, isTrial));
    }

    // What came to this host by a longer way is the same effect.
    private static EarningsEffects Together(EarningsEffects here, EarningsEffects? others) =>
        others is null ? here
            : WillComeAgain(others.Result) ? others
            : here with { Effects = [.. here.Effects.Concat(others.Effects).DistinctBy(e => e.Sponsorship)] };

    private async Task<EarningsEffects> Apply(CommandContext context, EarningsChange change, Trial? trial, bool isPassedOn = false)
    {
        if (change.Pay is { } pay) return await ApplyPay(context, change, pay, trial, isPassedOn);
        if (change.Report is not { } report)
        {
            return await Carry(context, change, new WithdrawEarnings(change.Year, change.Month, change.Employer, isPassedOn), trial);
        }

        // An employer whom nobody has named fixes nothing and learns nothing: it gets its refusal first.
        if ((isPassedOn || !Confirmed.Employments.IsStranger(report.Employer)) && await BaselineProblem(report.Year, trial) is { } problem)
        {
            return new() { Result = problem };
        }

        return await Carry(context, change, new ReportEarnings(report, await ProfileFor(report.Year, report.Month), isPassedOn), trial);
    }

    private async Task<EarningsEffects> Carry(CommandContext context, EarningsChange change, SponsorshipCommand command, Trial? trial)
    {
        await Today();
        IReadOnlyList<SponsorshipEvent> decided = [];
        var result = trial is null
            ? await Execute(context, command, events => decided = events)
            : trial.Execute(command, MomentFor(context), context.IfMatch, context.Id);
        if (!result.IsAccepted) return new() { Result = result };
        if (trial is not null) decided = trial.Events;
        var effect = result.IsRepeat ? null : EffectIn(decided);
        // What was carried out before, or said before, was booked then.
        effect ??= EffectIn((await Events()).Where(e => (trial is not null && !result.IsRepeat) || e.Version <= result.Version)
            .Select(e => e.Event).Concat(trial is not null && !result.IsRepeat ? trial.History : []));
        return new() { Result = result, Effects = effect is null ? [] : [effect] };

        EarningsEffect? EffectIn(IEnumerable<SponsorshipEvent> events) => EarningsEffect.Last(Id, events,
            change.Pay is { } pay ? PayOf(pay, trial?.State ?? Confirmed) : PayId.OfMonth(change.Year, change.Month, change.Employer));
    }

    // A profile is chosen for today or later and never for the past, so what is read here for a month that has begun is what it will always
    // be.
    private async Task<DeductionProfile?> ProfileFor(int year, int month) =>
        year is >= 1 and <= SponsorshipDecider.MaxShareYears && month is >= 1 and <= GainShare.MonthsPerYear
            && Confirmed.Earnings.MonthStart(year, month) is { } start
            ? await facts.ProfileOn(Id.City, start, await Today())
            : null;

    // To the host before, where the month reaches into that one's days.
    private async Task<EarningsEffects?> PassBack(CommandContext context, EarningsChange change, bool isTrial) =>
        HostBefore(change) is { } before ? await PassTo(before, context, change, isTrial) : null;

    private SponsorshipId? HostBefore(EarningsChange change) =>
        Confirmed.Earnings.Continues is { } year && (change.Pay is not null
            // A pay may lie in a year before; the host before looks at it and passes it on in turn.
            || (year.Year == change.Year && Confirmed.Earnings.MonthStart(change.Year, change.Month) <= year.Stays[^1].To))
            ? year.From : null;

    private async Task<EarningsEffects?> PassTo(SponsorshipId other, CommandContext context, EarningsChange change, bool isTrial) =>
        Confirmed.Earnings.FirstDay is { } first
            // The version is the caller's guard of this sponsorship, not of another.
            ? await GrainFactory.Sponsorship(other).PassOnChange(context with { IfMatch = null }, change, first, isTrial)
            : null;

    private static bool WillComeAgain(CommandResult result) => result.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy;

    // The newest sponsorship of the migrant that came as far as an arrival.
    private async Task<SponsorshipId?> Newest()
    {
        foreach (var id in (await Others()).Reverse())
        {
            if (id == Id || (await GrainFactory.Sponsorship(id).Get())?.ArrivedOn is not null) return id;
        }

        return null;
    }

    private async Task<ContinuedYear?> RunningYear(DateOnly on)
    {
        foreach (var id in (await Others()).Reverse().Where(o => o != Id))
        {
            var other = GrainFactory.Sponsorship(id);
            if (await other.YearOn(on) is { } year) return year;
            // The last host who had the migrant is the one whose year could be running.
            if ((await other.Get())?.ArrivedOn is not null) return null;
        }

        return null;
    }

    // Where the migrant comes from another city, a place may be kept there.
    private async Task<SponsorshipId?> OtherCity()
    {
        foreach (var id in (await Others()).Reverse())
        {
            // One that ended without keeping a place says nothing of where one is kept.
            if (id != Id && (await GrainFactory.Sponsorship(id).Get()) is { Terms: not null, EndReason: { } reason }
                && reason.KeepsPlace())
            {
                return id.City == Id.City ? null : id;
            }

        }

        return null;
    }

    private async Task<IReadOnlyList<SponsorshipId>> Others() =>
        await GrainFactory.Migrant(Confirmed.Migrant).Sponsorships() ?? [];

    /// <summary>
    /// Fixes the baseline of a year that begins to be counted, and before it one that waits since the arrival; the refusal if there is no
    /// rate to convert it with.
    /// </summary>
    private async Task<CommandResult?> BaselineProblem(int year, Trial? trial = null)
    {
        if (Confirmed.Earnings is { Awaits: { } awaits, FirstDay: { } first })
        {
            // The rate of the first day, however late it is imported.
            var found = await RateFor(awaits, first);
            await Today();
            var late = await Fix(new FixBaseline(1, awaits, found));
            if (!late.IsAccepted) return late;
        }

        if (year is < 2 or > SponsorshipDecider.MaxShareYears || Earned().IsBaselineFixed(year)
            || Earned().MonthStart(year, 1) is not { } start)
        {
            return null;
        }

        var baselines = await GrainFactory.Migrant(Confirmed.Migrant).Baselines();
        var verified = baselines?.Verified.LastOrDefault(v => v.On <= start);
        // An older version is not converted again, so that a rate that is missing for it keeps nobody from reporting.
        var rate = verified?.Version > Earned().BaselineOf(year)!.Verified.Version ? await RateFor(verified, start) : null;
        await Today();
        var result = await Fix(new FixBaseline(year, verified, rate));
        return result.IsAccepted ? null : result;

        Earnings Earned() => (trial?.State ?? Confirmed).Earnings;

        Task<CommandResult> Fix(FixBaseline command) =>
            trial is null ? Execute(command) : Task.FromResult(trial.Execute(command, MomentFor(BySystem)));
    }

    private async Task<RateFinding?> RateFor(VerifiedBaseline? verified, DateOnly on) =>
        verified is null || Confirmed.Terms is not { } terms || verified.Yearly.Currency == terms.Currency
            ? null
            : await GrainFactory.Rates(Id.City.Nation).Find(verified.Yearly.Currency, terms.Currency, on);
}
