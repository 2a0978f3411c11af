namespace VipOrleans.Grains.Places;

using System.Globalization;
using System.Security.Cryptography;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Hosting;
using VipOrleans.Vault;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Places.BallotBoxCommand;
using static VipOrleans.Domain.Places.BallotRegisterCommand;

/// <summary>Hosts the rules of a part of a ballot's register, and signs papers without seeing them.</summary>
[Reentrant, GrainType("ballot-register")]
public sealed class BallotRegisterGrain(Journaling journaling, PersonFiles files)
    : EventSourcedGrain<BallotRegisterDecider, BallotRegister, BallotRegisterCommand, BallotRegisterEvent>(journaling), IBallotRegisterGrain
{
    private BallotPart? _part;
    private BlindSigner? _signer;

    private BallotPart Part => _part ??= BallotPart.Of(this.GetPrimaryKeyString(), GrainFactory);

    /// <inheritdoc/>
    protected override StreamId Stream => Part.Ballot.Part("ballot-register", Part.Number);

    // A snapshot has all citizens of the part in it, so it is made less often.
    /// <inheritdoc/>
    protected override int SnapshotEvery => Math.Max(base.SnapshotEvery, Confirmed.Papers.Count);

    /// <inheritdoc/>
    public async Task<SignedPaper> Issue(CommandContext context, HostId host, byte[] blinded)
    {
        if (await Part.Facts(Now) is not { } ballot) return Refuse(RejectionCode.BallotNotFound, "There is no such ballot.");
        if (host.City != ballot.Id.City || BallotParts.OfCitizen(host, ballot.Parts) != Part.Number)
        {
            return Refuse(RejectionCode.NotAnElector, "The citizen belongs to another part of the register.");
        }

        if (ballot.Status == BallotStatus.Cancelled) return Refuse(RejectionCode.BallotNotOpen, "The ballot was called off.");
        if (ballot.Terms.WhyNoPaper(Now) is { } late) return Refuse(RejectionCode.BallotNotOpen, late);

        if (!await IsElector(host, ballot.OpenedAt))
        {
            return Refuse(RejectionCode.NotAnElector,
                "Those may vote who were registered in the city when the ballot was opened, and for whom no guardian acts.");
        }

        if (await Signer(ballot) is not { } signer)
        {
            return Refuse(RejectionCode.BallotNotOpen, "The ballot is over, and gives out no papers.");
        }

        if (!signer.CanSign(blinded))
        {
            return Refuse(RejectionCode.InvalidInput,
                $"A blinded paper is a number below the key's modulus, in {BlindSignatures.Bytes} bytes.");
        }

        var result = await Execute(context, new IssuePaper(ballot.Terms, host, Convert.ToHexStringLower(SHA256.HashData(blinded))));
        if (!result.IsAccepted) return new(result);
        // Durable before it is signed; and off the grain's turn, since it takes milliseconds.
        return new(result, await Task.Run(() => signer.Sign(blinded)));
    }

    private async Task<bool> IsElector(HostId host, DateTimeOffset openedAt)
    {
        if (await GrainFactory.Host(host).Get() is not
            {
                Guardian: null, Erased: false, MovedTo: null,
                OpensWith: null, IsVoid: false, Age: not AgeGroup.Minor
            } record)
        {
            return false;
        }

        var first = await Journal.ReadPart(host.Stream, 0, 1);
        if (first is not [var registered] || registered.At > openedAt) return false;
        if (record.MovedFrom is null
            || HostDecider.Aggregate.Events.Read(registered.Data.Span) is not HostRegistered { OpensWith: not null })
        {
            return true;
        }

        // Who came with a migrant lives here since the migrant's arrival.
        var opened = EventCodec<HostEvent>.All[typeof(HostMoveCompleted)];
        return (await Journal.Read(host.Stream)).Events.Any(e => e.Type == opened && e.At <= openedAt);
    }

    private async Task<BlindSigner?> Signer(BallotFacts ballot)
    {
        if (_signer is null
            && await files.ReadFile(ballot.Id.Value, BallotGrain.KeyFile(ballot.PublicKey),
                new() { Actor = BySystem, Purpose = "ballot" }) is { } key)
        {
            _signer = new(key);
        }

        return _signer;
    }

    private SignedPaper Refuse(RejectionCode code, string detail) => new(CommandResult.Refuse(code, detail, Version));
}

