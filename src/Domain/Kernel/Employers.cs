namespace VipOrleans.Domain.Kernel;

/// <summary>
/// What is known of employers everywhere: an id that counts within one nation, and nothing of it in another. The same id in two nations is
/// two employers.
/// </summary>
public static class Employers
{
    /// <summary>Longest id of an employer, in characters.</summary>
    public const int MaxId = 100;

    /// <summary>Stands where an officer reports a pay and names no employer; it is the id of none.</summary>
    public const string None = "city";

    private const string Role = "employer:";

    /// <summary>
    /// The refusal of an employer who is not named for a sponsorship. It is the same if there is no such sponsorship, so that nobody learns
    /// from it which ones exist.
    /// </summary>
    public static Rejection NotNamed { get; } = new(RejectionCode.EmployerNotNamed,
        "The employer is not named for the sponsorship: the migrant or an officer of the city names it first.");

    /// <summary>True for 1 to <see cref="MaxId"/> letters, digits, '.', '-' and '_'.</summary>
    public static bool IsId(string text) => TextForms.Employer.Fits(text);

    /// <summary>How an employer stands beside events: its nation is a part of who it is.</summary>
    public static string Actor(NationId nation, string id) => $"{Role}{nation}/{id}";

    /// <summary>True for an employer, of whatever nation.</summary>
    public static bool IsOne(string actor) => actor.StartsWith(Role, StringComparison.Ordinal);

    /// <summary>The id of an employer of a nation; null for anybody else, an employer of another nation among them.</summary>
    public static string? IdIn(NationId nation, string actor) =>
        actor.StartsWith($"{Role}{nation}/", StringComparison.Ordinal) ? actor[(actor.IndexOf('/', StringComparison.Ordinal) + 1)..] : null;

    /// <summary>
    /// An actor as it is named today. Older journals have employers without their nation: it was that of the stream, because no other
    /// employer was let in.
    /// </summary>
    /// <param name="actor">An actor as it stands in an event.</param>
    /// <param name="nation">The nation of the stream in which it stands.</param>
    public static string Scoped(string actor, NationId nation) =>
        IsOne(actor) && !actor.Contains('/', StringComparison.Ordinal) ? Actor(nation, actor[Role.Length..]) : actor;
}
