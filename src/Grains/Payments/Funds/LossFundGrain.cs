namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Payments.LossFundCommand;

/// <summary>Hosts the rules of a city's host-loss fund. What the levy has brought is read from the city's books.</summary>
[Reentrant, GrainType("loss-fund")]
public sealed class LossFundGrain(Journaling journaling)
    : EventSourcedGrain<LossFundDecider, LossFund, LossFundCommand, LossFundEvent>(journaling), ILossFundGrain
{
    private Task _following = Task.CompletedTask;

    private CityId City => CityId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(City.Value, "loss-fund", "fund");

    /// <inheritdoc/>
    public async Task<CommandResult> DecideRules(CommandContext context, IReadOnlyList<LossRule> rules) =>
        await Execute(context, new DecideLossRules(rules, (await GrainFactory.City(City).Get())?.Currency));

    /// <inheritdoc/>
    public async Task<CommandResult> Allot(CommandContext context, string reference, Money amount) =>
        await Execute(context, new AllotLevy(reference, amount, (await GrainFactory.Books(City).TrialBalance())?.Levy));

    /// <inheritdoc/>
    public async Task<CommandResult> Claim(CommandContext context, SponsorshipId sponsorship, Loss loss)
    {
        var view = sponsorship.City == City ? await GrainFactory.Sponsorship(sponsorship).Get() : null;
        return await Execute(context, new ClaimLoss(loss, view is null ? null
            : new(view.Id, view.Host, view.ArrivedOn, view.EndedOn, view.EndReason)));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Decide(CommandContext context, SponsorshipId sponsorship, LossKind kind, bool isGranted) =>
        Execute(context, new DecideLoss(sponsorship, kind, isGranted));

    /// <inheritdoc/>
    public async Task Follow(SponsorshipId sponsorship)
    {
        // One after another: of two who ask at once, the one who has read the older state must not write last.
        while (!_following.IsCompleted) await Task.WhenAny(_following);
        await (_following = FollowInTurn(sponsorship));
    }

    /// <inheritdoc/>
    public async Task<LossFundView?> Get()
    {
        await BeingMade();
        if ((await GrainFactory.Books(City).TrialBalance())?.Levy is not { } levy) return null;
        var claims = Confirmed.Claims.Values;
        return new(
            City: City,
            Version: Version,
            Rules: Confirmed.Rules,
            Levy: levy,
            Allotted: new(Confirmed.Allotments.Values.Sum(a => a.Minor), levy.Currency),
            Free: new(Confirmed.Free, levy.Currency),
            Granted: Sum(LossState.Granted),
            Paid: Sum(LossState.Paid),
            Open: [.. claims.Where(c => c.State is LossState.Claimed or LossState.Granted).Take(PageLimits.Most).Select(View)]);

        Money Sum(LossState state) => new(claims.Where(c => c.State == state).Sum(c => c.Pays.Minor), levy.Currency);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LossClaimView>> Of(SponsorshipId sponsorship) =>
        Task.FromResult<IReadOnlyList<LossClaimView>>(
            [.. Enum.GetValues<LossKind>().Select(k => Confirmed.Claim(sponsorship, k)).OfType<LossClaim>().Select(View)]);

    private async Task FollowInTurn(SponsorshipId sponsorship)
    {
        var books = GrainFactory.Sponsorship(sponsorship);
        var booked = (await books.Losses()).ToDictionary(l => l.Loss, StringComparer.Ordinal);
        foreach (var kind in Enum.GetValues<LossKind>())
        {
            if (Confirmed.Claim(sponsorship, kind) is not { State: LossState.Granted or LossState.Paid } claim) continue;
            var loss = Codes<LossKind>.Text(kind);
            if (booked.GetValueOrDefault(loss) is not { } known)
            {
                // One that was paid by hand before the fund paid by itself is not paid again.
                if (claim.State == LossState.Granted) await Done(books.BookLoss(Context($"{sponsorship}:{loss}"), loss, claim.Pays));
                continue;
            }

            var paidWith = known.State == HostPaymentState.Settled ? known.Payment : null;
            if (claim is { State: LossState.Paid, Reference: { } before } && before != paidWith)
            {
                await Done(Execute(new NoteLossCameBack(sponsorship, kind, before)));
            }

            if (paidWith is not null) await Done(Execute(new NoteLossPaid(sponsorship, kind, paidWith)));
        }
    }

    private static CommandContext Context(string id) => new() { Id = $"loss:{id}", Fingerprint = 0, Actor = BySystem };

    private static async Task Done(Task<CommandResult> work)
    {
        var result = await work;
        if (!result.IsAccepted) throw new InvalidOperationException($"A loss could not be followed: {result.Rejected}.");
    }

    private static LossClaimView View(LossClaim c) => new(
        Sponsorship: c.Sponsorship, Host: c.Host, Kind: c.Rule.Kind, Loss: c.Loss, Pays: c.Pays, Rule: c.Rule, Evidence: c.Evidence,
        State: c.State, Reference: c.Reference);
}
