namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// What officers noted about two records that may be one person: what they set aside, and whether they linked them. Nothing here is decided
/// by a program.
/// </summary>
public sealed record Duplicate
{
    /// <summary>The id; null before anything was noted.</summary>
    public DuplicateId? Id { get; init; }

    /// <summary>The record whose id comes first.</summary>
    public PersonId First { get; init; }

    /// <summary>The other record.</summary>
    public PersonId Second { get; init; }

    /// <summary>What the two share and an officer has found to mean nothing, with why.</summary>
    public ImmutableSortedDictionary<PersonSign, DismissalReason> Dismissed { get; init; } =
        ImmutableSortedDictionary<PersonSign, DismissalReason>.Empty;

    /// <summary>The newest link of the two; null where there was none.</summary>
    public PersonLink? Link { get; init; }
}

/// <summary>A link of two records.</summary>
/// <param name="Number">Counts the links of these two, from 1.</param>
/// <param name="Principal">The record that speaks for the person.</param>
/// <param name="Record">The record that is put under it.</param>
/// <param name="Since">Its version when it was asked.</param>
/// <param name="Reason">Why they are one person.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="BothLive">True if the record was in a live sponsorship when it was linked, and another one of the person was too: the
/// principal, or a third one under it. Neither was ended: that is for an officer.</param>
/// <param name="Refused">Why it came to nothing; null where it did not.</param>
public sealed record PersonLink(int Number, PersonId Principal, PersonId Record, long Since, LinkReason Reason, LinkStatus Status,
    bool BothLive = false, RejectionCode? Refused = null)
{
    /// <summary>True while it holds or is on its way.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is not (LinkStatus.Refused or LinkStatus.Unlinked);

    /// <summary>The next step; each may be repeated.</summary>
    [JsonIgnore]
    public LinkStep Next => Status switch
    {
        LinkStatus.Asked => LinkStep.Admit,
        LinkStatus.Admitted => LinkStep.Attach,
        LinkStatus.Refusing or LinkStatus.Leaving => LinkStep.Detach,
        LinkStatus.Detached => LinkStep.Release,
        _ => LinkStep.None,
    };

    /// <summary>The id under which a step's call is made: always the same, so that it is carried out once.</summary>
    public string CommandId(LinkStep step) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{DuplicateId.Of(Principal, Record)}:{Number}:{Codes<LinkStep>.Text(step)}");
}

/// <summary>A step on the way to a link, or back.</summary>
[JsonConverter(typeof(CodeConverter<LinkStep>))]
public enum LinkStep
{
    /// <summary>Nothing is to be done.</summary>
    None,

    /// <summary>The principal learns of the record.</summary>
    Admit,

    /// <summary>The record learns of its principal.</summary>
    Attach,

    /// <summary>The record forgets its principal.</summary>
    Detach,

    /// <summary>The principal forgets the record.</summary>
    Release,
}

/// <summary>How far a link has come.</summary>
[JsonConverter(typeof(CodeConverter<LinkStatus>))]
public enum LinkStatus
{
    /// <summary>An officer asked for it.</summary>
    Asked,

    /// <summary>The principal knows of it.</summary>
    Admitted,

    /// <summary>Both know of it: from now on one live sponsorship is the person's.</summary>
    Linked,

    /// <summary>One of them could not be linked; what was begun is about to be undone, also where it has not come yet.</summary>
    Refusing,

    /// <summary>It came to nothing.</summary>
    Refused,

    /// <summary>An officer took it back.</summary>
    Leaving,

    /// <summary>The record stands alone; the principal is about to forget it.</summary>
    Detached,

    /// <summary>Both stand alone again.</summary>
    Unlinked,
}

/// <summary>What two records share.</summary>
[JsonConverter(typeof(CodeConverter<PersonSign>))]
public enum PersonSign
{
    /// <summary>An identity document, as its number is read: of one country, whatever kind it was said to be.</summary>
    Document,

    /// <summary>Name and birth date, whatever the script, the case and the order of the words.</summary>
    NameAndBirthDate,

    /// <summary>Birth date, and a name that sounds alike.</summary>
    SimilarNameAndBirthDate,

    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>An address for mail.</summary>
    Email,

    /// <summary>The address at which they live.</summary>
    Address,

    /// <summary>The name, and the year or month of birth, where no more of it is known of one of them.</summary>
    NameAndBirthYear,
}

/// <summary>How much a sign says.</summary>
[JsonConverter(typeof(CodeConverter<SignStrength>))]
public enum SignStrength
{
    /// <summary>Many different people share it: a home, or a name and a year.</summary>
    Weak,

    /// <summary>Families share it, or two names only sound alike.</summary>
    Medium,

    /// <summary>Different people seldom share it.</summary>
    Strong,
}

/// <summary>Why what two records share means nothing.</summary>
[JsonConverter(typeof(CodeConverter<DismissalReason>))]
public enum DismissalReason
{
    /// <summary>They are two people.</summary>
    DifferentPeople,

    /// <summary>A family shares it.</summary>
    SharedByFamily,

    /// <summary>An employer, an agency or a charity shares it.</summary>
    SharedByOrganisation,

    /// <summary>One of them was written down wrongly.</summary>
    WrittenWrongly,
}

/// <summary>Why two records are one person.</summary>
[JsonConverter(typeof(CodeConverter<LinkReason>))]
public enum LinkReason
{
    /// <summary>The same identity document.</summary>
    SameDocument,

    /// <summary>The same name and birth date, and what an officer saw besides.</summary>
    SameNameAndBirthDate,

    /// <summary>The same contact or address, and what an officer saw besides.</summary>
    SameContact,

    /// <summary>The person said so.</summary>
    OwnStatement,

    /// <summary>An officer met the person.</summary>
    Interview,
}

/// <summary>Why a link is taken back.</summary>
[JsonConverter(typeof(CodeConverter<UnlinkReason>))]
public enum UnlinkReason
{
    /// <summary>They are two people.</summary>
    DifferentPeople,

    /// <summary>The wrong records were linked, or the wrong way round.</summary>
    LinkedByMistake,

    /// <summary>The person objected, and was right.</summary>
    ObjectionUpheld,
}

/// <summary>How much each sign says.</summary>
public static class PersonSigns
{
    /// <summary>The strength of a sign.</summary>
    public static SignStrength Strength(this PersonSign sign) => sign switch
    {
        PersonSign.Document or PersonSign.NameAndBirthDate => SignStrength.Strong,
        PersonSign.Address or PersonSign.NameAndBirthYear => SignStrength.Weak,
        _ => SignStrength.Medium,
    };
}
