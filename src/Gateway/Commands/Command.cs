namespace VipOrleans.Gateway.Commands;

using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.Problems;

/// <summary>What an endpoint that changes something declares by taking a <see cref="Command{T}"/>.</summary>
/// <param name="Body">The type of the body.</param>
/// <param name="BodyMayBeEmpty">True where the body may be left out.</param>
internal sealed record CommandMetadata(Type Body, bool BodyMayBeEmpty);

/// <summary>A request to change something: its body, who asks, and the identity under which it is carried out once.</summary>
/// <typeparam name="T">The body.</typeparam>
internal sealed class Command<T> : ICommand, IEndpointParameterMetadataProvider where T : class
{
    private readonly HttpContext _http;

    private Command(HttpContext http, T body, Caller caller, string key, long? ifMatch)
    {
        _http = http;
        Body = body;
        Caller = caller;
        var ids = http.RequestServices.GetRequiredService<IdKeys>();
        Context = ContextOf(http.Request, body, ids.OfRequest(caller, key)) with
        {
            Actor = caller.Actor,
            IfMatch = ifMatch,
            FormerActor = caller.FormerActor,
            FormerId = ids.FormerOfRequest(caller, key),
        };
    }

    /// <summary>The body, read and checked.</summary>
    public T Body { get; }

    object ICommand.Body => Body;

    /// <summary>Who asks.</summary>
    public Caller Caller { get; }

    /// <summary>What the grain is told of the command.</summary>
    public CommandContext Context { get; private set; }

    /// <summary>Reads a command from a request; called by ASP.NET.</summary>
    /// <exception cref="ProblemException">The request is not such a command.</exception>
    public static async ValueTask<Command<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var caller = Caller.Of(http);
        var key = CommandHeaders.Key(http.Request);
        var ifMatch = CommandHeaders.IfMatch(http.Request);
        return new(http, await RequestBody.Read<T>(http), caller, key, ifMatch);
    }

    /// <summary>Tells ASP.NET and OpenAPI what the endpoint takes.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        var mayBeEmpty = typeof(T).IsAssignableTo(typeof(IMayBeEmpty));
        builder.Metadata.Add(new CommandMetadata(typeof(T), mayBeEmpty));
        if (typeof(T) == typeof(CsvBody))
        {
            builder.Metadata.Add(new AcceptsMetadata([CsvBody.MediaType], typeof(string)));
            builder.Metadata.Add(new RequestSizeLimitAttribute(CsvBody.MaxBytes));
        }
        else if (typeof(T) == typeof(XmlBody))
        {
            builder.Metadata.Add(new AcceptsMetadata([XmlBody.MediaType], typeof(string)));
            builder.Metadata.Add(new RequestSizeLimitAttribute(XmlBody.MaxBytes));
        }
        else if (typeof(T) != typeof(NoBody)) builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), mayBeEmpty));
    }

    /// <summary>
    /// From it derives the id of what the command creates: the same caller and key, the same id. A command that was carried out under the
    /// former form of ids keeps that one.
    /// </summary>
    /// <param name="decider">The grain that carries the command out, by the seed.</param>
    public async ValueTask<string> SeedFor(Func<string, IGrain> decider) => (Context = await FormerIds.Settle(Context, decider)).Id;

    /// <summary>The receipt of a command that changed a thing.</summary>
    public IResult Answer(CommandResult result, string id) => Receipt(result, id, StatusCodes.Status200OK);

    /// <summary>The receipt of a command that made a thing.</summary>
    public IResult Created(CommandResult result, string id, string location)
    {
        if (result.IsAccepted) _http.Response.Headers.Location = location;
        return Receipt(result, id, StatusCodes.Status201Created);
    }

    /// <summary>An answer with more in it than a receipt.</summary>
    public IResult Answer<TAnswer>(CommandResult result, TAnswer answer)
    {
        if (result.Rejected is { } code) return new ProblemResult(Problems.Of(code), result.Detail);
        _http.Response.Headers.ETag = Answers.ETag(result.Version);
        return Answers.Json(answer);
    }

    private IResult Receipt(CommandResult result, string id, int status)
    {
        if (result.Rejected is { } code) return new ProblemResult(Problems.Of(code), result.Detail);
        _http.Response.Headers.ETag = Answers.ETag(result.Version);
        return TypedResults.Json(new Receipt(id, result.Version, result.Outcome), GatewayJson.Options, statusCode: status);
    }

    // Method, path and query, and the body without what is personal, in the order of the type's properties. What is personal counts as
    // well, but only under a key that the gateway does not have.
    internal static CommandContext ContextOf(HttpRequest request, T body, string id)
    {
        var plain = JsonSerializer.Serialize(body, FingerprintJson.Options);
        var whole = JsonSerializer.Serialize(body, GatewayJson.Options);
        var text = $"{request.Method} {request.Path.Value}{request.QueryString.Value}\n{plain}";
        return new()
        {
            Id = id,
            Fingerprint = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Personal = whole == plain ? null : SHA256.HashData(Encoding.UTF8.GetBytes(whole)),
            Actor = "",
        };
    }
}

