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

    /// <summary>The round with how far it has come; null if there is none. What is due is begun.</summary>
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
    Task<ListPage<RoundListEntry>> List(long after, int limit);

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

    /// <summary>Their part as they see it; null if they have none.</summary>
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
/// <param name="Id">The round's id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="City">The city; null for a nation's round.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Commitment">The SHA-256 of the secret, in 64 hexadecimal digits.</param>
/// <param name="ClosesAt">When nobody can enter any more.</param>
/// <param name="AnswerDays">How many days both of a pair have to accept.</param>
/// <param name="Cap">How many pairs there can be in all; null before the list is closed.</param>
/// <param name="Hosts">Hosts in the list; null before it is published.</param>
/// <param name="Migrants">Migrants in the list; null before it is published.</param>
/// <param name="Secret">The secret, once the list is published.</param>
/// <param name="Seed">The seed of the orders by lot, once the list is published.</param>
/// <param name="Pairs">How many pairs it proposes; null before all are there.</param>
/// <param name="AnswerUntil">Until when both of a pair can accept.</param>
/// <param name="Progress">What is being done right now; null if nothing is.</param>
/// <param name="Nation">The nation.</param>
[GenerateSerializer, Immutable, Alias("vip.round-view")]
public sealed record RoundView(RoundId Id, long Version, CityId? City, RoundStatus Status, string Commitment, DateTimeOffset ClosesAt,
    int AnswerDays, int? Cap, int? Hosts, int? Migrants, string? Secret, string? Seed, int? Pairs, DateTimeOffset? AnswerUntil,
    RoundProgress? Progress, NationId Nation)
{
    /// <summary>A round that was opened, as it is shown: what is not published yet is left out.</summary>
    public static RoundView Of(Round round, long version, RoundProgress? progress)
    {
        var id = round.Id!.Value;
        var isClosed = round.Status is not (RoundStatus.Open or RoundStatus.Cancelled);
        var isListed = round.Seed is not null;
        return new(id, version, id.City, round.Status, round.Commitment, round.ClosesAt, round.AnswerDays, isClosed ? round.Cap : null,
            isListed ? round.Hosts : null, isListed ? round.Migrants : null, round.Secret, round.Seed,
            round.AnswerUntil is null ? null : round.Pairs, round.AnswerUntil, progress, id.Nation);
    }
}

/// <summary>How far a round's work has come.</summary>
/// <param name="Stage">What is done: <c>reading</c> entries, <c>matching</c>, <c>writing</c> list and pairs, <c>telling</c> the pairs,
/// <c>closing</c> what was not answered.</param>
/// <param name="Done">How much of it.</param>
/// <param name="Of">Of how much; 0 if that is not known.</param>
[GenerateSerializer, Immutable, Alias("vip.round-progress")]
public sealed record RoundProgress(string Stage, long Done, long Of);

/// <summary>A piece of a round's published list.</summary>
/// <param name="Side">The side that it is of.</param>
/// <param name="Marks">The SHA-256 of each id, in ordinal order.</param>
/// <param name="Next">Where the next piece begins; null after the last one.</param>
[GenerateSerializer, Immutable, Alias("vip.round-list-page")]
public sealed record RoundListPage(Party? Side, IReadOnlyList<string> Marks, long? Next = null);

/// <summary>A round in a list.</summary>
/// <param name="Id">The round.</param>
/// <param name="ClosesAt">When nobody can enter any more.</param>
/// <param name="Status">Where it stands.</param>
[GenerateSerializer, Immutable, Alias("vip.round-entry-in-list")]
public sealed record RoundListEntry(RoundId Id, DateTimeOffset ClosesAt, RoundStatus Status);

/// <summary>Somebody's part in a round as they see it themselves.</summary>
/// <param name="Round">The round.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="IsIn">True while they take part.</param>
/// <param name="IsSuggested">True if they took the suggested order, which is not shown: some of them may not be theirs to see
/// yet.</param>
/// <param name="Wishes">How many they rank.</param>
/// <param name="Ranking">Their own ranking; empty for the suggested order.</param>
/// <param name="Mark">The SHA-256 of their id, by which they find themselves in the published list.</param>
/// <param name="Partner">Whom the round proposes to them; null if nobody, or not yet.</param>
/// <param name="Card">What the proposed person opened of their profile.</param>
/// <param name="AnswerUntil">Until when they can accept.</param>
/// <param name="Accepted">Whether they accepted; null while they have not answered.</param>
/// <param name="Sponsorship">The sponsorship that it leads to when one of them accepts.</param>
[GenerateSerializer, Immutable, Alias("vip.round-entry-view")]
public sealed record RoundEntryView(RoundId Round, long Version, bool IsIn, bool IsSuggested, int Wishes, IReadOnlyList<PersonId> Ranking,
    string Mark, PersonId? Partner, PersonCard? Card, DateTimeOffset? AnswerUntil, bool? Accepted, SponsorshipId? Sponsorship);
