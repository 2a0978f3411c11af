namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Where hosts are paid, and from which account a city pays.</summary>
internal static class PayeeEndpoints
{
    private static readonly BankPartyRequest ExamplePayee = new()
    {
        Name = "Aroha Example",
        BankAccount = new() { Number = "01-0123-0123456-00", Bic = "ANZBNZ22" },
        PostalAddress = new() { Street = "Example Street", BuildingNumber = "1", PostCode = "1010", Town = "Auckland", Country = "NZ" },
    };

    private static readonly BankPartyRequest ExampleAccount =
        ExamplePayee with { Name = "Auckland Council", BankAccount = new() { Number = "12-3113-0012345-00", Bic = "ASBBNZ2A" } };

    private static readonly EstatePayeeRequest ExampleEstate = new() { Document = "probate/2025-17", Payee = ExamplePayee };

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPut("/hosts/{host}/payee", ProvidePayee).Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity).WithTags("Payouts")
            .Describes("providePayee", "Say where a host is paid",
                "The account and the address go to the vault; that they were changed, when and by whom stands in the journal. They count "
                    + "for files that are made from now on.")
            .ExampleBody(ExamplePayee)
            .AnswersReceipt(Sample.Host.Value, "provided");
        v1.MapGet("/hosts/{host}/payee", ReadPayee).Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity).WithTags("Payouts")
            .Query(Query.Purpose)
            .Describes("readPayee", "Read where a host is paid", "Who reads and why is written down before the data is given.")
            .Answers(ExamplePayee.ToParty());
        v1.MapPut("/hosts/{host}/estate-payee", ProvideHostEstate).Allows(Who.OfficerOfCity).WithTags("Payouts")
            .Describes("provideHostEstatePayee", "Say where the estate of a host is paid",
                "After the host's death, with the reference of what shows who takes the estate. From then on the share is paid there; "
                    + "another officer instructs it.")
            .ExampleBody(ExampleEstate)
            .AnswersReceipt(Sample.Host.Value, "provided");
        v1.MapPut("/migrants/{migrant}/estate-payee", ProvideMigrantEstate).Allows(Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .WithTags("Payouts")
            .Describes("provideMigrantEstatePayee", "Say where the estate of a migrant is paid",
                "After the migrant's death, with the reference of what shows who takes the estate. From then on refunds are paid "
                    + "there; another officer instructs it.")
            .ExampleBody(ExampleEstate)
            .AnswersReceipt(Sample.Migrant.Value, "provided");
        v1.MapPut("/cities/{city}/paying-account", DecideAccount).Allows(Who.OfficerOfCity).WithTags("Payouts")
            .Describes("decidePayingAccount", "Decide from which account the city pays",
                "It counts for files that are made from now on. An account of a public body is no personal data: it stands in the journal.")
            .ExampleBody(ExampleAccount)
            .AnswersReceipt(Sample.City.Value, "decided");
        v1.MapGet("/cities/{city}/paying-account", ReadAccount).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Payouts")
            .Describes("getPayingAccount", "Read from which account the city pays", "The account that the next file names.")
            .Answers(ExampleAccount.ToParty());
    }

    private static async Task<IResult> ProvidePayee(HostId host, Command<BankPartyRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).ProvidePayee(command.Context, command.Body.ToParty()), host.Value);

    private static async Task<IResult> ProvideHostEstate(HostId host, Command<EstatePayeeRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Host(host).ProvideEstatePayee(command.Context, command.Body.Payee.ToParty(), command.Body.Document), host.Value);

    private static async Task<IResult> ProvideMigrantEstate(MigrantId migrant, Command<EstatePayeeRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Migrant(migrant).ProvideEstatePayee(command.Context, command.Body.Payee.ToParty(), command.Body.Document),
            migrant.Value);

    private static async Task<IResult> ReadPayee(HttpContext http, HostId host, IGrainFactory grains) =>
        await grains.Host(host).ReadPayee(PersonAnswers.Reader(http)) is { } payee
            ? Answers.Json(payee) : new ProblemResult(Problems.Of(RejectionCode.PayeeMissing));

    private static async Task<IResult> DecideAccount(CityId city, Command<BankPartyRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).DecidePayingAccount(command.Context, command.Body.ToParty()), city.Value);

    private static async Task<IResult> ReadAccount(CityId city, IGrainFactory grains) =>
        await grains.City(city).PayingAccount() is { } account
            ? Answers.Json(account) : new ProblemResult(Problems.Of(RejectionCode.PayingAccountMissing));
}
