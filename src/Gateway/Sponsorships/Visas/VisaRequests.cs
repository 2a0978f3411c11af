namespace VipOrleans.Gateway.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Commands;

/// <summary>Notes that a migrant has applied for a visa.</summary>
internal sealed record ApplyForVisaRequest
{
    /// <summary>The reference under which the immigration authority has the application.</summary>
    [Reference]
    public required string Reference { get; init; }

    /// <summary>The day of the application.</summary>
    public required DateOnly On { get; init; }

    internal VisaApplication Application => new(Reference, On);
}

/// <summary>Says which application is meant.</summary>
internal sealed record VisaRequest
{
    /// <summary>The reference under which the immigration authority has the application.</summary>
    [Reference]
    public required string Reference { get; init; }
}

/// <summary>Grants a visa.</summary>
internal sealed record GrantVisaRequest
{
    /// <summary>The reference under which the immigration authority has the application.</summary>
    [Reference]
    public required string Reference { get; init; }

    /// <summary>The first day of the visa.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day of the visa.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Its conditions; left out for none.</summary>
    [Items(0, 6)]
    public IReadOnlyList<VisaCondition>? Conditions { get; init; }

    /// <summary>Its number, which goes to the vault.</summary>
    [DocumentNumber, Personal]
    public string? Number { get; init; }

    internal VisaGrant Grant => new() { From = From, To = To, Conditions = Conditions ?? [], Number = Number };

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "GrantVisaRequest (not shown)";
}

/// <summary>Refuses a visa.</summary>
internal sealed record RefuseVisaRequest
{
    /// <summary>The reference under which the immigration authority has the application.</summary>
    [Reference]
    public required string Reference { get; init; }

    /// <summary>Why.</summary>
    [Items(1, 8)]
    public required IReadOnlyList<VisaRefusal> Reasons { get; init; }

    /// <summary>The last day for an appeal; left out if an appeal is refused.</summary>
    public DateOnly? AppealUntil { get; init; }
}

/// <summary>Decisions of an immigration authority.</summary>
internal sealed record VisaDecisionsRequest
{
    /// <summary>Most decisions of one request.</summary>
    public const int Most = 150;

    /// <summary>The decisions, in the order in which they are carried out.</summary>
    [Items(1, Most)]
    public required IReadOnlyList<VisaDecisionRequest> Items { get; init; }
}

/// <summary>A decision of an immigration authority.</summary>
internal sealed record VisaDecisionRequest : IChecked, IRequestPart
{
    /// <summary>The reference under which the authority has the application.</summary>
    [Reference]
    public required string Reference { get; init; }

    /// <summary>What it has decided.</summary>
    public required VisaOutcome Outcome { get; init; }

    /// <summary>Of a grant: the first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Of a grant: the last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Of a grant: the conditions; left out for none.</summary>
    [Items(0, 6)]
    public IReadOnlyList<VisaCondition>? Conditions { get; init; }

    /// <summary>Of a grant: the number, which goes to the vault.</summary>
    [DocumentNumber, Personal]
    public string? Number { get; init; }

    /// <summary>Of a refusal: why.</summary>
    [Items(1, 8)]
    public IReadOnlyList<VisaRefusal>? Reasons { get; init; }

    /// <summary>Of a refusal: the last day for an appeal; left out if an appeal is refused.</summary>
    public DateOnly? AppealUntil { get; init; }

    internal VisaGrant Grant => new() { From = From!.Value, To = To!.Value, Conditions = Conditions ?? [], Number = Number };

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        var isGrant = Outcome == VisaOutcome.Granted;
        if (isGrant && From is null) errors.Add("from", "A grant says its first day.");
        if (isGrant && To is null) errors.Add("to", "A grant says its last day.");
        if (!isGrant && Reasons is null) errors.Add("reasons", "A refusal says why.");
    }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "VisaDecisionRequest (not shown)";
}

/// <summary>What an immigration authority decides.</summary>
[JsonConverter(typeof(CodeConverter<VisaOutcome>))]
internal enum VisaOutcome
{
    /// <summary>It is granted.</summary>
    Granted,

    /// <summary>It is refused.</summary>
    Refused,
}

/// <summary>What became of decisions that were sent together, in their order.</summary>
/// <param name="Items">One for each.</param>
internal sealed record VisaDecisionsAnswer(IReadOnlyList<VisaDecisionAnswer> Items);

/// <summary>What became of a decision.</summary>
/// <param name="Reference">The application.</param>
/// <param name="Migrant">Whose it is; left out if it is not known whose.</param>
/// <param name="Outcome">What was done, in one word; left out if it was refused.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Detail">What would be right.</param>
internal sealed record VisaDecisionAnswer(string Reference, MigrantId? Migrant, string? Outcome, string? Code, string? Detail);

/// <summary>The number of a visa.</summary>
/// <param name="Number">The number.</param>
internal sealed record VisaNumberAnswer(string Number);
