namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Kernel;

[RegisterConverter]
internal sealed class ConcernIdConverter : IConverter<ConcernId, TextSurrogate>
{
    public ConcernId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? ConcernId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in ConcernId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RulingIdConverter : IConverter<RulingId, TextSurrogate>
{
    public RulingId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RulingId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RulingId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class PersonCaseIdConverter : IConverter<PersonCaseId, TextSurrogate>
{
    public PersonCaseId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? PersonCaseId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in PersonCaseId value) => new(value.Value);
}

/// <summary>The name of words in the vault, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.case-text")]
public readonly struct CaseTextSurrogate(CaseText text)
{
    /// <summary>The keyed code.</summary>
    [Id(0)]
    public string Name { get; } = text.Name;

    /// <summary>Under whose key.</summary>
    [Id(1)]
    public string Owner { get; } = text.Owner;

    /// <summary>Who wrote them.</summary>
    [Id(2)]
    public CaseParty By { get; } = text.By;

    /// <summary>The language.</summary>
    [Id(3)]
    public string? Language { get; } = text.Language;

    /// <summary>Whether they are for officers only.</summary>
    [Id(4)]
    public bool IsInternal { get; } = text.IsInternal;
}

[RegisterConverter]
internal sealed class CaseTextConverter : IConverter<CaseText, CaseTextSurrogate>
{
    public CaseText ConvertFromSurrogate(in CaseTextSurrogate s) => new(s.Name, s.Owner, s.By, s.Language, s.IsInternal);
    public CaseTextSurrogate ConvertToSurrogate(in CaseText value) => new(value);
}
