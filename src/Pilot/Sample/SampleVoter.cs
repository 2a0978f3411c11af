namespace VipOrleans.Pilot;

using System.Security.Cryptography;
using VipOrleans.Silo;
using VipOrleans.Vault;

/// <summary>
/// A voter's side of a ballot: makes a paper that nobody else has seen, has it signed blind, and votes with it without a token.
/// </summary>
/// <remarks>
/// A client chooses the moment of its vote at random, so that the order of votes says nothing about the order of papers. It keeps its paper
/// until the end of the ballot, so that the vote can be changed; the sample forgets it.
/// </remarks>
/// <param name="client">The API.</param>
/// <param name="city">The city.</param>
/// <param name="ballot">The ballot.</param>
/// <param name="publicKey">The key of its papers.</param>
/// <param name="time">The clock.</param>
public sealed class SampleVoter(SampleClient client, string city, string ballot, string publicKey, TimeProvider time)
{
    /// <summary>Gets a paper for a citizen.</summary>
    /// <returns>Null if the citizen has a paper already: whoever has it may vote, and nobody can tell.</returns>
    public async Task<SamplePaper?> GetPaper(string host, string token, CancellationToken cancellation)
    {
        var paper = RandomNumberGenerator.GetBytes(32);
        var blinded = BlindSignatures.Blind(publicKey, paper);
        PaperAnswer signed;
        try
        {
            signed = await client.Put<PaperAnswer>($"/v1/hosts/{host}/ballot-papers/{ballot}", token, null,
                new { blinded = Convert.ToBase64String(blinded.Blinded) }, cancellation);
        }
        catch (OperatorException e) when (e.Message.Contains("ballot-paper-issued", StringComparison.Ordinal))
        {
            return null;
        }

        return new(Convert.ToBase64String(paper), Convert.ToBase64String(blinded.Unblind(Convert.FromBase64String(signed.BlindSignature))));
    }

    /// <summary>Votes with a paper, at a moment within the window that nobody can guess.</summary>
    public async Task Vote(SamplePaper paper, int answer, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var wait = Moment(from, until) - time.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellation);
        await client.Put<VoteAnswer>($"/v1/cities/{city}/ballots/{ballot}/vote", null, null,
            new { paper = paper.Bytes, signature = paper.Signature, answer, revision = 1 }, cancellation);
    }

    /// <summary>A random moment in the first three quarters of a window: a slow machine still votes in time.</summary>
    internal static DateTimeOffset Moment(DateTimeOffset from, DateTimeOffset until) =>
        from + (until - from) * (0.75 * RandomNumberGenerator.GetInt32(int.MaxValue) / int.MaxValue);

    private sealed record PaperAnswer(string BlindSignature);

    private sealed record VoteAnswer(string Outcome);
}

/// <summary>A voter's paper: whoever has it can vote with it.</summary>
/// <param name="Bytes">The paper itself, in base64.</param>
/// <param name="Signature">The ballot's signature of it.</param>
public sealed record SamplePaper(string Bytes, string Signature);
