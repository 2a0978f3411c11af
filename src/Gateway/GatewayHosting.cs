namespace VipOrleans.Gateway;

using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Dashboard;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Hosting;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.Matching;
using VipOrleans.Gateway.Money;
using VipOrleans.Gateway.News;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Payments;
using VipOrleans.Gateway.People;
using VipOrleans.Gateway.Places;
using VipOrleans.Gateway.Reports;
using VipOrleans.Gateway.Safeguarding;
using VipOrleans.Gateway.Sponsorships;

/// <summary>Puts the gateway into a process: its own, or one that is a silo too.</summary>
public static class GatewayHosting
{
    /// <summary>The tag of the health checks that <c>/health/ready</c> asks. A host adds its own with it.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Adds what the gateway needs, except for Orleans: the host has a silo, or calls <see cref="AddClusterClient"/>.</summary>
    /// <exception cref="InvalidOperationException">Its settings cannot be used: a line for each problem.</exception>
    public static WebApplicationBuilder AddVipGateway(this WebApplicationBuilder builder)
    {
        GatewayConfiguration.Check(builder.Configuration, builder.Environment.IsDevelopment());
        GatewayAuthentication.Add(builder);
        if (GatewayAuthentication.DevelopmentIssuerOf(builder.Services) is { } issuer) DevelopmentSignIn.Add(builder.Services, issuer);
        GatewayLimits.Add(builder);
        builder.Services.AddSingleton<Allowances>();
        HealthEndpoints.Add(builder.Services);
        Draining.Add(builder);
        OpsPort.Add(builder);
        TrustedProxies.Add(builder);
        Cors.Add(builder);
        ApiDocument.Add(builder.Services);
        VipTelemetry.AddRequests(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(IdKinds.OfDomain);
        builder.Services.TryAddSingleton(_ => IdKeys.Of(builder.Configuration));
        builder.Services.AddSingleton<AccessCheck>();
        builder.Services.AddRazorComponents();
        builder.Services.Configure<JsonOptions>(json =>
        {
            GatewayJson.Configure(json.SerializerOptions);
            // The API document is made with these, and a schema lies deeper than what it describes. Bodies are read with GatewayJson's own.
            json.SerializerOptions.MaxDepth = 64;
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        // The line that ASP.NET writes for each request carries its query.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }

    /// <summary>Maps every endpoint of the gateway and what stands before them.</summary>
    /// <exception cref="InvalidOperationException">An endpoint declares no access rule.</exception>
    public static WebApplication MapVipGateway(this WebApplication app)
    {
        TrustedProxies.Use(app);
        SecurityHeaders.Use(app);
        app.UseMiddleware<ProblemMiddleware>();
        HeadRequests.Use(app);
        TableMedia.Use(app);
        app.UseRouting();
        Cors.Use(app);
        app.UseAuthentication();
        app.UseRateLimiter();
        KnownTokens.Use(app);
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<QueryMiddleware>();

        var v1 = app.MapGroup("/v1").AddEndpointFilter<RouteGroupBuilder, AccessFilter>();
        NationEndpoints.Map(v1);
        CityEndpoints.Map(v1);
        GraceEndpoints.Map(v1);
        BallotEndpoints.Map(v1);
        OpeningEndpoints.Map(v1);
        HostEndpoints.Map(v1);
        SignInEndpoints.Map(v1);
        OwnRecordEndpoints.Map(v1);
        MoveEndpoints.Map(v1);
        HouseholdEndpoints.Map(v1);
        MigrantEndpoints.Map(v1);
        DuplicateEndpoints.Map(v1);
        EmployerEndpoints.Map(v1);
        ProfileEndpoints.Map(v1);
        SearchEndpoints.Map(v1);
        InvitationEndpoints.Map(v1);
        RoundEndpoints.Map(v1);
        SponsorshipEndpoints.Map(v1);
        VisaEndpoints.Map(v1);
        ConcernEndpoints.Map(v1);
        WelfareCheckEndpoints.Map(v1);
        RulingEndpoints.Map(v1);
        InboxEndpoints.Map(v1);
        ImportEndpoints.Map(v1);
        StaffNumberEndpoints.Map(v1);
        PayeeEndpoints.Map(v1);
        PayoutEndpoints.Map(v1);
        UnpaidEndpoints.Map(v1);
        GuaranteeEndpoints.Map(v1);
        LossFundEndpoints.Map(v1);
        CollectionEndpoints.Map(v1);
        RemittanceOrderEndpoints.Map(v1);
        RateEndpoints.Map(v1);
        RemittanceEndpoints.Map(v1);
        RegistersEndpoints.Map(v1);
        BookEndpoints.Map(v1);
        StatementEndpoints.Map(v1);
        EmployerStatementEndpoints.Map(v1);
        TaxSummaryEndpoints.Map(v1);
        FeedEndpoints.Map(v1);
        CallerEndpoint.Map(v1);
        if (app.Services.GetService<DevelopmentIssuer>() is not null)
        {
            DevelopmentTokens.Map(v1);
            DevelopmentSignIn.Map(app);
        }

        ProblemEndpoints.Map(app);
        HealthEndpoints.Map(app);
        ApiDocument.Map(app);
        RequireRules(app);
        return app;
    }

    /// <summary>Connects the process to a cluster as a client, by the section <c>Cluster</c>.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configuration">
    /// <c>Cluster:Connection</c>: the PostgreSQL or the Azure storage account in which the silos meet; or <c>Cluster:Gateways</c>:
    /// addresses such as <c>127.0.0.1:30000</c>, which is also the default; <c>Cluster:ClusterId</c> and <c>Cluster:ServiceId</c> as
    /// the silos have them.
    /// </param>
    /// <exception cref="InvalidOperationException">The section cannot be used: a line for each problem.</exception>
    public static WebApplicationBuilder AddClusterClient(this WebApplicationBuilder builder, IConfiguration configuration)
    {
        GatewayConfiguration.CheckCluster(configuration);
        var database = configuration["Cluster:Connection"] is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        var endpoints = (configuration.GetSection("Cluster:Gateways").Get<string[]>() ?? ["127.0.0.1:30000"])
            .Select(System.Net.IPEndPoint.Parse).ToArray();
        builder.UseOrleansClient(client =>
        {
            if (database is null) client.UseStaticClustering(endpoints);
            else if (ClusterAccount.IsNamedBy(database))
            {
                client.UseAzureStorageClustering(
                    o => (o.TableServiceClient, o.TableName) = (ClusterAccount.Tables(database), ClusterAccount.Members));
            }
            else client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", database));
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = configuration["Cluster:ClusterId"] ?? "embedded";
                cluster.ServiceId = configuration["Cluster:ServiceId"] ?? "vip-orleans";
            });
            // A silo that is gone is not asked for longer than this.
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.AddActivityPropagation();
            if (GatewayConfiguration.HasDashboard(configuration)) client.AddDashboard(o => o.HideTrace = true);
            if (database is null) return;
            // Gateways and silos may start in any order.
            client.UseConnectionRetryFilter<SilosMissing>();
            client.AddOutgoingGrainCallFilter<AskAgain>();
        });
        if (database is not null)
        {
            builder.Services.AddSingleton<LostSilos>();
            builder.Services.AddHostedService(s => s.GetRequiredService<LostSilos>());
        }

        return builder;
    }

    /// <summary>Every endpoint of an application that declares no access rule.</summary>
    internal static IReadOnlyList<string> EndpointsWithoutRule(IEndpointRouteBuilder app) =>
        [.. app.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<AccessRule>() is null)
            .Select(e => e.DisplayName ?? e.RoutePattern.RawText ?? "?")];

    private static void RequireRules(IEndpointRouteBuilder app)
    {
        var open = EndpointsWithoutRule(app);
        if (open.Count > 0) throw new InvalidOperationException($"These endpoints declare no access rule: {string.Join("; ", open)}.");
    }
}
