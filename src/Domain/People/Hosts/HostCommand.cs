namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostEvent;

/// <summary>What a host can be asked.</summary>
public abstract record HostCommand
{
    private HostCommand() { }

    /// <summary>About a host's registration.</summary>
    public abstract record HostRegistrationCommand : HostCommand;

    /// <summary>What keeps a host from entering a sponsorship, and what lets them again.</summary>
    public abstract record HostSuspensionCommand : HostCommand;

    /// <summary>About the sponsorship that has the host, and other records of the same person.</summary>
    public abstract record HostClaimCommand : HostCommand;

    /// <summary>About a move to another city.</summary>
    public abstract record HostMoveCommand : HostCommand;

    /// <summary>What age decides.</summary>
    public abstract record HostAgeCommand : HostCommand;

    /// <summary>Why a host is not there, and that they are again.</summary>
    public abstract record HostSituationCommand : HostCommand;

    /// <summary>About what stands in the host's record in the vault.</summary>
    public abstract record HostRecordCommand : HostCommand;

    /// <summary>Notes that the host's data in the vault was corrected; what stood there before is kept beside it.</summary>
    /// <param name="Correction">Which parts.</param>
    /// <param name="Home">Where the host lives by the new address; null if the address does not change.</param>
    public sealed record CorrectHost(PersonCorrection Correction, HomeId? Home) : HostRecordCommand;

    /// <summary>Notes that the host wants to be erased.</summary>
    public sealed record AskHostErasure : HostRecordCommand;

    /// <summary>Notes that the host is abroad, in prison or dead.</summary>
    public sealed record NoteSituation(HostAbsence Absence) : HostSituationCommand;

    /// <summary>Notes that it is over, or was wrong.</summary>
    /// <param name="Document">The reference of what shows it.</param>
    public sealed record EndSituation(string Document) : HostSituationCommand;

    /// <summary>Notes what an officer has verified of the host's age. The date of birth is in the vault by then.</summary>
    /// <param name="Group">Of age on the day, or not.</param>
    /// <param name="Document">The reference of what the officer has seen.</param>
    public sealed record VerifyHostAge(AgeGroup Group, string Document) : HostAgeCommand;

    /// <summary>Notes that a minor has come of age since: the vault says so, and nobody acts for them any more.</summary>
    public sealed record ComeOfAge : HostAgeCommand;

    /// <summary>Has a guardian act for one more minor.</summary>
    /// <param name="Ward">The minor.</param>
    /// <param name="Most">For how many one may act in the city.</param>
    public sealed record AdmitWard(HostId Ward, int Most) : HostAgeCommand;

    /// <summary>Ends what <see cref="AdmitWard"/> began.</summary>
    public sealed record ReleaseWard(HostId Ward) : HostAgeCommand;

    /// <summary>Registers a citizen as a host.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Household">Their household.</param>
    /// <param name="Home">Their address.</param>
    /// <param name="Guardian">Who acts for them, if they are a minor.</param>
    /// <param name="Known">What city and guardian say, read before.</param>
    public sealed record RegisterHost(HostId Host, HouseholdId Household, HomeId Home, HostId? Guardian, RegistrationFacts Known)
        : HostRegistrationCommand;

    /// <summary>Keeps a host from entering a sponsorship. One that is live goes on: the migrant is not punished.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Ruling">The ruling on it; null if the host asked for it.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    public sealed record SuspendHost(SuspensionReason Reason, RulingId? Ruling = null, CaseText? Text = null) : HostSuspensionCommand;

    /// <summary>
    /// Lifts a suspension because its ruling was. It changes nothing if the host is not suspended under that ruling any more.
    /// </summary>
    public sealed record LiftSuspension(RulingId Ruling, ReinstatementReason Reason) : HostSuspensionCommand;

    /// <summary>Ends a suspension.</summary>
    public sealed record ReinstateHost(ReinstatementReason Reason) : HostSuspensionCommand;

    /// <summary>Makes a sponsorship the host's one live one.</summary>
    public sealed record TakeHost(SponsorshipId Sponsorship) : HostClaimCommand;

