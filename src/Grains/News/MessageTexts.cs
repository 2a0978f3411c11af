namespace VipOrleans.Grains.News;

using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;

/// <summary>
/// The words of messages, as data, a file a language. A message says that there is something; if the person chose so it says the matter
/// too, and never how it stands. The texts other than the English ones have not been checked by native speakers.
/// </summary>
internal static class MessageTexts
{
    /// <summary>The languages that there are texts in; whoever chose another one gets English.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "es", "ar", "ne", "tl", "to"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Texts =
        Languages.ToFrozenDictionary(l => l, TextsOf, StringComparer.Ordinal);

    /// <summary>The keys that messages need: each language has these and no others.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [.. ((string[])["code", "sender", "subject", "something", "about", "look", "shared", "shared.subject"])
            .Concat(Codes<NewsTopic>.All.Select(t => $"topic.{t}")).Order(StringComparer.Ordinal)];

    /// <summary>The texts of a language.</summary>
    public static IReadOnlyDictionary<string, string> In(string language) => Texts[language];

    /// <summary>A message with its words.</summary>
    /// <param name="message">The message.</param>
    /// <param name="channel">How it goes out.</param>
    /// <param name="language">The language that the person chose.</param>
    /// <param name="address">The address.</param>
    /// <param name="signInCode">The one-time code that it says; null for none.</param>
    public static OutgoingMessage Write(Message message, ContactChannel channel, string language, string address,
        string? signInCode = null)
    {
        var code = LanguageTag.LanguageOf(language) is var spoken && spoken == "fil" ? "tl" : spoken;
        var texts = Texts.GetValueOrDefault(code) ?? Texts["en"];
        var used = Texts.ContainsKey(code) ? code : "en";
        if (channel.IsShared)
        {
            return new(message.Key, message.Channel, address, used, "", texts["shared.subject"], texts["shared"]);
        }

        var topics = message.About.Select(e => texts[$"topic.{Codes<NewsTopic>.Text(e.Kind.TopicOf())}"]).Distinct();
        string[] lines = message.SaysWhat && channel.SaysWhat
            ? [texts["something"], string.Format(CultureInfo.InvariantCulture, texts["about"], string.Join("; ", topics)), texts["look"]]
            : [texts["something"], texts["look"]];
        if (signInCode is not null) lines = [string.Format(CultureInfo.InvariantCulture, texts["code"], signInCode)];
        return new(message.Key, message.Channel, address, used, texts["sender"], texts["subject"], string.Join("\n", lines));
    }

    private static FrozenDictionary<string, string> TextsOf(string language)
    {
        using var file = typeof(MessageTexts).Assembly.GetManifestResourceStream($"News/{language}.json")
            ?? throw new InvalidOperationException($"There are no message texts in '{language}'.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
