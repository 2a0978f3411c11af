namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>Who becomes a host, where they are paid, and how they are erased.</summary>
internal static class HostRegistrationDecider
{
    public static Decision<HostEvent> Decide(Host host, HostRegistrationCommand command, Moment moment) => command switch
    {
        RegisterHost c => Register(host, c),
        HostCommand.ProvidePayee c => Provide(host, c.Payee, moment.Actor),
        ProvideEstatePayee c => ProvideEstate(host, c, moment.Actor),
        EraseHost => Erase(host),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The registration knows no such command."),
    };

    public static Host Evolve(Host host, HostRegistrationEvent e) => e switch
    {
        HostRegistered x =>
            host with
            {
                Id = x.Host,
                Household = x.Household,
                Home = x.Home,
                Guardian = x.Guardian,
                MovedFrom = x.MovedFrom,
                OpensWith = x.OpensWith
            },
        PayeeProvided x => host with { Payee = x.Payee, PayeeBy = x.By },
        HostEstatePayeeProvided x => host with { Payee = x.Payee, PayeeBy = x.By, Estate = x.Document },
        HostErased => host with { Erased = true, Payee = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The registration knows no such event."),
    };

    /// <summary>Why a guardian cannot act for a host; null if they can.</summary>
    public static Rejection? NotFit(HostId host, HostId guardian, HouseholdId household, RegistrationFacts known)
    {
        if (!known.MinorsMayHost) return new(RejectionCode.MinorsMayNotHost, "The city's policy does not let a guardian act for a minor.");
        return guardian == host || known.GuardianHousehold != household
            ? new(RejectionCode.GuardianNotFit, "A guardian is a registered host of the same household who is of age.") : null;
    }

    private static Decision<HostEvent> Register(Host host, RegisterHost c)
    {
        if (host.Id is not null) return Reject(RejectionCode.AlreadyExists, "This host is registered already.");
        if (!c.Known.CityIsOpen) return Reject(RejectionCode.CityNotFound, $"The city {c.Host.City} is not in the programme.");
        if (c.Household.City != c.Host.City || c.Home.City != c.Host.City)
        {
            return Reject(RejectionCode.OtherCity, "Host, household and home belong to one city.");
        }

        if (c.Known is { AsksBirthDate: true, Age: null })
        {
            return Reject(RejectionCode.AgeNotVerified, "The city's policy lets nobody register as a host without a date of birth.");
        }

        // What nobody has verified counts all the same as far as it protects a child.
        if (c is { Known: { Age: AgeGroup.Minor, MinorsMayHost: false } })
        {
            return Reject(RejectionCode.MinorsMayNotHost, "The city's policy does not let a guardian act for a minor.");
        }

        if (c is { Guardian: null, Known.Age: AgeGroup.Minor }) return HostAgeDecider.Alone;
        if (c is { Guardian: not null, Known.Age: AgeGroup.Adult })
        {
            return Reject(RejectionCode.GuardianNotFit, "The date of birth says that the host is of age: nobody acts for them.");
        }

        if (c.Guardian is { } guardian && NotFit(c.Host, guardian, c.Household, c.Known) is { } refused) return refused;
        return Accept("registered", new HostRegistered(c.Host, c.Household, c.Home, c.Guardian));
    }

    private static Decision<HostEvent> Provide(Host host, string payee, string by)
    {
        if (host.Erased) return Reject(RejectionCode.HostNotFound, "The host's registration was erased.");
        if (host.Estate is not null)
        {
            return Reject(RejectionCode.WrongState, "The host has died, and the estate is paid: its account is changed as the estate's.");
        }

        return host.Payee == payee ? Accept("provided") : Accept("provided", new PayeeProvided(payee, Actors.IsOfficer(by) ? by : null));
    }

    private static Decision<HostEvent> ProvideEstate(Host host, ProvideEstatePayee c, string by)
    {
        if (host.Erased) return Reject(RejectionCode.HostNotFound, "The host's registration was erased.");
        if (TextForms.Reference.Problem(c.Document) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        return host.Payee == c.Payee && host.Estate == c.Document
            ? Accept("provided") : Accept("provided", new HostEstatePayeeProvided(c.Payee, c.Document, by));
    }

    private static Decision<HostEvent> Erase(Host host)
    {
        if (host.Erased) return Accept("erased");
        if (host.IsMoving) return Reject(RejectionCode.HostMoving, "A move of the host is under way; undo it first.");
        return host.Live is null && host.Linked.Asking is null
            ? Accept("erased", new HostErased())
            : Reject(RejectionCode.SponsorshipOpen, "The host is in a live sponsorship; end it first.");
    }
}
