namespace VipOrleans.Portal.Hosting;

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using VipOrleans.Client;
using VipOrleans.Portal.Pages;
using VipOrleans.Portal.SignIn;
using VipOrleans.Portal.Texts;

/// <summary>Who may see a page.</summary>
[Flags]
internal enum Visitor
{
    Anyone = 0,
    Host = 1,
    Migrant = 2,
    Employer = 4,
    CityOfficer = 8,
    Signed = 16,
    NationOfficer = 32,
    Auditor = 64,
}

/// <summary>What a page declares of itself: a test walks these.</summary>
/// <param name="Path">Its route.</param>
/// <param name="Who">Who may see it.</param>
/// <param name="IsForm">True if something can be sent from it.</param>
/// <param name="IsFile">True of what is saved, and not looked at.</param>
internal sealed record PageRule(string Path, Visitor Who, bool IsForm, bool IsFile = false);

/// <summary>
/// Maps pages: a page is read, a form is shown and sent. What is sent is answered with a redirect, so that a reload sends nothing again;
/// what cannot be sent comes back filled in.
/// </summary>
internal sealed class PageRoutes(IEndpointRouteBuilder endpoints)
{
    /// <summary>A page to read.</summary>
    public void Page(string path, Visitor who, Func<Visit, Task<IResult>> show)
    {
        var rule = new PageRule(path, who, IsForm: false);
        endpoints.MapMethods(path, ["GET", "HEAD"], Guarded(rule, show)).WithMetadata(rule);
    }

    /// <summary>A file to be saved.</summary>
    public void Download(string path, Visitor who, Func<Visit, Task<IResult>> make)
    {
        var rule = new PageRule(path, who, IsForm: false, IsFile: true);
        endpoints.MapMethods(path, ["GET", "HEAD"], Guarded(rule, make)).WithMetadata(rule);
    }

    /// <summary>What the script of a page asks for, in the name of whoever is signed in.</summary>
    public void Call(string path, Visitor who, Func<Visit, Task<IResult>> answer) => endpoints.MapPost(path, async (HttpContext http) =>
    {
        var visit = new Visit(http, Me.Of(await http.AuthenticateAsync(SignInSchemes.Session)));
        if (visit.Me is not { } me) return Results.StatusCode(401);
        if (!May(who, me.Role)) return Results.StatusCode(403);
        try
        {
            return await answer(visit);
        }
        catch (ProblemException e)
        {
            return Results.Json(new { e.Code }, statusCode: (int)(e.Status ?? System.Net.HttpStatusCode.ServiceUnavailable));
        }
        catch (AntiforgeryValidationException)
        {
            return Results.StatusCode(400);
        }
    });

    /// <summary>A form.</summary>
    /// <param name="path">Its route.</param>
    /// <param name="who">Who may see and send it.</param>
    /// <param name="show">Shows it as it is filled in.</param>
    /// <param name="send">Sends it, and answers where to go then.</param>
    public void Form(string path, Visitor who, Func<Visit, FormState, Task<IResult>> show, Func<Visit, FormState, Task<string>> send)
    {
        var rule = new PageRule(path, who, IsForm: true);
        endpoints.MapMethods(path, ["GET", "HEAD"], Guarded(rule, async visit => await show(visit, await Kept(visit)))).WithMetadata(rule);
        endpoints.MapPost(path, Guarded(rule, visit => Send(visit, show, send))).WithMetadata(rule);
    }

    private const Visitor Offices = Visitor.Employer | Visitor.CityOfficer | Visitor.NationOfficer | Visitor.Auditor;

    private static async Task<FormState> Kept(Visit visit) =>
        visit.Me is { } me && visit.Query("kept") is { } id
            && await visit.Http.RequestServices.GetRequiredService<KeptForms>().Return(id, visit.Http.Request.Path, me.Subject) is { } kept
            ? kept.With(new FieldProblem("", visit.Words["form.kept"])) : FormState.Empty;

    private static RequestDelegate Guarded(PageRule rule, Func<Visit, Task<IResult>> page) => async http =>
    {
        var visit = new Visit(http, Me.Of(await http.AuthenticateAsync(SignInSchemes.Session)));
        await (await Answer(visit, rule, page)).ExecuteAsync(http);
    };

    private static async Task<IResult> Answer(Visit visit, PageRule rule, Func<Visit, Task<IResult>> page)
    {
        if (rule.Who != Visitor.Anyone)
        {
            if (visit.Me is not { } me) return await SignedOut(visit, rule);
            if (!May(rule.Who, me.Role)) return visit.Show<ForbiddenPage>(status: 403);
            if (IsOfOffice(rule.Who) && !Language.OfOffices.Contains(visit.Words.Language.Code) && visit.Http.Request.Method == "GET")
            {
                return Results.Redirect(visit.In(Language.All[0]));
            }
        }

        try
        {
            return await page(visit);
        }
        catch (ProblemException e)
        {
            return await Trouble(visit, e);
        }
    }

