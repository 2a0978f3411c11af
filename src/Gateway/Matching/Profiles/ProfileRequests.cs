namespace VipOrleans.Gateway.Matching;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Gateway.Commands;

/// <summary>What a host says about themselves, in codes of closed lists.</summary>
internal record ProfileRequest
{
    /// <summary>Languages with level, none twice.</summary>
    [Items(0, Domain.Matching.Profile.MaxEntries)]
    public required IReadOnlyList<SpokenLanguageRequest> Languages { get; init; }

    /// <summary>Interests.</summary>
    [Items(0, 30)]
    public required IReadOnlyList<Interest> Interests { get; init; }

    /// <summary>What the person has learnt or works in: unit groups of ISCO-08, such as 7115 for carpenters.</summary>
    [Items(0, Domain.Matching.Profile.MaxEntries), Trade]
    public required IReadOnlyList<string> Trades { get; init; }

    /// <summary>What the home of a host has, or what a migrant needs of one; left out if it is not given.</summary>
    public HomeRequest? Home { get; init; }

    /// <summary>Which parts the other side may see. What is not opened is not shown, and counts for nothing.</summary>
    [Items(0, 4)]
    public required IReadOnlyList<ProfilePart> Opened { get; init; }

    /// <summary>As the grains take it.</summary>
    public Profile ToProfile() => new(
        [.. Languages.Select(l => new SpokenLanguage(l.Tag, l.Level))],
        Interests,
        Trades,
        Home is { } home ? new(home.Cats, home.Dogs, home.StepFree, home.OwnRoom) : null,
        Opened);
}

/// <summary>What a migrant says about themselves, and where they look for a host.</summary>
internal sealed record MigrantProfileRequest : ProfileRequest
{
    /// <summary>The cities in which the migrant looks for a host.</summary>
    [Items(1, PersonProfile.MaxCities)]
    public required IReadOnlyList<CityId> Cities { get; init; }
}

/// <summary>A language that a person speaks.</summary>
internal sealed record SpokenLanguageRequest
{
    /// <summary>The language, a tag of BCP 47.</summary>
    [Language]
    public required string Tag { get; init; }

    /// <summary>How well: the levels of the Common European Framework of Reference, or the language one grew up with.</summary>
    public required LanguageLevel Level { get; init; }
}

/// <summary>A home: for a host what it has, for a migrant what they need.</summary>
internal sealed record HomeRequest
{
    /// <summary>A host's: a cat lives there. A migrant's: cannot live with one.</summary>
    public required bool Cats { get; init; }

    /// <summary>A host's: a dog lives there. A migrant's: cannot live with one.</summary>
    public required bool Dogs { get; init; }

    /// <summary>A host's: it has no steps. A migrant's: needs that.</summary>
    public required bool StepFree { get; init; }

    /// <summary>A host's: there is a room for the migrant alone. A migrant's: needs one.</summary>
    public required bool OwnRoom { get; init; }
}

/// <summary>Heritage and faith, with the explicit consent to their being used. They go to the vault and nowhere else.</summary>
internal sealed record TraitsRequest : IChecked
{
    /// <summary>The country that the family comes from; left out to keep it closed.</summary>
    [Country, Personal]
    public string? Heritage { get; init; }

    /// <summary>The faith; left out to keep it closed.</summary>
    [Personal]
    public Faith? Faith { get; init; }

    /// <summary>What they may be used for, and for nothing else.</summary>
    public required ConsentPurpose Purpose { get; init; }

    /// <summary>True: the person says explicitly that they consent.</summary>
    public required bool Consent { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "TraitsRequest (not shown)";

    void IChecked.Check(Errors errors)
    {
        if (Heritage is null && Faith is null) errors.Add("heritage", "Tell heritage, faith or both.");
        if (!Consent) errors.Add("consent", "Without explicit consent nothing is stored: send true, or nothing at all.");
    }
}

/// <summary>Invites somebody whom the person knows.</summary>
internal sealed record InvitationRequest
{
    /// <summary>How many days the code can be used.</summary>
    [Between(1, Domain.Matching.Invitation.MaxDays)]
    public required int Days { get; init; }
}

/// <summary>Uses an invitation.</summary>
internal sealed record UseInvitationRequest
{
    /// <summary>The code that the inviter gave.</summary>
    [InvitationCode]
    public required string Code { get; init; }

    /// <summary>Shows no code, so that no log line leaks it.</summary>
    public override string ToString() => "UseInvitationRequest (not shown)";
}

/// <summary>A trade: a unit group of ISCO-08.</summary>
internal sealed class TradeAttribute() : FormAttribute(Domain.Matching.Profile.TradeForm);

/// <summary>The code of an invitation.</summary>
internal sealed class InvitationCodeAttribute()
    : FormAttribute(TextForm.Of("[a-z]{2}(-[a-z0-9]{2,24})?\\.[0-9abcdefghjkmnpqrstvwxyz]{26}",
        "Expected the code of an invitation as it was given."));
