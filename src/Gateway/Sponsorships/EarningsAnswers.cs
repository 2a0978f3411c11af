namespace VipOrleans.Gateway.Sponsorships;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>What a report of earnings, or its withdrawal, is answered: a receipt, and what the employer does with it.</summary>
/// <param name="Id">The sponsorship.</param>
/// <param name="Version">Its version when the command had been carried out.</param>
/// <param name="Outcome">What was done, in one word.</param>
/// <param name="Withhold">What is withheld from the pay.</param>
/// <param name="GiveBack">What is paid back to the migrant with the pay.</param>
/// <param name="Reference">Under which the city is paid, ISO 11649.</param>
/// <param name="By">The last day on which the city is paid.</param>
/// <param name="PayTo">The city's account as it is named now; left out if it has named none.</param>
/// <param name="Netted">What of refunds that waited, because of the employer's own reports, the migrant gets with the pay in that as much
/// less is withheld: what is withheld is the rest.</param>
public sealed record EarningsReceipt(string Id, long Version, string Outcome, Money Withhold, Money GiveBack, string Reference, DateOnly By,
    BankParty? PayTo, Money Netted);

/// <summary>What an employer's reports of a month have come to so far.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Employer">The employer; left out where an officer asks of pays that no employer was named for.</param>
/// <param name="Year">The share year.</param>
/// <param name="Month">The month of it.</param>
/// <param name="Earned">What the employer has reported; left out if nothing is reported, or it was taken back.</param>
/// <param name="Withhold">What is withheld for the month in all.</param>
/// <param name="GiveBack">What is paid back to the migrant for the month in all.</param>
/// <param name="Reference">Under which the city is paid, ISO 11649.</param>
/// <param name="By">The last day on which the city is paid.</param>
/// <param name="PayTo">The city's account as it is named now; left out if it has named none.</param>
/// <param name="Netted">What of refunds that waited the migrant has got in that as much less is withheld.</param>
public sealed record MonthToPay(SponsorshipId Sponsorship, string? Employer, int Year, int Month, Money? Earned, Money Withhold,
    Money GiveBack, string Reference, DateOnly By, BankParty? PayTo, Money Netted);

/// <summary>Makes the answers that employers get.</summary>
internal static class EarningsAnswers
{
    private static readonly string Reference = EmployerReference.Of(Sample.Sponsorship, "acme-orchards", 1, 1).Value;

    /// <summary>The example of an account of a city.</summary>
    public static readonly BankParty ExampleAccount = new("Auckland Council", new(null, "12-3456-0123456-00", "ASBBNZ2A"),
        new("Albert Street", "135", "1010", "Auckland", "NZ"));

    public static readonly EarningsReceipt Posted = new(Sample.Sponsorship.Value, 16, "posted", Money.Parse("1771.40", Sample.Nzd),
        Money.Zero(Sample.Nzd), Reference, new(2026, 1, 20), ExampleAccount, Money.Zero(Sample.Nzd));

    public static readonly EarningsReceipt Withdrawn =
        Posted with { Version = 18, Outcome = "withdrawn", Withhold = Posted.GiveBack, GiveBack = Posted.Withhold };

    public static readonly MonthToPay Month = new(Sample.Sponsorship, "acme-orchards", 1, 1, Money.Parse("4200.00", Sample.Nzd),
        Posted.Withhold, Posted.GiveBack, Reference, Posted.By, ExampleAccount, Posted.Netted);

    /// <summary>Carries a report or its withdrawal out, or tries it where the query says so.</summary>
    public static async Task<IResult> Change<T>(HttpContext http, SponsorshipId sponsorship, Command<T> command, EarningsChange change,
        IGrainFactory grains) where T : class
    {
        var isTrial = Query.DryRun.Of(http) == true;
        var changed = await grains.Sponsorship(sponsorship).ChangeEarnings(command.Context, change, isTrial);
        if (changed.Answer is not { } toDo) return command.Answer(changed.Result, sponsorship.Value);
        var receipt = new EarningsReceipt(sponsorship.Value, changed.Result.Version, changed.Result.Outcome, toDo.Withhold, toDo.GiveBack,
            toDo.Reference, toDo.By, await grains.City(sponsorship.City).PayingAccount(), toDo.Netted);
        // What was only tried has made no version that somebody could build on.
        return isTrial ? Answers.Json(receipt) : command.Answer(changed.Result, receipt);
    }
}
