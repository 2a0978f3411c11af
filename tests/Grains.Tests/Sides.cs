namespace VipOrleans.Grains.Tests;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;

internal static class Sides
{
    /// <summary>The same command, asked by a side that speaks for itself.</summary>
    public static CommandContext As(this CommandContext context, Party side) =>
        context with { Actor = side == Party.Host ? "host:own" : "migrant:own" };
}
