namespace VipOrleans.Domain.Places;

/// <summary>What a city can be asked. Each part has a group of its own, beside its decider.</summary>
public abstract partial record CityCommand
{
    private CityCommand() { }
}