    /// <summary>The page that says what the API said.</summary>
    public static async Task<IResult> Trouble(Visit visit, ProblemException e)
    {
        if (e.IsForNow) return visit.Show<DownPage>(status: 503);
        switch (e.Status)
        {
            case System.Net.HttpStatusCode.Unauthorized:
                // The token has ended before the session, or its key was withdrawn.
                await visit.Http.SignOutAsync(SignInSchemes.Session);
                var back = Uri.EscapeDataString(visit.Http.Request.Path + visit.Http.Request.QueryString);
                return Results.Redirect(visit.To($"/sign-in?return={back}"));
            case System.Net.HttpStatusCode.Forbidden:
                return visit.Show<ForbiddenPage>(status: 403);
            // An id that was typed wrong is no page either.
            case System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.BadRequest:
                return visit.Show<NotFoundPage>(status: 404);
            default:
                return visit.Show<RefusedPage>(e, status: 409);
        }
    }

    public static bool May(Visitor who, Role role) => who.HasFlag(Visitor.Signed) || role switch
    {
        Role.Host => who.HasFlag(Visitor.Host),
        Role.Migrant => who.HasFlag(Visitor.Migrant),
        Role.Employer => who.HasFlag(Visitor.Employer),
        Role.CityOfficer => who.HasFlag(Visitor.CityOfficer),
        Role.NationOfficer => who.HasFlag(Visitor.NationOfficer),
        Role.Auditor => who.HasFlag(Visitor.Auditor),
        _ => false,
    };

    public static bool IsOfOffice(Visitor who) => who != Visitor.Anyone && (who & ~Offices) == 0;

    private static async Task<IResult> SignedOut(Visit visit, PageRule rule)
    {
        var back = visit.Http.Request.Path + visit.Http.Request.QueryString;
        if (visit.Http.Request.Method != "POST") return Results.Redirect(visit.To($"/sign-in?return={Uri.EscapeDataString(back)}"));
        var form = FormState.Of(await visit.Http.Request.ReadFormAsync(visit.Gone));
        var kept = await visit.Http.RequestServices.GetRequiredService<KeptForms>().Keep(visit.Http.Request.Path, form);
        if (kept is not null) back = $"{visit.Http.Request.Path}?kept={kept}";
        return visit.Show<SessionEndedPage>(new SessionEnded(back, kept is not null), status: 401);
    }

    private static async Task<IResult> Send(Visit visit, Func<Visit, FormState, Task<IResult>> show, Func<Visit, FormState,
        Task<string>> send)
    {
        var form = FormState.Of(await visit.Http.Request.ReadFormAsync(visit.Gone));
        try
        {
            if (!await visit.Http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(visit.Http))
            {
                throw new FormException(new FieldProblem("", visit.Words["form.again"]));
            }

            return new SeeOther(visit.To(await send(visit, form)));
        }
        catch (FormException e)
        {
            return await show(visit, form.With(e.Problems));
        }
        catch (ProblemException e) when (e.IsForNow)
        {
            // Under the same key: whether the first try was carried out or not, the second one makes it once.
            return await ShowAgain(visit, form, visit.Words["problem.down"], show);
        }
        catch (ProblemException e) when (e.Status is System.Net.HttpStatusCode.BadRequest or System.Net.HttpStatusCode.Conflict
            or System.Net.HttpStatusCode.UnprocessableEntity or System.Net.HttpStatusCode.PreconditionFailed)
        {
            return await ShowAgain(visit, form with { Key = VipClient.NewKey() }, Refusals.Text(visit.Words, e), show);
        }
    }

    private static async Task<IResult> ShowAgain(Visit visit, FormState form, string text, Func<Visit, FormState, Task<IResult>> show)
    {
        try
        {
            return await show(visit, form.With(new FieldProblem("", text)));
        }
        catch (ProblemException e) when (e.IsForNow)
        {
            return visit.Show<DownPage>(status: 503);
        }
    }
}

/// <summary>Goes on with another page, which is read and not sent to again.</summary>
internal sealed record SeeOther(string Path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Path;
        return Task.CompletedTask;
    }
}

/// <summary>Refusals in plain words.</summary>
internal static class Refusals
{
    /// <summary>What the API refused, in the reader's language as far as there is a text of that code.</summary>
    public static string Text(Words words, ProblemException e) =>
        words.Has($"problem.{e.Code}") ? words[$"problem.{e.Code}"] : words["problem.other", e.Code, e.Problem.Detail ?? e.Problem.Title];
}
