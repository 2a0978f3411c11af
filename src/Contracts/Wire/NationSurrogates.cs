namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Places;

/// <summary>A nation's decision on its cap on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.cap-decision")]
public readonly struct CapDecisionSurrogate(CapDecision decision)
{
    /// <summary>How many places.</summary>
    [Id(0)]
    public int Places { get; } = decision.Places;

    /// <summary>The act, decree or minute.</summary>
    [Id(1)]
    public string Reference { get; } = decision.Reference;

    /// <summary>The day.</summary>
    [Id(2)]
    public DateOnly On { get; } = decision.On;
}

[RegisterConverter]
internal sealed class CapDecisionConverter : IConverter<CapDecision, CapDecisionSurrogate>
{
    public CapDecision ConvertFromSurrogate(in CapDecisionSurrogate s) => new(s.Places, s.Reference, s.On);
    public CapDecisionSurrogate ConvertToSurrogate(in CapDecision value) => new(value);
}

/// <summary>What a nation's cities follow, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.nation-rule")]
public readonly struct NationRuleSurrogate(NationRule rule)
{
    /// <summary>The number.</summary>
    [Id(0)]
    public long Number { get; } = rule.Number;

    /// <summary>Whether allotments bind.</summary>
    [Id(1)]
    public bool HasCap { get; } = rule.HasCap;

    /// <summary>Whether unused places are to be given back.</summary>
    [Id(2)]
    public bool Recalls { get; } = rule.Recalls;

    /// <summary>Why all cities are paused.</summary>
    [Id(3)]
    public PauseReason? Paused { get; } = rule.Paused;
}

[RegisterConverter]
internal sealed class NationRuleConverter : IConverter<NationRule, NationRuleSurrogate>
{
    public NationRule ConvertFromSurrogate(in NationRuleSurrogate s) => new(s.Number, s.HasCap, s.Recalls, s.Paused);
    public NationRuleSurrogate ConvertToSurrogate(in NationRule value) => new(value);
}
