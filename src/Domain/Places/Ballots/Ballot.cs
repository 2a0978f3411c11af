namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A ballot of a city's citizens on how many places they offer.</summary>
/// <remarks>
/// Law: one citizen, one vote. The register knows who has a paper, the box knows what was voted with a paper, and a paper is signed without
/// being seen: nothing that is stored joins the two.
/// </remarks>
public sealed record Ballot
{
    /// <summary>The ballot's id; null before it is opened.</summary>
    public BallotId? Id { get; init; }

    /// <summary>What is asked, of whom and when; null before it is opened.</summary>
    public BallotTerms? Terms { get; init; }

    /// <summary>When it was opened: who was a citizen by then may vote.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>How many citizens may vote.</summary>
    public int Electorate { get; init; }

    /// <summary>How many parts the register and the box have.</summary>
    public int Parts { get; init; }

    /// <summary>The public key with which a paper's signature is checked: DER (SubjectPublicKeyInfo) in base64.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public BallotStatus Status { get; init; }

    /// <summary>The counts of the parts of the box that were sealed, by the part's number.</summary>
    public ImmutableSortedDictionary<int, ImmutableSortedDictionary<int, long>> Counted { get; init; } =
        ImmutableSortedDictionary<int, ImmutableSortedDictionary<int, long>>.Empty;

    /// <summary>What came out; null before.</summary>
    public BallotResult? Result { get; init; }

    /// <summary>True once the city has its quota from the result, or there was none to be set.</summary>
    public bool IsSettled { get; init; }

    /// <summary>How often each answer was given, over the parts that were counted.</summary>
    public ImmutableSortedDictionary<int, long> Tally()
    {
        var sum = ImmutableSortedDictionary.CreateBuilder<int, long>();
        foreach (var (answer, votes) in Counted.Values.SelectMany(c => c)) sum[answer] = sum.GetValueOrDefault(answer) + votes;
        return sum.ToImmutable();
    }
}

/// <summary>Where a ballot stands.</summary>
[JsonConverter(typeof(CodeConverter<BallotStatus>))]
public enum BallotStatus
{
    /// <summary>First papers are given out, then votes are taken.</summary>
    Open,

    /// <summary>It was called off before anybody could vote.</summary>
    Cancelled,

    /// <summary>The window is over, and the parts of the box are sealed and counted.</summary>
    Counting,

    /// <summary>The result stands.</summary>
    Decided,
}

/// <summary>What is asked, on what ground and when.</summary>
/// <param name="Question">The question.</param>
/// <param name="LegalBasis">The law, charter or resolution that provides for the ballot, 1 to 200 characters.</param>
/// <param name="From">From when on votes are taken.</param>
/// <param name="Until">Until when, not included; one second to 366 days after the beginning.</param>
/// <param name="QuorumPercent">How many of a hundred who may vote must vote, 0 to 100; otherwise the ballot decides nothing.</param>
/// <param name="PapersUntil">
/// Until when papers are given out, not included: one second to 366 days after the opening, and before votes are taken, so that the order
/// of votes says nothing about the order of papers. Null for a ballot from before there were two windows: it gives out papers to its end.
/// </param>
[GenerateSerializer, Immutable, Alias("vip.ballot-terms")]
public sealed record BallotTerms(BallotQuestion Question, string LegalBasis, DateTimeOffset From, DateTimeOffset Until, int QuorumPercent,
    DateTimeOffset? PapersUntil = null)
{
    /// <summary>The shortest window. How long citizens must have is the law's to say; this only keeps out what cannot be meant.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Why no paper is given out at a time, with the time that counts; null if one is.</summary>
    public string? WhyNoPaper(DateTimeOffset now) =>
        now < (PapersUntil ?? Until) ? null : $"Papers were given out until {Text(PapersUntil ?? Until)}.";

    /// <summary>Why no vote is taken at a time, with the time that counts; null if one is.</summary>
    public string? WhyNoVote(DateTimeOffset now) =>
        now >= Until ? $"Votes were taken until {Text(Until)}." : now < From ? $"Votes are taken from {Text(From)} on." : null;

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>Either yes or no to one number of places, or which of several numbers.</summary>
/// <param name="Places">The number to which yes (1) or no (0) is answered; null for the other kind.</param>
/// <param name="Numbers">The numbers of which each voter names one; null for the other kind.</param>
[GenerateSerializer, Immutable, Alias("vip.ballot-question")]
public sealed record BallotQuestion(int? Places = null, BallotNumbers? Numbers = null)
{
    /// <summary>The answer "no".</summary>
    public const int No = 0;

    /// <summary>The answer "yes".</summary>
    public const int Yes = 1;

    /// <summary>True for an answer that may be given.</summary>
    public bool Allows(int answer) =>
        Numbers is { } n ? answer >= n.Least && answer <= n.Most && (answer - n.Least) % n.Step == 0 : answer is No or Yes;
}

/// <summary>The numbers of places of which a voter may name one: from the least to the most in steps, at most 1,001 of them.</summary>
/// <param name="Least">The least, 0 or more.</param>
/// <param name="Most">The most, at most 10,000,000.</param>
/// <param name="Step">The step, 1 or more.</param>
[GenerateSerializer, Immutable, Alias("vip.ballot-numbers")]
public sealed record BallotNumbers(int Least, int Most, int Step)
{
    /// <summary>The most steps between the least and the most.</summary>
    public const int MaxSteps = 1_000;
}

/// <summary>What came out of a ballot.</summary>
/// <param name="Votes">How many voted.</param>
/// <param name="Quorum">How many had to.</param>
/// <param name="Places">The number of places that was decided; null if nothing was: the answer was no, or too few voted.</param>
[GenerateSerializer, Immutable, Alias("vip.ballot-result")]
public sealed record BallotResult(long Votes, long Quorum, int? Places)
{
    /// <summary>Counts out.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="electorate">How many may vote.</param>
    /// <param name="quorumPercent">How many of a hundred had to.</param>
    /// <param name="tally">How often each answer was given.</param>
    /// <remarks>
    /// Yes needs more votes than no. Of numbers the median counts: with as many votes below as above; of an even number of votes the lower
    /// of the two in the middle. Whoever would rather have a number the nearer it is to their own can gain nothing by naming another
    /// (Moulin, <i>Public Choice</i> 35, 1980).
    /// </remarks>
    public static BallotResult Of(BallotQuestion question, int electorate, int quorumPercent, IReadOnlyDictionary<int, long> tally)
    {
        var votes = tally.Values.Sum();
        var quorum = ((long)electorate * quorumPercent + 99) / 100;
        if (votes == 0 || votes < quorum) return new(votes, quorum, null);
        if (question.Places is { } places)
        {
            return new(votes, quorum,
                tally.GetValueOrDefault(BallotQuestion.Yes) > tally.GetValueOrDefault(BallotQuestion.No) ? places : null);
        }

        var left = (votes + 1) / 2;
        foreach (var (answer, count) in tally.OrderBy(t => t.Key))
        {
            left -= count;
            if (left <= 0) return new(votes, quorum, answer);
        }

        throw new InvalidOperationException("The counts do not add up.");
    }
}
