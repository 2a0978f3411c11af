namespace VipOrleans.Domain.Kernel;

using System.Buffers;

/// <summary>What an actor's text, as it stands beside events, says of who acts: a role, a colon and an id.</summary>
public static class Actors
{
    private const string City = "city-officer:", Nation = "nation-officer:";

    private static readonly SearchValues<char> KeyChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The side of a sponsorship that an actor is, a guardian as the host; null for everybody else.</summary>
    public static Party? PartyOf(string actor) =>
        actor.StartsWith("host:", StringComparison.Ordinal) ? Party.Host
        : actor.StartsWith("migrant:", StringComparison.Ordinal) ? Party.Migrant : null;

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
    /// <remarks>
    /// An officer's id is a hash of the subject, and behind a hyphen one of the subject as it is compared, if that is another text: two
    /// subjects that differ in case or in the width of their letters alone are one human being, or may be, and count as one here.
    /// </remarks>
    public static bool AreOne(string one, string other)
    {
        if (one == other) return true;
        if (!IsOfficer(one) || !IsOfficer(other)) return false;
        var a = Subject(one);
        var b = Subject(other);
        return a.SequenceEqual(b) || Compared(a).SequenceEqual(Compared(b)) || Raw(a).SequenceEqual(Raw(b));
    }

    private static ReadOnlySpan<char> Subject(string actor) => actor.AsSpan(actor.IndexOf(':', StringComparison.Ordinal) + 1);

    private static ReadOnlySpan<char> Raw(ReadOnlySpan<char> subject) => subject.IndexOf('-') is > 0 and var at ? subject[..at] : subject;

    private static ReadOnlySpan<char> Compared(ReadOnlySpan<char> subject) => subject[(subject.LastIndexOf('-') + 1)..];
}
