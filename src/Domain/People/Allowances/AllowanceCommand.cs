namespace VipOrleans.Domain.People;

/// <summary>What an allowance can be asked.</summary>
public abstract record AllowanceCommand
{
    private AllowanceCommand() { }

    /// <summary>Uses some of it.</summary>
    /// <param name="Rule">How much there is.</param>
    /// <param name="Amount">How much is used, 1 or more.</param>
    public sealed record UseAllowance(AllowanceRule Rule, long Amount) : AllowanceCommand;
}
