namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>
/// What happens to a record because it is, or may become, one of several of the same person. Hosts and migrants write each of these under a
/// name of their own, which stands in journals.
/// </summary>
internal abstract record RecordLinkEvent<TId> where TId : struct, IId<TId>, IEquatable<TId>
{
    private RecordLinkEvent() { }

    /// <summary>The record became the principal of another one, which had this version then.</summary>
    public sealed record Admitted(TId Record, long Since) : RecordLinkEvent<TId>;

    /// <summary>The other record is this one's no more, or was never to be.</summary>
    public sealed record Released(TId Record) : RecordLinkEvent<TId>;

    /// <summary>The principal knows what a record holds or asks for.</summary>
    public sealed record Noted(TId Record, long Version, SponsorshipId? Held) : RecordLinkEvent<TId>;

    /// <summary>The record was put under a principal.</summary>
    public sealed record Attached(TId Principal) : RecordLinkEvent<TId>;

    /// <summary>The record is not under this principal, or not any more.</summary>
    public sealed record Detached(TId Principal) : RecordLinkEvent<TId>;

    /// <summary>A sponsorship wants the record, and the principal is being asked.</summary>
    public sealed record ClaimAsked(SponsorshipId Sponsorship) : RecordLinkEvent<TId>;

    /// <summary>The sponsorship does not get the record.</summary>
    public sealed record ClaimRefused(SponsorshipId Sponsorship, RejectionCode Code) : RecordLinkEvent<TId>;

    /// <summary>A sponsorship gave up a record that it had asked for and not got.</summary>
    public sealed record ClaimVoided(SponsorshipId Sponsorship) : RecordLinkEvent<TId>;

    /// <summary>The sponsorship has the record.</summary>
    public sealed record Taken(SponsorshipId Sponsorship) : RecordLinkEvent<TId>;
}