    /// <summary>Ends what <see cref="TakeHost"/> began, whether it has come or not.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="TakeCommand">The id of the command that took the host: if it has not come yet, it comes to nothing.</param>
    public sealed record FreeHost(SponsorshipId Sponsorship, string TakeCommand) : HostClaimCommand;

    /// <summary>Notes that the host's name and documents were deleted.</summary>
    public sealed record EraseHost : HostRegistrationCommand;

    /// <summary>Notes that the host's account and address for payments are in the vault.</summary>
    /// <param name="Payee">Names what is there: a keyed code that does not tell it.</param>
    public sealed record ProvidePayee(string Payee) : HostRegistrationCommand;

    /// <summary>Notes that the account and address of the host's estate are in the vault, after the host's death.</summary>
    /// <param name="Payee">Names what is there: a keyed code that does not tell it.</param>
    /// <param name="Document">The reference of what shows who takes the estate, such as a probate's.</param>
    public sealed record ProvideEstatePayee(string Payee, string Document) : HostRegistrationCommand;

    /// <summary>
    /// Moves to another city. With a migrant who has arrived it waits for the migrant's arrival there; without one it is complete at once.
    /// </summary>
    /// <param name="To">The record there, which is to be made.</param>
    /// <param name="Household">The household there.</param>
    /// <param name="Home">The address there.</param>
    /// <param name="Guardian">Who acts there for a host who is a minor.</param>
    /// <param name="Sponsorship">The sponsorship there in which the migrant will be asked to come along.</param>
    /// <param name="Known">What the new city, the guardian and the live sponsorship are, read before.</param>
    public sealed record MoveHost(HostId To, HouseholdId Household, HomeId Home, HostId? Guardian, SponsorshipId Sponsorship,
        MoveFacts Known)
        : HostMoveCommand;

    /// <summary>Makes the record in the new city that a move has asked for. Repeated, it changes nothing.</summary>
    /// <param name="Begun">What the old record has noted.</param>
    /// <param name="From">The old record.</param>
    public sealed record RegisterMoved(HostMoveBegun Begun, HostId From) : HostMoveCommand;

    /// <summary>Completes a move: closes the old record, or opens the new one.</summary>
    /// <param name="To">The new record.</param>
    public sealed record CompleteMove(HostId To) : HostMoveCommand;

    /// <summary>Undoes a move that did not come about: opens the old record, or closes the new one.</summary>
    /// <param name="To">The new record.</param>
    public sealed record UndoMove(HostId To) : HostMoveCommand;

    /// <summary>Asks the host's record because it is one of several of the same person.</summary>
    public sealed record LinkHost(RecordLinkCommand<HostId> Command) : HostClaimCommand;

    /// <summary>What a record of a person is asked, a host's is.</summary>
    public static implicit operator HostCommand(RecordLinkCommand<HostId> command) => new LinkHost(command);
}

/// <summary>What a registration rests on, besides itself.</summary>
/// <param name="CityIsOpen">True if the city is in the programme.</param>
/// <param name="MinorsMayHost">True if its policy lets a guardian act for a minor.</param>
/// <param name="GuardianHousehold">The guardian's household if they are a host of age; null otherwise.</param>
/// <param name="Age">What the date of birth says that was given, which nobody has verified; null if none was.</param>
/// <param name="AsksBirthDate">True if the city's policy lets nobody register without a date of birth.</param>
public sealed record RegistrationFacts(bool CityIsOpen, bool MinorsMayHost, HouseholdId? GuardianHousehold, AgeGroup? Age = null,
    bool AsksBirthDate = false);

/// <summary>What a move rests on, besides itself.</summary>
/// <param name="There">What the new city and the guardian say.</param>
/// <param name="Live">The host's live sponsorship when it was read; null for none.</param>
/// <param name="HasArrived">True if its migrant has arrived and it has not ended.</param>
public sealed record MoveFacts(RegistrationFacts There, SponsorshipId? Live, bool HasArrived);
