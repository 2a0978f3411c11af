namespace VipOrleans.Gateway.Hosting;

using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Orleans.Dashboard;
using VipOrleans.Gateway.Access;

/// <summary>
/// Orleans' dashboard of the cluster, on the port for operators and for them alone (<c>Cluster:Dashboard</c>, off unless asked): silos,
/// activations and calls by kind of grain. What has a grain's state, its id or a line of a log in it is not there.
/// </summary>
internal static class ClusterDashboard
{
    private const string Path = "/dashboard", Basic = "Basic ";

    // A reminder names its grain. The trace is switched off in the dashboard's own options too.
    private static readonly string[] Hidden = ["/GrainState", "/Reminders", "/Trace"];

    public static void Use(IApplicationBuilder ops) =>
        ops.UseWhen(http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), dashboard =>
        {
            dashboard.Use(LetOperatorsIn);
            dashboard.UseRouting();
            dashboard.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Path));
        });

    private static async Task LetOperatorsIn(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.CacheControl = "no-store";
        TakePassword(http.Request);
        await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (http.Features.Get<Caller>() is not { } caller)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"operators\", charset=\"UTF-8\"";
            await http.Response.WriteAsync("An operator's token is needed: as Bearer, or in a browser as the password of any name.");
        }
        else if (caller.Role != Role.Operator)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync("The dashboard is for operators; this token has another role.");
        }
        else if (Hidden.Any(h => http.Request.Path.StartsWithSegments(Path + h, StringComparison.OrdinalIgnoreCase)))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            await next(http);
        }
    }

    // A browser asks its user for a name and a password, and sends no token by itself.
    private static void TakePassword(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } text] || !text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Basic.Length..], bytes, out var written)) return;
        var pair = Encoding.UTF8.GetString(bytes, 0, written);
        if (pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
            request.Headers.Authorization = $"Bearer {pair[(colon + 1)..]}";
    }
}
