namespace VipOrleans.Grains.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;

/// <summary>How the words of a case get into the vault and out of it.</summary>
/// <remarks>
/// They are stored under a name made of themselves, before the event says that there are any: a request that comes again, or that is
/// refused, overwrites nothing.
/// </remarks>
internal static class CaseNotes
{
    /// <summary>
    /// What is wrong with words; null where they can be kept. A language's tag stands in the journal, so it must be one: a made-up one
    /// could be a name.
    /// </summary>
    public static string? Problem(CaseWords words) => !PersonFiles.IsNote(words.Text)
        ? "What is written has 1 to 4,000 characters and no control characters but line breaks and tabs."
        : words.Language is { } language && !LanguageTag.IsTag(language)
        ? "A language is a BCP 47 tag of language, script and country, such as 'ne-NP'." : null;

    /// <summary>
    /// Under whose key words are kept: a host's or a migrant's own, with whom they are erased; null for what an employer or an officer
    /// writes, which is the case's. What a guardian writes is the guardian's: who reads it is written down there, and not where the child
    /// sees it.
    /// </summary>
    public static string? OwnerOf(string actor, CaseParty by) =>
        by is CaseParty.Host or CaseParty.Migrant ? actor[(actor.IndexOf(':', StringComparison.Ordinal) + 1)..] : null;

    /// <summary>The words as the journal names them.</summary>
    public static CaseText NameOf(this PersonFiles persons, CaseWords words, string owner) =>
        new(persons.NameOfText(owner, words.Text), owner, words.By, words.Language, words.IsInternal);

    /// <summary>The command, with a fingerprint that tells other words apart: the caller's own leaves out what is personal.</summary>
    public static CommandContext About(this CommandContext context, CaseText? text) =>
        text is null ? context : context with { Fingerprint = context.Fingerprint ^ PersonFiles.FingerprintOf(text.Name) };

    /// <summary>Reads the words of a case; those that were erased with a person are left out of their entry.</summary>
    public static async Task<CaseTexts> Read(this PersonFiles persons, IEnumerable<CaseText> texts, PersonReader reader)
    {
        var items = new List<CaseTextView>();
        foreach (var text in texts)
        {
            items.Add(new(
                By: text.By, Language: text.Language, IsInternal: text.IsInternal,
                Text: await persons.ReadNote(text.Owner, PersonFiles.TextNote(text.Name), reader)));
        }

        return new() { Items = items };
    }
}
