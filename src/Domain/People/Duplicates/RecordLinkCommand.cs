namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>What a record can be asked because it is one of several of the same person.</summary>
/// <typeparam name="TId">Ids of the records: of hosts, or of migrants.</typeparam>
public abstract record RecordLinkCommand<TId> where TId : struct, IId<TId>, IEquatable<TId>
{
    private RecordLinkCommand() { }

    /// <summary>Makes this record the principal of another one.</summary>
    /// <param name="Record">The other record.</param>
    /// <param name="Since">Its version now: what it asked for before is not heard.</param>
    public sealed record Admit(TId Record, long Since) : RecordLinkCommand<TId>;

    /// <summary>Ends what <see cref="Admit"/> began, whether it has come or not. The record has been detached by then.</summary>
    /// <param name="Record">The other record.</param>
    /// <param name="AdmitCommand">The id of the command that admitted it: if it has not come yet, it comes to nothing.</param>
    public sealed record Release(TId Record, string AdmitCommand) : RecordLinkCommand<TId>;

    /// <summary>Tells the principal what a record holds or asks for. What is older than what is known changes nothing.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version of which this is so.</param>
    /// <param name="Held">The sponsorship that it is in or asks for; null for none.</param>
    public sealed record Note(TId Record, long Version, SponsorshipId? Held) : RecordLinkCommand<TId>;

    /// <summary>Asks the principal whether a record may be taken.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Version">Its version in which it asks.</param>
    /// <param name="Sponsorship">The sponsorship.</param>
    public sealed record Claim(TId Record, long Version, SponsorshipId Sponsorship) : RecordLinkCommand<TId>;

    /// <summary>Puts this record under a principal, who has admitted it.</summary>
    public sealed record Attach(TId Principal) : RecordLinkCommand<TId>;

    /// <summary>Ends what <see cref="Attach"/> began, whether it has come or not.</summary>
    /// <param name="Principal">The principal.</param>
    /// <param name="AttachCommand">The id of the command that attached the record: if it has not come yet, it comes to nothing.</param>
    public sealed record Detach(TId Principal, string AttachCommand) : RecordLinkCommand<TId>;

    /// <summary>What the principal answered to a claim.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Principal">Who answered; null if nobody had to be asked any more.</param>
    /// <param name="Refused">Why it may not be; null if it may.</param>
    public sealed record Answer(SponsorshipId Sponsorship, TId? Principal, RejectionCode? Refused) : RecordLinkCommand<TId>;
}
