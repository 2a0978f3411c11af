namespace VipOrleans.Gateway.Access;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Gateway.Problems;

/// <summary>Who may do something: a role, and how it must be tied to what the request is about.</summary>
public enum Who
{
    /// <summary>Anyone with a valid token.</summary>
    AnyRole,

    /// <summary>A city officer of the city.</summary>
    OfficerOfCity,

    /// <summary>A city officer of any city in the nation.</summary>
    OfficerOfCityInNation,

    /// <summary>A nation officer of the nation.</summary>
    OfficerOfNation,

    /// <summary>An auditor of the city, or of its nation.</summary>
    AuditorOfCity,

    /// <summary>An auditor of the nation.</summary>
    AuditorOfNation,

    /// <summary>An employer of the nation.</summary>
    EmployerOfNation,

    /// <summary>An employer of the nation who was named for the sponsorship.</summary>
    EmployerOfSponsorship,

    /// <summary>The employer that sent the file of the import.</summary>
    EmployerOfImport,

    /// <summary>The employer of the record.</summary>
    TheEmployer,

    /// <summary>One of the employer of the record who admits and dismisses others.</summary>
    FirstOfEmployer,

    /// <summary>Whoever has an employer's token of the nation, admitted by the employer or not.</summary>
    EmployerSigningIn,

    /// <summary>The host.</summary>
    TheHost,

    /// <summary>The guardian of the host.</summary>
    GuardianOfHost,

    /// <summary>A host of the household.</summary>
    HostOfHousehold,

    /// <summary>The migrant.</summary>
    TheMigrant,

    /// <summary>The host of the sponsorship, or the host's guardian.</summary>
    HostOfSponsorship,

    /// <summary>The migrant of the sponsorship.</summary>
    MigrantOfSponsorship,

    /// <summary>Who raised the concern.</summary>
    RaiserOfConcern,

    /// <summary>The host or the migrant of the sponsorship that the ruling is about, or the host's guardian.</summary>
    ConcernedByRuling,

    /// <summary>Whoever has an inbox: a host, a migrant, an admitted employer, or an officer, who reads the office's.</summary>
    OwnerOfInbox,

    /// <summary>The person of the record, host or migrant.</summary>
    ThePerson,

    /// <summary>An officer who looks after the person: of a host's city, or of a migrant's nation or any of its cities.</summary>
    OfficerOfPerson,

    /// <summary>Whoever signs in with a token that ties them to no record, joined to one by a code or not.</summary>
    Joining,
}

/// <summary>An endpoint's rule. Every endpoint declares one; the gateway does not start where one is missing.</summary>
/// <param name="IsAnonymous">True where no token is needed.</param>
/// <param name="Allowed">Who may ask; any of them.</param>
/// <param name="IsTargetInBody">True where the ids that ties are compared with stand in the body and not in the route.</param>
public sealed record AccessRule(bool IsAnonymous, IReadOnlyList<Who> Allowed, bool IsTargetInBody = false)
{
    /// <summary>Anyone, without a token.</summary>
    public static readonly AccessRule Anonymous = new(true, []);

    /// <summary>Any of these.</summary>
    public static AccessRule For(params IReadOnlyList<Who> allowed) => new(false, allowed);

    /// <summary>Any of these, tied to what the body names.</summary>
    public static AccessRule ForBody(params IReadOnlyList<Who> allowed) => new(false, allowed, true);
}

/// <summary>Compares a caller with a rule.</summary>
internal sealed class AccessCheck(IGrainFactory grains)
{
    public static Role? RoleOf(Who who) => who switch
    {
        Who.OfficerOfCity or Who.OfficerOfCityInNation => Role.CityOfficer,
        Who.OfficerOfNation => Role.NationOfficer,
        Who.AuditorOfCity or Who.AuditorOfNation => Role.Auditor,
        Who.EmployerOfNation or Who.EmployerOfSponsorship or Who.EmployerOfImport or Who.TheEmployer or Who.FirstOfEmployer
            or Who.EmployerSigningIn => Role.Employer,
        Who.TheHost or Who.GuardianOfHost or Who.HostOfHousehold or Who.HostOfSponsorship => Role.Host,
        Who.TheMigrant or Who.MigrantOfSponsorship => Role.Migrant,
        _ => null,
    };

    /// <summary>True where the caller's role is one of the rule's, whatever it is tied to. An operator's is one of none.</summary>
    public static bool HasRole(AccessRule rule, Caller caller) =>
        caller.Role != Role.Operator && rule.Allowed.Any(who => RoleOf(who) is not { } role || role == caller.Role);

    public async ValueTask<bool> IsAllowed(AccessRule rule, Caller caller, AccessTarget target)
    {
        foreach (var who in rule.Allowed)
        {
            if ((RoleOf(who) is not { } role || role == caller.Role) && await IsTied(who, caller, target)) return true;
        }

        return false;
    }

