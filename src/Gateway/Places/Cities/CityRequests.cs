namespace VipOrleans.Gateway.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;

/// <summary>Opens a city.</summary>
internal sealed record OpenCityRequest : INamesTarget
{
    /// <summary>The city's id: its nation, a hyphen and a slug.</summary>
    public required CityId Id { get; init; }

    /// <summary>The city's name.</summary>
    [Text(1, 100)]
    public required string Name { get; init; }

    /// <summary>The currency in which its migrants earn.</summary>
    public required Currency Currency { get; init; }

    /// <summary>IANA name of its time zone, which decides what day it is.</summary>
    [TimeZone]
    public required string TimeZone { get; init; }

    /// <summary>Its terms; what is left out is as the programme proposes.</summary>
    public PolicyChanges? Policy { get; init; }

    AccessTarget INamesTarget.Target => new(Id);

    internal NewCity City => new(Name, Currency, TimeZone, Policy?.Over(CityPolicy.Default) ?? CityPolicy.Default);
}

/// <summary>Terms of a city; what is left out is as the programme proposes.</summary>
internal sealed record PolicyChanges : IRequestPart
{
    /// <summary>The part of the gain that goes to the host; 1/2.</summary>
    public Share? Share { get; init; }

    /// <summary>The checks that must have passed before a grant; all.</summary>
    [Items(1, 5)]
    public IReadOnlyList<CheckKind>? RequiredChecks { get; init; }

    /// <summary>True if a guardian may act for a host who is a minor; false.</summary>
    public bool? MinorsMayHost { get; init; }

    /// <summary>How many days a place is held for the checks; 180.</summary>
    [Between(1, 730)]
    public int? HoldDays { get; init; }

    /// <summary>How many days a refused party has to reply; 28.</summary>
    [Between(1, 365)]
    public int? ReplyDays { get; init; }

    /// <summary>How many days' notice a host gives; 28.</summary>
    [Between(0, 365)]
    public int? NoticeDays { get; init; }

    /// <summary>The city's part of what is collected for the host; none.</summary>
    public Share? Levy { get; init; }

    /// <summary>How many days a migrant who is without a host keeps the place; 90.</summary>
    [Between(1, CityDecider.MaxGraceDays)]
    public int? GraceDays { get; init; }

    /// <summary>Which side sees the other's profiles first; the migrants.</summary>
    public Party? SeesFirst { get; init; }

    /// <summary>How many days after its last day a share month waits for reports before time closes it; 31.</summary>
    [Between(1, ShareYear.MaxClosesAfterDays)]
    public int? MonthClosesAfterDays { get; init; }

    /// <summary>From which sum on hosts and migrants are paid; ten whole units of the currency.</summary>
    [NotNegative]
    public Money? PaysFrom { get; init; }

    /// <summary>For how many minors who host one guardian may act and collect; 5.</summary>
    [Between(1, CityPolicy.MostMinorsPerGuardian)]
    public int? MinorsPerGuardian { get; init; }

    /// <summary>True if nobody registers as a host without a date of birth; false.</summary>
    public bool? AsksBirthDate { get; init; }

    /// <summary>How many days a host's notice waits before its days run; 14.</summary>
    [Between(0, CityPolicy.MaxNoticeWaitDays)]
    public int? NoticeWaitDays { get; init; }

    /// <summary>The programme's terms with these changes.</summary>
    public CityPolicy Over(CityPolicy policy) => new(
        Share ?? policy.Share, RequiredChecks ?? policy.RequiredChecks, MinorsMayHost ?? policy.MinorsMayHost,
        HoldDays ?? policy.HoldDays, ReplyDays ?? policy.ReplyDays, NoticeDays ?? policy.NoticeDays, Levy ?? policy.Levy,
        GraceDays ?? policy.GraceDays, SeesFirst ?? policy.SeesFirst, MonthClosesAfterDays ?? policy.MonthClosesAfterDays,
        PaysFrom ?? policy.PaysFrom, MinorsPerGuardian ?? policy.MinorsPerGuardian, AsksBirthDate ?? policy.AsksBirthDate,
        NoticeWaitDays ?? policy.NoticeWaitDays);
}

