namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

/// <summary>
/// A ballot of a city's citizens on how many places they offer. It ends, counts and tells the city by itself. The key is the ballot's id.
/// </summary>
[Alias("vip.ballot"), GrainInterfaceType("vip.ballot")]
public interface IBallotGrain : IGrainWithStringKey
{
    /// <summary>Opens the ballot, for the citizens who are registered now.</summary>
    /// <param name="context">The command.</param>
    /// <param name="terms">The terms; votes are taken at once where they name no beginning.</param>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context, BallotTerms terms);

    /// <summary>Calls it off, before the window begins.</summary>
    [Alias("cancel")]
    Task<CommandResult> Cancel(CommandContext context);

    /// <summary>The ballot as it is; null where there is none. What was voted is told only once the result stands.</summary>
    [Alias("get")]
    Task<BallotView?> Get();

    /// <summary>The ballot as it is, without doing what is due: for its own parts, which it asks while it counts.</summary>
    [Alias("facts")]
    Task<BallotView?> Facts();

    /// <summary>Does what is due: nothing before the window is over.</summary>
    [Alias("wake")]
    Task Wake();
}

/// <summary>A part of a ballot's register. The key is the ballot's id, a slash and the number of the part.</summary>
[Alias("vip.ballot-register"), GrainInterfaceType("vip.ballot-register")]
public interface IBallotRegisterGrain : IGrainWithStringKey
{
    /// <summary>Signs a citizen's one paper without seeing it. The same blinded message is signed again; another one is refused.</summary>
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

    /// <summary>Takes no vote any more, and tells how often each answer was given.</summary>
    [Alias("seal")]
    Task<IReadOnlyDictionary<int, long>> Seal();
}

/// <summary>What a citizen was answered who asked for a paper.</summary>
[GenerateSerializer, Immutable, Alias("vip.signed-paper")]
public sealed record SignedPaper
{
    /// <summary>What was done.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>The signature of the blinded paper; null where it was refused.</summary>
    [Id(1)]
    public byte[]? Signature { get; init; }
}

/// <summary>A vote on its way to the box: it says nothing of who casts it.</summary>
[GenerateSerializer, Immutable, Alias("vip.ballot-vote")]
public sealed record BallotVote
{
    /// <summary>The paper: 32 random bytes that only the voter knows.</summary>
    [Id(0)]
    public required byte[] Paper { get; init; }

    /// <summary>The ballot's signature of the paper, with the blinding taken off.</summary>
    [Id(1)]
    public required byte[] Signature { get; init; }

    /// <summary>The answer.</summary>
    [Id(2)]
    public required int Answer { get; init; }

    /// <summary>The voter's number of the choice, from 1: the highest counts.</summary>
    [Id(3)]
    public required int Revision { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BallotVote (not shown)";
}

/// <summary>A ballot as anyone may see it.</summary>
[GenerateSerializer, Immutable, Alias("vip.ballot-view")]
public sealed record BallotView
{
    /// <summary>The ballot.</summary>
    [Id(0)]
    public required BallotId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required BallotStatus Status { get; init; }

    /// <summary>What is asked, on what ground and when.</summary>
    [Id(3)]
    public required BallotTerms Terms { get; init; }

    /// <summary>When it was opened: who was registered by then may vote.</summary>
    [Id(4)]
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>How many may vote.</summary>
    [Id(5)]
    public required int Electorate { get; init; }

    /// <summary>How many parts the register and the box have.</summary>
    [Id(6)]
    public required int Parts { get; init; }

    /// <summary>
    /// The key with which a paper's signature is checked: DER (SubjectPublicKeyInfo) in base64. Sign requests as RFC 9474 says,
    /// RSABSSA-SHA384-PSS-Deterministic.
    /// </summary>
    [Id(7)]
    public required string PublicKey { get; init; }

    /// <summary>What came out; null before.</summary>
    [Id(8)]
    public BallotResult? Result { get; init; }

    /// <summary>How often each answer was given; null before the result stands.</summary>
    [Id(9)]
    public IReadOnlyList<AnswerCount>? Tally { get; init; }

    /// <summary>True once the city has its quota from the result.</summary>
    [Id(10)]
    public required bool QuotaIsSet { get; init; }
}

/// <summary>How often an answer was given.</summary>
/// <param name="Answer">The answer: 0 for no and 1 for yes, or the number of places.</param>
/// <param name="Votes">How often.</param>
[GenerateSerializer, Immutable, Alias("vip.answer-count")]
public sealed record AnswerCount([property: Id(0)] int Answer, [property: Id(1)] long Votes);
