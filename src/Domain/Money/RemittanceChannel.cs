namespace VipOrleans.Domain.Money;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>How what is sent reaches whom it is for.</summary>
[JsonConverter(typeof(CodeConverter<RemittanceChannel>))]
public enum RemittanceChannel
{
    /// <summary>From the migrant's own bank to an account.</summary>
    BankTransfer,

    /// <summary>By a provider, to a wallet that has a phone's number.</summary>
    MobileMoney,

    /// <summary>By a provider, in cash where they live.</summary>
    CashPickup,
}
