namespace VipOrleans.Stores;

/// <summary>What an error of a store that is reached over a network means for the work that met it.</summary>
/// <param name="Reason">What is wrong, in words.</param>
/// <param name="MayPass">True where the same work may succeed a little later.</param>
/// <param name="NothingDone">True where the store itself said that it did nothing; false where only a later look can tell.</param>
internal sealed record StoreFailure(string Reason, bool MayPass, bool NothingDone)
{
    /// <summary>True where the store has no room left.</summary>
    public bool IsFull { get; init; }

    /// <summary>How long the store asks to be left alone; null where it says nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
