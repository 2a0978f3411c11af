namespace VipOrleans.Gateway.Access;

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.JsonWebTokens;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Problems;

/// <summary>What a caller is in the programme. A token has one role.</summary>
[JsonConverter(typeof(CodeConverter<Role>))]
public enum Role
{
    /// <summary>A citizen who sponsors; tied to a host.</summary>
    Host,

    /// <summary>A migrant; tied to a migrant.</summary>
    Migrant,

    /// <summary>An employer; tied to its own id and a nation.</summary>
    Employer,

    /// <summary>An officer of a city; tied to it.</summary>
    CityOfficer,

    /// <summary>An officer of a nation; tied to it.</summary>
    NationOfficer,

    /// <summary>Reads and changes nothing; tied to a city or a nation.</summary>
    Auditor,

    /// <summary>Runs the machines; tied to nothing. Sees the cluster's dashboard and nothing of the programme.</summary>
    Operator,

    /// <summary>Signed in, and tied to nobody's record yet; a code joins them to theirs.</summary>
    Newcomer,
}

/// <summary>Who asks: a role and what it is tied to, as the token says.</summary>
internal sealed record Caller
{
    private static readonly ClaimPath SubjectClaim = ClaimPath.Parse("sub");

    /// <summary>The role.</summary>
    public required Role Role { get; init; }

    /// <summary>A keyed hash of issuer and subject: tells callers apart and says nothing else of them.</summary>
    public required string Key { get; init; }

    /// <summary>The hash of issuer and subject as it was before it was keyed: how older journals name officers.</summary>
    public string FormerKey { get; init; } = "";

    /// <summary>Of an officer: how the subject is compared with other officers', if that is another text; else empty.</summary>
    public string Compared { get; init; } = "";

    /// <summary>The same as older journals have it.</summary>
    public string FormerCompared { get; init; } = "";

    /// <summary>True if the token says nothing of a record, and the sign-in was joined to this one by a code.</summary>
    public bool IsJoined { get; init; }

    /// <summary>The host that the caller is.</summary>
    public HostId? Host { get; init; }

    /// <summary>The migrant that the caller is.</summary>
    public MigrantId? Migrant { get; init; }

    /// <summary>The host or the migrant that the caller is.</summary>
    public PersonId? Person => Host is { } host ? host : Migrant is { } migrant ? migrant : null;

    /// <summary>The employer that the caller is.</summary>
    public string? Employer { get; init; }

    /// <summary>The city that the caller is tied to.</summary>
    public CityId? City { get; init; }

    /// <summary>The nation that the caller is tied to.</summary>
    public NationId? Nation { get; init; }

    /// <summary>The nation in which the caller is somebody.</summary>
    /// <remarks>A newcomer is nobody anywhere: what they may do asks for none.</remarks>
    public NationId OwnNation => Nation ?? City?.Nation ?? Host?.City.Nation ?? Migrant!.Value.Nation;

    /// <summary>The employer that a request is about: an employer's own, or the one that an officer names.</summary>
    /// <param name="named">The one that is named; null for none.</param>
    /// <exception cref="ProblemException">An employer names another one.</exception>
    public string EmployerFor(string? named)
    {
        if (Employer is not { } own) return named ?? Employers.None;
        return named is null || named == own
            ? own : throw new ProblemException(Problems.Forbidden,
                "An employer reports for itself and for no other; leave 'employer' out.");
    }

    /// <summary>When the token ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>
    /// How the caller is named in journals and lists of accesses: a role and an id, never a name. The id says where it counts: a host's has
    /// its city in it, a migrant's its nation, an employer's stands behind its nation, and any other is a hash of issuer and subject.
    /// </summary>
    public string Actor => Employer is { } employer
        ? Employers.Actor(Nation!.Value, employer) : $"{Codes<Role>.Text(Role)}:{Host?.Value ?? Migrant?.Value ?? $"{Key}{Compared}"}";

    /// <summary>How older journals name the officer; null for everybody else.</summary>
    public string? FormerActor => Role is Role.CityOfficer or Role.NationOfficer && FormerKey.Length > 0
        ? $"{Codes<Role>.Text(Role)}:{FormerKey}{FormerCompared}" : null;

    /// <summary>True if an actor, as it stands in an event, is this caller.</summary>
    public bool IsActor(string actor) => actor == Actor || actor == FormerActor;

