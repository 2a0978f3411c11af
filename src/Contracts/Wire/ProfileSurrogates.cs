namespace VipOrleans.Contracts.Wire;

using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

[RegisterConverter]
internal sealed class PersonIdConverter : IConverter<PersonId, TextSurrogate>
{
    public PersonId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? PersonId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in PersonId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class InvitationIdConverter : IConverter<InvitationId, TextSurrogate>
{
    public InvitationId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? InvitationId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in InvitationId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RoundIdConverter : IConverter<RoundId, TextSurrogate>
{
    public RoundId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RoundId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RoundId value) => new(value.Value);
}

/// <summary>A profile on the wire: the JSON that it is kept as, because it is data whose parts grow.</summary>
[GenerateSerializer, Immutable, Alias("vip.profile-data")]
public readonly struct ProfileSurrogate(string json)
{
    /// <summary>The profile.</summary>
    [Id(0)]
    public string Json { get; } = json;
}

[RegisterConverter]
internal sealed class ProfileConverter : IConverter<Profile, ProfileSurrogate>
{
    public Profile ConvertFromSurrogate(in ProfileSurrogate s) => JsonSerializer.Deserialize(s.Json, MatchingJson.Default.Profile)!;
    public ProfileSurrogate ConvertToSurrogate(in Profile value) => new(JsonSerializer.Serialize(value, MatchingJson.Default.Profile));
}

/// <summary>What a city shows of a migrant, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.seeker-listing")]
public readonly struct SeekerListingSurrogate(SeekerListing listing)
{
    /// <summary>What the migrant opened.</summary>
    [Id(0)]
    public Profile Profile { get; } = listing.Profile;

    /// <summary>The number of the consent.</summary>
    [Id(1)]
    public int Consent { get; } = listing.Consent;
}

[RegisterConverter]
internal sealed class SeekerListingConverter : IConverter<SeekerListing, SeekerListingSurrogate>
{
    public SeekerListing ConvertFromSurrogate(in SeekerListingSurrogate s) => new(s.Profile, s.Consent);
    public SeekerListingSurrogate ConvertToSurrogate(in SeekerListing value) => new(value);
}

/// <summary>A language that a person speaks, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.spoken-language")]
public readonly struct SpokenLanguageSurrogate(SpokenLanguage language)
{
    /// <summary>The tag.</summary>
    [Id(0)]
    public string Tag { get; } = language.Tag;

    /// <summary>How well.</summary>
    [Id(1)]
    public LanguageLevel Level { get; } = language.Level;
}

[RegisterConverter]
internal sealed class SpokenLanguageConverter : IConverter<SpokenLanguage, SpokenLanguageSurrogate>
{
    public SpokenLanguage ConvertFromSurrogate(in SpokenLanguageSurrogate s) => new(s.Tag, s.Level);
    public SpokenLanguageSurrogate ConvertToSurrogate(in SpokenLanguage value) => new(value);
}

/// <summary>A home on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.home-facts")]
public readonly struct HomeFactsSurrogate(HomeFacts home)
{
    /// <summary>Cats.</summary>
    [Id(0)]
    public bool Cats { get; } = home.Cats;

    /// <summary>Dogs.</summary>
    [Id(1)]
    public bool Dogs { get; } = home.Dogs;

    /// <summary>No steps.</summary>
    [Id(2)]
    public bool StepFree { get; } = home.StepFree;

    /// <summary>A room for the migrant alone.</summary>
    [Id(3)]
    public bool OwnRoom { get; } = home.OwnRoom;
}

[RegisterConverter]
internal sealed class HomeFactsConverter : IConverter<HomeFacts, HomeFactsSurrogate>
{
    public HomeFacts ConvertFromSurrogate(in HomeFactsSurrogate s) => new(s.Cats, s.Dogs, s.StepFree, s.OwnRoom);
    public HomeFactsSurrogate ConvertToSurrogate(in HomeFacts value) => new(value);
}
