namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>How an officer has settled a finding about a pay, or a flag of an employment.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="On">The day.</param>
[GenerateSerializer, Immutable, Alias("vip.settlement")]
public sealed record Settlement(FindingOutcome Outcome, FindingReason Reason, DateOnly On);

/// <summary>What came of a finding.</summary>
[JsonConverter(typeof(CodeConverter<FindingOutcome>))]
public enum FindingOutcome
{
    /// <summary>There was nothing wrong.</summary>
    Unfounded,

    /// <summary>It was wrong and has been put right.</summary>
    PutRight,

    /// <summary>It is wrong, and an authority that can act on it has it.</summary>
    Referred,

    /// <summary>It is as it was found, and nothing can be done about it.</summary>
    Noted,
}

/// <summary>Why a finding was settled so.</summary>
[JsonConverter(typeof(CodeConverter<FindingReason>))]
public enum FindingReason
{
    /// <summary>A document shows it.</summary>
    DocumentShown,

    /// <summary>The migrant has said so.</summary>
    MigrantSaidSo,

    /// <summary>The employer has paid the migrant back.</summary>
    PaidBack,

    /// <summary>What was reported was wrong.</summary>
    ReportWrong,

    /// <summary>The tie is known and no harm came of it.</summary>
    TieDisclosed,

    /// <summary>The labour inspectorate, or another authority, has it.</summary>
    AuthorityInformed,

    /// <summary>The employer is gone.</summary>
    EmployerGone,
}
