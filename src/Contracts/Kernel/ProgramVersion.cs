namespace VipOrleans.Contracts.Kernel;

using System.Reflection;

/// <summary>Which build of the product is running.</summary>
public static class ProgramVersion
{
    /// <summary>
    /// The release, and behind a plus sign the commit that it was built from, as in <c>0.2.0+7fce29d</c>; <c>-dev</c> marks a build between
    /// releases.
    /// </summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
