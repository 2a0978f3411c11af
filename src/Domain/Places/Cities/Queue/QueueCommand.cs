namespace VipOrleans.Domain.Places;

public abstract partial record CityCommand
{
    /// <summary>Serves the next ones in line, as many as one command may.</summary>
    public sealed record ServeWaiting : CityCommand;
}
