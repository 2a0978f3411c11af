namespace VipOrleans.Portal;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VipOrleans.Portal.Hosting;
using VipOrleans.Portal.Pages;
using VipOrleans.Portal.SignIn;
using VipOrleans.Portal.Texts;

/// <summary>The portal as a web application: of its own, or in a process with others.</summary>
public static class PortalHost
{
    /// <summary>Builds the application; starting it is the caller's.</summary>
    /// <param name="options">How it is hosted.</param>
    /// <exception cref="InvalidOperationException">Its settings cannot be used: a line for each problem.</exception>
    public static WebApplication Build(PortalOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = options.Environment, ContentRootPath = AppContext.BaseDirectory,
        });
        if (options.Settings is { } given) builder.Configuration.AddInMemoryCollection(given);
        var hasProvider = builder.Configuration["Portal:Authority"] is not null;
        if (options.Address is not null)
        {
            var here = new Dictionary<string, string?> { ["Portal:Api"] = "http://localhost" };
            if (!hasProvider) here["Portal:Authority"] = "http://localhost";
            builder.Configuration.AddInMemoryCollection(here);
        }

        if (options.Server is { } server) builder.Services.AddSingleton(server);
        var isDevelopment = builder.Environment.IsDevelopment();
        string[] problems = [.. PortalSettings.Problems(builder.Configuration, isDevelopment)];
        if (problems.Length > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        var settings = builder.Configuration.GetSection(PortalSettings.Section).Get<PortalSettings>()!;
        Func<Uri> api = options.Address ?? (() => new(settings.Api!));
        Func<Uri> provider = options.Address is { } own && !hasProvider ? own : () => new(settings.Authority!);
        AddServices(builder, settings, new(api, provider));

        var app = builder.Build();
        Use(app, settings);
        return app;
    }

    /// <summary>The pages of an application, in the order of their routes.</summary>
    internal static IReadOnlyList<PageRule> PagesOf(IEndpointRouteBuilder app) =>
        [.. app.DataSources.SelectMany(s => s.Endpoints).Select(e => e.Metadata.GetMetadata<PageRule>()).OfType<PageRule>().Distinct()];

    private static void AddServices(WebApplicationBuilder builder, PortalSettings settings, PortalAddresses addresses)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(addresses);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Apis>();
        services.AddSingleton<KeptForms>();
        services.AddSingleton<Onboarding>();
        services.AddSingleton<PublicCities>();
        services.AddHttpClient(Apis.Name).RemoveAllLoggers();
        services.AddRazorComponents();
        var keys = services.AddDataProtection().SetApplicationName("vip-portal");
        if (settings.SharedFolder is { } folder)
        {
            keys.PersistKeysToFileSystem(FolderSessions.Own(folder, "keys"));
            services.AddSingleton<ISessionStore>(s => new FolderSessions(folder, s.GetRequiredService<TimeProvider>()));
        }
        else
        {
            keys.UseEphemeralDataProtectionProvider();
            services.AddSingleton<ISessionStore, MemorySessions>();
        }

        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "__Host-vip-form";
            form.Cookie.Path = "/";
            form.Cookie.SameSite = SameSiteMode.Lax;
            // The cookie policy makes it secure; asking for it here would refuse a developer's own machine.
            form.Cookie.SecurePolicy = CookieSecurePolicy.None;
            form.SuppressXFrameOptionsHeader = true;
        });
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = System.IO.Compression.CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = System.IO.Compression.CompressionLevel.Optimal);
        SignInSchemes.Add(services, settings, builder.Environment.IsDevelopment());
        // The line that ASP.NET writes for each request carries its path and query.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
    }

    private static void Use(WebApplication app, PortalSettings settings)
    {
        PageHeaders.Use(app);
        app.UseResponseCompression();
        Sheets.Use(app);
        app.UseCookiePolicy(new()
        {
            Secure = CookieSecurePolicy.Always,
            HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.Always
        });
        Languages.Use(app, settings);
        app.UseMiddleware<TroubleMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        var pages = new PageRoutes(app);
        PublicPages.Map(pages);
        SessionPages.Map(pages, app);
        HostPages.Map(pages);
        FindPages.Map(pages);
        BallotPages.Map(pages, app);
        MovePages.Map(pages);
        MigrantPages.Map(pages);
        OfficerPages.Map(pages);
        DuplicatePages.Map(pages);
        PayoutPages.Map(pages);
        OnboardPages.Map(pages);
        EmployerPages.Map(pages);
        RulingPages.Map(pages);
        NationPages.Map(pages);
        AuditPages.Map(pages);
        InboxPages.Map(pages);
        VisaPages.Map(pages);
    }
}

/// <summary>Gives a page to what has none: no route, or something that went wrong.</summary>
internal sealed partial class TroubleMiddleware(RequestDelegate next, ILogger<TroubleMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: 404 or 405, ContentType: null } && http.Features.Get<Words>() is not null)
            {
                await new Visit(http, null).Show<NotFoundPage>(status: http.Response.StatusCode).ExecuteAsync(http);
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception e) when (!http.Response.HasStarted && http.Features.Get<Words>() is not null)
        {
            if (e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
            {
                http.Response.Clear();
                http.Response.Headers.ContentSecurityPolicy = PageHeaders.Policy;
                http.Response.Headers.CacheControl = "no-cache, no-store";
                await new Visit(http, null).Show<TooLargePage>(status: StatusCodes.Status413PayloadTooLarge).ExecuteAsync(http);
                return;
            }

            var isProvider = e is InvalidOperationException { InnerException: IOException or HttpRequestException } or HttpRequestException;
            LogBroken(e.GetType().FullName, e.Message, e.StackTrace);
            http.Response.Clear();
            // What was said of every answer is said of this one as well.
            http.Response.Headers.CacheControl = "no-cache, no-store";
            http.Response.Headers.ContentSecurityPolicy = PageHeaders.Policy;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            await new Visit(http, null).Show<DownPage>(status: isProvider ? 503 : 500).ExecuteAsync(http);
        }
    }

    [LoggerMessage(602, LogLevel.Error, "A page could not be made: {Type}: {Message}\n{Trace}")]
    private partial void LogBroken(string? type, string message, string? trace);
}
