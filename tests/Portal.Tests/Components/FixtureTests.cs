namespace VipOrleans.Portal.Tests.Components;

using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VipOrleans.Portal.Components;

/// <summary>
/// The components write what govuk-frontend writes: its package has options with the HTML that they make, and those that a component here
/// takes are compared. Sheets are what the build makes of the package.
/// </summary>
public sealed class FixtureTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, NumberHandling = JsonNumberHandling.Strict,
        Converters = { new Texts() },
    };

    private static readonly Lazy<Task<string>> Styles = new(BuildStyles);

    /// <summary>Each component with the least number of fixtures that it must be compared with.</summary>
    public static TheoryData<string, string, int> Components => new()
    {
        { nameof(Button), "button", 12 }, { nameof(Input), "input", 15 }, { nameof(Textarea), "textarea", 8 },
            { nameof(Select), "select", 8 },
        { nameof(Radios), "radios", 10 }, { nameof(DateInput), "date-input", 7 }, { nameof(ErrorSummary), "error-summary", 6 },
        { nameof(Tag), "tag", 9 }, { nameof(Panel), "panel", 3 }, { nameof(Table), "table", 10 },
            { nameof(SummaryList), "summary-list", 7 },
        { nameof(TaskList), "task-list", 4 }, { nameof(InsetText), "inset-text", 3 }, { nameof(WarningText), "warning-text", 5 },
        { nameof(Details), "details", 5 }, { nameof(BackLink), "back-link", 3 }, { nameof(SkipLink), "skip-link", 4 },
        { nameof(NotificationBanner), "notification-banner", 5 }, { nameof(LanguageNavigation), "language-navigation", 3 },
        { nameof(GenericHeader), "generic-header", 3 }, { nameof(Checkboxes), "checkboxes", 8 }, { nameof(FileUpload), "file-upload", 6 },
        { nameof(ExitThisPage), "exit-this-page", 1 },
    };

    [Theory]
    [MemberData(nameof(Components))]
    public async Task A_component_writes_what_the_package_writes(string component, string folder, int least)
    {
        var type = typeof(Button).Assembly.GetType($"VipOrleans.Portal.Components.{component}", throwOnError: true)!;
        var file = Path.Combine(await Styles.Value, "node_modules", "govuk-frontend", "dist", "govuk", "components", folder,
            "fixtures.json");
        using var fixtures = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var (compared, wrong) = (0, new List<string>());
        foreach (var fixture in fixtures.RootElement.GetProperty("fixtures").EnumerateArray())
        {
            if (Parameters(type, fixture.GetProperty("options")) is not { } parameters) continue;
            compared++;
            var (wanted, written) = (Normal(fixture.GetProperty("html").GetString()!), Normal(await Render(type, parameters)));
            if (wanted != written) wrong.Add($"{fixture.GetProperty("name")}:\n  wanted  {wanted}\n  written {written}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared >= least, $"{compared} fixtures of {folder} were compared, at least {least} were expected.");
    }

    [Theory]
    [InlineData("portal.ltr.css")]
    [InlineData("portal.rtl.css")]
    public async Task The_sheets_are_what_the_build_makes(string sheet)
    {
        var made = await File.ReadAllTextAsync(Path.Combine(await Styles.Value, sheet));
        Assert.True(made == await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "Portal", "Assets", sheet)),
            $"{sheet} is not what the styles make: run src/Portal/Styles/build.sh and commit what it has made.");
        Assert.DoesNotContain("GDS Transport", made, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", made, StringComparison.Ordinal);
        // No font, no picture, no crown, and nothing of another host.
        Assert.DoesNotContain("url(", made, StringComparison.Ordinal);
    }

    // Null if the fixture has options that the component does not take.
    private static Dictionary<string, object?>? Parameters(Type component, JsonElement options)
    {
        var parameters = new Dictionary<string, object?>();
        var known = component.GetProperties().Where(p => p.GetCustomAttribute<ParameterAttribute>() is not null)
            .ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var option in options.EnumerateObject())
        {
            // What is given as nothing asks nothing of a component.
            if (option.Value.ValueKind == JsonValueKind.Null || option.Value.ValueKind == JsonValueKind.Object
                && !option.Value.EnumerateObject().Any()) continue;
            if (!known.TryGetValue(option.Name, out var parameter)) return null;
            try
            {
                var value = option.Value.Deserialize(parameter.PropertyType, Strict);
                if (value is not null) parameters[parameter.Name] = value;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return parameters;
    }

    private static async Task<string> Render(Type component, Dictionary<string, object?> parameters)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    // Attributes in order, white space between words as one blank: what a browser would show the same is the same.
    private static string Normal(string html)
    {
        var text = new StringBuilder();
        foreach (var node in new HtmlParser().ParseDocument($"<body>{html}</body>").Body!.ChildNodes) Write(node, text);
        return text.ToString();
    }

    private static void Write(INode node, StringBuilder text)
    {
        if (node is IText { Data: var data })
        {
            var words = string.Join(' ', data.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
            if (words.Length > 0) text.Append(words).Append(' ');
        }
        else if (node is IElement element)
        {
            text.Append('<').Append(element.LocalName);
            foreach (var attribute in element.Attributes.OrderBy(a => a.Name, StringComparer.Ordinal))
            {
                var value = attribute.Name == "class"
                    ? string.Join(' ', attribute.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : attribute.Value;
                // An attribute that is only there or not is written in two ways.
                text.Append(' ').Append(attribute.Name).Append('=').Append(value);
            }

            text.Append('>');
            foreach (var child in element.ChildNodes) Write(child, text);
            text.Append("</").Append(element.LocalName).Append('>');
        }
    }

    private static async Task<string> BuildStyles()
    {
        var folder = Directory.CreateTempSubdirectory("vip-styles-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, true);
        var styles = Path.Combine(Repository.Root, "src", "Portal", "Styles");
        foreach (var name in new[] { "package.json", "package-lock.json", "portal.scss", "build.sh" }) File.Copy(Path.Combine(styles,
            name), Path.Combine(folder, name));
        using var build = Process.Start(new ProcessStartInfo("bash", ["build.sh", folder])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true
        })!;
        var said = await build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, $"The styles cannot be built. They need Node.js 20 with npm, and its registry. {said}");
        return folder;
    }

    // Its macros take numbers for texts.
    private sealed class Texts : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                JsonTokenType.String => reader.GetString(),
                _ => throw new JsonException(),
            };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
