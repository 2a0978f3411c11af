namespace VipOrleans.Contracts.Places;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class PlacesGrains
{
    /// <summary>The grain of a city.</summary>
    public static ICityGrain City(this IGrainFactory grains, CityId id) => grains.GetGrain<ICityGrain>(id.Value);

    /// <summary>The grain of a nation.</summary>
    public static INationGrain Nation(this IGrainFactory grains, NationId id) => grains.GetGrain<INationGrain>(id.Value);

    /// <summary>The grain of a ballot.</summary>
    public static IBallotGrain Ballot(this IGrainFactory grains, BallotId id) => grains.GetGrain<IBallotGrain>(id.Value);

    /// <summary>The grain of one part of a ballot's register.</summary>
    public static IBallotRegisterGrain BallotRegister(this IGrainFactory grains, BallotId ballot, int part) =>
        grains.GetGrain<IBallotRegisterGrain>($"{ballot}/{part}");

    /// <summary>The grain of one part of a ballot's box.</summary>
    public static IBallotBoxGrain BallotBox(this IGrainFactory grains, BallotId ballot, int part) =>
        grains.GetGrain<IBallotBoxGrain>($"{ballot}/{part}");

    /// <summary>The grain of an opening.</summary>
    public static IOpeningGrain Opening(this IGrainFactory grains, OpeningId id) => grains.GetGrain<IOpeningGrain>(id.Value);
}
