namespace VipOrleans.Domain.Places;

using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>How a city joins the programme, and which terms it may set.</summary>
internal static class CharterDecider
{
    public static Decision<CityEvent> Decide(City city, CharterCommand command, Moment moment) => command switch
    {
        OpenCity c => Open(city, c, moment.Day),
        DecidePolicy c => (Invalid(c.Policy, city.Currency) ?? Broken(city.Nation, c.Policy)) is { } problem
            ? problem : Accept("decided", new CityPolicyDecided(c.Policy)),
        ChooseDeductionProfile c => Choose(city, c.Choice, moment.Day),
        DecidePayingAccount c => Account(city, c.Account),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The charter does not know this command."),
    };

    private static Decision<CityEvent> Open(City city, OpenCity c, DateOnly today)
    {
        if (city.Id is not null) return Reject(RejectionCode.AlreadyExists, $"The city {c.City} is open already.");
        if (c.As.Name.Length is 0 or > 100) return Reject(RejectionCode.InvalidInput, "A city's name has 1 to 100 characters.");
        if (c.As.Currency.Code is null) return Reject(RejectionCode.InvalidInput, "A city has a currency of ISO 4217, such as 'NZD'.");
        if (EuroLaw.On(c.As.Currency, today) is not null)
        {
            return Reject(RejectionCode.InvalidInput, $"Nobody earns in {c.As.Currency} any more: the euro has replaced it. Give EUR.");
        }

        if (c.As.TimeZone.Length is 0 or > 64)
        {
            return Reject(RejectionCode.InvalidInput, "A time zone is an IANA name such as 'Pacific/Auckland'.");
        }

        if ((Invalid(c.As.Policy, c.As.Currency) ?? Broken(c.Rule, c.As.Policy)) is { } problem) return problem;
        var opened = new CityOpened(c.City, c.As.Name, c.As.Currency, c.As.TimeZone, c.As.Policy);
        return c.Rule is null or { Number: 0 } ? Accept("opened", opened) : Accept("opened", opened, new NationFollowed(c.Rule));
    }

    private static Decision<CityEvent> Choose(City city, DeductionProfileChoice choice, DateOnly today)
    {
        // Without a quota nobody has ever had a place, so no month has been limited.
        if (choice.From < today && city.Quota != QuotaDecision.None)
        {
            return Reject(RejectionCode.DateInPast,
                $"A profile is chosen for today, {today:yyyy-MM-dd}, or later: what is past keeps the profile that it had.");
        }

        if (city.Nation.Floors?.Breach(choice.Profile) is { } breach)
        {
            return Reject(RejectionCode.FloorBroken, breach.Bound.Length == 0
                ? "The nation requires a deduction profile."
                : $"The nation requires one of these deduction profiles: {breach.Bound}.");
        }

        if (choice.Profile is not { } profile) return Accept("chosen", new DeductionProfileChosen(null, choice.From));
        if (profile.Currency != city.Currency)
        {
            return Reject(RejectionCode.CurrencyMismatch,
                $"The profile is in {profile.Currency}, and earnings here are in {city.Currency}.");
        }

        if (profile.ValidFrom > choice.From)
        {
            return Reject(RejectionCode.InvalidInput, $"The profile {profile.Id} is valid from {profile.ValidFrom:yyyy-MM-dd}.");
        }

        if (DeductionProfile.Invalid(profile) is { } problem) return Reject(RejectionCode.InvalidInput, problem);
        var known = city.Profiles.Values.FirstOrDefault(p => p is not null && p.Id == profile.Id && p.Version == profile.Version);
        return known is null || Text(known) == Text(profile)
            ? Accept("chosen", new DeductionProfileChosen(profile, choice.From))
            : Reject(RejectionCode.InvalidInput,
                $"Version {profile.Version} of the profile {profile.Id} says something else here: what has changed is a version of its "
                    + $"own.");
    }

    private static string Text(DeductionProfile profile) => JsonSerializer.Serialize(profile, SharesJson.Default.DeductionProfile);

    private static Decision<CityEvent> Account(City city, BankParty account)
    {
        if (account.Problems() is [var problem, ..]) return Reject(RejectionCode.InvalidInput, $"{problem.Field}: {problem.Message}");
        return account == city.PayingAccount ? Accept("decided") : Accept("decided", new PayingAccountDecided(account));
    }

    private static Rejection? Broken(NationRule? rule, CityPolicy policy) =>
        rule?.Floors?.Breaches(policy).Select(b => $"{Codes<Floor>.Text(b.Floor)} is {b.Has}, and the nation's bound is {b.Bound}")
            .ToArray() is { Length: > 0 } broken
            ? new(RejectionCode.FloorBroken, $"{string.Join("; ", broken)}.") : null;

    private static Rejection? Invalid(CityPolicy p, Currency currency)
    {
        if (p.PaysFrom is { } least && (least.Currency != currency || least.Minor is <= 0 or > Money.MaxMinor))
        {
            return new(RejectionCode.InvalidInput, $"A city pays from a sum above zero in {currency}.");
        }

        if (p.Share.Denominator == 0) return new(RejectionCode.InvalidInput, "The share is a fraction from 0/1 to 1/1, such as '1/2'.");
        if (p.RequiredChecks.Count == 0 || p.RequiredChecks.Distinct().Count() != p.RequiredChecks.Count)
        {
            return new(RejectionCode.InvalidInput, "A city requires at least one check, and none twice.");
        }

        if (p.HoldDays is < 1 or > 730) return new(RejectionCode.InvalidInput, "A place is held for 1 to 730 days.");
        if (p.ReplyDays is < 1 or > 365) return new(RejectionCode.InvalidInput, "A reply is possible for 1 to 365 days.");
        if (p.GraceDays is < 1 or > CityDecider.MaxGraceDays)
        {
            return new(RejectionCode.InvalidInput, $"A migrant keeps the place for 1 to {CityDecider.MaxGraceDays} days.");
        }

        if (p.MinorsPerGuardian is < 1 or > CityPolicy.MostMinorsPerGuardian)
        {
            return new(RejectionCode.InvalidInput, $"A guardian acts for 1 to {CityPolicy.MostMinorsPerGuardian} minors.");
        }

        if (p.MonthClosesAfterDays is < 1 or > ShareYear.MaxClosesAfterDays)
        {
            return new(RejectionCode.InvalidInput,
                $"A share month is closed 1 to {ShareYear.MaxClosesAfterDays} days after its last one.");
        }

        if (p.NoticeWaitDays is < 0 or > CityPolicy.MaxNoticeWaitDays)
        {
            return new(RejectionCode.InvalidInput, $"A notice waits 0 to {CityPolicy.MaxNoticeWaitDays} days before it runs.");
        }

        return p.NoticeDays is < 0 or > 365 ? new(RejectionCode.InvalidInput, "A notice runs 0 to 365 days.") : null;
    }
}