/// <summary>The headers of commands.</summary>
internal static class CommandHeaders
{
    public const string KeyName = "Idempotency-Key";

    /// <summary>The caller's key; for methods that need none, a new one where it is not given.</summary>
    public static string Key(HttpRequest request)
    {
        var values = request.Headers[KeyName];
        if (values.Count == 0)
        {
            return request.Method == HttpMethods.Post ? throw new ProblemException(Problems.KeyMissing) : Guid.NewGuid().ToString("N");
        }

        return values.Count == 1 && values[0] is { Length: >= 1 and <= 100 } key && key.All(c => c is > ' ' and < (char)127)
            ? key
            : throw ProblemException.Invalid(KeyName, "Expected 1 to 100 printable ASCII characters without spaces.");
    }

    /// <summary>The version that the caller has seen; null where it is not given.</summary>
    public static long? IfMatch(HttpRequest request)
    {
        var values = request.Headers.IfMatch;
        if (values.Count == 0) return null;
        return values.Count == 1 && values[0] is { Length: >= 3 and <= 21 } text && text[0] == '"' && text[^1] == '"'
            && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw ProblemException.Invalid("If-Match", "Expected one ETag as it was given, such as \"7\" in its quotes.");
    }
}

/// <summary>What a command that was carried out is answered.</summary>
/// <param name="Id">The id of the thing.</param>
/// <param name="Version">Its version when the command had been carried out.</param>
/// <param name="Outcome">What was done, in one word.</param>
public sealed record Receipt(string Id, long Version, string Outcome);

/// <summary>A command without a body.</summary>
internal sealed record NoBody : IMayBeEmpty;

/// <summary>A body that says nothing more than the route: <c>{}</c>, or none at all.</summary>
internal sealed record NothingMore : IMayBeEmpty, IRequestPart;

/// <summary>What reads are answered.</summary>
internal static class Answers
{
    /// <summary>A thing with its version as ETag; 304 where the caller has it; a problem where it is not there.</summary>
    public static IResult Thing<T>(HttpContext http, T? view, long? version, RejectionCode missing) where T : class
    {
        if (view is null || version is not { } number) return new ProblemResult(Problems.Of(missing));
        var etag = ETag(number);
        http.Response.Headers.ETag = etag;
        // What anybody may read may be kept by whoever asked, and asked for again with its version. What only some may read stays no-store,
        // as every answer is: nothing of a person lies in a browser's cache on a machine that others use.
        if (IsForAnyone(http)) http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch.Any(known => Knows(known, etag))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : Json(view);
    }

    /// <summary>A view as JSON.</summary>
    public static IResult Json<T>(T view) => TypedResults.Json(view, GatewayJson.Options);

    /// <summary>The version of a thing as an ETag.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static bool IsForAnyone(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is { } rule && (rule.IsAnonymous || rule.Allowed.Contains(Who.AnyRole));

    private static bool Knows(string? header, string etag) =>
        header is not null
            && header.Split(',', StringSplitOptions.TrimEntries)
                .Any(t => t == "*" || t == etag || (t.StartsWith("W/", StringComparison.Ordinal) && t[2..] == etag));
}
