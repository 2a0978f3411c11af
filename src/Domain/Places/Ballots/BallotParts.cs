namespace VipOrleans.Domain.Places;

using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>A part of a ballot's register: who was given a paper. What is voted with a paper is not known here.</summary>
public sealed record BallotRegister
{
    /// <summary>Who has a paper, with the fingerprint of what was signed without being seen.</summary>
    public ImmutableDictionary<HostId, string> Papers { get; init; } = ImmutableDictionary<HostId, string>.Empty;
}

/// <summary>A part of a ballot's box: what was voted. Whose paper it was is not known here.</summary>
public sealed record BallotBox
{
    /// <summary>The votes, by the hash of the paper.</summary>
    public ImmutableDictionary<string, BoxVote> Votes { get; init; } = ImmutableDictionary<string, BoxVote>.Empty;

    /// <summary>True once no vote is taken any more.</summary>
    public bool IsSealed { get; init; }

    /// <summary>How often each answer was given.</summary>
    public ImmutableSortedDictionary<int, long> Tally() =>
        Votes.Values.GroupBy(v => v.Answer).ToImmutableSortedDictionary(g => g.Key, g => g.LongCount());
}

/// <summary>A vote in the box.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Revision">The voter's number of the choice.</param>
public sealed record BoxVote(int Answer, int Revision);

/// <summary>Which part of a register or a box somebody belongs to: spread evenly, so that no part is hot.</summary>
public static class BallotParts
{
    /// <summary>The part of the register that has a citizen.</summary>
    public static int OfCitizen(HostId host, int parts) => Of(SHA256.HashData(Encoding.ASCII.GetBytes(host.Value)), parts);

    /// <summary>The part of the box that has a paper.</summary>
    /// <param name="paper">The SHA-256 of the paper, in hexadecimal digits.</param>
    /// <param name="parts">How many parts there are.</param>
    public static int OfPaper(string paper, int parts) => Of(Convert.FromHexString(paper), parts);

    private static int Of(byte[] hash, int parts) => (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)parts);
}
