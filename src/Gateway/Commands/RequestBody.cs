namespace VipOrleans.Gateway.Commands;

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.Problems;

/// <summary>Reads a request's body, and says all that is wrong with it at once, by field and without repeating a value.</summary>
internal static partial class RequestBody
{
    private const int MaxErrors = 20;

    public static async Task<T> Read<T>(HttpContext http) where T : class
    {
        if (typeof(T) == typeof(CsvBody)) return (T)(object)await CsvBody.Read(http);
        if (typeof(T) == typeof(XmlBody)) return (T)(object)await XmlBody.Read(http);
        var bytes = await ReadBytes(http, GatewayLimits.MaxBody);
        if (bytes.Length == 0 && typeof(T).IsAssignableTo(typeof(IMayBeEmpty)))
        {
            return JsonSerializer.Deserialize<T>("{}"u8, GatewayJson.Options)!;
        }

        RefuseOtherMedia(http.Request);
        if (bytes.Length == 0) throw ProblemException.Invalid("body", "Expected a JSON object.");
        if (!Utf8.IsValid(bytes.Span)) throw ProblemException.Invalid("body", "The body is not valid UTF-8.");
        using var document = Parse(bytes);
        var value = Deserialize<T>(document.RootElement);
        var errors = new Errors { Today = LatestDay(http) };
        Constraints.Check(value, GatewayJson.Options.GetTypeInfo(typeof(T)), "", errors);
        errors.ThrowIfAny();
        return value;
    }

    internal static async Task<ReadOnlyMemory<byte>> ReadBytes(HttpContext http, int most)
    {
        if (http.Request.ContentLength > most) throw TooLarge(most);
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > most) throw TooLarge(most);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static DateOnly LatestDay(HttpContext http) =>
        DateOnly.FromDateTime(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(14));

    private static ProblemException TooLarge(int most) => new(Problems.TooLarge, $"Send at most {most / 1024:N0} KiB.");

    private static void RefuseOtherMedia(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
            && media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!media.Charset.HasValue || media.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson || request.Headers.ContentEncoding.Count > 0) throw new ProblemException(Problems.MediaType);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, GatewayJson.Document);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var place = e is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
                ? $" near line {line + 1}, byte {column + 1}" : "";
            throw ProblemException.Invalid("body",
                $"The body is not one JSON object as expected here{place}: JSON of RFC 8259 without comments or trailing commas, at most "
                    + $"{GatewayJson.MaxDepth} levels deep, no property twice.");
        }
    }

    private static T Deserialize<T>(JsonElement root) where T : class
    {
        var errors = new Errors();
        try
        {
            RefuseNullItems(root, "", errors);
            errors.ThrowIfAny();
            if (root.ValueKind == JsonValueKind.Object) return root.Deserialize<T>(GatewayJson.Options)!;
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or NotSupportedException or OverflowException)
        {
            // What exactly is wrong is found by looking once more.
        }

        Explain(root, GatewayJson.Options.GetTypeInfo(typeof(T)), "", errors);
        errors.ThrowIfAny();
        throw ProblemException.Invalid("body", "The body does not have the described form.");
    }

    private static void RefuseNullItems(JsonElement element, string path, Errors errors)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject()) RefuseNullItems(property.Value, Join(path, Shown(property.Name)), errors);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Null) errors.Add($"{path}[{i}]", "An item of a list is not null.");
                else RefuseNullItems(item, $"{path}[{i}]", errors);
                i++;
            }
        }
    }

    private static void Explain(JsonElement element, JsonTypeInfo type, string path, Errors errors)
    {
        if (errors.Count >= MaxErrors) return;
        if (type.Kind == JsonTypeInfoKind.Object) ExplainObject(element, type, path, errors);
        else if (type.Kind == JsonTypeInfoKind.Enumerable && element.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in element.EnumerateArray())
            {
                Explain(item, GatewayJson.Options.GetTypeInfo(type.ElementType!), $"{path}[{i++}]", errors);
            }

        }
        else if (!CanRead(element, type)) errors.Add(path, $"Expected {Expected.For(type.Type)}.");
    }

    private static void ExplainObject(JsonElement element, JsonTypeInfo type, string path, Errors errors)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.Length == 0 ? "body" : path, "Expected an object.");
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var known = type.Properties.FirstOrDefault(p => p.Name == property.Name);
            var field = Join(path, Shown(property.Name));
            if (known is null) errors.Add(field,
                $"There is no such property here; known are: {string.Join(", ", type.Properties.Select(p => p.Name))}.");
            else if (property.Value.ValueKind == JsonValueKind.Null)
            {
                var mayBeNull = known.IsSetNullable
                    && (!known.PropertyType.IsValueType || Nullable.GetUnderlyingType(known.PropertyType) is not null);
                if (!mayBeNull) errors.Add(field, $"Expected {Expected.For(known.PropertyType)}, not null.");
            }
            else Explain(property.Value,
                GatewayJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(known.PropertyType) ?? known.PropertyType), field, errors);
        }

        foreach (var missing in type.Properties.Where(p => p.IsRequired && !element.TryGetProperty(p.Name, out _)))
        {
            errors.Add(Join(path, missing.Name), $"Is missing; expected {Expected.For(missing.PropertyType)}.");
        }
    }

    private static bool CanRead(JsonElement element, JsonTypeInfo type)
    {
        try
        {
            _ = element.Deserialize(type);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // A name that looks like one of ours is shown, so that a slip of the pen is found; anything else may be anything.
    private static string Shown(string name) => PropertyName().IsMatch(name) ? name : "(a property)";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]{0,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex PropertyName();
}

/// <summary>A request whose body may be left out.</summary>
internal interface IMayBeEmpty;

/// <summary>What is read as strictly as a request and is not named one.</summary>
internal interface IRequestPart;

/// <summary>A request with rules that hold between its fields.</summary>
internal interface IChecked
{
    /// <summary>Adds what is wrong.</summary>
    void Check(Errors errors);
}

/// <summary>Collects what is wrong with a request.</summary>
internal sealed class Errors
{
    private readonly List<FieldError> _all = [];

    /// <summary>The latest day that it is anywhere on earth; what is dated later is dated in the future everywhere.</summary>
    public DateOnly? Today { get; init; }

    public int Count => _all.Count;

    public void Add(string field, string message) => _all.Add(new(field, message));

    public void ThrowIfAny()
    {
        if (_all.Count > 0) throw new ProblemException(Problems.BadInput, null, [.. _all.Take(20)]);
    }
}
