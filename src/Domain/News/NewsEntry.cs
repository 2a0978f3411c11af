namespace VipOrleans.Domain.News;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>One entry of an inbox: that something happened, and to what. It holds ids and codes, and no names.</summary>
/// <param name="Id">Names the entry within its inbox: the same event and the same recipient, the same id.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">The id of what it happened to, such as a sponsorship or a ruling.</param>
/// <param name="Place">The city or nation in whose feed it stands.</param>
/// <param name="At">When it happened.</param>
/// <param name="Number">Which one of several, such as a sponsorship's welfare checks; 0 where there is one.</param>
[GenerateSerializer, Immutable, Alias("vip.news-entry")]
public sealed record NewsEntry(string Id, NewsKind Kind, string Subject, string Place, DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Number = 0)
{
    /// <summary>The id of an entry.</summary>
    /// <param name="recipient">Whose inbox it is in.</param>
    /// <param name="place">In whose feed the event stands.</param>
    /// <param name="position">Where it stands there.</param>
    public static string IdOf(RecipientId recipient, string place, long position) =>
        IdText.KeyFrom(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{place}/{position}/{recipient.Value}"));

    /// <summary>The form of what <see cref="IdOf"/> and <see cref="Message.IdOf"/> make.</summary>
    public static TextForm IdForm { get; } = TextForm.Of(IdText.KeyPattern, "Expected an id of 26 characters, as the list has it.");
}

/// <summary>What a recipient has made of an entry.</summary>
[JsonConverter(typeof(CodeConverter<NewsState>))]
public enum NewsState
{
    /// <summary>Not read yet.</summary>
    Unread,

    /// <summary>Read.</summary>
    Read,

    /// <summary>Read, and seen to.</summary>
    ActedOn,
}
