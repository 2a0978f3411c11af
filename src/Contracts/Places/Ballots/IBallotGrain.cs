namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

/// <summary>
/// A ballot of a city's citizens on how many places they offer. It ends, counts and sets the city's quota by itself. The key is the
/// ballot's id.
/// </summary>
[Alias("vip.ballot"), GrainInterfaceType("vip.ballot")]
public interface IBallotGrain : IGrainWithStringKey
{
    /// <summary>Opens the ballot, for the citizens who are registered now.</summary>
    /// <param name="context">The command.</param>
    /// <param name="terms">The terms; votes are taken as soon as papers end if they name no beginning.</param>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context, BallotTerms terms);

    /// <summary>Calls it off, before the window begins.</summary>
    [Alias("cancel")]
    Task<CommandResult> Cancel(CommandContext context);

    /// <summary>The ballot as it is; null for none. What was voted is shown only once the result stands.</summary>
    [Alias("get")]
    Task<BallotView?> Get();

    /// <summary>
    /// What its parts go by; null if there is no such ballot. Nothing that is due is done: the ballot asks its parts while it counts.
    /// </summary>
    [Alias("facts")]
    Task<BallotFacts?> Facts();

    /// <summary>Does what is due: nothing before the window is over.</summary>
    [Alias("wake")]
    Task Wake();
}

/// <summary>A part of a ballot's register. The key is the ballot's id, a slash and the number of the part.</summary>
[Alias("vip.ballot-register"), GrainInterfaceType("vip.ballot-register")]
public interface IBallotRegisterGrain : IGrainWithStringKey
{
    /// <summary>
    /// Signs a citizen's one paper without seeing it, while papers are given out. The same blinded message is signed again; another one is
    /// refused.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="host">The citizen.</param>
    /// <param name="blinded">The blinded paper.</param>
    [Alias("issue")]
    Task<SignedPaper> Issue(CommandContext context, HostId host, byte[] blinded);
}

/// <summary>A part of a ballot's box. The key is the ballot's id, a slash and the number of the part.</summary>
[Alias("vip.ballot-box"), GrainInterfaceType("vip.ballot-box")]
public interface IBallotBoxGrain : IGrainWithStringKey
{
    /// <summary>Casts a vote with a paper, or changes the one that was cast with it.</summary>
    [Alias("cast")]
    Task<CommandResult> Cast(BallotVote vote);

    /// <summary>Takes no vote any more, and answers how often each answer was given.</summary>
    [Alias("seal")]
    Task<IReadOnlyDictionary<int, long>> Seal();
}

/// <summary>What a citizen was answered who asked for a paper.</summary>
/// <param name="Result">What was done.</param>
/// <param name="Signature">The signature of the blinded paper; null if it was refused.</param>
[GenerateSerializer, Immutable, Alias("vip.signed-paper")]
public sealed record SignedPaper(CommandResult Result, byte[]? Signature = null);

/// <summary>A vote on its way to the box: it says nothing of who casts it.</summary>
/// <param name="Paper">The paper: 32 random bytes that only the voter knows.</param>
/// <param name="Signature">The ballot's signature of the paper, with the blinding taken off.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Revision">The voter's number of the choice, from 1: the highest counts.</param>
[GenerateSerializer, Immutable, Alias("vip.ballot-vote")]
public sealed record BallotVote(byte[] Paper, byte[] Signature, int Answer, int Revision)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BallotVote (not shown)";
}

/// <summary>A ballot as anyone may see it.</summary>
/// <param name="Id">The ballot.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Places">The number of places to which yes (1) or no (0) is answered.</param>
/// <param name="Numbers">The numbers of places of which each voter names one.</param>
/// <param name="LegalBasis">The law, charter or resolution that provides for the ballot.</param>
/// <param name="From">From when on votes are taken.</param>
/// <param name="Until">Until when, not included.</param>
/// <param name="QuorumPercent">How many of a hundred who may vote must vote.</param>
/// <param name="OpenedAt">When it was opened: who was registered by then may vote.</param>
/// <param name="Electorate">How many may vote.</param>
/// <param name="PublicKey">The key with which a paper's signature is checked: DER (SubjectPublicKeyInfo) in base64.</param>
/// <param name="Result">What came out: how many voted, how many had to, and the number of places that was decided, if any.</param>
/// <param name="Tally">How often each answer was given, once the result stands.</param>
/// <param name="QuotaIsSet">True once the city has its quota from the result.</param>
/// <param name="PapersUntil">Until when papers are given out, not included; null for a ballot that gives them out to its end.</param>
[GenerateSerializer, Immutable, Alias("vip.ballot-view")]
public sealed record BallotView(BallotId Id, long Version, BallotStatus Status, int? Places, BallotNumbers? Numbers, string LegalBasis,
    DateTimeOffset From, DateTimeOffset Until, int QuorumPercent, DateTimeOffset OpenedAt, int Electorate, string PublicKey,
    BallotResult? Result, IReadOnlyList<AnswerCount>? Tally, bool QuotaIsSet, DateTimeOffset? PapersUntil);

/// <summary>What the parts of a ballot's register and box go by, and whoever looks for the part of a citizen or a paper.</summary>
/// <param name="Id">The ballot.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Terms">What is asked, on what ground and when.</param>
/// <param name="OpenedAt">When it was opened: who was registered by then may vote.</param>
/// <param name="Parts">How many parts the register and the box have.</param>
/// <param name="PublicKey">The key with which a paper's signature is checked: DER (SubjectPublicKeyInfo) in base64. Requests are signed as
/// RFC 9474 says, RSABSSA-SHA384-PSS-Deterministic.</param>
[GenerateSerializer, Immutable, Alias("vip.ballot-facts")]
public sealed record BallotFacts(BallotId Id, BallotStatus Status, BallotTerms Terms, DateTimeOffset OpenedAt, int Parts, string PublicKey);

/// <summary>How often an answer was given.</summary>
/// <param name="Answer">The answer: 0 for no and 1 for yes, or the number of places.</param>
/// <param name="Votes">How often.</param>
[GenerateSerializer, Immutable, Alias("vip.answer-count")]
public sealed record AnswerCount(int Answer, long Votes);
