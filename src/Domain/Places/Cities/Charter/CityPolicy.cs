namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>The terms of a city. A sponsorship keeps those that held when it took its place.</summary>
/// <param name="Share">The part of the gain that goes to the host.</param>
/// <param name="RequiredChecks">The checks that must have passed before a grant, at least one, none twice.</param>
/// <param name="MinorsMayHost">True if a guardian may act for a host who is a minor.</param>
/// <param name="HoldDays">How many days a place is held for the checks, 1 to 730.</param>
/// <param name="ReplyDays">How many days a refused party has to reply, 1 to 365.</param>
/// <param name="NoticeDays">How many days' notice a host gives, 0 to 365. A migrant gives none.</param>
/// <param name="Levy">The city's part of what is collected for the host; null for none.</param>
/// <param name="GraceDays">How many days a migrant who is without a host keeps the place, 1 to 730; null for 90, as before there was a
/// choice.</param>
/// <param name="SeesFirst">Which side sees the other's profiles first; null for the migrants, as before there was a choice.</param>
/// <param name="MonthClosesAfterDays">How many days after its last day a share month waits for reports before time closes it, 1 to 92; null
/// for 31. Unlike the others it holds for all sponsorships of the city at once.</param>
/// <param name="PaysFrom">From which sum on hosts and migrants are paid where a payout does not say it; null for ten whole units of the
/// currency. Each of them can lower it for themselves, and like the day of closing it holds for all sponsorships at once.</param>
/// <param name="MinorsPerGuardian">For how many minors who host one guardian may act and collect, 1 to 20; null for 5.</param>
/// <param name="AsksBirthDate">True if nobody registers as a host without a date of birth; null for no: an adult is who an officer
/// registers as one.</param>
/// <param name="NoticeWaitDays">How many days a host's notice waits before its days begin to run, 0 to 90; null for 14. It is the same for
/// every notice, whether there is a concern or not, so that it tells a host nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.city-policy")]
public sealed record CityPolicy(Share Share, IReadOnlyList<CheckKind> RequiredChecks, bool MinorsMayHost, int HoldDays, int ReplyDays,
    int NoticeDays, Share? Levy = null, int? GraceDays = null, Party? SeesFirst = null,
    int? MonthClosesAfterDays = null, Money? PaysFrom = null, int? MinorsPerGuardian = null,
    bool? AsksBirthDate = null, int? NoticeWaitDays = null)
{
    /// <summary>How many days a migrant keeps the place if the city has not said it.</summary>
    public const int DefaultGraceDays = 90;

    /// <summary>How many days a host's notice waits if the city has not said it.</summary>
    public const int DefaultNoticeWaitDays = 14;

    /// <summary>Most days that a host's notice waits.</summary>
    public const int MaxNoticeWaitDays = 90;

    /// <summary>How many days a share month waits for reports if the city has not said it.</summary>
    public const int DefaultMonthClosesAfterDays = 31;

    /// <summary>For how many minors one guardian may act if the city has not said it.</summary>
    public const int DefaultMinorsPerGuardian = 5;

    /// <summary>For how many minors one guardian may act at most, whatever a city says.</summary>
    public const int MostMinorsPerGuardian = 20;

    /// <summary>From how many whole units of its currency on a city pays if it has not said it.</summary>
    public const int DefaultPaysFromUnits = 10;

    /// <summary>From which sum on hosts and migrants are paid in a currency where a payout does not say it.</summary>
    public Money PaysFromIn(Currency currency) => PaysFrom ?? new(DefaultPaysFromUnits * currency.MinorPerUnit, currency);

    /// <summary>One half; all checks; no minors; 180, 28 and 28 days.</summary>
    public static readonly CityPolicy Default = new(Share.Half, Enum.GetValues<CheckKind>(), false, 180, 28, 28);
}
