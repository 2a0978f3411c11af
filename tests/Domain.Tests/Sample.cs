namespace VipOrleans.Domain.Tests;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;

/// <summary>One city, its people and one day: what the tests' stories are made of.</summary>
internal static class Sample
{
    public static readonly NationId NewZealand = NationId.Parse("nz");
    public static readonly CityId Auckland = CityId.Parse("nz-akl");
    public static readonly DateTimeOffset Now = new(2024, 3, 6, 9, 30, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2024, 3, 6);

    /// <summary>When and by whom a command is asked, if a test says nothing else.</summary>
    public static readonly Moment ThatMoment = new(Now, Today, "city-officer:one");
    public static readonly Currency Nzd = Currency.Parse("NZD");
    public static readonly Currency Php = Currency.Parse("PHP");
    public static readonly RateSource Ecb = new(RateSourceId.Parse("ecb"), "European Central Bank", Currency.Parse("EUR"), 10);
    public static readonly ExchangeRate PhpToNzd = Through(Php, "60.731", Nzd, "1.7812");
    public static readonly RateFinding PhpRate = new(PhpToNzd, null);
    public static readonly Baseline Payslips = new(Domain.Money.Money.Parse("180000.00", Php), BaselineEvidence.Payslips, new(2024, 1, 31));
    public static readonly VerifiedBaseline VerifiedPayslips =
        new(1, Payslips.Yearly, BaselineMethod.Payslips, "case-file/2024-17", Today, Payslips);
    public static readonly FixedBaseline FixedPayslips = new(VerifiedPayslips, PhpToNzd, PhpToNzd.Convert(Payslips.Yearly));

    /// <summary>That moment on another day.</summary>
    /// <summary>A side says itself what is its own to say; everything else is an officer's.</summary>
    public static Moment MomentOf(object? command) => command switch
    {
        SponsorshipCommand.Propose { Paper: null } c => By(c.By),
        SponsorshipCommand.Accept { Paper: null } c => By(c.By),
        SponsorshipCommand.FormAtOnce c => By(c.By),
        SponsorshipCommand.Decline c => By(c.By),
        SponsorshipCommand.Withdraw c => By(c.By),
        SponsorshipCommand.GiveNotice => By(Party.Host),
        _ => ThatMoment,
    };

    public static Moment By(Party side) => ThatMoment with { Actor = side == Party.Host ? "host:own" : "migrant:own" };

    public static Moment At(DateTimeOffset time) => ThatMoment with { Time = time };

    public static Moment On(DateOnly day) => ThatMoment with { Time = Now.AddDays(day.DayNumber - Today.DayNumber), Day = day };

    public static CityPolicy Policy { get; } =
        CityPolicy.Default with
        {
            RequiredChecks = [CheckKind.Identity, CheckKind.Background],
            HoldDays = 10,
            ReplyDays = 5,
            NoticeDays = 7
        };

    public static SponsorshipTerms Terms { get; } = new(Nzd, Share.Half, Policy.RequiredChecks, Policy.ReplyDays, Policy.NoticeDays);

    public static DateTimeOffset HeldUntil { get; } = Now.AddDays(Policy.HoldDays);

    public static CityOpened Opened { get; } = new(Auckland, "Auckland", Nzd, "Pacific/Auckland", Policy);

    public static SponsorshipId Case(int n) => SponsorshipId.From(Auckland, $"sponsorship {n}");

    public static HostId Host(int n) => HostId.From(Auckland, $"host {n}");

    public static MigrantId Migrant(int n) => MigrantId.From(NewZealand, $"migrant {n}");

    public static BeneficiaryId Beneficiary(int n) => BeneficiaryId.From(NewZealand, $"beneficiary {n}");

    public static HouseholdId Household(int n) => HouseholdId.From(Auckland, $"household {n}");

    public static HomeId Home(int n) => HomeId.From(Auckland, $"home {n}");

    public static QuotaDecision Decision(int places, QuotaAuthority by = QuotaAuthority.Council) =>
        new(places, by, "Minute 12/2024", Today);

    public static QuotaDecided Quota(int places) => new(Decision(places));

    public static HostRegistered HostRegistered(int n) => new(Host(n), Household(n), Home(n), null);

    public static MigrantRegistered MigrantRegistered(int n) => new(Migrant(n), "PH", ["fil-PH", "en-PH"], ["nursing"]);

    public static CheckResult Passed(DateOnly? until = null) => new(CheckOutcome.Passed, null, Today, until, null);

    public static CheckResult Failed(RefusalReason reason = RefusalReason.CriminalRecord) =>
        new(CheckOutcome.Failed, reason, Today, null, null);

    /// <summary>A rate through the euro, of one source and one day.</summary>
    public static ExchangeRate Through(Currency from, string fromPerBase, Currency to, string toPerBase) =>
        new(Ecb.Base, new(from, Rate.Parse(fromPerBase), Ecb.Id, Ecb.Name, Today), new(to, Rate.Parse(toPerBase), Ecb.Id, Ecb.Name, Today));

    public static Domain.Money.Money Dollars(long minor) => new(minor, Nzd);

    /// <summary>A month's earnings of the one employer that there is.</summary>
    public static ReportEarnings Earned(int year, int month, Domain.Money.Money earned, DeductionProfile? profile = null,
        PayDetails? details = null) =>
        new(new(year, month, Employers.None, earned, details), profile);
}
