namespace VipOrleans.Domain.Matching;

/// <summary>
/// The heritage and the faith that one person has opened to the other side, by explicit consent. It lives in the vault and in memory, never
/// in an event.
/// </summary>
/// <remarks>Deliberately no record and without any serializer: a record prints itself into logs.</remarks>
/// <param name="heritage">A code; null if the person has not opened it.</param>
/// <param name="faith">A code; null if the person has not opened it.</param>
public sealed class ProtectedTraits(string? heritage, string? faith)
{
    /// <summary>Nothing opened.</summary>
    public static readonly ProtectedTraits Closed = new(null, null);

    /// <summary>True if both have opened their heritage and it is the same.</summary>
    internal bool SharesHeritageWith(ProtectedTraits other) => heritage is not null && heritage == other.Heritage;

    /// <summary>True if both have opened their faith and it is the same.</summary>
    internal bool SharesFaithWith(ProtectedTraits other) => faith is not null && faith == other.Faith;

    private string? Heritage => heritage;

    private string? Faith => faith;

    /// <summary>Says nothing of what is in it.</summary>
    public override string ToString() => "protected traits";
}
