namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>What age decides: who hosts alone, who hosts through a guardian, and for how many minors one guardian acts.</summary>
internal static class HostAgeDecider
{
    public static Decision<HostEvent> Decide(Host host, HostAgeCommand command, Moment moment) => command switch
    {
        VerifyHostAge c => Verify(host, c, moment),
        ComeOfAge => host.Age == AgeGroup.Minor ? Accept("of-age", new HostCameOfAge()) : Accept("known"),
        AdmitWard c => Admit(host, c),
        ReleaseWard c => host.Wards.Contains(c.Ward) ? Accept("released", new WardReleased(c.Ward)) : Accept("released"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The age knows no such command."),
    };

    public static Host Evolve(Host host, HostAgeEvent e) => e switch
    {
        HostAgeVerified x => host with { Age = x.Group, Guardian = x.Group == AgeGroup.Adult ? null : host.Guardian },
        // From that day on nobody else acts for them.
        HostCameOfAge => host with { Age = AgeGroup.Adult, Guardian = null },
        WardAdmitted x => host with { Wards = host.Wards.Add(x.Ward) },
        WardReleased x => host with { Wards = host.Wards.Remove(x.Ward) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The age knows no such event."),
    };

    /// <summary>The refusal of a minor who would host without a guardian, or sign for themselves.</summary>
    public static Rejection Alone => new(RejectionCode.MinorWithoutGuardian,
        "The host is a minor: where the city's policy allows it, a guardian of the same household registers, proposes and accepts for "
            + "them.");

    private static Decision<HostEvent> Verify(Host host, VerifyHostAge c, Moment moment)
    {
        if (host.Erased) return Reject(RejectionCode.HostNotFound, "The host's registration was erased.");
        if (TextForms.Reference.Problem(c.Document) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        return Accept("verified", new HostAgeVerified(c.Group, c.Document, moment.Actor));
    }

    private static Decision<HostEvent> Admit(Host host, AdmitWard c)
    {
        if (host.Wards.Contains(c.Ward)) return Accept("admitted");
        return host.Wards.Count >= c.Most
            ? Reject(RejectionCode.GuardianFull,
                $"The guardian acts for {host.Wards.Count} minors, and the city's policy lets nobody act for more than {c.Most}.")
            : Accept("admitted", new WardAdmitted(c.Ward));
    }
}
