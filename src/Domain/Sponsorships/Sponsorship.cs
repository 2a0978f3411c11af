namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// One host sponsors one migrant in one city, from the proposal to the last statement. Each event changes where it stands and the parts
/// that it concerns; each part is changed by events alone and knows nothing of the others.
/// </summary>
public sealed record Sponsorship
{
    /// <summary>Where the sponsorship stands.</summary>
    public SponsorshipStatus Status { get; init; }

    /// <summary>Who it is of, what it takes for itself, and on which terms.</summary>
    public Formation Formation { get; init; } = new();

    /// <summary>What was checked, and what the city has refused because of it.</summary>
    public Checks Checks { get; init; } = new();

    /// <summary>For whom the migrant works: the employers who can report.</summary>
    public Employments Employments { get; init; } = new();

    /// <summary>What was earned since the arrival, and against which baseline.</summary>
    public Earnings Earnings { get; init; } = new();

    /// <summary>What was taken of it, collected and paid.</summary>
    public Books Books { get; init; } = new();

    /// <summary>What pays break of the deduction profile.</summary>
    public Findings Findings { get; init; } = new();

    /// <summary>What ties it to sponsorships of the same people in other cities.</summary>
    public Moves Moves { get; init; } = new();

    /// <summary>How it comes to its end.</summary>
    public Ending Ending { get; init; } = new();

    /// <summary>The sponsorship's id; null before the proposal.</summary>
    [JsonIgnore]
    public SponsorshipId? Id => Formation.Id;

    /// <summary>The host.</summary>
    [JsonIgnore]
    public HostId Host => Formation.Host;

    /// <summary>The migrant.</summary>
    [JsonIgnore]
    public MigrantId Migrant => Formation.Migrant;

    /// <summary>The city's terms, fixed when the place was held; null before.</summary>
    [JsonIgnore]
    public SponsorshipTerms? Terms => Formation.Terms;

    /// <summary>The day of arrival: the first day of the first share year.</summary>
    [JsonIgnore]
    public DateOnly? ArrivedOn => Earnings.ArrivedOn;

    /// <summary>Why it ended or never came about; null while it is open.</summary>
    [JsonIgnore]
    public EndReason? Ended => Ending.Reason;

    /// <summary>The last day of the sponsorship, once it ended.</summary>
    [JsonIgnore]
    public DateOnly? EndedOn => Ending.On;

    /// <summary>True until it has ended.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is not (SponsorshipStatus.None or SponsorshipStatus.Ended);

    /// <summary>True before the arrival.</summary>
    [JsonIgnore]
    public bool IsBeforeArrival => IsOpen && ArrivedOn is null;

    /// <summary>True where every check that the city requires has passed and is valid on a day.</summary>
    public bool ChecksPassed(DateOnly today) =>
        Terms is { } terms && terms.RequiredChecks.All(kind => Checks.Results.TryGetValue(kind, out var check) && check.IsGood(today));

    /// <summary>The refusal of what does not go with the status.</summary>
    internal Rejection Cannot(string what) =>
        new(RejectionCode.WrongState, $"A sponsorship that is {Codes<SponsorshipStatus>.Text(Status)} cannot {what}.");
}

/// <summary>Where a sponsorship stands.</summary>
[JsonConverter(typeof(CodeConverter<SponsorshipStatus>))]
public enum SponsorshipStatus
{
    /// <summary>Nobody has proposed it.</summary>
    None,

    /// <summary>One side proposed; the other has not answered.</summary>
    Proposed,

    /// <summary>Both sides agree; host, migrant and place are being taken.</summary>
    Accepted,

    /// <summary>Host and migrant are taken; it waits in line for a place.</summary>
    Waiting,

    /// <summary>A place is held; the checks are made.</summary>
    Checking,

    /// <summary>All checks passed and the place is confirmed: the migrant may come.</summary>
    Granted,

    /// <summary>Refused; a reply is possible until a date.</summary>
    Refused,

    /// <summary>The migrant has arrived.</summary>
    Arrived,

    /// <summary>The city has confirmed that the migrant lives and may work there.</summary>
    Active,

    /// <summary>The host has given notice.</summary>
    Notice,

    /// <summary>Over, or never came about; the reason says which.</summary>
    Ended,
}
