namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostEvent;

/// <summary>What a host can be asked.</summary>
public abstract record HostCommand
{
    private HostCommand() { }

    /// <summary>Registers a citizen as a host.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Household">Their household.</param>
    /// <param name="Home">Their address.</param>
    /// <param name="Guardian">Who acts for them, where they are a minor.</param>
    /// <param name="Known">What city and guardian say, read before.</param>
    public sealed record RegisterHost(HostId Host, HouseholdId Household, HomeId Home, HostId? Guardian, RegistrationFacts Known)
        : HostCommand;

    /// <summary>Keeps a host from entering a sponsorship. One that is live goes on: the migrant is not punished.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Ruling">The ruling on it; null where the host asked for it.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    public sealed record SuspendHost(SuspensionReason Reason, RulingId? Ruling = null, CaseText? Text = null) : HostCommand;

    /// <summary>
    /// Lifts a suspension because its ruling was. It changes nothing where the host is not suspended under that ruling any more.
    /// </summary>
    public sealed record LiftSuspension(RulingId Ruling, ReinstatementReason Reason) : HostCommand;

    /// <summary>Ends a suspension.</summary>
    public sealed record ReinstateHost(ReinstatementReason Reason) : HostCommand;

    /// <summary>Makes a sponsorship the host's one live one.</summary>
    public sealed record TakeHost(SponsorshipId Sponsorship) : HostCommand;

    /// <summary>Ends what <see cref="TakeHost"/> began, whether it has come or not.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="TakeCommand">The id of the command that took the host: where it has not come yet, it comes to nothing.</param>
    public sealed record FreeHost(SponsorshipId Sponsorship, string TakeCommand) : HostCommand;

    /// <summary>Notes that the host's name and documents were deleted.</summary>
    public sealed record EraseHost : HostCommand;

    /// <summary>Notes that the host's account and address for payments are in the vault.</summary>
    /// <param name="Payee">Names what is there: a keyed code that does not tell it.</param>
    public sealed record ProvidePayee(string Payee) : HostCommand;

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
        : HostCommand;

    /// <summary>Makes the record in the new city that a move has asked for. Repeated, it changes nothing.</summary>
    /// <param name="Begun">What the old record has noted.</param>
    /// <param name="From">The old record.</param>
    public sealed record RegisterMoved(HostMoveBegun Begun, HostId From) : HostCommand;

    /// <summary>Completes a move: closes the old record, or opens the new one.</summary>
    /// <param name="To">The new record.</param>
    public sealed record CompleteMove(HostId To) : HostCommand;

    /// <summary>Undoes a move that did not come about: opens the old record, or closes the new one.</summary>
    /// <param name="To">The new record.</param>
    public sealed record UndoMove(HostId To) : HostCommand;

    /// <summary>What a host's record can be asked because it is one of several of the same person.</summary>
    public abstract record HostLinkCommand : HostCommand;

    /// <summary>Makes this record the principal of another one.</summary>
    /// <param name="Record">The other record.</param>
    /// <param name="Since">Its version now: what it asked for before is not heard.</param>
    public sealed record AdmitHostRecord(HostId Record, long Since) : HostLinkCommand;

    /// <summary>Ends what <see cref="AdmitHostRecord"/> began, whether it has come or not. The record has been detached by then.</summary>
    /// <param name="Record">The other record.</param>
    /// <param name="AdmitCommand">The id of the command that admitted it: where it has not come yet, it comes to nothing.</param>
    public sealed record ReleaseHostRecord(HostId Record, string AdmitCommand) : HostLinkCommand;

    /// <summary>Tells the principal what a record holds or asks for. What is older than what is known changes nothing.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version of which this is so.</param>
    /// <param name="Claim">The sponsorship that it is in or asks for; null for none.</param>
    public sealed record NoteHostRecord(HostId Record, long Version, SponsorshipId? Claim) : HostLinkCommand;

    /// <summary>Asks the principal whether a record may be taken.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version in which it asks.</param>
    /// <param name="Sponsorship">The sponsorship.</param>
    public sealed record ClaimHostRecord(HostId Record, long Version, SponsorshipId Sponsorship) : HostLinkCommand;

    /// <summary>Puts this record under a principal, who has admitted it.</summary>
    public sealed record AttachHost(HostId Principal) : HostLinkCommand;

    /// <summary>Ends what <see cref="AttachHost"/> began, whether it has come or not.</summary>
    /// <param name="Principal">The principal.</param>
    /// <param name="AttachCommand">The id of the command that attached the record: where it has not come yet, it comes to nothing.</param>
    public sealed record DetachHost(HostId Principal, string AttachCommand) : HostLinkCommand;

    /// <summary>What the principal answered to a claim.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Principal">Who answered; null where nobody had to be asked any more.</param>
    /// <param name="Refused">Why it may not be; null where it may.</param>
    public sealed record AnswerHostClaim(SponsorshipId Sponsorship, HostId? Principal, RejectionCode? Refused) : HostLinkCommand;
}

/// <summary>What a registration rests on, besides itself.</summary>
/// <param name="CityIsOpen">True where the city is in the programme.</param>
/// <param name="MinorsMayHost">True where its policy lets a guardian act for a minor.</param>
/// <param name="GuardianHousehold">The guardian's household where they are a host of age; null otherwise.</param>
public sealed record RegistrationFacts(bool CityIsOpen, bool MinorsMayHost, HouseholdId? GuardianHousehold);

/// <summary>What a move rests on, besides itself.</summary>
/// <param name="There">What the new city and the guardian say.</param>
/// <param name="Live">The host's live sponsorship when it was read; null for none.</param>
/// <param name="HasArrived">True where its migrant has arrived and it has not ended.</param>
public sealed record MoveFacts(RegistrationFacts There, SponsorshipId? Live, bool HasArrived);
