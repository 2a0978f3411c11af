namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Money;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>
/// What migrants send home. The plan and whom it is for belong to the migrant alone: no officer reads or sets them. The platform never
/// holds a migrant's wages; what it works out is an order for the migrant's own bank.
/// </summary>
internal static class RemittanceEndpoints
{
    private static readonly RemittanceOffer Offer = new(
        Sample.RemittanceOffer, "Example Bank", Sample.Nzd, Sample.Php, Money.Parse("25.00", Sample.Nzd), 0, null, 350, new(2025, 1, 1),
        null, "made up as an example; nobody offers this");

    private static readonly RemittanceInstruction Instruction = new(Sample.Beneficiary, Offer.Id, PercentHundredths: 2500);

    private static readonly ExchangeRate Reference = new(Sample.Rate.Base, Sample.Rate.To, Sample.Rate.From);

    private static readonly BeneficiaryRequest Mother = new()
    {
        Name = "Ligaya Example",
        Relation = "parent",
        AccountNumber = "000123456789",
        Bic = "BNORPHMM",
        Address = new() { Street = "Example Street", BuildingNumber = "7", PostCode = "1000", Town = "Manila", Country = "PH" },
        Currency = Sample.Php,
    };

    public static void Map(IEndpointRouteBuilder v1)
    {
        MapOffers(v1.MapGroup("/nations/{nation}").WithTags("Remittances"));
        var migrant = v1.MapGroup("/migrants/{migrant}").WithTags("Remittances");
        MapBeneficiaries(migrant);
        migrant.MapPut("/remittance-plan", SetPlan).Allows(Who.TheMigrant)
            .Describes("setRemittancePlan", "Set, change or clear what is sent home",
                $"At most {RemittancePlan.MaxInstructions} instructions, in the order in which they are served; percentages add up to at "
                    + $"most 100 % of a month's net. Only the migrant may do this, at any time. The plan that stands when a month is "
                        + $"worked out counts.")
            .ExampleBody(new RemittancePlanRequest
            {
                Instructions =
                [new() { Beneficiary = Sample.Beneficiary, Offer = Offer.Id, PercentHundredths = 2500 }]
            })
            .AnswersReceipt(Sample.Migrant.Value, "set");
        migrant.MapGet("/remittance-plan", Plan).Allows(Who.TheMigrant)
            .Describes("getRemittancePlan", "Read what is sent home", "Only the migrant reads it.")
            .Answers(new RemittancePlanView(Sample.Migrant, 9, [Instruction]));
        migrant.MapPost("/remittance-quotes", Quotes).Allows(Who.TheMigrant)
            .Describes("quoteRemittance", "Compare what it costs to send an amount",
                "Every offer of the nation for the two currencies, the cheapest first: fee, rate, what arrives and the total cost against "
                    + "the reference rate, in money and in hundredths of a percent, never shown too low; with a warning above 5 % (United "
                        + "Nations, Sustainable Development Goal 10.c).")
            .ExampleBody(new RemittanceQuotesRequest { Amount = Money.Parse("500.00", Sample.Nzd), To = Sample.Php, On = Sample.Day })
            .Answers(new RemittanceQuotes(Sample.Day, Reference, [Quoted()]));
        migrant.MapGet("/remittances/{month}", Month).Allows(Who.TheMigrant)
            .Describes("getMonthRemittances", "Work out what a month sends home",
                "What the plan of now makes of a calendar month: the net (earned less taken, as it was booked in the month), and for each "
                    + "instruction the amount with its quote, or why it is left out. A fixed amount that is more than what is left is "
                        + "left out; a percentage is reduced.")
            .Answers(ExampleMonth());
    }

    private static void MapOffers(RouteGroupBuilder nation)
    {
        nation.MapPut("/remittance-offers", DecideOffers).Allows(Who.OfficerOfNation)
            .Describes("decideRemittanceOffers", "Decide which offers to send money home stand",
                $"All of them together, at most {RemittanceOffers.Max}; what is left out is withdrawn. An id stands for the same two "
                    + $"currencies forever.")
            .ExampleBody(new RemittanceOffersRequest
            {
                Offers =
                [new() { Id = Offer.Id, Provider = Offer.Provider, From = Offer.From, To = Offer.To, FixedFee = Offer.FixedFee,
                    FeeHundredths = 0, MarginHundredths = 350, ValidFrom = Offer.ValidFrom, Source = Offer.Source }]
            })
            .AnswersReceipt(Sample.Nation.Value, "decided");
        nation.MapGet("/remittance-offers", Offers).Allows(Who.AnyRole)
            .Describes("getRemittanceOffers", "Read the offers to send money home",
                "By id, those that are not valid yet or any more among them.")
            .Answers(new RemittanceOffersView(Nation: Sample.Nation, Version: 1, Offers: [Offer]));
    }

