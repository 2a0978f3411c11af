namespace VipOrleans.Contracts.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class PaymentsGrains
{
    /// <summary>The grain of a batch of payments.</summary>
    public static IPayoutGrain Payout(this IGrainFactory grains, PayoutId id) => grains.GetGrain<IPayoutGrain>(id.Value);

    /// <summary>The grain of a city's list of batches.</summary>
    public static IPayoutsGrain Payouts(this IGrainFactory grains, CityId id) => grains.GetGrain<IPayoutsGrain>(id.Value);

    /// <summary>The grain of a city's guarantee account.</summary>
    public static IGuaranteeGrain Guarantee(this IGrainFactory grains, CityId id) => grains.GetGrain<IGuaranteeGrain>(id.Value);

    /// <summary>The grain that watches a city's guarantee account.</summary>
    public static IGuaranteeWatchGrain GuaranteeWatch(this IGrainFactory grains, CityId id) =>
        grains.GetGrain<IGuaranteeWatchGrain>(id.Value);

    /// <summary>The grain of a city's host-loss fund.</summary>
    public static ILossFundGrain LossFund(this IGrainFactory grains, CityId id) => grains.GetGrain<ILossFundGrain>(id.Value);

    /// <summary>The grain of what employers owe a city and what has arrived.</summary>
    public static ICollectionsGrain Collections(this IGrainFactory grains, CityId id) => grains.GetGrain<ICollectionsGrain>(id.Value);

    /// <summary>The grain of a booked credit.</summary>
    public static ICreditGrain Credit(this IGrainFactory grains, CreditId id) => grains.GetGrain<ICreditGrain>(id.Value);

    /// <summary>The grain of a file of booked credits.</summary>
    public static ICreditFileGrain CreditFile(this IGrainFactory grains, CreditFileId id) => grains.GetGrain<ICreditFileGrain>(id.Value);

    /// <summary>The grain of an employer as one that may be late.</summary>
    public static ILateEmployerGrain LateEmployer(this IGrainFactory grains, LateEmployerId id) =>
        grains.GetGrain<ILateEmployerGrain>(id.Value);

    /// <summary>The grain of a nation's offers to send money.</summary>
    public static IRemittanceOffersGrain RemittanceOffers(this IGrainFactory grains, NationId id) =>
        grains.GetGrain<IRemittanceOffersGrain>(id.Value);

    /// <summary>The grain that works out a migrant's remittances.</summary>
    public static IRemittancesGrain Remittances(this IGrainFactory grains, MigrantId id) =>
        grains.GetGrain<IRemittancesGrain>(id.Value);

    /// <summary>The grain of one month of a remittance.</summary>
    public static IRemittanceGrain Remittance(this IGrainFactory grains, RemittanceId id) =>
        grains.GetGrain<IRemittanceGrain>(id.Value);
}
