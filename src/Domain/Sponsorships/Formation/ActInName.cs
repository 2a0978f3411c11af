namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What an officer did in the name of a side, which that side sees.</summary>
/// <param name="Side">The side.</param>
/// <param name="Act">What was done.</param>
/// <param name="By">The officer, as a role and an id.</param>
/// <param name="On">The day.</param>
/// <param name="Paper">The signed paper that the side's consent stands on; null for what needs none.</param>
/// <param name="SeenBy">The other officer who has seen the paper, as a role and an id; null while nobody has.</param>
[GenerateSerializer, Immutable, Alias("vip.act-in-name")]
public sealed record ActInName(Party Side, NamedAct Act, string By, DateOnly On, string? Paper = null, string? SeenBy = null)
{
    /// <summary>Longest reference of a paper, in characters.</summary>
    public const int MaxPaper = 100;

    /// <summary>True while it is no consent yet: another officer has to see the paper.</summary>
    [JsonIgnore]
    public bool IsPending => Paper is not null && SeenBy is null;
}

/// <summary>What an officer can do in the name of a side.</summary>
[JsonConverter(typeof(CodeConverter<NamedAct>))]
public enum NamedAct
{
    /// <summary>Proposed the sponsorship.</summary>
    Proposed,

    /// <summary>Accepted the proposal.</summary>
    Accepted,

    /// <summary>Declined the proposal.</summary>
    Declined,

    /// <summary>Withdrew the proposal.</summary>
    Withdrew,

    /// <summary>Gave the host's notice.</summary>
    GaveNotice,
}
