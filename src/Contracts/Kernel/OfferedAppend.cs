namespace VipOrleans.Contracts.Kernel;

/// <summary>What one grain has decided and another one is to write, together with what it decides itself.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The version on which it was decided.</param>
/// <param name="Hash">The hash of the stream's last event then.</param>
/// <param name="Id">The append's id.</param>
/// <param name="Events">The events.</param>
/// <param name="Commands">The commands that they carry out.</param>
[GenerateSerializer, Immutable, Alias("vip.offered-append")]
public sealed record OfferedAppend(string Stream, long Version, byte[] Hash, Guid Id, IReadOnlyList<OfferedEvent> Events,
    IReadOnlyList<OfferedCommand> Commands);

/// <summary>An event of an offered append.</summary>
/// <param name="Type">Its name in the journal.</param>
/// <param name="Data">Its JSON.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Actor">Who asked for it.</param>
[GenerateSerializer, Immutable, Alias("vip.offered-event")]
public sealed record OfferedEvent(string Type, byte[] Data, DateTimeOffset At, string Actor);

/// <summary>A command that an offered append carries out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Fingerprint">The hash of what was asked for.</param>
/// <param name="Version">The version that it makes.</param>
/// <param name="Outcome">What is answered.</param>
[GenerateSerializer, Immutable, Alias("vip.offered-command")]
public sealed record OfferedCommand(string Id, long Fingerprint, long Version, string Outcome);

/// <summary>What became of an offered append.</summary>
/// <param name="Version">The version at which its stream ends with it; null if it was not written, or that is not known.</param>
/// <param name="Hash">The hash of the stream's last event then.</param>
/// <param name="IsVoid">True if it is certain that nobody will write it.</param>
[GenerateSerializer, Immutable, Alias("vip.offer-settled")]
public sealed record OfferSettled(long? Version, byte[]? Hash, bool IsVoid);
