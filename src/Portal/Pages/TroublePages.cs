namespace VipOrleans.Portal.Pages;

/// <summary>A form that came after its session had ended.</summary>
/// <param name="Back">Where it can be sent again.</param>
/// <param name="IsKept">True if it comes back filled in.</param>
public sealed record SessionEnded(string Back, bool IsKept);
