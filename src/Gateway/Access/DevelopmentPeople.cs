namespace VipOrleans.Gateway.Access;

using System.Collections.Concurrent;

/// <summary>Somebody whom a developer may sign in as.</summary>
/// <param name="Name">How they are called.</param>
/// <param name="Role">The role's code, such as <c>city-officer</c>.</param>
/// <param name="Person">For a host or migrant: their id.</param>
/// <param name="City">For a city officer, or an auditor of a city: the city.</param>
/// <param name="Nation">For a nation officer, an employer, or an auditor of a nation: the nation.</param>
/// <param name="Employer">For an employer: its id.</param>
/// <param name="Subject">Tells two of the same role and tie apart; null for one who is the same every time.</param>
public sealed record DevelopmentPerson(string Name, string Role, string? Person = null, string? City = null, string? Nation = null,
    string? Employer = null, string? Subject = null);

/// <summary>The people of a sample, whom the development issuer lists to choose from.</summary>
public sealed class DevelopmentPeople
{
    private readonly ConcurrentDictionary<string, DevelopmentPerson> _people = new(StringComparer.Ordinal);

    /// <summary>Everybody, by role and name.</summary>
    public IReadOnlyList<DevelopmentPerson> All =>
        [.. _people.Values.OrderBy(p => p.Role, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>Adds somebody; the same one again changes nothing.</summary>
    public void Add(DevelopmentPerson person) => _people[KeyOf(person)] = person;

    /// <summary>How somebody stands in the address of their choice.</summary>
    internal static string KeyOf(DevelopmentPerson person) =>
        $"{person.Role}:{person.Person ?? person.Employer ?? person.City ?? person.Nation}:{person.Subject}";

    internal DevelopmentPerson? Find(string key) => _people.GetValueOrDefault(key);
}
