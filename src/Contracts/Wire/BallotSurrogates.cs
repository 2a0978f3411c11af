namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

[RegisterConverter]
internal sealed class BallotIdConverter : IConverter<BallotId, TextSurrogate>
{
    public BallotId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? BallotId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in BallotId value) => new(value.Value);
}

/// <summary>A ballot's terms on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.ballot-terms")]
public readonly struct BallotTermsSurrogate(BallotTerms terms)
{
    /// <summary>The number of a question of yes or no.</summary>
    [Id(0)]
    public int? Places { get; } = terms.Question.Places;

    /// <summary>The least number.</summary>
    [Id(1)]
    public int? Least { get; } = terms.Question.Numbers?.Least;

    /// <summary>The most.</summary>
    [Id(2)]
    public int? Most { get; } = terms.Question.Numbers?.Most;

    /// <summary>The step.</summary>
    [Id(3)]
    public int? Step { get; } = terms.Question.Numbers?.Step;

    /// <summary>The legal basis.</summary>
    [Id(4)]
    public string LegalBasis { get; } = terms.LegalBasis;

    /// <summary>The beginning.</summary>
    [Id(5)]
    public DateTimeOffset From { get; } = terms.From;

    /// <summary>The end.</summary>
    [Id(6)]
    public DateTimeOffset Until { get; } = terms.Until;

    /// <summary>The quorum.</summary>
    [Id(7)]
    public int QuorumPercent { get; } = terms.QuorumPercent;
}

[RegisterConverter]
internal sealed class BallotTermsConverter : IConverter<BallotTerms, BallotTermsSurrogate>
{
    public BallotTerms ConvertFromSurrogate(in BallotTermsSurrogate s) =>
        new(new(s.Places, s.Least is { } least ? new(least, s.Most!.Value, s.Step!.Value) : null), s.LegalBasis, s.From, s.Until,
            s.QuorumPercent);

    public BallotTermsSurrogate ConvertToSurrogate(in BallotTerms value) => new(value);
}

/// <summary>A ballot's result on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.ballot-result")]
public readonly struct BallotResultSurrogate(BallotResult result)
{
    /// <summary>How many voted.</summary>
    [Id(0)]
    public long Votes { get; } = result.Votes;

    /// <summary>How many had to.</summary>
    [Id(1)]
    public long Quorum { get; } = result.Quorum;

    /// <summary>The number that was decided.</summary>
    [Id(2)]
    public int? Places { get; } = result.Places;
}

[RegisterConverter]
internal sealed class BallotResultConverter : IConverter<BallotResult, BallotResultSurrogate>
{
    public BallotResult ConvertFromSurrogate(in BallotResultSurrogate s) => new(s.Votes, s.Quorum, s.Places);
    public BallotResultSurrogate ConvertToSurrogate(in BallotResult value) => new(value);
}
