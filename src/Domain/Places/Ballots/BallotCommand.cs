namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;

/// <summary>What a ballot can be asked.</summary>
public abstract record BallotCommand
{
    private BallotCommand() { }

    /// <summary>Opens a ballot.</summary>
    /// <param name="Ballot">Its id.</param>
    /// <param name="Terms">What is asked, and when; votes are taken as soon as papers end if no beginning is named.</param>
    /// <param name="Electorate">How many citizens may vote.</param>
    /// <param name="Parts">How many parts the register and the box have, 1 to 1,024.</param>
    /// <param name="PublicKey">The key with which papers are checked.</param>
    public sealed record OpenBallot(BallotId Ballot, BallotTerms Terms, int Electorate, int Parts, string PublicKey) : BallotCommand;

    /// <summary>Calls it off, before the window begins.</summary>
    public sealed record CancelBallot : BallotCommand;

    /// <summary>Ends the voting once the window is over.</summary>
    public sealed record CloseBallot : BallotCommand;

    /// <summary>Notes the count of a part of the box that is sealed.</summary>
    public sealed record NoteBoxCount(int Part, ImmutableSortedDictionary<int, long> Tally) : BallotCommand;

    /// <summary>Counts out, once every part is counted.</summary>
    public sealed record DecideBallot : BallotCommand;

    /// <summary>Notes that the city has its quota from the result, or that there is none to be set.</summary>
    public sealed record NoteBallotOver : BallotCommand;
}

/// <summary>What a part of the register can be asked.</summary>
public abstract record BallotRegisterCommand
{
    private BallotRegisterCommand() { }

    /// <summary>Gives a citizen the one paper that they have: the signature of what they have blinded.</summary>
    /// <param name="Terms">The ballot's terms.</param>
    /// <param name="Host">The citizen.</param>
    /// <param name="Fingerprint">The SHA-256 of the blinded paper, in hexadecimal digits: the same again is signed again, and no
    /// other.</param>
    public sealed record IssuePaper(BallotTerms Terms, HostId Host, string Fingerprint) : BallotRegisterCommand;
}

/// <summary>What a part of the box can be asked.</summary>
public abstract record BallotBoxCommand
{
    private BallotBoxCommand() { }

    /// <summary>Puts a vote into the box, or replaces the one that was cast with the paper.</summary>
    /// <param name="Terms">What is asked, and when.</param>
    /// <param name="Paper">The SHA-256 of the paper, in hexadecimal digits. The paper's signature was checked.</param>
    /// <param name="Answer">The answer: see <see cref="BallotQuestion.Allows"/>.</param>
    /// <param name="Revision">The voter's number of the choice, 1 to 1,000: the highest counts, in whatever order they come.</param>
    public sealed record CastVote(BallotTerms Terms, string Paper, int Answer, int Revision) : BallotBoxCommand
    {
        /// <summary>The highest number of a choice.</summary>
        public const int MaxRevision = 1_000;
    }

    /// <summary>Ends the voting in this part for good.</summary>
    public sealed record SealBox : BallotBoxCommand;
}
