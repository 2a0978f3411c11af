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
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Payments.LossFundCommand;

/// <summary>Hosts the rules of a city's host-loss fund. What the levy has brought is read from the city's books.</summary>
[Reentrant, GrainType("loss-fund")]
public sealed class LossFundGrain(Journaling journaling)
    : EventSourcedGrain<LossFundDecider, LossFund, LossFundCommand, LossFundEvent>(journaling), ILossFundGrain
{
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
    public Task<CommandResult> NotePaid(CommandContext context, SponsorshipId sponsorship, LossKind kind, string reference) =>
        Execute(context, new NoteLossPaid(sponsorship, kind, reference));

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

    private static LossClaimView View(LossClaim c) => new(
        Sponsorship: c.Sponsorship, Host: c.Host, Kind: c.Rule.Kind, Loss: c.Loss, Pays: c.Pays, Rule: c.Rule, Evidence: c.Evidence,
        State: c.State, Reference: c.Reference);
}
