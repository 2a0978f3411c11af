namespace VipOrleans.Chaos;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Journal;
using VipOrleans.Pilot;

/// <summary>The pilot with a fault in its journal: what the run of processes must catch, so that one knows that it can.</summary>
internal static class FaultyPilot
{
    /// <summary>The first word of the command line of such a pilot.</summary>
    public const string Word = "faulty-pilot";

    /// <summary>Answers that an append is durable, and writes it a moment later.</summary>
    public const string AcknowledgeBeforeCommit = "acknowledge-before-commit";

    public static async Task Run(string fault, string[] arguments)
    {
        if (fault != AcknowledgeBeforeCommit) throw new ArgumentException($"There is no fault '{fault}'.", nameof(fault));
        await using var app = PilotHost.Build(PilotOptions.Parse(arguments), builder =>
        {
            var right = builder.Services.Last(s => s.ServiceType == typeof(IJournal));
            builder.Services.Remove(right);
            builder.Services.AddSingleton<IJournal>(s => new WritesLater((IJournal)right.ImplementationFactory!(s)));
        });
        await app.RunAsync();
    }
}
