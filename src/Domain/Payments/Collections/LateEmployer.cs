namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.LateEmployerEvent>;

/// <summary>When an employer was reminded of what it owes a city.</summary>
public sealed record LateEmployer
{
    /// <summary>Days from one reminder to the next, while something is late.</summary>
    public const int RemindsEvery = 14;

    /// <summary>The employer; null before the first reminder.</summary>
    public LateEmployerId? Id { get; init; }

    /// <summary>The day of the last reminder; null before the first.</summary>
    public DateOnly? RemindedOn { get; init; }

    /// <summary>How many reminders there were.</summary>
    public int Times { get; init; }

    /// <summary>The id of an employer as one that may be late in a city.</summary>
    public static LateEmployerId IdOf(CityId city, string employer) => LateEmployerId.From(city, $"late-employer/{employer}");
}

/// <summary>What a late employer can be asked.</summary>
public abstract record LateEmployerCommand
{
    private LateEmployerCommand() { }

    /// <summary>Reminds it, unless nothing is late or it was reminded a short while ago.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Employer">The employer.</param>
    /// <param name="Late">What it owes that is late, and since when.</param>
    public sealed record RemindEmployer(LateEmployerId Id, string Employer, LateSum Late) : LateEmployerCommand;
}

/// <summary>What an employer owes that is late.</summary>
/// <param name="Open">How much.</param>
/// <param name="Since">The last day on which the oldest of it was to be paid.</param>
[GenerateSerializer, Immutable, Alias("vip.late-sum")]
public sealed record LateSum(Money Open, DateOnly Since);

/// <summary>What happened to a late employer. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(EmployerReminded), "employer-reminded")]
public abstract record LateEmployerEvent
{
    private LateEmployerEvent() { }

    /// <summary>It was reminded.</summary>
    /// <param name="Late">Its id.</param>
    /// <param name="Employer">The employer.</param>
    /// <param name="On">The day.</param>
    /// <param name="Sum">What was late.</param>
    /// <param name="Times">How often it has been reminded by now.</param>
    public sealed record EmployerReminded(LateEmployerId Late, string Employer, DateOnly On, LateSum Sum, int Times) : LateEmployerEvent;
}

/// <summary>When an employer is reminded.</summary>
public sealed class LateEmployerDecider : IDecider<LateEmployer, LateEmployerCommand, LateEmployerEvent>
{
    private LateEmployerDecider() { }

    /// <inheritdoc/>
    public static LateEmployer Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<LateEmployer, LateEmployerEvent> Aggregate { get; } =
        new("late-employer-1", PaymentsJson.Default.LateEmployerEvent, PaymentsJson.Default.LateEmployer);

    /// <inheritdoc/>
    public static Decision<LateEmployerEvent> Decide(LateEmployer s, LateEmployerCommand command, Moment moment)
    {
        var c = (LateEmployerCommand.RemindEmployer)command;
        var isDue = c.Late.Open.Minor > 0 && c.Late.Since < moment.Day
            && (s.RemindedOn is not { } last || last.AddDays(LateEmployer.RemindsEvery) <= moment.Day);
        return isDue
            ? Accept("reminded", new LateEmployerEvent.EmployerReminded(c.Id, c.Employer, moment.Day, c.Late, s.Times + 1))
            : Accept("not-yet");
    }

    /// <inheritdoc/>
    public static LateEmployer Evolve(LateEmployer s, LateEmployerEvent e) => e is LateEmployerEvent.EmployerReminded x
        ? s with { Id = x.Late, RemindedOn = x.On, Times = x.Times }
        : throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The employer does not know this event.");
}
