namespace VipOrleans.Gateway.OpenApi;

using Scalar.AspNetCore;
using VipOrleans.Gateway.Access;

/// <summary>The browsable API reference at <c>/</c>. It comes whole from this process: no network is asked for scripts or fonts.</summary>
internal static class ApiReference
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/", () => TypedResults.Redirect("/reference/")).AllowsAnyone().ExcludeFromDescription();
        app.MapScalarApiReference("/reference", scalar =>
        {
            scalar.WithTitle("VipOrleans API").WithDynamicBaseServerUrl().WithNonce().DisableTelemetry().DisableAgent().DisableMcp()
                .AddPreferredSecuritySchemes("bearer");
            scalar.DefaultFonts = false;
            scalar.HideClientButton = true;
            // They share, deploy and generate elsewhere.
            scalar.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        }).AllowsAnyone().DisableRateLimiting().ExcludeFromDescription();
    }
}
