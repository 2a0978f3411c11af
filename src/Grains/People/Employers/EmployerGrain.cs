namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.EmployerCommand;

/// <summary>Hosts an employer's rules. Of its address and its account a keyed code is kept, and nothing else anywhere.</summary>
[Reentrant, GrainType("employer")]
public sealed class EmployerGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<EmployerDecider, Employer, EmployerCommand, EmployerEvent>(journaling), IEmployerGrain
{
    private EmployerId Id => EmployerId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Register(CommandContext context, EmployerRegistration registration)
    {
        if (EmployerId.Of(Id.Nation, registration.Employer) != Id)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "The record is of another employer.", Version);
        }

        if (registration.Host is { } host && (host.City.Nation != Id.Nation || await GrainFactory.Host(host).Get() is null))
        {
            return CommandResult.Refuse(RejectionCode.HostNotFound, "There is no such host in the nation.", Version);
        }

        var details = new EmployerDetails(registration.Kind, registration.Name, registration.RegistrationNumber, registration.Host,
            registration.Address is { } address ? persons.Pseudonym("address", address) : null,
            registration.AccountNumber is { } account ? persons.CodeOfAccount(account) : null);
        return await Execute(context, new RegisterEmployer(registration.Employer, details));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Admit(CommandContext context, string person, bool isFirst) =>
        Execute(context, new AdmitEmployerPerson(person, isFirst));

    /// <inheritdoc/>
    public Task<CommandResult> Dismiss(CommandContext context, string person) => Execute(context, new DismissEmployerPerson(person));

    /// <inheritdoc/>
    public Task<EmployerView?> Get() => Task.FromResult(Confirmed.Details is not { } details ? null : new EmployerView(
        Id: Id, Version: Version, Employer: Confirmed.Name, Kind: details.Kind, Name: details.Name,
        RegistrationNumber: details.RegistrationNumber, Host: details.Host, HasAddress: details.Home is not null,
        HasAccount: details.Account is not null, IsListed: Confirmed.IsListed, People: Confirmed.People));

    /// <inheritdoc/>
    public Task<EmployerSignIn> SignIn(string person) => Task.FromResult(
        new EmployerSignIn(Confirmed.Admits(person), Confirmed.People.Exists(p => p.Person == person && p.IsFirst)));

    /// <inheritdoc/>
    public Task<EmployerTraces?> Traces() => Task.FromResult(
        Confirmed.Details is { } details ? new EmployerTraces(details.Host, details.Home, details.Account) : null);
}
