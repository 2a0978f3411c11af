namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>A host who is abroad, in prison or dead begins no sponsorship; one that runs goes on for the guest.</summary>
internal static class HostSituationDecider
{
    public static Decision<HostEvent> Decide(Host host, HostSituationCommand command, Moment moment) => command switch
    {
        NoteSituation c => Note(host, c.Absence, moment),
        EndSituation c => End(host, c.Document, moment),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The situation knows no such command."),
    };

    public static Host Evolve(Host host, HostSituationEvent e) => e switch
    {
        HostSituationNoted x => host with { Absence = x.Absence, AbsenceBy = x.By },
        HostSituationEnded => host with { Absence = null, AbsenceBy = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The situation knows no such event."),
    };

    private static Decision<HostEvent> Note(Host host, HostAbsence absence, Moment moment)
    {
        if (host.Erased) return Reject(RejectionCode.HostNotFound, "The host's registration was erased.");
        if (TextForms.Reference.Problem(absence.Document) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (absence.Since > moment.Day)
        {
            return Reject(RejectionCode.DateInFuture, $"It is noted from {absence.Since:yyyy-MM-dd} on, and that day has not come.");
        }

        if (host.Absence == absence) return Accept("noted");
        // Nobody is abroad who has died: that is put right first, and by somebody else.
        return host.Absence is { Situation: HostSituation.Deceased }
            ? Reject(RejectionCode.WrongState, "It is noted that the host has died. If that is wrong, another officer ends it first.")
            : Accept("noted", new HostSituationNoted(absence, host.Live, moment.Actor));
    }

    private static Decision<HostEvent> End(Host host, string document, Moment moment)
    {
        if (TextForms.Reference.Problem(document) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        if (host.Absence is not { } absence) return Reject(RejectionCode.WrongState, "Nothing is noted that keeps the host away.");
        return absence.Situation == HostSituation.Deceased && moment.IsOne(host.AbsenceBy!)
            ? Reject(RejectionCode.SameOfficer, "A second officer finds that the host lives, not the one who noted the death.")
            : Accept("ended", new HostSituationEnded(document, host.Live, moment.Actor));
    }
}

/// <summary>Why a host is not there.</summary>
/// <param name="Situation">What it is.</param>
/// <param name="Since">Since when.</param>
/// <param name="Document">The reference of what shows it.</param>
[GenerateSerializer, Immutable, Alias("vip.host-absence")]
public sealed record HostAbsence(HostSituation Situation, DateOnly Since, string Document);
