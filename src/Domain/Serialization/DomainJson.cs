using System.Text.Json.Serialization;

namespace VipOrleans.Domain;

/// <summary>How events and states are written as JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CityEvent))]
[JsonSerializable(typeof(HostEvent))]
[JsonSerializable(typeof(MigrantEvent))]
[JsonSerializable(typeof(SponsorshipEvent))]
[JsonSerializable(typeof(ImportEvent))]
[JsonSerializable(typeof(EarningsImport))]
[JsonSerializable(typeof(RateTableEvent))]
[JsonSerializable(typeof(RateSourcesEvent))]
[JsonSerializable(typeof(PayoutEvent))]
[JsonSerializable(typeof(RemittanceOffersEvent))]
[JsonSerializable(typeof(ConcernEvent))]
[JsonSerializable(typeof(WelfareCheckEvent))]
[JsonSerializable(typeof(Concern))]
[JsonSerializable(typeof(WelfareCheck))]
[JsonSerializable(typeof(RulingEvent))]
[JsonSerializable(typeof(Ruling))]
[JsonSerializable(typeof(NationEvent))]
[JsonSerializable(typeof(Nation))]
[JsonSerializable(typeof(RateTable))]
[JsonSerializable(typeof(RateSources))]
[JsonSerializable(typeof(City))]
[JsonSerializable(typeof(Host))]
[JsonSerializable(typeof(Migrant))]
[JsonSerializable(typeof(Sponsorship))]
[JsonSerializable(typeof(PayoutBatch))]
[JsonSerializable(typeof(RemittanceOrder))]
[JsonSerializable(typeof(BankParty))]
[JsonSerializable(typeof(BankFile))]
[JsonSerializable(typeof(RemittanceOffers))]
[JsonSerializable(typeof(MonthRemittances))]
[JsonSerializable(typeof(SavedLedger))]
[JsonSerializable(typeof(DeductionProfile))]
[JsonSerializable(typeof(DeductionLimit))]
[JsonSerializable(typeof(ContinuedYear))]
[JsonSerializable(typeof(AccountStatement))]
[JsonSerializable(typeof(StatementSum))]
public sealed partial class DomainJson : JsonSerializerContext;