/// <summary>Decides the terms of a city.</summary>
internal sealed record DecidePolicyRequest
{
    /// <summary>The part of the gain that goes to the host.</summary>
    public required Share Share { get; init; }

    /// <summary>The checks that must have passed before a grant.</summary>
    [Items(1, 5)]
    public required IReadOnlyList<CheckKind> RequiredChecks { get; init; }

    /// <summary>True if a guardian may act for a host who is a minor.</summary>
    public required bool MinorsMayHost { get; init; }

    /// <summary>How many days a place is held for the checks.</summary>
    [Between(1, 730)]
    public required int HoldDays { get; init; }

    /// <summary>How many days a refused party has to reply.</summary>
    [Between(1, 365)]
    public required int ReplyDays { get; init; }

    /// <summary>How many days' notice a host gives.</summary>
    [Between(0, 365)]
    public required int NoticeDays { get; init; }

    /// <summary>The city's part of what is collected for the host; left out for none.</summary>
    public Share? Levy { get; init; }

    /// <summary>How many days a migrant who is without a host keeps the place; left out for 90.</summary>
    [Between(1, CityDecider.MaxGraceDays)]
    public int? GraceDays { get; init; }

    /// <summary>Which side sees the other's profiles first; left out for the migrants.</summary>
    public Party? SeesFirst { get; init; }

    /// <summary>
    /// How many days after its last day a share month waits for reports before time closes it, for all sponsorships of the city; left out
    /// for 31.
    /// </summary>
    [Between(1, ShareYear.MaxClosesAfterDays)]
    public int? MonthClosesAfterDays { get; init; }

    /// <summary>
    /// From which sum on hosts and migrants are paid where a payout does not say it; left out for ten whole units of the currency.
    /// </summary>
    [NotNegative]
    public Money? PaysFrom { get; init; }

    /// <summary>For how many minors who host one guardian may act and collect; left out for 5.</summary>
    [Between(1, CityPolicy.MostMinorsPerGuardian)]
    public int? MinorsPerGuardian { get; init; }

    /// <summary>
    /// True if nobody registers as a host without a date of birth; left out for no: an adult is whom an officer registers as one.
    /// </summary>
    public bool? AsksBirthDate { get; init; }

    /// <summary>How many days a host's notice waits before its days run; left out for 14.</summary>
    [Between(0, CityPolicy.MaxNoticeWaitDays)]
    public int? NoticeWaitDays { get; init; }

    internal CityPolicy Policy =>
        new(Share, RequiredChecks, MinorsMayHost, HoldDays, ReplyDays, NoticeDays, Levy, GraceDays, SeesFirst, MonthClosesAfterDays,
            PaysFrom, MinorsPerGuardian, AsksBirthDate, NoticeWaitDays);
}

/// <summary>Decides how many places a city offers.</summary>
internal sealed record DecideQuotaRequest
{
    /// <summary>How many places.</summary>
    [Between(0, QuotaDecision.MaxPlaces)]
    public required int Places { get; init; }

    /// <summary>Who decided.</summary>
    public required QuotaAuthority By { get; init; }

    /// <summary>The minute, resolution or ballot that says so.</summary>
    [Text(1, 100)]
    public required string Reference { get; init; }

    /// <summary>The day of the decision.</summary>
    public required DateOnly On { get; init; }

    internal QuotaDecision Decision => new(Places, By, Reference, On);
}

/// <summary>Chooses a deduction profile.</summary>
internal sealed record DeductionProfileRequest : IChecked
{
    /// <summary>
    /// The first day of the months for which it counts, today at the earliest; any day while the city has decided no quota.
    /// </summary>
    public required DateOnly From { get; init; }

    /// <summary>The profile; left out for none.</summary>
    public DeductionProfile? Profile { get; init; }

    internal DeductionProfileChoice Choice => new(Profile, From);

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (Profile is not null && DeductionProfile.Invalid(Profile) is { } problem) errors.Add("profile", problem);
    }
}

/// <summary>Pauses a city.</summary>
internal sealed record PauseCityRequest
{
    /// <summary>Why.</summary>
    public required PauseReason Reason { get; init; }
}
