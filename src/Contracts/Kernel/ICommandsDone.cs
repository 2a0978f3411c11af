namespace VipOrleans.Contracts.Kernel;

/// <summary>What every grain that decides on commands knows of those that it has carried out.</summary>
[Alias("vip.commands-done"), GrainInterfaceType("vip.commands-done")]
public interface ICommandsDone : IGrainWithStringKey
{
    /// <summary>True for the id of a command that was carried out here.</summary>
    /// <exception cref="StoreUnavailableException">The journal cannot be read now.</exception>
    [Alias("has-done")]
    Task<bool> HasDone(string commandId);
}
