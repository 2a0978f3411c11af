namespace VipOrleans.Gateway.Payments;

using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Commands;

/// <summary>An account number of ISO 13616 whose check digits are right.</summary>
internal sealed class IbanAttribute() : FormAttribute(MoneyForms.Iban);

/// <summary>A bank's code of ISO 9362.</summary>
internal sealed class BicAttribute() : FormAttribute(MoneyForms.Bic);

/// <summary>The number of an account that has no IBAN.</summary>
internal sealed class AccountNumberAttribute() : FormAttribute(MoneyForms.AccountNumber);

/// <summary>A phone's number as all countries write it (E.164).</summary>
internal sealed class PhoneAttribute() : FormAttribute(MoneyForms.Phone);

/// <summary>A bank's code in its country.</summary>
internal sealed class BankCodeAttribute() : FormAttribute(MoneyForms.BankCode);
