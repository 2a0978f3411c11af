namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>The rules of a city: each part decides its own commands on the whole, and is changed by events alone.</summary>
public sealed class CityDecider : IDecider<City, CityCommand, CityEvent>
{
    /// <summary>
    /// How many of those in line one command serves. A quota that grows by thousands is served in steps, so that no append is too large for
    /// a store; nobody is overtaken between the steps, because a new request goes behind those who wait.
    /// </summary>
    public const int MaxServedAtOnce = 100;

    /// <summary>Most days of a grace period, and of one extension.</summary>
    public const int MaxGraceDays = 730;

    /// <summary>How many tickets one command gives by lot.</summary>
    public const int MaxDrawnAtOnce = 200;

    private CityDecider() { }

    /// <inheritdoc/>
    public static City Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<City, CityEvent> Aggregate { get; } = new("city-6", PlacesJson.Default.CityEvent, PlacesJson.Default.City);

    /// <inheritdoc/>
    public static Decision<CityEvent> Decide(City city, CityCommand command, Moment moment)
    {
        if (city.Id is null && command is not OpenCity)
        {
            return Reject(RejectionCode.CityNotFound, "There is no such city in the programme.");
        }

        return command switch
        {
            HoldsCommand c => HoldsDecider.Decide(city, c, moment.Time),
            GraceCommand c => GraceDecider.Decide(city, c, moment.Time),
            ServeWaiting => QueueDecider.AcceptAndServe("served", city, moment.Time),
            OpeningsCommand c => OpeningsDecider.Decide(city, c, moment.Time),
            FederationCommand c => FederationDecider.Decide(city, c, moment.Time),
            IntakeCommand c => IntakeDecider.Decide(city, c, moment),
            CharterCommand c => CharterDecider.Decide(city, c, moment),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The city does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static City Evolve(City city, CityEvent e)
    {
        var (intake, federation, holds) = (city.Intake.Evolve(e), city.Federation.Evolve(e), city.Holds.Evolve(e));
        var limit = federation.Limit(intake.Quota);
        return city with
        {
            Charter = city.Charter.Evolve(e),
            Intake = intake,
            Federation = federation,
            Holds = ReferenceEquals(holds, city.Holds) && limit == city.Limit ? holds : holds.Offering(limit),
            Queue = city.Queue.Evolve(e, city),
            Openings = city.Openings.Evolve(e, city.Queue),
        };
    }
}
