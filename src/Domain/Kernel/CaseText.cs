namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Words that somebody wrote in a case. The words are in the vault; this only says that there are some.</summary>
/// <param name="Name">Names the words in the vault: a keyed code that does not tell them.</param>
/// <param name="Owner">Under whose key they are: a person's id, with whom they are erased, or the case's own.</param>
/// <param name="By">Who wrote them.</param>
/// <param name="Language">The language as a BCP 47 tag; null where it was not said.</param>
/// <param name="IsInternal">True for officers' eyes only.</param>
[GenerateSerializer, Immutable, Alias("vip.case-text")]
public sealed record CaseText(string Name, string Owner, CaseParty By, string? Language = null, bool IsInternal = false);

/// <summary>Who somebody is in a case.</summary>
[JsonConverter(typeof(CodeConverter<CaseParty>))]
public enum CaseParty
{
    /// <summary>The host, or the host's guardian.</summary>
    Host,

    /// <summary>The migrant.</summary>
    Migrant,

    /// <summary>An employer.</summary>
    Employer,

    /// <summary>An officer of the city or of its nation.</summary>
    Officer,
}