    private async ValueTask<bool> IsTied(Who who, Caller caller, AccessTarget target) => who switch
    {
        Who.AnyRole => true,
        Who.OfficerOfCity => caller.City is { } city && city == target.City,
        Who.OfficerOfCityInNation => caller.City is { } city && city.Nation == target.Nation,
        Who.OfficerOfNation or Who.AuditorOfNation or Who.EmployerSigningIn => caller.Nation is { } nation && nation == target.Nation,
        Who.EmployerOfNation => caller.Nation is { } nation && nation == target.Nation && await IsAdmitted(caller),
        Who.TheEmployer => IsEmployer(caller, target) && await IsAdmitted(caller),
        Who.FirstOfEmployer => IsEmployer(caller, target) && (await SignIn(caller)).IsFirst,
        Who.AuditorOfCity => (caller.City is { } city && city == target.City) || (caller.Nation is { } nation && nation == target.Nation),
        // One that does not exist has no employers either: an employer gets the same answer.
        Who.EmployerOfSponsorship =>
            caller.Employer is { } employer && caller.Nation is { } nation && nation == target.Nation
            && target.Id<SponsorshipId>() is { } id && (await grains.Sponsorship(id).Employments())?.IsNamed(employer) == true
            && await IsAdmitted(caller),
        Who.EmployerOfImport =>
            caller.Nation is { } nation && nation == target.Nation && target.Id<ImportId>() is { } import && import.City == target.City
            && await grains.Import(import).Get() is { Employer: { } employer } && employer == caller.Employer && await IsAdmitted(caller),
        Who.TheHost => caller.Host is { } host && host == target.Id<HostId>(),
        Who.GuardianOfHost => caller.Host is { } guardian && target.Id<HostId>() is { } host && await IsGuardian(guardian, host),
        Who.HostOfHousehold =>
            caller.Host is { } host && target.Id<HouseholdId>() is { } household && host.City == household.City
                && (await grains.Host(host).Get())?.Household == household,
        Who.TheMigrant => caller.Migrant is { } migrant && migrant == target.Id<MigrantId>(),
        // Who is moving here is the same person under the record that they come from, until the migrant has arrived.
        Who.HostOfSponsorship => caller.Host is { } host && target.Id<SponsorshipId>() is { } id && host.City.Nation == id.City.Nation
            && await grains.Sponsorship(id).Get() is { } view
            && (view.Host == host || view.HostBefore == host || await IsGuardian(host, view.Host)
                || (view.HostBefore is { } before && await IsGuardian(host, before))),
        Who.MigrantOfSponsorship =>
            caller.Migrant is { } migrant && target.Id<SponsorshipId>() is { } id && migrant.Nation == id.City.Nation
            && (await grains.Sponsorship(id).Get())?.Migrant == migrant,
        // Officers raise concerns too; they are let in as officers.
        Who.RaiserOfConcern =>
            caller.Role is Role.Host or Role.Migrant or Role.Employer && target.Id<ConcernId>() is { } concern
                && (await grains.Concern(concern).Get())?.RaisedBy == caller.Actor
                && (caller.Role != Role.Employer || await IsAdmitted(caller)),
        Who.ConcernedByRuling =>
            caller.Role is Role.Host or Role.Migrant && target.Id<RulingId>() is { } ruling && await grains.Ruling(ruling).Get() is { } view
            && ((caller.Migrant is { } migrant && migrant == view.Migrant)
                || (caller.Host is { } host && view.Kind != RulingKind.StatusEnd
                    && (host == view.Host || await IsGuardian(host, view.Host)))),
        Who.ThePerson => target.Id<PersonId>() is { } person && person == caller.Person,
        Who.OfficerOfPerson => target.Id<PersonId>() is { } person && (person.Host is { } host
            ? caller is { Role: Role.CityOfficer, City: { } its } && its == host.City
            : caller is { Role: Role.NationOfficer, Nation: { } its2 } ? its2 == person.Nation
                : caller is { Role: Role.CityOfficer, City: { } near } && near.Nation == person.Nation),
        Who.Joining => caller.Role == Role.Newcomer || caller.IsJoined,
        Who.OwnerOfInbox => caller.Role is not (Role.Auditor or Role.Newcomer)
            && (caller.Role != Role.Employer || await IsAdmitted(caller)),
        _ => false,
    };

    private static bool IsEmployer(Caller caller, AccessTarget target) =>
        target.Id<EmployerId>() is { } id && id == EmployerId.Of(caller.Nation!.Value, caller.Employer!);

    // A token says for which employer somebody asks; whether that one still lets them, its record says.
    private async ValueTask<bool> IsAdmitted(Caller caller) => (await SignIn(caller)).IsAdmitted;

    private async ValueTask<EmployerSignIn> SignIn(Caller caller) =>
        await grains.Employer(EmployerId.Of(caller.Nation!.Value, caller.Employer!)).SignIn(caller.Key);

    // Guardian and child live in one household, so in one city.
    private async ValueTask<bool> IsGuardian(HostId guardian, HostId host) =>
        guardian.City == host.City && (await grains.Host(host).Get())?.Guardian == guardian;
}

