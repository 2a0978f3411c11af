namespace VipOrleans.Gateway.Commands;

using Microsoft.Extensions.Options;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Problems;

/// <summary>
/// How much one person or organisation may do in a period. It is counted in the journal: a restart forgives nothing, and all gateways count
/// together. What officers do for others in their office is not bounded, except their files.
/// </summary>
internal sealed class Allowances(IGrainFactory grains, IOptions<GatewayLimits> options)
{
    /// <summary>How many codes may be tried with one sign-in in a day.</summary>
    public const int SignInTriesPerDay = 10;

    private const int Month = 30, Year = 365;

    private GatewayLimits Limits => options.Value;

    /// <summary>A concern that somebody raises; the problem if they have raised too many.</summary>
    public Task<IResult?> Concern<T>(Command<T> command) where T : class =>
        OfPerson(command, "concerns", new("concerns of one person or employer", Limits.ConcernsPerMonth, Month));

    /// <summary>A try to join a sign-in by a code; the problem if it has tried too often.</summary>
    public Task<IResult?> SignInTry<T>(Command<T> command, NationId nation) where T : class =>
        Use(command.Context.Id, nation, "sign-in-tries", command.Caller.Key, new("codes tried with one sign-in", SignInTriesPerDay, 1));

    /// <summary>An invitation that somebody makes; the problem if they have made too many.</summary>
    public Task<IResult?> Invitation<T>(Command<T> command) where T : class =>
        OfPerson(command, "invitations", new("invitations of one person", Limits.InvitationsPerMonth, Month));

    /// <summary>A proposal, whoever makes it; the problem if there are too many of one person, or of one pair.</summary>
    public async Task<IResult?> Proposal<T>(Command<T> command, HostId host, MigrantId migrant) where T : class =>
        await OfPerson(command, "proposals", new("proposals of one person", Limits.ProposalsPerMonth, Month))
            ?? await Use(command.Context.Id, host.City.Nation, "pair", $"{host} {migrant}",
                new("proposals of one host and one migrant", Limits.ProposalsOfPairPerYear, Year));

    /// <summary>A file of earnings, by an employer or by the officers of a city; the problem if there are too many.</summary>
    public Task<IResult?> Import(Caller caller, CityId city, string request) =>
        Use(request, city.Nation, "imports", OwnerOfFiles(caller, city),
            new($"files of earnings of one {(caller.Employer is null ? "city" : "employer")}", Limits.ImportsPerDay, 1));

    /// <summary>The bytes of such files; the problem if there are too many.</summary>
    public Task<IResult?> ImportBytes(Caller caller, CityId city, string request, long bytes) =>
        Use(request, city.Nation, "import-bytes", OwnerOfFiles(caller, city),
            new($"bytes in files of earnings of one {(caller.Employer is null ? "city" : "employer")}",
                Limits.ImportMebibytesPerDay * 1024L * 1024, 1), bytes);

    private async Task<IResult?> OfPerson<T>(Command<T> command, string what, AllowanceRule rule) where T : class =>
        command.Caller.Role is Role.Host or Role.Migrant or Role.Employer
            ? await Use(command.Context.Id, command.Caller.OwnNation, what, command.Caller.Actor, rule) : null;

    // Under the request's own id, so that a retry uses nothing more, and whose it is stands nowhere beside it.
    private async Task<IResult?> Use(string request, NationId nation, string what, string whose, AllowanceRule rule,
        long amount = 1)
    {
        var context = new CommandContext { Id = IdText.KeyFrom($"allowance {request}"), Fingerprint = amount, Actor = "system" };
        var used = await grains.Allowance(nation, what, whose).Use(context, rule, amount);
        return used.Rejected is { } code ? new ProblemResult(Problems.Of(code), used.Detail) : null;
    }

    private static string OwnerOfFiles(Caller caller, CityId city) => caller.Employer is null ? city.Value : caller.Actor;
}
