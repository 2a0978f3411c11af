namespace VipOrleans.Contracts.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class MatchingGrains
{
    /// <summary>The grain of a person's profile.</summary>
    public static IProfileGrain Profile(this IGrainFactory grains, PersonId id) => grains.GetGrain<IProfileGrain>(id.Value);

    /// <summary>The grain of an invitation.</summary>
    public static IInvitationGrain Invitation(this IGrainFactory grains, InvitationId id) =>
        grains.GetGrain<IInvitationGrain>(id.Value);

    /// <summary>The grain of a city's entry of a migrant.</summary>
    public static ISeekerGrain Seeker(this IGrainFactory grains, CityId city, MigrantId migrant) =>
        grains.GetGrain<ISeekerGrain>($"{city}/{migrant}");

    /// <summary>The grain of a city's search.</summary>
    public static ISearchGrain Search(this IGrainFactory grains, CityId id) => grains.GetGrain<ISearchGrain>(id.Value);

    /// <summary>The grain of a matching round.</summary>
    public static IRoundGrain Round(this IGrainFactory grains, RoundId id) => grains.GetGrain<IRoundGrain>(id.Value);

    /// <summary>The grain of the list of rounds of a city or a nation.</summary>
    public static IRoundsGrain Rounds(this IGrainFactory grains, string partition) => grains.GetGrain<IRoundsGrain>(partition);

    /// <summary>The grain of somebody's part in a round.</summary>
    public static IRoundEntryGrain RoundEntry(this IGrainFactory grains, RoundId round, PersonId person) =>
        grains.GetGrain<IRoundEntryGrain>($"{round}/{person}");
}
