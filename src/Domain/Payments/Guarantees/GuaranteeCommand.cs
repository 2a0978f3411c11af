namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Money;

/// <summary>What a guarantee account can be asked.</summary>
public abstract record GuaranteeCommand
{
    private GuaranteeCommand() { }

    /// <summary>Decides how far it may be overdrawn, and when it is low.</summary>
    /// <param name="Terms">The terms.</param>
    /// <param name="Currency">The city's currency; null if there is no such city.</param>
    public sealed record DecideGuarantee(GuaranteeTerms Terms, Currency? Currency) : GuaranteeCommand;

    /// <summary>Notes that money was put in.</summary>
    /// <param name="TopUp">How much, when and under which reference.</param>
    /// <param name="Currency">The city's currency; null if there is no such city.</param>
    public sealed record TopUpGuarantee(GuaranteeTopUp TopUp, Currency? Currency) : GuaranteeCommand;

    /// <summary>Takes back a top-up that was noted by mistake.</summary>
    /// <param name="Reference">Its reference, which is used up.</param>
    public sealed record TakeTopUpBack(string Reference) : GuaranteeCommand;

    /// <summary>Notes what the account comes to, if that makes it low, or low no more.</summary>
    /// <param name="Figures">What it comes to, read before.</param>
    public sealed record LookAtGuarantee(GuaranteeFigures Figures) : GuaranteeCommand;
}
