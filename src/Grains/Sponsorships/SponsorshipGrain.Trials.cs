namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

// What many reports would do, one after the other.
public sealed partial class SponsorshipGrain
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<PayChanged>> TryEarnings(IReadOnlyList<AskedEarnings> asked)
    {
        var trial = await BeginTrial([.. asked.Select(a => a.Context.Id)]);
        var (effects, reports, pays) = (new EarningsEffects[asked.Count], new PayReport?[asked.Count], new string?[asked.Count]);
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].Change.Pay is { } pay)
            {
                (pays[i], reports[i]) = (PayOf(pay, trial.State), await ReportOf(pay, trial.State));
            }

            effects[i] = await Apply(asked[i].Context, asked[i].Change, trial);
        }

        var newest = Confirmed.EndedOn is not null ? await Newest() : null;
        await PassOn(asked, effects, a => newest is { } other && other != Id ? newest : HostBefore(a.Change));
        return [.. effects.Select((e, i) => new PayChanged
        {
            Result = e.Result,
            Pay = e.Result.IsAccepted ? pays[i] : null,
            Answer = AnswerOf(asked[i], e, reports[i]),
        })];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EarningsEffects>> TryPassedOn(IReadOnlyList<AskedEarnings> asked, DateOnly firstDay)
    {
        var effects = new EarningsEffects[asked.Count];
        if (Confirmed.Earnings.FirstDay != firstDay)
        {
            Array.Fill(effects, new() { Result = new() { Version = Version, Outcome = "not-here" } });
            return effects;
        }

        var trial = await BeginTrial([.. asked.Select(a => a.Context.Id)]);
        for (var i = 0; i < asked.Count; i++) effects[i] = await Apply(asked[i].Context, asked[i].Change, trial, isPassedOn: true);
        await PassOn(asked, effects, a => HostBefore(a.Change), isPassedOn: true);
        return effects;
    }

    // All of them go to one host, or to none.
    private async Task PassOn(IReadOnlyList<AskedEarnings> asked, EarningsEffects[] effects, Func<AskedEarnings, SponsorshipId?> to,
        bool isPassedOn = false)
    {
        if (Confirmed.Earnings.FirstDay is not { } first) return;
        foreach (var others in Enumerable.Range(0, asked.Count)
            .Where(i => isPassedOn ? !WillComeAgain(effects[i].Result) : effects[i].Result.IsAccepted)
            .GroupBy(i => to(asked[i])).Where(g => g.Key is not null).ToArray())
        {
            int[] places = [.. others];
            // The version is the caller's guard of this sponsorship, not of another.
            var passed = await GrainFactory.Sponsorship(others.Key!.Value).TryPassedOn(
                [.. places.Select(i => asked[i] with { Context = asked[i].Context with { IfMatch = null } })], first);
            for (var n = 0; n < places.Length; n++) effects[places[n]] = Together(effects[places[n]], passed[n]);
        }
    }

    private EmployerAnswer? AnswerOf(AskedEarnings asked, EarningsEffects effects, PayReport? report) =>
        !effects.Result.IsAccepted ? null
            : asked.Change.Pay is null
                ? EmployerAnswer.Of(Confirmed, asked.Change.Year, asked.Change.Month, asked.Change.Employer, effects.Effects)
                : report is null ? null : EmployerAnswer.Of(Confirmed, report, effects.Effects);
}
