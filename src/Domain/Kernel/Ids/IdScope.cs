namespace VipOrleans.Domain.Kernel;

/// <summary>What a thing belongs to, as its id says.</summary>
public enum IdScope
{
    /// <summary>The id says nothing of it: it means something within a nation that is named beside it.</summary>
    None,

    /// <summary>A nation.</summary>
    Nation,

    /// <summary>A city, and with it the city's nation.</summary>
    City,

    /// <summary>A city, or a nation as a whole.</summary>
    CityOrNation,
}
