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
    /// the city. What an officer says of a ballot that was held elsewhere holds once another officer has seen its certified record.
    /// </summary>
    public sealed record DecideQuota(QuotaDecision Decision) : IntakeCommand;

    /// <summary>Another officer has seen the certified record of a ballot that was held elsewhere: its number holds.</summary>
    public sealed record ConfirmQuota : IntakeCommand;

    /// <summary>Stops new holds and nothing else; who asks for one meanwhile waits in line.</summary>
    public sealed record PauseCity(PauseReason Reason) : IntakeCommand;

    /// <summary>Ends a pause and serves who waits.</summary>
    public sealed record ResumeCity : IntakeCommand;
}
