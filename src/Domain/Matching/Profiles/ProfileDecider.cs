namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Matching.ProfileCommand;
using static VipOrleans.Domain.Matching.ProfileEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Matching.ProfileEvent>;

/// <summary>The rules of a person's profile.</summary>
public sealed class ProfileDecider : IDecider<PersonProfile, ProfileCommand, ProfileEvent>
{
    private ProfileDecider() { }

    /// <inheritdoc/>
    public static PersonProfile Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<PersonProfile, ProfileEvent> Aggregate { get; } =
        new("profile-1", MatchingJson.Default.ProfileEvent, MatchingJson.Default.PersonProfile);

    /// <inheritdoc/>
    public static Decision<ProfileEvent> Decide(PersonProfile profile, ProfileCommand command, Moment moment)
    {
        if (command is SetProfile set) return Set(profile, set, moment);
        if (profile.Person is null) return Reject(RejectionCode.ProfileNotFound, "The person has no profile.");
        return command switch
        {
            CloseProfile => profile.IsOpen ? Accept("closed", new ProfileClosed(moment.Time)) : Accept("closed"),
            NoteCityLeft c => profile.Left.Contains(c.City) ? Accept("noted", new ProfileCityLeft(c.City)) : Accept("noted"),
            NotePerson c => Note(profile, c, moment),
            ConsentToTraits c => profile.IsOpen
                ? Accept("consented", new TraitsConsented(new(profile.LastConsent + 1, c.Purpose, moment.Time)))
                : Reject(RejectionCode.ProfileNotFound,
                    "The person's profile is not open: heritage and faith are used for matching alone."),
            WithdrawTraitsConsent =>
                profile.Consent is { } given ? Accept("withdrawn", new TraitsConsentWithdrawn(given.Number)) : Accept("withdrawn"),
            PurgeTraits =>
                profile.TraitsDue <= moment.Time ? Accept("purged", new TraitsPurged(profile.Consent!.Number)) : Accept("kept"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The profile does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static PersonProfile Evolve(PersonProfile profile, ProfileEvent e) => e switch
    {
        ProfileSet x =>
            profile with
            {
                Person = x.Person,
                Profile = x.Profile,
                Cities = x.Cities,
                Left = profile.Left.Union(profile.Cities).Except(x.Cities),
                ClosedAt = null
            },
        ProfileClosed x => profile with { ClosedAt = x.At },
        ProfileCityLeft x => profile with { Left = profile.Left.Remove(x.City) },
        ProfilePersonTaken x => profile with { Live = x.Sponsorship, TakenAt = x.At },
        ProfilePersonFreed => profile with { Live = null, TakenAt = null },
        ProfileErased x => profile with { Erased = true, Profile = Profile.Empty, Consent = null, ClosedAt = profile.ClosedAt ?? x.At },
        TraitsConsented x => profile with { Consent = x.Consent, LastConsent = x.Consent.Number },
        TraitsConsentWithdrawn or TraitsPurged => profile with { Consent = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The profile does not know this event."),
    };

    private static Decision<ProfileEvent> Set(PersonProfile profile, SetProfile c, Moment moment)
    {
        if (profile.Erased || !c.Known.IsRegistered)
        {
            return c.Person.Host is null
                ? Reject(RejectionCode.MigrantNotFound, "There is no such migrant.")
                : Reject(RejectionCode.HostNotFound, "There is no such host.");
        }

        if (c.Profile.Problem() is { } problem) return Reject(RejectionCode.InvalidInput, problem);
        if (c.Person.Host is not null && c.Cities.Count > 0)
        {
            return Reject(RejectionCode.InvalidInput, "A host's profile is in the host's own city; name no cities.");
        }

        if (c.Person.Migrant is { } migrant)
        {
            if (c.Cities.Count is 0 or > PersonProfile.MaxCities || c.Cities.Distinct().Count() != c.Cities.Count)
            {
                return Reject(RejectionCode.InvalidInput,
                    $"A migrant looks for a host in 1 to {PersonProfile.MaxCities} different cities.");
            }

            if (c.Cities.Any(city => city.Nation != migrant.Nation))
            {
                return Reject(RejectionCode.OtherCity, $"The migrant is registered with {migrant.Nation}; name cities of that nation.");
            }

            if (c.Cities.Except(c.Known.OpenCities).ToArray() is [var closed, ..])
            {
                return Reject(RejectionCode.CityNotFound, $"The city {closed} is not in the programme.");
            }

        }

        var set = profile.IsOpen && profile.Profile.Equals(c.Profile) && profile.Cities.SequenceEqual(c.Cities)
            ? null : new ProfileSet(c.Person, c.Profile, c.Cities);
        var after = set is null ? profile : Evolve(profile, set);
        ProfileEvent[] events = [.. set is null ? Array.Empty<ProfileEvent>() : [set], .. Lives(after, c.Known.Live, moment.Time)];
        return Accept("set", events);
    }

    private static Decision<ProfileEvent> Note(PersonProfile profile, NotePerson c, Moment moment)
    {
        if (profile.Erased) return Accept("noted");
        return c.Erased ? Accept("noted", new ProfileErased(moment.Time)) : Accept("noted", Lives(profile, c.Live, moment.Time));
    }

    private static ProfileEvent[] Lives(PersonProfile profile, SponsorshipId? live, DateTimeOffset now)
    {
        if (live == profile.Live) return [];
        return live is { } sponsorship ? [new ProfilePersonTaken(sponsorship, now)] : [new ProfilePersonFreed()];
    }
}
