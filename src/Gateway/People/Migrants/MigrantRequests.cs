namespace VipOrleans.Gateway.People;

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
