namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.Kernel;

/// <summary>A sponsorship that a record of a person holds or asks for, as its principal knows it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">The version of the record of which this is known.</param>
/// <param name="Sponsorship">The sponsorship.</param>
[GenerateSerializer, Immutable, Alias("vip.record-claim")]
public sealed record RecordClaim([property: Id(0)] PersonId Record, [property: Id(1)] long Version,
    [property: Id(2)] SponsorshipId Sponsorship);