    /// <summary>The caller of a request whose endpoint needs one.</summary>
    public static Caller Of(HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint takes no anonymous caller.");

    /// <summary>Reads the caller from a genuine token; false, with the reason, where its claims do not make one.</summary>
    public static bool TryRead(JsonWebToken token, TokenClaims claims, ClaimNames names, IdKeys keys,
        [NotNullWhen(true)] out Caller? caller, [NotNullWhen(false)] out string? problem)
    {
        caller = null;
        if (!claims.TryOne(SubjectClaim, out var subject) || subject is not { Length: >= 1 and <= 255 })
        {
            return Fail("The token has no claim 'sub'.", out problem);
        }

        if (Subjects.HasUnseen(subject)) return Fail("The token's claim 'sub' has white space or invisible characters.", out problem);

        var roles = claims.Texts(names.Role);
        var found = TokenRules.OneRole(roles);
        // A provider that knows no record's id says that somebody is a host, or says nothing at all of us: the code says the rest.
        if (names.TakesNewcomers && (found is null
            ? TokenRules.HasNoRole(roles) && SaysNone(claims, names.Person, names.City, names.Nation, names.Employer)
            : found is Role.Host or Role.Migrant && SaysNone(claims, names.Person)))
        {
            found = Role.Newcomer;
        }

        if (found is not { } role || (role == Role.Newcomer && !names.TakesNewcomers))
        {
            var known = Codes<Role>.All.Where(r => r != Codes<Role>.Text(Role.Newcomer));
            return Fail($"The token's claim '{names.Role}' has exactly one of: {string.Join(", ", known)}.", out problem);
        }

        // Also those that the role does not need: a token that says two things is not read as one of them.
        foreach (var name in new[] { names.Person, names.City, names.Nation, names.Employer })
        {
            if (!claims.TryOne(name, out _)) return Fail($"The token's claim '{name}' is one text, or it is left out.", out problem);
        }

        var ties = new Ties(claims.One(names.Person), claims.One(names.City), claims.One(names.Nation), claims.One(names.Employer));
        problem = ties.Problem(role, names);
        if (problem is not null) return false;
        caller = ties.Of(role) with
        {
            Key = keys.OfSubject(token.Issuer, subject),
            Compared = Subjects.Compared(subject, s => keys.OfSubject(token.Issuer, s)),
            FormerKey = FormerIds.OfSubject(token.Issuer, subject),
            FormerCompared = Subjects.Compared(subject, s => FormerIds.OfSubject(token.Issuer, s)),
            ExpiresAt = new(token.ValidTo, TimeSpan.Zero),
        };
        return true;
    }

    private static bool SaysNone(TokenClaims claims, params ReadOnlySpan<ClaimPath> names)
    {
        foreach (var name in names)
        {
            if (!claims.TryOne(name, out var text) || text is not null) return false;
        }

        return true;
    }

    private static bool Fail(string text, out string problem)
    {
        problem = text;
        return false;
    }
}

/// <summary>The texts that tie a role to a person, city, nation or employer.</summary>
internal readonly record struct Ties(string? Person, string? City, string? Nation, string? Employer)
{
    /// <summary>What is missing for a role, or null.</summary>
    public string? Problem(Role role, ClaimNames names) => role switch
    {
        Role.Host => HostId.TryParse(Person, out _) ? null : $"A host's token ties it to a host's id in the claim '{names.Person}'.",
        Role.Migrant =>
            MigrantId.TryParse(Person, out _) ? null : $"A migrant's token ties it to a migrant's id in the claim '{names.Person}'.",
        Role.Employer =>
            Employer is not null && Employers.IsId(Employer) && Employer != Employers.None && NationId.TryParse(Nation, out _)
            ? null
            : $"An employer's token ties it to an id of 1 to {Employers.MaxId} letters, digits, '.', '-' and '_' in the claim "
                + $"'{names.Employer}' (but not '{Employers.None}'), and to a nation in the claim '{names.Nation}'.",
        Role.CityOfficer =>
            CityId.TryParse(City, out _) ? null : $"A city officer's token ties it to a city's id in the claim '{names.City}'.",
        Role.NationOfficer =>
            NationId.TryParse(Nation, out _) ? null : $"A nation officer's token ties it to a nation's id in the claim '{names.Nation}'.",
        Role.Operator => null,
        Role.Newcomer => null,
        _ => CityId.TryParse(City, out _) || (City is null && NationId.TryParse(Nation, out _))
            ? null : $"An auditor's token ties it to a city's id in the claim '{names.City}', or to a nation's in '{names.Nation}'.",
    };

    /// <summary>The caller that a role and its ties make. Ties that do not belong to the role are left out.</summary>
    public Caller Of(Role role) => role switch
    {
        Role.Host => new() { Role = role, Key = "", Host = HostId.Parse(Person!) },
        Role.Migrant => new() { Role = role, Key = "", Migrant = MigrantId.Parse(Person!) },
        Role.Employer => new() { Role = role, Key = "", Employer = Employer, Nation = NationId.Parse(Nation!) },
        Role.CityOfficer => new() { Role = role, Key = "", City = CityId.Parse(City!) },
        Role.NationOfficer => new() { Role = role, Key = "", Nation = NationId.Parse(Nation!) },
        Role.Operator => new() { Role = role, Key = "" },
        Role.Newcomer => new() { Role = role, Key = "" },
        _ when City is not null => new() { Role = role, Key = "", City = CityId.Parse(City) },
        _ => new() { Role = role, Key = "", Nation = NationId.Parse(Nation!) },
    };
}
