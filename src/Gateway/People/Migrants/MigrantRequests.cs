namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;

/// <summary>Registers a migrant with a nation.</summary>
internal sealed record RegisterMigrantRequest : INamesTarget
{
    /// <summary>The nation.</summary>
    public required NationId Nation { get; init; }

    /// <summary>The person's own data, which goes to the vault.</summary>
    [Personal]
    public required PersonRequest Person { get; init; }

    /// <summary>The country that the migrant comes from.</summary>
    [Country]
    public required string Origin { get; init; }

    /// <summary>Languages, BCP 47.</summary>
    [Language, Items(0, 20)]
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Skills, as words.</summary>
    [Text(1, 60), Items(0, 50)]
    public IReadOnlyList<string>? Skills { get; init; }

    AccessTarget INamesTarget.Target => new(Nation);
}

/// <summary>Declares what a migrant earns at home.</summary>
internal sealed record DeclareBaselineRequest
{
    /// <summary>Earnings of a year in the home currency.</summary>
    [NotNegative]
    public required Money Yearly { get; init; }

    /// <summary>What it rests on.</summary>
    public required BaselineEvidence Evidence { get; init; }

    /// <summary>The day that the evidence is of.</summary>
    public required DateOnly On { get; init; }

    internal Baseline Baseline => new(Yearly, Evidence, On);
}

/// <summary>Verifies what a migrant earns at home.</summary>
internal sealed record VerifyBaselineRequest
{
    /// <summary>Earnings of a year in the home currency.</summary>
    [NotNegative]
    public required Money Yearly { get; init; }

    /// <summary>How it was verified.</summary>
    public required BaselineMethod Method { get; init; }

    /// <summary>What it was verified with: the reference of a file or of a published figure. Never a name.</summary>
    [Reference]
    public required string Source { get; init; }

    /// <summary>The day on which it was verified.</summary>
    public required DateOnly On { get; init; }

    internal BaselineVerification Verification => new(Yearly, Method, Source, On);
}

/// <summary>Names somebody who comes with a migrant.</summary>
internal sealed record DependantRequest
{
    /// <summary>The name in one free field; one word is fine.</summary>
    [Text(1, 200), Personal]
    public required string Name { get; init; }

    /// <summary>What they are to the migrant.</summary>
    [Personal]
    public required DependantRelation Relation { get; init; }

    /// <summary>The day of birth, or the month or the year if no more is known.</summary>
    [Personal]
    public BirthDate? BirthDate { get; init; }

    /// <summary>What they need, in words.</summary>
    [Lines(1, 2000), Personal]
    public string? Needs { get; init; }

    internal Dependant Dependant => new() { Name = Name, Relation = Relation, BirthDate = BirthDate, Needs = Needs };

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "DependantRequest (not shown)";
}

/// <summary>Who comes with a migrant.</summary>
/// <param name="Items">They, in the order in which they were named.</param>
internal sealed record DependantList(IReadOnlyList<DependantView> Items);
