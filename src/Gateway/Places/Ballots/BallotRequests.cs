namespace VipOrleans.Gateway.Places;

using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Commands;
using static VipOrleans.Domain.Places.BallotBoxCommand;

/// <summary>Opens a ballot: with 'places' or with 'numbers'.</summary>
internal sealed record OpenBallotRequest
{
    /// <summary>The number of places to which yes or no is answered.</summary>
    [Between(0, QuotaDecision.MaxPlaces)]
    public int? Places { get; init; }

    /// <summary>The numbers of places of which each voter names one.</summary>
    public BallotNumbersRequest? Numbers { get; init; }

    /// <summary>The law, charter or resolution that provides for the ballot.</summary>
    [Text(1, 200)]
    public required string LegalBasis { get; init; }

    /// <summary>Until when papers are given out, not included: one second to 366 days from now.</summary>
    public required DateTimeOffset PapersUntil { get; init; }

    /// <summary>From when on votes are taken: from 'papersUntil' on if it is left out, and not before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, not included: one second to 366 days later.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How many of a hundred who may vote must vote; otherwise nothing is decided.</summary>
    [Between(0, 100)]
    public required int QuorumPercent { get; init; }

    internal BallotTerms Terms =>
        new(new(Places, Numbers is { } n ? new(n.Least, n.Most, n.Step) : null), LegalBasis, From?.ToUniversalTime() ?? default,
            Until.ToUniversalTime(), QuorumPercent, PapersUntil.ToUniversalTime());
}

/// <summary>Numbers of places, from the least to the most in steps, at most 1,001 of them.</summary>
internal sealed record BallotNumbersRequest
{
    /// <summary>The least.</summary>
    [Between(0, QuotaDecision.MaxPlaces)]
    public required int Least { get; init; }

    /// <summary>The most.</summary>
    [Between(0, QuotaDecision.MaxPlaces)]
    public required int Most { get; init; }

    /// <summary>The step.</summary>
    [Between(1, QuotaDecision.MaxPlaces)]
    public required int Step { get; init; }
}

/// <summary>Asks for the paper of a ballot.</summary>
internal sealed record PaperRequest
{
    /// <summary>The blinded paper: 256 bytes.</summary>
    [Base64(256)]
    public required string Blinded { get; init; }
}

/// <summary>The signature of a blinded paper.</summary>
/// <param name="BlindSignature">256 bytes in base64.</param>
internal sealed record PaperAnswer(string BlindSignature);

/// <summary>Casts a vote.</summary>
internal sealed record VoteRequest
{
    /// <summary>The paper: 32 random bytes that only the voter knows.</summary>
    [Base64(32)]
    public required string Paper { get; init; }

    /// <summary>The ballot's signature of the paper, with the blinding taken off: 256 bytes.</summary>
    [Base64(256)]
    public required string Signature { get; init; }

    /// <summary>1 for yes and 0 for no, or the number of places.</summary>
    [Between(0, QuotaDecision.MaxPlaces)]
    public required int Answer { get; init; }

    /// <summary>The voter's number of the choice: the highest counts.</summary>
    [Between(1, CastVote.MaxRevision)]
    public required int Revision { get; init; }
}

/// <summary>What a vote was answered.</summary>
/// <param name="Outcome"><c>cast</c>.</param>
internal sealed record VoteReceipt(string Outcome);
