namespace VipOrleans.Gateway.Reports;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Says whom an employer's staff number names.</summary>
internal sealed record StaffNumberRequest
{
    /// <summary>The number, as the payroll's file has it. It is kept nowhere; a keyed hash stands for it.</summary>
    [Text(1, StaffList.MaxNumber), Personal]
    public required string Number { get; init; }

    /// <summary>The sponsorship; left out to take the number off.</summary>
    public SponsorshipId? Sponsorship { get; init; }
}

/// <summary>Says whom an employer's staff numbers name.</summary>
internal sealed record StaffNumbersRequest
{
    /// <summary>The numbers. Those that are not named stay as they are.</summary>
    [Items(1, StaffList.MaxStep)]
    public required IReadOnlyList<StaffNumberRequest> Numbers { get; init; }
}

/// <summary>For whom an employer has mapped staff numbers.</summary>
/// <param name="Items">The sponsorships, in the order of their ids. The numbers are kept nowhere, so they are not among them.</param>
public sealed record StaffNumbers(IReadOnlyList<SponsorshipId> Items);

/// <summary>An employer's staff numbers, by which its files name people.</summary>
internal static class StaffNumberEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var numbers = v1.MapGroup("/cities/{city}/staff-numbers").WithTags("Earnings imports");
        numbers.MapPost("", Set).Allows(Who.EmployerOfNation)
            .Describes("setStaffNumbers", "Say whom staff numbers name",
                $"A file of earnings may then have a column '{EarningsFile.StaffNumber}' in place of 'sponsorship'. At most "
                    + $"{StaffList.MaxStep} at a time; a number without a sponsorship is taken off. A number is a pseudonym of a person: "
                    + "it enters no journal and no log, and a keyed hash stands for it.")
            .ExampleBody(new StaffNumbersRequest { Numbers = [new() { Number = "E-1042", Sponsorship = Sample.Sponsorship }] })
            .AnswersReceipt(StaffList.IdOf(Sample.City, "acme-orchards").Value, "set");
        numbers.MapGet("", Get).Allows(Who.EmployerOfNation)
            .Describes("getStaffNumbers", "List for whom staff numbers are mapped", "The sponsorships; the numbers are kept nowhere.")
            .Answers(new StaffNumbers([Sample.Sponsorship]));
    }

    private static async Task<IResult> Set(CityId city, Command<StaffNumbersRequest> command, IGrainFactory grains, IdKeys keys)
    {
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var id = StaffList.IdOf(city, command.Caller.Employer!);
        var result = await grains.StaffList(id).Set(command.Context,
            [.. command.Body.Numbers.Select(n => new StaffNumber(keys.OfStaffNumber(id, n.Number), n.Sponsorship))]);
        return command.Answer(result, id.Value);
    }

    private static async Task<IResult> Get(HttpContext http, CityId city, IGrainFactory grains)
    {
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var all = await grains.StaffList(StaffList.IdOf(city, Caller.Of(http).Employer!)).All();
        return Answers.Json(new StaffNumbers([.. all.Values.Distinct().OrderBy(s => s.Value, StringComparer.Ordinal)]));
    }
}
