namespace VipOrleans.Portal.Pages;

using Microsoft.AspNetCore.Authentication;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;
using VipOrleans.Portal.SignIn;

/// <summary>Signing in and out, and how long a session lasts.</summary>
internal static class SessionPages
{
    public static void Map(PageRoutes pages, IEndpointRouteBuilder app)
    {
        pages.Page("/sign-in", Visitor.Anyone, visit => Task.FromResult(SignIn(visit)));
        pages.Page("/sign-in/failed", Visitor.Anyone, visit => Task.FromResult(visit.Show<SignInFailedPage>()));
        pages.Page("/start", Visitor.Signed, visit => Task.FromResult(Results.Redirect(visit.To(HomeOf(visit.Somebody.Role)))));
        pages.Form("/session", Visitor.Signed, (visit, form) => Task.FromResult(visit.Show<SessionPage>(form: form)), SignOut);
    }

    /// <summary>The first page of a role.</summary>
    public static string HomeOf(Role role) => role switch
    {
        Role.Host => "/host",
        Role.Migrant => "/migrant",
        Role.CityOfficer => "/officer",
        Role.Employer => "/employer",
        Role.NationOfficer => "/nation",
        Role.Auditor => "/audit",
        _ => "/",
    };

    private static IResult SignIn(Visit visit)
    {
        // A path of ours and nothing else: whoever follows a link must not land at a stranger's.
        var back = visit.Query("return") is { } path && path.StartsWith('/') && path is not ['/', '/' or '\\', ..]
            && !path.Any(char.IsControl)
            ? path : "/start";
        return visit.Me is null
            ? Results.Challenge(new() { RedirectUri = visit.To(back) }, [SignInSchemes.Provider]) : Results.Redirect(visit.To(back));
    }

    private static async Task<string> SignOut(Visit visit, FormState form)
    {
        await visit.Http.SignOutAsync(SignInSchemes.Session);
        return "/";
    }
}
