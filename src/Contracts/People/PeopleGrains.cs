namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class PeopleGrains
{
    /// <summary>The grain of a host.</summary>
    public static IHostGrain Host(this IGrainFactory grains, HostId id) => grains.GetGrain<IHostGrain>(id.Value);

    /// <summary>The grain of a migrant.</summary>
    public static IMigrantGrain Migrant(this IGrainFactory grains, MigrantId id) => grains.GetGrain<IMigrantGrain>(id.Value);

    /// <summary>The grain of an employer.</summary>
    public static IEmployerGrain Employer(this IGrainFactory grains, EmployerId id) => grains.GetGrain<IEmployerGrain>(id.Value);

    /// <summary>The grain of a home.</summary>
    public static IHomeGrain Home(this IGrainFactory grains, HomeId id) => grains.GetGrain<IHomeGrain>(id.Value);

    /// <summary>The grain of what officers note about two records.</summary>
    public static IDuplicateGrain Duplicate(this IGrainFactory grains, DuplicateId id) =>
        grains.GetGrain<IDuplicateGrain>(id.Value);

    /// <summary>The grain of a nation's list of records that may be one person.</summary>
    public static IDuplicatesGrain Duplicates(this IGrainFactory grains, NationId id) =>
        grains.GetGrain<IDuplicatesGrain>(id.Value);

    /// <summary>The grain of what somebody may still do of something.</summary>
    /// <param name="grains">The cluster.</param>
    /// <param name="nation">The nation that counts it.</param>
    /// <param name="what">What is bounded.</param>
    /// <param name="whose">Whose it is.</param>
    public static IAllowanceGrain Allowance(this IGrainFactory grains, NationId nation, string what, string whose) =>
        grains.GetGrain<IAllowanceGrain>($"{nation}/{what}/{whose}");

    /// <summary>The grain of a person's sign-ins.</summary>
    public static ISignInsGrain SignIns(this IGrainFactory grains, PersonId id) => grains.GetGrain<ISignInsGrain>(id.Value);

    /// <summary>The grain of where a sign-in leads in a nation.</summary>
    /// <param name="grains">The cluster.</param>
    /// <param name="nation">The nation.</param>
    /// <param name="key">The sign-in: a key of issuer and subject.</param>
    public static ISignInPointerGrain SignInPointer(this IGrainFactory grains, NationId nation, string key) =>
        grains.GetGrain<ISignInPointerGrain>($"{nation}/{key}");

    /// <summary>The grain of a city's hosting patterns.</summary>
    public static IHostingPatternsGrain HostingPatterns(this IGrainFactory grains, CityId id) =>
        grains.GetGrain<IHostingPatternsGrain>(id.Value);
}
