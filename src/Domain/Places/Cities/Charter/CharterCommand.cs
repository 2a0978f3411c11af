namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

public abstract partial record CityCommand
{
    /// <summary>What decides what a city is, and on which terms it takes people in.</summary>
    public abstract record CharterCommand : CityCommand
    {
        private protected CharterCommand() { }
    }

    /// <summary>Opens a city.</summary>
    /// <param name="City">Its id.</param>
    /// <param name="As">What it is.</param>
    /// <param name="Rule">What its nation says now: a cap binds a city from its first moment. Null for none.</param>
    public sealed record OpenCity(CityId City, NewCity As, NationRule? Rule = null) : CharterCommand;

    /// <summary>Changes the terms for sponsorships that take a place from now on.</summary>
    public sealed record DecidePolicy(CityPolicy Policy) : CharterCommand;

    /// <summary>Chooses the deduction profile for the months that begin on a day or later.</summary>
    public sealed record ChooseDeductionProfile(DeductionProfileChoice Choice) : CharterCommand;

    /// <summary>Decides from which account the city pays hosts. Batches that are instructed already stay with theirs.</summary>
    public sealed record DecidePayingAccount(BankParty Account) : CharterCommand;
}
