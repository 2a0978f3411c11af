namespace VipOrleans.Gateway.Reports;

using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>The money of a city: collections, and the trial balance.</summary>
internal static class BookEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/sponsorships/{sponsorship}/collections", Collect).Allows(Who.OfficerOfCity).WithTags("Books")
            .Describes("collectShare", "Note that the employer's transfer has come",
                "The city has got a part of the share from the employer: it can be paid to the host. The same reference is the same "
                    + "collection.")
            .ExampleBody(new CollectionRequest
            {
                Reference = "2025-12/kiwi-orchards", Amount = Money.Parse("1771.40", Sample.Nzd),
                On = Sample.Day
            })
            .AnswersReceipt(Sample.Sponsorship.Value, "collected");
        v1.MapPost("/sponsorships/{sponsorship}/collection-reversals", Reverse).Allows(Who.OfficerOfCity).WithTags("Books")
            .Describes("reverseCollection", "Take a collection back",
                "As when the bank does. Its postings are mirrored exactly and once; not where the host was paid out of it already.")
            .ExampleBody(new CollectionReversalRequest { Reference = "2025-12/kiwi-orchards" })
            .AnswersReceipt(Sample.Sponsorship.Value, "reversed");
        v1.MapGet("/cities/{city}/trial-balance", TrialBalance).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Books")
            .Describes("getTrialBalance", "Read the trial balance of a city",
                "The balance of every account, summed over all sponsorships. The sum is zero, always.")
            .Answers(Example());
    }

    private static async Task<IResult> Collect(SponsorshipId sponsorship, Command<CollectionRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Sponsorship(sponsorship)
                .CollectShare(command.Context, command.Body.Reference, command.Body.Amount, command.Body.On), sponsorship.Value);

    private static async Task<IResult> Reverse(SponsorshipId sponsorship, Command<CollectionReversalRequest> command,
        IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).ReverseCollection(command.Context, command.Body.Reference), sponsorship.Value);

    private static async Task<IResult> TrialBalance(HttpContext http, CityId city, IGrainFactory grains)
    {
        var balance = await grains.Books(city).TrialBalance();
        return Answers.Thing(http, balance, balance?.Position, RejectionCode.CityNotFound);
    }

    private static TrialBalance Example()
    {
        AccountBalance Of(Account account, string amount) => new(Account: account.Name, Balance: Money.Parse(amount, Sample.Nzd));
        var zero = Money.Zero(Sample.Nzd);
        return new(
            Position: 812,
            Accounts: [
                Of(SponsorshipAccounts.Employer(Sample.Nzd), "-4200.00"), Of(SponsorshipAccounts.Host(Sample.Nzd), "771.40"),
                Of(SponsorshipAccounts.HostDue(Sample.Nzd), "1000.00"), Of(SponsorshipAccounts.Migrant(Sample.Nzd), "2428.60"),
            ],
            Sum: zero,
            Due: Money.Parse("1000.00", Sample.Nzd),
            Collected: Money.Parse("771.40", Sample.Nzd),
            InTransit: zero,
            PaidOut: zero,
            Levy: zero,
            Advanced: zero,
            Repaid: zero,
            Refund: zero,
            RefundInTransit: zero,
            RefundPaid: zero,
            Fund: zero,
            Loss: zero,
            LossInTransit: zero,
            LossPaid: zero,
            Fined: zero,
            Held: zero,
            HeldSince: null,
            Gap: zero,
            TakenBack: zero);
    }
}
