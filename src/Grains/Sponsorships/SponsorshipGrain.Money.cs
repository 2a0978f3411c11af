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
    public Task<CommandResult> NameEmployer(CommandContext context, Employment employment) =>
        Execute(context, new NameEmployer(employment));

    /// <inheritdoc/>
    public Task<CommandResult> EndEmployment(CommandContext context, string employer, DateOnly from, DateOnly on) =>
        Execute(context, new EndEmployment(employer, from, on));

    /// <inheritdoc/>
    public Task<EmploymentsView?> Employments() =>
        Task.FromResult(
            Confirmed.Id is { } id ? new EmploymentsView(Sponsorship: id, Version: Version, Items: Confirmed.Employments.All) : null);

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
        if (Confirmed.Earnings.FirstDay != firstDay) return new() { Version = Version, Outcome = "not-here" };
        var result = await Apply(context, change, isPassedOn: true);
        return WillComeAgain(result) ? result : await PassBack(context, change) ?? result;
    }

    /// <inheritdoc/>
    public Task<ContinuedYear?> YearOn(DateOnly on) => Task.FromResult(Confirmed.YearOn(on));

    /// <inheritdoc/>
    public Task<CommandResult> CollectShare(CommandContext context, string reference, Money amount, DateOnly on) =>
        Ask(context, new CollectShare(reference, amount, on));

    /// <inheritdoc/>
    public Task<CommandResult> ReverseCollection(CommandContext context, string reference) =>
        Execute(context, new ReverseCollection(reference));

    /// <inheritdoc/>
    public async Task<PayoutReservation> ReservePayout(CommandContext context, string payment, long minimum)
    {
        var result = await Execute(context, new ReservePayout(payment, minimum));
        var amount = result.IsAccepted && Confirmed.Books.Payments.GetValueOrDefault(payment) is { } known
            ? new Money(known.Amount, Confirmed.Terms!.Currency) : (Money?)null;
        return new() { Result = result, Amount = amount, Host = Confirmed.Id is null ? null : Confirmed.Host };
    }

    /// <inheritdoc/>
    public Task<CommandResult> SettlePayout(CommandContext context, string payment) => Execute(context, new SettlePayout(payment));

    /// <inheritdoc/>
    public Task<CommandResult> ReleasePayout(CommandContext context, string payment) => Execute(context, new ReleasePayout(payment));

    /// <inheritdoc/>
    public Task<CommandResult> ReturnPayout(CommandContext context, string payment) => Execute(context, new ReturnPayout(payment));

    // The share year is the migrant's: a report is for every host whose days it may touch. All have it before it is answered, each under
    // the same command id, so that a caller who asks again after a failure completes what is missing and repeats nothing.
    private async Task<CommandResult> Everywhere(CommandContext context, EarningsChange change)
    {
        var result = await Apply(context, change);
        if (!result.IsAccepted) return result;
        var failed = Confirmed.EndedOn is not null && await Newest() is { } newest && newest != Id
            ? await PassTo(newest, context, change)
            : await PassBack(context, change);
        return failed ?? result;
    }

    private async Task<CommandResult> Apply(CommandContext context, EarningsChange change, bool isPassedOn = false)
    {
        if (change.Report is not { } report)
        {
            return await Ask(context, new WithdrawEarnings(change.Year, change.Month, change.Employer, isPassedOn));
        }

        // An employer whom nobody has named fixes nothing and learns nothing: it gets its refusal first.
        if ((isPassedOn || !Confirmed.Employments.IsStranger(report.Employer)) && await BaselineProblem(report.Year) is { } problem)
        {
            return problem;
        }

        return await Ask(context, new ReportEarnings(report, await ProfileFor(report.Year, report.Month), isPassedOn));
    }

    // A profile is chosen for today or later and never for the past, so what is read here for a month that has begun is what it will always
    // be.
    private async Task<DeductionProfile?> ProfileFor(int year, int month) =>
        year is >= 1 and <= SponsorshipDecider.MaxShareYears && month is >= 1 and <= GainShare.MonthsPerYear
            && Confirmed.Earnings.MonthStart(year, month) is { } start
            ? await facts.ProfileOn(Id.City, start, await Today())
            : null;

    // To the host before, where the month reaches into that one's days.
    private async Task<CommandResult?> PassBack(CommandContext context, EarningsChange change) =>
        Confirmed.Earnings.Continues is { } year && year.Year == change.Year
            && Confirmed.Earnings.MonthStart(change.Year, change.Month) <= year.Stays[^1].To
            ? await PassTo(year.From, context, change)
            : null;

    private async Task<CommandResult?> PassTo(SponsorshipId other, CommandContext context, EarningsChange change)
    {
        if (Confirmed.Earnings.FirstDay is not { } first) return null;
        // The version is the caller's guard of this sponsorship, not of another.
        var result =
            await GrainFactory.Sponsorship(other).PassOnEarnings(context with { IfMatch = null }, change, first);
        return WillComeAgain(result) ? result : null;
    }

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
    private async Task<CommandResult?> BaselineProblem(int year)
    {
        if (Confirmed.Earnings is { Awaits: { } awaits, FirstDay: { } first })
        {
            // The rate of the first day, however late it is imported.
            var found = await RateFor(awaits, first);
            await Today();
            var late = await Execute(new FixBaseline(1, awaits, found));
            if (!late.IsAccepted) return late;
        }

        if (year is < 2 or > SponsorshipDecider.MaxShareYears || Confirmed.Earnings.IsBaselineFixed(year)
            || Confirmed.Earnings.MonthStart(year, 1) is not { } start)
        {
            return null;
        }

        var baselines = await GrainFactory.Migrant(Confirmed.Migrant).Baselines();
        var verified = baselines?.Verified.LastOrDefault(v => v.On <= start);
        // An older version is not converted again, so that a rate that is missing for it keeps nobody from reporting.
        var rate = verified?.Version > Confirmed.Earnings.BaselineOf(year)!.Verified.Version ? await RateFor(verified, start) : null;
        await Today();
        var result = await Execute(new FixBaseline(year, verified, rate));
        return result.IsAccepted ? null : result;
    }

    private async Task<RateFinding?> RateFor(VerifiedBaseline? verified, DateOnly on) =>
        verified is null || Confirmed.Terms is not { } terms || verified.Yearly.Currency == terms.Currency
            ? null
            : await GrainFactory.Rates(Id.City.Nation).Find(verified.Yearly.Currency, terms.Currency, on);
}
