namespace VipOrleans.Domain;

/// <summary>The accounts of one sponsorship's ledger, in the host currency.</summary>
public static class SponsorshipAccounts
{
    /// <summary>The employers: what the migrant earned came from here, so it stands below zero.</summary>
    public static Account Employer(Currency currency) => new("employer", currency.Asset, MayGoBelowZero: true);

    /// <summary>What stayed with the migrant. Never below zero: a migrant never owes.</summary>
    public static Account Migrant(Currency currency) => new("migrant", currency.Asset, MayGoBelowZero: false);

    /// <summary>The host's share that has not been paid out.</summary>
    public static Account Host(Currency currency) => new("host", currency.Asset, MayGoBelowZero: false);
}
