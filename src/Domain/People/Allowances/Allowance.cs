namespace VipOrleans.Domain.People;

using System.Collections.Immutable;

/// <summary>
/// What a person or an organisation has used of what it may do in a period, such as the concerns that it raised in thirty days. Without a
/// bound, one caller could fill everybody's lists, and the disk.
/// </summary>
public sealed record Allowance
{
    /// <summary>What was used, the oldest first; what nobody can ask about any more is left out.</summary>
    public ImmutableList<AllowanceUse> Uses { get; init; } = [];
}

/// <summary>One use.</summary>
/// <param name="At">When.</param>
/// <param name="Amount">How much: 1 for a thing, or bytes.</param>
public sealed record AllowanceUse(DateTimeOffset At, long Amount);

/// <summary>How much may be used in a period.</summary>
/// <param name="What">What is bounded, to complete "At most 20 …".</param>
/// <param name="Most">The most.</param>
/// <param name="Days">The period: so many times 24 hours before now, at most <see cref="MaxDays"/>.</param>
[GenerateSerializer, Immutable, Alias("vip.allowance-rule")]
public sealed record AllowanceRule(string What, long Most, int Days)
{
    /// <summary>The longest period.</summary>
    public const int MaxDays = 366;
}
