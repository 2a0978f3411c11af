namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Places.CityEvent;

/// <summary>What a city is, and on which terms it takes people in.</summary>
public sealed record Charter
{
    /// <summary>The city's id; null before it is opened.</summary>
    public CityId? Id { get; init; }

    /// <summary>The city's name, which is public.</summary>
    public string Name { get; init; } = "";

    /// <summary>The currency in which its migrants earn.</summary>
    public Currency Currency { get; init; }

    /// <summary>IANA name of its time zone, which decides what day it is.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>The terms for sponsorships that take a place from now on.</summary>
    public CityPolicy Policy { get; init; } = CityPolicy.Default;

    /// <summary>The deduction profiles, by the first day of the months for which they count; null for none.</summary>
    public ImmutableSortedDictionary<DateOnly, DeductionProfile?> Profiles { get; init; } =
        ImmutableSortedDictionary<DateOnly, DeductionProfile?>.Empty;

    /// <summary>The account from which the city pays hosts; null before it is decided.</summary>
    public BankParty? PayingAccount { get; init; }

    /// <summary>The deduction profile for a month that begins on a day; null for none.</summary>
    public DeductionProfile? ProfileOn(DateOnly day) => Profiles.LastOrDefault(p => p.Key <= day).Value;

    internal Charter Evolve(CityEvent e) => e switch
    {
        CityOpened x => this with { Id = x.City, Name = x.Name, Currency = x.Currency, TimeZone = x.TimeZone, Policy = x.Policy },
        CityPolicyDecided x => this with { Policy = x.Policy },
        DeductionProfileChosen x =>
            this with { Profiles = Profiles.Where(p => p.Key < x.From).ToImmutableSortedDictionary().Add(x.From, x.Profile) },
        PayingAccountDecided x => this with { PayingAccount = x.Account },
        _ => this,
    };
}

/// <summary>A city as it joins the programme.</summary>
/// <param name="Name">Its name, 1 to 100 characters.</param>
/// <param name="Currency">The currency in which its migrants earn.</param>
/// <param name="TimeZone">IANA name of its time zone, 1 to 64 characters.</param>
/// <param name="Policy">Its terms.</param>
[GenerateSerializer, Immutable, Alias("vip.new-city")]
public sealed record NewCity(string Name, Currency Currency, string TimeZone, CityPolicy Policy);

/// <summary>The choice of a deduction profile. The past keeps the profile that it had.</summary>
/// <param name="Profile">The profile; null for none. A version of a profile never changes: what it limits otherwise is another
/// version.</param>
/// <param name="From">The first day of the months for which it counts, today at the earliest; any day while the city has decided no quota,
/// since nobody can have a past in it.</param>
[GenerateSerializer, Immutable, Alias("vip.deduction-profile-choice")]
public sealed record DeductionProfileChoice(DeductionProfile? Profile, DateOnly From);
