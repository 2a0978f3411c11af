namespace VipOrleans.Pilot;

using System.Security.Cryptography;
using VipOrleans.Silo;
using VipOrleans.Vault;

/// <summary>
/// A voter's side of a ballot: makes a paper that nobody else has seen, has it signed blind, and votes with it without a token.
/// </summary>
/// <remarks>
/// A client keeps its paper until the end of the ballot, so that the vote can be changed. The sample votes at once, and forgets it.
/// </remarks>
/// <param name="client">The API.</param>
/// <param name="city">The city.</param>
/// <param name="ballot">The ballot.</param>
/// <param name="publicKey">The key of its papers.</param>
public sealed class SampleVoter(SampleClient client, string city, string ballot, string publicKey)
{
    /// <summary>Gets a paper for a citizen and votes with it.</summary>
    /// <returns>False where the citizen has a paper already: whoever has it may have voted, and nobody can tell.</returns>
    public async Task<bool> Vote(string host, string token, int answer, CancellationToken cancellation)
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
            return false;
        }

        var signature = Convert.ToBase64String(blinded.Unblind(Convert.FromBase64String(signed.BlindSignature)));
        await client.Put<VoteAnswer>($"/v1/cities/{city}/ballots/{ballot}/vote", null, null,
            new { paper = Convert.ToBase64String(paper), signature, answer, revision = 1 }, cancellation);
        return true;
    }

    private sealed record PaperAnswer(string BlindSignature);

    private sealed record VoteAnswer(string Outcome);
}
