namespace VipOrleans.Domain.Places;

public abstract partial record CityCommand
{
    /// <summary>What decides how many people a city takes in, and whether it does now.</summary>
    public abstract record IntakeCommand : CityCommand
    {
        private protected IntakeCommand() { }
    }

    /// <summary>
    /// Decides how many places the city offers. A cut below what is taken evicts nobody; a decision cannot be of a later day than today in
    /// the city.
    /// </summary>
    public sealed record DecideQuota(QuotaDecision Decision) : IntakeCommand;

    /// <summary>Stops new holds and nothing else; who asks for one meanwhile waits in line.</summary>
    public sealed record PauseCity(PauseReason Reason) : IntakeCommand;

    /// <summary>Ends a pause and serves who waits.</summary>
    public sealed record ResumeCity : IntakeCommand;
}
