namespace VipOrleans.Domain.News;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>By which way a message goes out.</summary>
[JsonConverter(typeof(CodeConverter<MessageChannel>))]
public enum MessageChannel
{
    /// <summary>By e-mail.</summary>
    Email,

    /// <summary>A text to a phone.</summary>
    Sms,

    /// <summary>A letter by post.</summary>
    Letter,
}

/// <summary>How somebody wants to be written to. The addresses themselves are in the vault.</summary>
/// <param name="Language">In which language: a BCP 47 tag. There are texts in six; anybody else gets English.</param>
/// <param name="Channels">By which ways, at most one of each; none for the inbox alone.</param>
/// <param name="Quiet">When nothing is sent; null for at any time.</param>
public sealed record ContactChoice(string Language, IReadOnlyList<ContactChannel> Channels, QuietHours? Quiet = null)
{
    /// <summary>What is wrong with it; null if nothing is.</summary>
    public string? Problem() =>
        !LanguageTag.IsTag(Language) ? "A language is a BCP 47 tag, such as 'ne-NP'."
        : Channels.Select(c => c.Channel).Distinct().Count() != Channels.Count ? "Name each channel once."
        : Channels.FirstOrDefault(c => c is { IsShared: true, SaysWhat: true }) is { } shared
            ? $"What others read along says nothing: leave out 'saysWhat' or 'isShared' of {Codes<MessageChannel>.Text(shared.Channel)}."
        : Quiet?.Problem();
}

/// <summary>One way to write to somebody.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Address">Names the address in the vault: a keyed code that does not tell it.</param>
/// <param name="SaysWhat">True if messages may say what they are about; else they say only that there is something.</param>
/// <param name="IsShared">True if somebody else may read along: then nothing of safeguarding is sent there, and the sender is not
/// named.</param>
public sealed record ContactChannel(MessageChannel Channel, string Address, bool SaysWhat = false, bool IsShared = false);

/// <summary>The hours of the day in the city in which nothing is sent.</summary>
/// <param name="From">The hour in which they begin, 0 to 23.</param>
/// <param name="Until">The hour with which they end, 0 to 23; before <paramref name="From"/> if they go over midnight.</param>
[GenerateSerializer, Immutable, Alias("vip.quiet-hours")]
public sealed record QuietHours(int From, int Until)
{
    /// <summary>What is wrong with them; null if nothing is.</summary>
    public string? Problem() => From is < 0 or > 23 || Until is < 0 or > 23 || From == Until
        ? "Quiet hours go from one hour of the day (0 to 23) until another one; leave them out for none." : null;

    /// <summary>How long they last still at a time of the city's day; zero outside of them.</summary>
    public TimeSpan Left(TimeOnly now)
    {
        var (from, until) = (new TimeOnly(From, 0), new TimeOnly(Until, 0));
        return now.IsBetween(from, until) ? until - now : TimeSpan.Zero;
    }
}
