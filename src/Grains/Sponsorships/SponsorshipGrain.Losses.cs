namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;

// What the host is given beside the share, what is kept of it, and what officers say to findings.
public sealed partial class SponsorshipGrain
{
    /// <inheritdoc/>
    public Task<CommandResult> BookLoss(CommandContext context, string loss, Money amount) =>
        Execute(context, new BookLoss(loss, amount));

    /// <inheritdoc/>
    public Task<IReadOnlyList<BookedLossView>> Losses() => Task.FromResult<IReadOnlyList<BookedLossView>>(
        [.. Confirmed.Books.Losses.Select(l => new BookedLossView(
            Loss: l.Key, Amount: new(l.Value.Amount, Confirmed.Terms!.Currency), Payment: l.Value.Payment,
            State: l.Value.Payment is { } payment ? Confirmed.Books.Payments[payment].State : null))]);

    /// <inheritdoc/>
    public async Task<CommandResult> ProposeFine(CommandContext context, RuledFine fine, CaseWords? words)
    {
        var limits = (await GrainFactory.Nation(Id.City.Nation).Get())?.Floors?.HostFines;
        var ruling = RulingOf(context);
        return await Write(context, words, ruling, text => new ProposeFine(ruling, fine.Reason, fine.Amount, limits, text));
    }

    /// <inheritdoc/>
    public Task<CommandResult> RuleOnFine(CommandContext context, RulingId ruling, RulingEffect effect) =>
        Execute(context, new RuleOnFine(ruling, effect));

    /// <inheritdoc/>
    public async Task<FinesView?> Fines()
    {
        await BeingMade();
        if (Confirmed.Terms is not { } terms) return null;
        Money InCurrency(long minor) => new(minor, terms.Currency);
        return new(Id, InCurrency(Confirmed.Books.Ledger.Posted(SponsorshipAccounts.Fined(terms.Currency))),
            InCurrency(Confirmed.Books.OpenFines(terms.Currency)),
            [.. Confirmed.Books.Fines.Select(f => new FineView(
                Ruling: RulingId.Parse(f.Key), Reason: f.Value.Reason, Amount: InCurrency(f.Value.Amount), On: f.Value.On,
                Effect: f.Value.Effect))]);
    }

    /// <inheritdoc/>
    public Task<CommandResult> SettleFindings(CommandContext context, string pay, FindingOutcome outcome, FindingReason reason) =>
        Ask(context, new SettleFindings(pay, outcome, reason));

    /// <inheritdoc/>
    public Task<CommandResult> SettleFlags(CommandContext context, EmploymentKey employment, FindingOutcome outcome,
        FindingReason reason) => Ask(context, new SettleFlags(employment, outcome, reason));

    /// <inheritdoc/>
    public async Task<CaseTexts?> ReadContestWords(string pay, PersonReader reader)
    {
        if (ContestOf(pay) is not { } contest) return null;
        // What one side wrote is for officers and for that side: the other one has the codes.
        var isMigrant = Actors.PartyOf(reader.Actor) == Party.Migrant;
        return await persons.Read(new[] { contest.Words, contest.ReplyWords }.OfType<CaseText>()
            .Where(t => !isMigrant || t.By == CaseParty.Migrant), reader);
    }

    private PayContest? ContestOf(string pay) =>
        Confirmed.Earnings.ShareYears.Values.Select(y => y.ContestOf(pay)).FirstOrDefault(c => c is not null);

    // The words are in the vault before the event says that there are any, under the key of the migrant, with whom they are erased.
    private async Task<(SponsorshipCommand Command, CaseText? Text)> WithWords(CommandContext context, CaseWords? words,
        Func<CaseText?, SponsorshipCommand> command)
    {
        if (words is null) return (command(null), null);
        var text = persons.NameOf(words, Confirmed.Migrant.Value);
        await Today();
        // What will be refused is not kept.
        if (SponsorshipDecider.Decide(Confirmed, command(text), MomentFor(context)).Rejection is null)
        {
            await persons.StoreText(text.Owner, words.Text);
        }

        return (command(text), text);
    }
}