/// <summary>Hosts the rules of a part of a ballot's box. It never learns who votes.</summary>
/// <remarks>
/// Beside a vote stands nothing that could be laid beside what else happens: no time but a day, no actor, no command, no id that has a time
/// in it, and no place in the feed of the city.
/// </remarks>
[Reentrant, GrainType("ballot-box")]
public sealed class BallotBoxGrain(Journaling journaling)
    : EventSourcedGrain<BallotBoxDecider, BallotBox, BallotBoxCommand, BallotBoxEvent>(journaling), IBallotBoxGrain
{
    /// <summary>The kind of the streams: what stands in them is shown to nobody.</summary>
    internal const string Kind = "ballot-box";

    private BallotPart? _part;
    private StreamId _stream;
    private DateTimeOffset _day = DateTimeOffset.UnixEpoch;

    private BallotPart Part => _part ??= BallotPart.Of(this.GetPrimaryKeyString(), GrainFactory);

    /// <inheritdoc/>
    protected override StreamId Stream => _stream;

    // A snapshot has all votes of the part in it, so it is made less often.
    /// <inheritdoc/>
    protected override int SnapshotEvery => Math.Max(base.SnapshotEvery, Confirmed.Votes.Count);

    // The day on which the voting begins, for all votes of a ballot.
    /// <inheritdoc/>
    protected override DateTimeOffset EventTime => _day;

    /// <inheritdoc/>
    protected override Guid NewAppendId() => Guid.NewGuid();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A ballot from before boxes had a partition has its votes in the city's.
        var ballot = await Part.Facts(Now);
        _stream = ballot is { Terms.PapersUntil: null } ? Part.Ballot.Part(Kind, Part.Number) : Part.Ballot.BoxPart(Part.Number);
        await base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Cast(BallotVote vote)
    {
        if (await Part.Facts(Now) is not { } ballot) return Refuse(RejectionCode.BallotNotFound, "There is no such ballot.");
        if (ballot.Status == BallotStatus.Cancelled) return Refuse(RejectionCode.BallotNotOpen, "The ballot was called off.");
        if (vote.Paper.Length != SHA256.HashSizeInBytes) return Refuse(RejectionCode.InvalidInput, "A paper is 32 random bytes.");
        var paper = Convert.ToHexStringLower(SHA256.HashData(vote.Paper));
        if (BallotParts.OfPaper(paper, ballot.Parts) != Part.Number)
        {
            return Refuse(RejectionCode.InvalidInput, "The paper belongs to another part of the box.");
        }

        if (!BlindSignatures.Verify(ballot.PublicKey, vote.Paper, vote.Signature))
        {
            return Refuse(RejectionCode.BallotPaperInvalid, "The signature is not this ballot's signature of this paper.");
        }

        _day = DayOf(ballot);
        var result = await Execute(new CastVote(ballot.Terms, paper, vote.Answer, vote.Revision));
        // A version would tell how many have voted.
        return result with { Version = 0 };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<int, long>> Seal()
    {
        if (await Part.Facts(Now) is { } ballot) _day = DayOf(ballot);
        var result = await Execute(new SealBox());
        return result.IsAccepted ? Confirmed.Tally() : throw new StoreUnavailableException("A part of the box could not be sealed.");
    }

    private static DateTimeOffset DayOf(BallotFacts ballot) => new(ballot.Terms.From.UtcDateTime.Date, TimeSpan.Zero);

    private static CommandResult Refuse(RejectionCode code, string detail) => CommandResult.Refuse(code, detail);
}

/// <summary>Which part of which ballot a grain is, and what it knows of the ballot.</summary>
internal sealed class BallotPart
{
    private readonly IGrainFactory _grains;
    private BallotFacts? _facts;

    private BallotPart(BallotId ballot, int number, IGrainFactory grains) => (Ballot, Number, _grains) = (ballot, number, grains);

    public BallotId Ballot { get; }

    public int Number { get; }

    public static BallotPart Of(string key, IGrainFactory grains)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return new(BallotId.Parse(key[..slash]), int.Parse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture), grains);
    }

    /// <summary>
    /// The ballot; null for none. From its beginning on nothing of it changes any more that matters here, so it is not asked
    /// again.
    /// </summary>
    public async ValueTask<BallotFacts?> Facts(DateTimeOffset now)
    {
        if (_facts is { } known) return known;
        var ballot = await _grains.Ballot(Ballot).Facts();
        if (ballot is not null && (now >= ballot.Terms.From || ballot.Status == BallotStatus.Cancelled)) _facts = ballot;
        return ballot;
    }
}
