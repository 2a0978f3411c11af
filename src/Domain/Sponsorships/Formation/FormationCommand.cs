namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;

public abstract partial record SponsorshipCommand
{
    /// <summary>What forms a sponsorship: the proposal, its answer, and the steps that take host, migrant and place.</summary>
    public abstract record FormationCommand : SponsorshipCommand
    {
        private protected FormationCommand() { }
    }

    /// <summary>Proposes a sponsorship. Nothing is taken yet; a host or migrant may have several proposals.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Host">The host.</param>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="By">The side that proposes.</param>
    /// <param name="Known">What host and migrant are, read before.</param>
    /// <param name="Continues">The sponsorship that it is to continue in another city, read before; null for one of its own.</param>
    /// <param name="Paper">Of an officer: the signed paper in which the side proposes; null for the side itself.</param>
    public sealed record Propose(SponsorshipId Sponsorship, HostId Host, MigrantId Migrant, Party By, ProposalFacts Known,
        SuccessionFacts? Continues = null, string? Paper = null) : FormationCommand;

    /// <summary>The other side says yes.</summary>
    /// <param name="By">The side.</param>
    /// <param name="Paper">Of an officer: the signed paper in which the side says so, which is no yes until another officer has seen it;
    /// null for the side itself.</param>
    /// <param name="IsMinors">True if a minor says it for themselves, read before.</param>
    public sealed record Accept(Party By, string? Paper = null, bool IsMinors = false) : FormationCommand;

    /// <summary>Another officer than the one who acted on it has seen the signed paper of a side.</summary>
    /// <param name="Side">The side.</param>
    /// <param name="AtOnce">True if host and migrant are taken in the same moment where it is a yes, as <see cref="FormAtOnce"/> has
    /// it.</param>
    public sealed record SeePaper(Party Side, bool AtOnce = false) : FormationCommand;

    /// <summary>
    /// The other side says yes, and host and migrant are taken in the same moment: what they have decided is written together with this
    /// and with the city's answer on a place, or none of it is.
    /// </summary>
    /// <param name="By">The side that says it.</param>
    /// <param name="IsMinors">True if a minor says it for themselves, read before.</param>
    public sealed record FormAtOnce(Party By, bool IsMinors = false) : FormationCommand;

    /// <summary>The other side says no.</summary>
    public sealed record Decline(Party By) : FormationCommand;

    /// <summary>A side withdraws before the arrival.</summary>
    public sealed record Withdraw(Party By) : FormationCommand;

    /// <summary>Notes the answer to a step of the saga.</summary>
    /// <param name="Step">The step that was taken.</param>
    /// <param name="Answer">What was answered.</param>
    public sealed record NoteStep(SagaStep Step, StepAnswer Answer) : FormationCommand;

    /// <summary>
    /// Hears at which address the host lives. A sponsorship goes on there, and the checks of the home are made again.
    /// </summary>
    /// <param name="Home">The home, as the host's record has it.</param>
    /// <param name="Counts">True if it counts its guests, read before.</param>
    public sealed record HearOfHome(HomeId Home, bool Counts = false) : FormationCommand;

    /// <summary>Hears that the host is abroad, in prison or dead, or is there again. It ends nothing.</summary>
    /// <param name="Situation">Why the host is not there; null if they are.</param>
    public sealed record HearOfHost(HostSituation? Situation) : FormationCommand;

    /// <summary>The city confirms that the migrant lives and may work there.</summary>
    public sealed record Activate : FormationCommand;
}

/// <summary>What a proposal rests on, besides itself.</summary>
/// <param name="HostIsRegistered">True where the host is registered.</param>
/// <param name="MigrantIsRegistered">True where the migrant is registered.</param>
/// <param name="Household">The host's household.</param>
/// <param name="Home">The host's address.</param>
/// <param name="HostAge">What an officer has verified of the host's age; null while nobody has.</param>
/// <param name="Guardian">Who acts for the host; null for nobody.</param>
/// <param name="MigrantAge">What an officer has verified of the migrant's age; null while nobody has.</param>
/// <param name="HostAway">Why the host is not there; null if they are.</param>
/// <param name="Room">The room at the home; null if it does not count its guests.</param>
public sealed record ProposalFacts(bool HostIsRegistered, bool MigrantIsRegistered, HouseholdId Household, HomeId Home,
    AgeGroup? HostAge = null, HostId? Guardian = null, AgeGroup? MigrantAge = null,
    HostSituation? HostAway = null, RoomFacts? Room = null);

/// <summary>The room at a home that counts its guests.</summary>
/// <param name="Left">For how many more there is room.</param>
/// <param name="Persons">How many would come: the migrant and the dependants.</param>
public sealed record RoomFacts(int Left, int Persons);
