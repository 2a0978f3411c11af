namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;

// For whom the migrant works.
public sealed partial class SponsorshipGrain
{
    /// <inheritdoc/>
    public async Task<CommandResult> NameEmployer(CommandContext context, Employment employment) =>
        await Execute(context, new NameEmployer(employment, await TiesOf(employment.Employer)));

    /// <inheritdoc/>
    public Task<CommandResult> EndEmployment(CommandContext context, string employer, DateOnly from, DateOnly on) =>
        Execute(context, new EndEmployment(employer, from, on));

    /// <inheritdoc/>
    public Task<CommandResult> ConfirmEmployment(CommandContext context, string employer, DateOnly from) =>
        Execute(context, new ConfirmEmployment(employer, from));

    /// <inheritdoc/>
    public Task<CommandResult> ContestEmployment(CommandContext context, string employer, DateOnly from) =>
        Execute(context, new ContestEmployment(employer, from));

    /// <inheritdoc/>
    public Task<CommandResult> UpholdEmployment(CommandContext context, string employer, DateOnly from, string document) =>
        Execute(context, new UpholdEmployment(employer, from, document));

    /// <inheritdoc/>
    public async Task<CommandResult> CheckEmployer(CommandContext context, string employer) =>
        await Execute(context, new NoteEmployerTies(employer, await TiesOf(employer) ?? new(false, false, false)));

    /// <inheritdoc/>
    public Task<EmploymentsView?> Employments() =>
        Task.FromResult(
            Confirmed.Id is { } id ? new EmploymentsView(Sponsorship: id, Version: Version, Items: Confirmed.Employments.All) : null);

    // What is compared are codes: neither this grain nor the journal learns an address or an account.
    private async Task<EmployerTies?> TiesOf(string employer)
    {
        if (Confirmed.Id is not { City: var city } || !Employers.IsId(employer)
            || await GrainFactory.Employer(EmployerId.Of(city.Nation, employer)).Traces() is not { } traces
            || await GrainFactory.Host(Confirmed.Host).Get() is not { } host)
        {
            return null;
        }

        return new(
            IsHost: traces.Host is { } who
                && (who == host.Id || (await GrainFactory.Host(who).Get())?.Household == host.Household),
            IsAtHostsHome: traces.Home is { } home && HomeId.From(city, home) == host.Home,
            SharesAccount: traces.Account is { } account && host.HasPayee && await GrainFactory.Host(host.Id).IsPaidTo(account));
    }
}
