namespace VipOrleans.Contracts.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;

/// <summary>A migrant's applications for a visa, and what has become of them. The key is the migrant's id.</summary>
[Alias("vip.visa-file"), GrainInterfaceType("vip.visa-file")]
public interface IVisaFileGrain : IGrainWithStringKey
{
    /// <summary>Notes that the migrant has applied.</summary>
    [Alias("apply")]
    Task<CommandResult> Apply(CommandContext context, VisaApplication application);

    /// <summary>Grants an application. The number goes to the vault.</summary>
    /// <param name="context">The command.</param>
    /// <param name="reference">The application.</param>
    /// <param name="grant">What is granted.</param>
    [Alias("grant")]
    Task<CommandResult> Grant(CommandContext context, string reference, VisaGrant grant);

    /// <summary>Refuses an application, or the appeal against a refusal.</summary>
    /// <param name="context">The command.</param>
    /// <param name="reference">The application.</param>
    /// <param name="reasons">Why.</param>
    /// <param name="appealUntil">The last day for an appeal; null for the decision on one.</param>
    [Alias("refuse")]
    Task<CommandResult> Refuse(CommandContext context, string reference, IReadOnlyList<VisaRefusal> reasons, DateOnly? appealUntil);

    /// <summary>The migrant appeals against a refusal.</summary>
    [Alias("appeal")]
    Task<CommandResult> Appeal(CommandContext context, string reference);

    /// <summary>Notes that an application was not pursued, or that nobody has entered on a visa.</summary>
    [Alias("lapse")]
    Task<CommandResult> Lapse(CommandContext context, string reference);

    /// <summary>The migrant withdraws an application.</summary>
    [Alias("withdraw")]
    Task<CommandResult> Withdraw(CommandContext context, string reference);

    /// <summary>Warns of an end that is near, and notes one that has come. Asked again, it changes nothing.</summary>
    [Alias("tend")]
    Task<CommandResult> Tend();

    /// <summary>The applications, the newest last; none if the migrant has made none.</summary>
    [Alias("get")]
    Task<VisasView> Get();

    /// <summary>True if a visa lets the migrant enter on a day.</summary>
    [Alias("covers-on")]
    Task<bool> CoversOn(DateOnly day);

    /// <summary>Reads the number of a visa, and writes down who read it and why; null if there is none.</summary>
    [Alias("read-number")]
    Task<string?> ReadNumber(string reference, PersonReader reader);
}

/// <summary>What an immigration authority grants.</summary>
[GenerateSerializer, Immutable, Alias("vip.visa-grant")]
public sealed record VisaGrant
{
    /// <summary>The first day.</summary>
    [Id(0)]
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    [Id(1)]
    public required DateOnly To { get; init; }

    /// <summary>Its conditions.</summary>
    [Id(2)]
    public IReadOnlyList<VisaCondition> Conditions { get; init; } = [];

    /// <summary>Its number, 1 to 50 characters, which goes to the vault; null if none is given.</summary>
    [Id(3)]
    public string? Number { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "VisaGrant (not shown)";
}

/// <summary>A migrant's applications for a visa.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="Version">How many events made them what they are.</param>
/// <param name="Items">The applications, the newest last.</param>
[GenerateSerializer, Immutable, Alias("vip.visas-view")]
public sealed record VisasView(MigrantId Migrant, long Version, IReadOnlyList<VisaView> Items);

/// <summary>An application for a visa.</summary>
/// <param name="Reference">The reference under which the authority has it.</param>
/// <param name="AppliedOn">The day of the application.</param>
/// <param name="State">Where it stands.</param>
/// <param name="From">The first day of what was granted.</param>
/// <param name="To">The last day of what was granted.</param>
/// <param name="Conditions">Its conditions.</param>
/// <param name="HasNumber">True if its number is in the vault.</param>
/// <param name="Reasons">Why it was refused.</param>
/// <param name="AppealUntil">The last day for an appeal.</param>
/// <param name="Lapse">Why it lapsed.</param>
/// <param name="Warned">How many days before its end the last warning was due; 0 before the first.</param>
[GenerateSerializer, Immutable, Alias("vip.visa-view")]
public sealed record VisaView(string Reference, DateOnly AppliedOn, VisaState State, DateOnly? From, DateOnly? To,
    IReadOnlyList<VisaCondition> Conditions, bool HasNumber, IReadOnlyList<VisaRefusal> Reasons, DateOnly? AppealUntil, VisaLapse? Lapse,
    int Warned);
