namespace VipOrleans.Domain.Kernel;

using System.Buffers;

/// <summary>What an actor's text, as it stands beside events, says of who acts: a role, a colon and an id.</summary>
public static class Actors
{
    private const string City = "city-officer:", Nation = "nation-officer:";

    private static readonly SearchValues<char> KeyChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True for an officer of a city.</summary>
    public static bool IsCityOfficer(string actor) => actor.StartsWith(City, StringComparison.Ordinal);

    /// <summary>True for an officer of a nation.</summary>
    public static bool IsNationOfficer(string actor) => actor.StartsWith(Nation, StringComparison.Ordinal);

    /// <summary>True for an officer of either, named by an id of 1 to 60 letters, digits and hyphens.</summary>
    public static bool IsOfficer(string actor) =>
        (IsCityOfficer(actor) || IsNationOfficer(actor)) && actor.IndexOf(':', StringComparison.Ordinal) + 1 is var at
            && actor.Length - at is >= 1 and <= 60
        && !actor.AsSpan(at).ContainsAnyExcept(KeyChars);

    /// <summary>
    /// True if both are one human being: who holds an office of a city and one of its nation has one subject and two roles. An officer's is
    /// a hash of issuer and subject, so it needs no other scope; what anybody else has behind the role is of another kind, and is compared
    /// as a whole.
    /// </summary>
    public static bool AreOne(string one, string other) =>
        one == other || (HoldsOffice(one) && HoldsOffice(other) && Subject(one).SequenceEqual(Subject(other)));

    private static bool HoldsOffice(string actor) => IsCityOfficer(actor) || IsNationOfficer(actor);

    private static ReadOnlySpan<char> Subject(string actor) => actor.AsSpan(actor.IndexOf(':', StringComparison.Ordinal) + 1);
}