/// <summary>Lets a request through to its endpoint where the endpoint's rule allows it.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessCheck check, JoinedRecords joined)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // What is no route endpoint is routing's own answer: 405 or 415. If there is none, the answer is 404.
        if (http.GetEndpoint() is RouteEndpoint endpoint)
        {
            var rule = endpoint.Metadata.GetMetadata<AccessRule>()
                ?? throw new InvalidOperationException($"'{endpoint.DisplayName}' declares no access rule.");
            if (!rule.IsAnonymous)
            {
                var caller = http.Features.Get<Caller>() ?? throw Refused(http);
                if (caller.Role == Role.Newcomer) http.Features.Set(caller = await joined.Of(caller));
                if (!AccessCheck.HasRole(rule, caller)) throw new ProblemException(Problems.Forbidden,
                    caller.Role == Role.Operator ? "An operator's token opens the port for operators, and nothing of the API."
                        : Sentence(rule));
                var target = AccessTarget.OfRoute(http);
                if (!rule.IsTargetInBody) await Require(http, check, rule, caller, target);
            }
        }

        await next(http);
    }

    /// <summary>Goes on where the rule allows it.</summary>
    public static async ValueTask Require(HttpContext http, AccessCheck check, AccessRule rule, Caller caller, AccessTarget target)
    {
        if (!await check.IsAllowed(rule, caller, target)) throw new ProblemException(Problems.Forbidden, Sentence(rule));
        http.Features.Set(new AccessGranted());
    }

    /// <summary>Who may ask, as a sentence.</summary>
    public static string Sentence(AccessRule rule) => rule.IsAnonymous
        ? "Anyone may ask, without a token."
        : $"Allowed are: {string.Join("; ", rule.Allowed.Select(Text))}.";

    private static ProblemException Refused(HttpContext http)
    {
        var hasToken = http.Request.Headers.Authorization.Count > 0;
        http.Response.Headers.WWWAuthenticate = hasToken ? "Bearer error=\"invalid_token\"" : "Bearer";
        return new(Problems.NotAuthenticated, http.Features.Get<TokenProblem>()?.Text);
    }

    private static string Text(Who who) => who switch
    {
        Who.AnyRole => "any role",
        Who.OfficerOfCity => "a city officer of the city",
        Who.OfficerOfCityInNation => "a city officer of a city of the nation",
        Who.OfficerOfNation => "a nation officer of the nation",
        Who.AuditorOfCity => "an auditor of the city or its nation",
        Who.AuditorOfNation => "an auditor of the nation",
        Who.EmployerOfNation => "an employer of the nation",
        Who.EmployerOfSponsorship => "an employer who was named for the sponsorship",
        Who.EmployerOfImport => "the employer that sent the file",
        Who.TheEmployer => "the employer",
        Who.FirstOfEmployer => "one of the employer who admits others",
        Who.EmployerSigningIn => "whoever has an employer's token of the nation",
        Who.TheHost => "the host",
        Who.GuardianOfHost => "the host's guardian",
        Who.HostOfHousehold => "a host of the household",
        Who.TheMigrant => "the migrant",
        Who.HostOfSponsorship => "the sponsorship's host or the host's guardian",
        Who.MigrantOfSponsorship => "the sponsorship's migrant",
        Who.RaiserOfConcern => "who raised the concern",
        Who.ConcernedByRuling => "the host and the migrant whom the ruling concerns, or the host's guardian",
        Who.ThePerson => "the person",
        Who.OfficerOfPerson => "an officer of the host's city, or of the migrant's nation or one of its cities",
        Who.Joining => "whoever has a token that names no record",
        Who.OwnerOfInbox => "a host, a migrant, an employer, or an officer for the office, each to their own inbox",
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "There is no text for this."),
    };
}

/// <summary>Says that the rule of the request's endpoint was met.</summary>
internal sealed record AccessGranted;

/// <summary>Holds the rules whose ids stand in the body, and lets nothing through for which no rule was met.</summary>
internal sealed class AccessFilter(AccessCheck check) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var rule = http.GetEndpoint()!.Metadata.GetRequiredMetadata<AccessRule>();
        if (rule is { IsAnonymous: false, IsTargetInBody: true })
        {
            var target = context.Arguments.OfType<ICommand>().Select(c => c.Body).OfType<INamesTarget>().Single().Target;
            await AccessMiddleware.Require(http, check, rule, Caller.Of(http), target);
        }

        if (!rule.IsAnonymous && http.Features.Get<AccessGranted>() is null) throw new InvalidOperationException("No access rule was met.");
        return await next(context);
    }
}

internal static class AccessExtensions
{
    /// <summary>Declares who may ask.</summary>
    public static RouteHandlerBuilder Allows(this RouteHandlerBuilder endpoint, params IReadOnlyList<Who> allowed) =>
        endpoint.WithMetadata(AccessRule.For(allowed));

    /// <summary>Declares who may ask, tied to what the body names.</summary>
    public static RouteHandlerBuilder AllowsByBody(this RouteHandlerBuilder endpoint, params IReadOnlyList<Who> allowed) =>
        endpoint.WithMetadata(AccessRule.ForBody(allowed));

    /// <summary>Declares that anyone may ask.</summary>
    public static TBuilder AllowsAnyone<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(AccessRule.Anonymous);
}