    private static void MapBeneficiaries(RouteGroupBuilder migrant)
    {
        migrant.MapPost("/beneficiaries", NameBeneficiary).Allows(Who.TheMigrant)
            .Describes("nameBeneficiary", "Name someone to send money to",
                $"Name, account and address go to the migrant's vault, and are erased with it; at most "
                    + $"{RemittancePlan.MaxBeneficiaries}. They never change under one id: name them again and change the plan.")
            .ExampleBody(Mother)
            .AnswersReceipt(Sample.Beneficiary.Value, "named", 201);
        migrant.MapGet("/beneficiaries", Beneficiaries).Allows(Who.TheMigrant)
            .Describes("listBeneficiaries", "List to whom money may be sent",
                "Only the migrant reads it, and each reading is written down.")
            .Answers(new BeneficiaryList([new(Id: Sample.Beneficiary, Beneficiary: Mother.ToBeneficiary())]));
        migrant.MapDelete("/beneficiaries/{beneficiary}", RemoveBeneficiary).Allows(Who.TheMigrant)
            .Describes("removeBeneficiary", "Remove someone to send money to",
                "Their data is taken out of the vault. Not while the plan sends money to them.")
            .AnswersReceipt(Sample.Beneficiary.Value, "removed");
    }

    private static async Task<IResult> DecideOffers(NationId nation, Command<RemittanceOffersRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.RemittanceOffers(nation).Decide(command.Context, [.. command.Body.Offers.Select(o => o.ToOffer())]),
            nation.Value);

    private static async Task<IResult> Offers(HttpContext http, NationId nation, IGrainFactory grains)
    {
        var view = await grains.RemittanceOffers(nation).Get();
        return Answers.Thing(http, view, view.Version, RejectionCode.RemittanceOfferNotFound);
    }

    private static async Task<IResult> NameBeneficiary(MigrantId migrant, Command<BeneficiaryRequest> command, IGrainFactory grains)
    {
        var id = BeneficiaryId.From(migrant.Nation, await command.SeedFor(_ => grains.Migrant(migrant)));
        return command.Created(await grains.Migrant(migrant).NameBeneficiary(command.Context, id, command.Body.ToBeneficiary()), id.Value,
            $"/v1/migrants/{migrant}/beneficiaries");
    }

    private static async Task<IResult> Beneficiaries(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await grains.Migrant(migrant).Beneficiaries(new() { Actor = Caller.Of(http).Actor, Purpose = "own-beneficiaries" }) is { } items
            ? Answers.Json(new BeneficiaryList(items))
            : new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));

    private static async Task<IResult> RemoveBeneficiary(MigrantId migrant, string beneficiary, Command<NoBody> command,
        IGrainFactory grains)
    {
        var id = BeneficiaryId.TryParse(beneficiary, out var known)
            ? known : throw ProblemException.Invalid("beneficiary", $"Expected {BeneficiaryId.Grammar}.");
        return command.Answer(await grains.Migrant(migrant).RemoveBeneficiary(command.Context, id), id.Value);
    }

    private static async Task<IResult> SetPlan(MigrantId migrant, Command<RemittancePlanRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Migrant(migrant).SetRemittancePlan(command.Context, [.. command.Body.Instructions.Select(i => i.ToInstruction())]),
            migrant.Value);

    private static async Task<IResult> Plan(HttpContext http, MigrantId migrant, IGrainFactory grains)
    {
        var view = await grains.Migrant(migrant).RemittancePlan();
        return Answers.Thing(http, view, view?.Version, RejectionCode.MigrantNotFound);
    }

    private static async Task<IResult> Quotes(MigrantId migrant, Command<RemittanceQuotesRequest> command, IGrainFactory grains,
        TimeProvider time)
    {
        var (amount, to) = (command.Body.Amount, command.Body.To);
        var on = command.Body.On ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (await grains.Migrant(migrant).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));
        var offers = (await grains.RemittanceOffers(migrant.Nation).Get()).Offers;
        if (!offers.Any(o => o.From == amount.Currency && o.To == to))
        {
            return new ProblemResult(Problems.Of(RejectionCode.RemittanceOfferNotFound),
                $"The nation has no offer from {amount.Currency} to {to}.");
        }

        var found = amount.Currency == to ? null : await grains.Rates(migrant.Nation).Find(amount.Currency, to, on);
        if (found?.Missing is { } missing) return new ProblemResult(Problems.Of(missing.Code), missing.Detail);
        return Answers.Json(new RemittanceQuotes(on, found?.Rate, RemittanceQuote.Compare(offers, amount, to, on, found?.Rate)));
    }

    private static async Task<IResult> Month(MigrantId migrant, string month, IGrainFactory grains)
    {
        if (!StatementPeriod.TryParse(month, out var period) || !period.IsMonth)
        {
            throw ProblemException.Invalid("month", "Expected a month such as \"2026-11\".");
        }

        return await grains.Remittances(migrant).Month(period) is { } view
            ? Answers.Json(view) : new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));
    }

    private static QuotedOffer Quoted() => RemittanceQuote.Of(Offer, Money.Parse("607.15", Sample.Nzd), Sample.Day, Reference);

    private static RemittanceMonthView ExampleMonth()
    {
        Money[] nets = [Money.Parse("2428.60", Sample.Nzd)];
        return new(
            Migrant: Sample.Migrant,
            Month: StatementPeriod.Parse("2025-12"),
            IsClosed: true,
            On: Sample.Day,
            Nets: nets,
            Lines: MonthRemittances.Of(nets, [Instruction, new(Sample.Beneficiary, Offer.Id, Money.Parse("2000.00", Sample.Nzd))], [Offer],
                Sample.Day, (_, _) => Reference).Lines);
    }
}
