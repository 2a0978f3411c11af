namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>What can be asked about two records.</summary>
public abstract record DuplicateCommand
{
    private DuplicateCommand() { }

    /// <summary>Sets aside what two records share.</summary>
    /// <param name="Known">Whether both are there.</param>
    /// <param name="Dismissal">What is set aside.</param>
    public sealed record DismissSigns(RecordsFacts Known, SignDismissal Dismissal) : DuplicateCommand;

    /// <summary>Takes a dismissal back.</summary>
    /// <param name="Signs">What is to be listed again, at least one.</param>
    public sealed record ReopenSigns(IReadOnlyList<PersonSign> Signs) : DuplicateCommand;

    /// <summary>Links two records of one kind as one person.</summary>
    /// <param name="Known">Whether both are there.</param>
    /// <param name="Principal">The record that speaks for the person.</param>
    /// <param name="Record">The record that is put under it.</param>
    /// <param name="Reason">Why they are one person.</param>
    public sealed record LinkRecords(RecordsFacts Known, PersonId Principal, PersonId Record, LinkReason Reason) : DuplicateCommand;

    /// <summary>Takes the link back.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record UnlinkRecords(UnlinkReason Reason) : DuplicateCommand;

    /// <summary>Notes what a step of a link was answered.</summary>
    /// <param name="Number">Which link.</param>
    /// <param name="Step">Which step.</param>
    /// <param name="Refused">Why it was refused; null where it was done.</param>
    /// <param name="BothLive">Of an attachment: whether the record and another one of the person are in live sponsorships.</param>
    /// <param name="ClaimIsOpen">Of an attachment: whether a third record was granted a sponsorship before the principal knew of this
    /// one's, and has not entered it yet.</param>
    public sealed record NoteLinkStep(int Number, LinkStep Step, RejectionCode? Refused = null, bool BothLive = false,
        bool ClaimIsOpen = false) : DuplicateCommand;
}

/// <summary>What two records are known to be, read before.</summary>
/// <param name="One">A record.</param>
/// <param name="Other">Another one.</param>
/// <param name="OneVersion">Its version; null if there is none, or its person was erased.</param>
/// <param name="OtherVersion">The other one's.</param>
public sealed record RecordsFacts(PersonId One, PersonId Other, long? OneVersion, long? OtherVersion);

/// <summary>What two records share and an officer sets aside.</summary>
/// <param name="One">A record.</param>
/// <param name="Other">Another one.</param>
/// <param name="Signs">What they share, at least one.</param>
/// <param name="Reason">Why it means nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.sign-dismissal")]
public sealed record SignDismissal(PersonId One, PersonId Other, IReadOnlyList<PersonSign> Signs, DismissalReason Reason);
