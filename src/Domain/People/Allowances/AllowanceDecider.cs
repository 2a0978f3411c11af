namespace VipOrleans.Domain.People;

using System.Globalization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.AllowanceEvent>;
using static VipOrleans.Domain.People.AllowanceCommand;
using static VipOrleans.Domain.People.AllowanceEvent;

/// <summary>The rules of an allowance.</summary>
public sealed class AllowanceDecider : IDecider<Allowance, AllowanceCommand, AllowanceEvent>
{
    private AllowanceDecider() { }

    /// <inheritdoc/>
    public static Allowance Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Allowance, AllowanceEvent> Aggregate { get; } =
        new("allowance-1", PeopleJson.Default.AllowanceEvent, PeopleJson.Default.Allowance);

    /// <inheritdoc/>
    public static Decision<AllowanceEvent> Decide(Allowance allowance, AllowanceCommand command, Moment moment) => command switch
    {
        UseAllowance c => Use(allowance, c, moment.Time),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The allowance does not know this command."),
    };

    /// <inheritdoc/>
    public static Allowance Evolve(Allowance allowance, AllowanceEvent e) => e switch
    {
        AllowanceUsed x => allowance with
        {
            Uses = allowance.Uses.RemoveAll(u => u.At < x.At.AddDays(-AllowanceRule.MaxDays)).Add(new(x.At, x.Amount)),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The allowance does not know this event."),
    };

    private static Decision<AllowanceEvent> Use(Allowance allowance, UseAllowance c, DateTimeOffset now)
    {
        var (rule, since) = (c.Rule, now.AddDays(-c.Rule.Days));
        var counted = allowance.Uses.Where(u => u.At > since).ToArray();
        var over = counted.Sum(u => u.Amount) + c.Amount - rule.Most;
        if (over <= 0) return Accept("used", new AllowanceUsed(now, c.Amount));
        var bound = string.Create(CultureInfo.InvariantCulture, $"At most {rule.Most:N0} {rule.What} in {rule.Days} days");
        // So much has to be longer ago than the period first.
        foreach (var use in counted)
        {
            if ((over -= use.Amount) > 0) continue;
            var room = use.At.AddDays(rule.Days).UtcDateTime;
            return Reject(RejectionCode.AllowanceUsedUp,
                string.Create(CultureInfo.InvariantCulture, $"{bound}; there is room again after {room:yyyy-MM-dd HH:mm:ss} UTC."));
        }

        return Reject(RejectionCode.AllowanceUsedUp, $"{bound}, and this is more at once.");
    }
}
