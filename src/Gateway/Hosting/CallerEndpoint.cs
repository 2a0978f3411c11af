namespace VipOrleans.Gateway.Hosting;

using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>Whose token it is: what pages need before they know what to show.</summary>
/// <param name="Role">The role.</param>
/// <param name="Host">The host that the caller is.</param>
/// <param name="Migrant">The migrant that the caller is.</param>
/// <param name="Employer">The employer that the caller is.</param>
/// <param name="City">The city that the caller is tied to.</param>
/// <param name="Nation">The nation that the caller is tied to.</param>
internal sealed record CallerView(Role Role, HostId? Host, MigrantId? Migrant, string? Employer, CityId? City, NationId? Nation);

/// <summary>Says to a caller who they are here.</summary>
internal static class CallerEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) =>
        v1.MapGet("/caller", Get).Allows(Who.AnyRole).WithTags("Operation")
            .Describes("getCaller", "Read whose token it is", "The role, and what it is tied to, as this API reads the token.")
            .Answers(new CallerView(Role.Host, Sample.Host, null, null, null, null));

    private static IResult Get(HttpContext http)
    {
        var caller = Caller.Of(http);
        return Answers.Json(new CallerView(caller.Role, caller.Host, caller.Migrant, caller.Employer, caller.City, caller.Nation));
    }
}
