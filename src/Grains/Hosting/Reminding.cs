namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;

/// <summary>How a grain that begins something sets the reminder that comes to finish it.</summary>
internal static partial class Reminding
{
    /// <summary>Sets a reminder, which comes after each period until it is removed.</summary>
    /// <exception cref="StoreUnavailableException">It could not be set, so nothing may begin. What its table threw is unknown to clients of
    /// the cluster.</exception>
    public static async Task SetReminder(this IGrainBase grain, string name, TimeSpan period, ILogger log)
    {
        try
        {
            await grain.RegisterOrUpdateReminder(name, period, period);
        }
        catch (Exception e)
        {
            LogNotSet(log, e, grain.GrainContext.GrainId);
            throw new StoreUnavailableException(
                "The reminder that would finish this could not be set, so nothing was begun. Try again with the same idempotency key.");
        }
    }

    [LoggerMessage(153, LogLevel.Warning, "The reminder of {Grain} could not be set; its caller is told so.")]
    private static partial void LogNotSet(ILogger log, Exception e, GrainId grain);
}
