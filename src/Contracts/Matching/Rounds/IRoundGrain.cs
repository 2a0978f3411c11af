namespace VipOrleans.Contracts.Matching;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

/// <summary>A matching round of a city or nation. The key is the round's id.</summary>
[Alias("vip.round"), GrainInterfaceType("vip.round")]
public interface IRoundGrain : IGrainWithStringKey
{
    /// <summary>Opens the round, and publishes the hash of the secret from which its order by lot follows.</summary>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context, RoundTerms terms);

    /// <summary>Stops the round before its secret is revealed.</summary>
    [Alias("cancel")]
    Task<CommandResult> Cancel(CommandContext context);

    /// <summary>The round with how far it has come; null where there is none. What is due is begun.</summary>
    [Alias("get")]
    Task<RoundView?> Get();

    /// <summary>A piece of the published list, 200 marks of one side.</summary>
    /// <param name="after">Where it begins; 0 for the first.</param>
    [Alias("list")]
    Task<RoundListPage> List(long after);
}

/// <summary>The matching rounds of a city or nation, folded from its feed. The key is its id.</summary>
[Alias("vip.rounds"), GrainInterfaceType("vip.rounds")]
public interface IRoundsGrain : IGrainWithStringKey
{
    /// <summary>The rounds, in the order in which they were opened.</summary>
    [Alias("list")]
    Task<DirectoryPage<RoundListEntry>> List(long after, int limit);

    /// <summary>Throws the list away and folds it again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>Somebody's part in a round. The key is the round's id, a slash and the person's id.</summary>
[Alias("vip.round-entry"), GrainInterfaceType("vip.round-entry")]
public interface IRoundEntryGrain : IGrainWithStringKey
{
    /// <summary>Enters the round, or changes the ranking.</summary>
    /// <param name="context">The command.</param>
    /// <param name="ranking">Whom they would take, the dearest first; null for the suggested order as it is now.</param>
    [Alias("enter")]
    Task<CommandResult> Enter(CommandContext context, IReadOnlyList<PersonId>? ranking);

    /// <summary>Leaves the round while it can be entered.</summary>
    [Alias("leave")]
    Task<CommandResult> Leave(CommandContext context);

    /// <summary>Their part as they see it; null where they have none.</summary>
    [Alias("get")]
    Task<RoundEntryView?> Get();

    /// <summary>Hears whom the round proposes.</summary>
    [Alias("hear")]
    Task Hear(PersonId partner, DateTimeOffset answerUntil);

    /// <summary>Accepts or declines. The first who accepts makes the ordinary proposal of a sponsorship, the second accepts that.</summary>
    [Alias("answer")]
    Task<CommandResult> Answer(CommandContext context, bool accepts);
}

/// <summary>A round as everybody sees it.</summary>
[GenerateSerializer, Immutable, Alias("vip.round-view")]
public sealed record RoundView
{
    /// <summary>The round's id.</summary>
    [Id(0)]
    public required RoundId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The city; null for a nation's round.</summary>
    [Id(2)]
    public CityId? City { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)]
    public required RoundStatus Status { get; init; }

    /// <summary>The SHA-256 of the secret, in 64 hexadecimal digits.</summary>
    [Id(4)]
    public required string Commitment { get; init; }

    /// <summary>When nobody can enter any more.</summary>
    [Id(5)]
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>How many days both of a pair have to accept.</summary>
    [Id(6)]
    public required int AnswerDays { get; init; }

    /// <summary>How many pairs there can be in all; null before the list is closed.</summary>
    [Id(7)]
    public int? Cap { get; init; }

    /// <summary>Hosts in the list; null before it is published.</summary>
    [Id(8)]
    public int? Hosts { get; init; }

    /// <summary>Migrants in the list; null before it is published.</summary>
    [Id(9)]
    public int? Migrants { get; init; }

    /// <summary>The secret, once the list is published.</summary>
    [Id(10)]
    public string? Secret { get; init; }

    /// <summary>The seed of the orders by lot, once the list is published.</summary>
    [Id(11)]
    public string? Seed { get; init; }

    /// <summary>How many pairs it proposes; null before all are there.</summary>
    [Id(12)]
    public int? Pairs { get; init; }

    /// <summary>Until when both of a pair can accept.</summary>
    [Id(13)]
    public DateTimeOffset? AnswerUntil { get; init; }

    /// <summary>What is being done right now; null where nothing is.</summary>
    [Id(14)]
    public RoundProgress? Progress { get; init; }

    /// <summary>The nation.</summary>
    [Id(15)]
    public required NationId Nation { get; init; }
}

/// <summary>How far a round's work has come.</summary>
[GenerateSerializer, Immutable, Alias("vip.round-progress")]
public sealed record RoundProgress
{
    /// <summary>
    /// What is done: <c>reading</c> entries, <c>matching</c>, <c>writing</c> list and pairs, <c>telling</c> the pairs, <c>closing</c> what
    /// was not answered.
    /// </summary>
    [Id(0)]
    public required string Stage { get; init; }

    /// <summary>How much of it.</summary>
    [Id(1)]
    public required long Done { get; init; }

    /// <summary>Of how much; 0 where that is not known.</summary>
    [Id(2)]
    public required long Of { get; init; }
}

/// <summary>A piece of a round's published list.</summary>
[GenerateSerializer, Immutable, Alias("vip.round-list-page")]
public sealed record RoundListPage
{
    /// <summary>The side that it is of.</summary>
    [Id(0)]
    public Party? Side { get; init; }

    /// <summary>The SHA-256 of each id, in ordinal order.</summary>
    [Id(1)]
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>Where the next piece begins; null after the last one.</summary>
    [Id(2)]
    public long? Next { get; init; }
}

/// <summary>A round in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.round-entry-in-list")]
public sealed record RoundListEntry
{
    /// <summary>The round.</summary>
    [Id(0)]
    public required RoundId Id { get; init; }

    /// <summary>When nobody can enter any more.</summary>
    [Id(1)]
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required RoundStatus Status { get; init; }
}

/// <summary>Somebody's part in a round as they see it themselves.</summary>
[GenerateSerializer, Immutable, Alias("vip.round-entry-view")]
public sealed record RoundEntryView
{
    /// <summary>The round.</summary>
    [Id(0)]
    public required RoundId Round { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>True while they take part.</summary>
    [Id(2)]
    public required bool IsIn { get; init; }

    /// <summary>True where they took the suggested order, which is not shown: some of them may not be theirs to see yet.</summary>
    [Id(3)]
    public required bool IsSuggested { get; init; }

    /// <summary>How many they rank.</summary>
    [Id(4)]
    public required int Wishes { get; init; }

    /// <summary>Their own ranking; empty for the suggested order.</summary>
    [Id(5)]
    public required IReadOnlyList<PersonId> Ranking { get; init; }

    /// <summary>The SHA-256 of their id, by which they find themselves in the published list.</summary>
    [Id(6)]
    public required string Mark { get; init; }

    /// <summary>Whom the round proposes to them; null where nobody, or not yet.</summary>
    [Id(7)]
    public PersonId? Partner { get; init; }

    /// <summary>What the proposed person opened of their profile.</summary>
    [Id(8)]
    public PersonCard? Card { get; init; }

    /// <summary>Until when they can accept.</summary>
    [Id(9)]
    public DateTimeOffset? AnswerUntil { get; init; }

    /// <summary>Whether they accepted; null where they have not answered.</summary>
    [Id(10)]
    public bool? Accepted { get; init; }

    /// <summary>The sponsorship that it leads to when one of them accepts.</summary>
    [Id(11)]
    public SponsorshipId? Sponsorship { get; init; }
}
