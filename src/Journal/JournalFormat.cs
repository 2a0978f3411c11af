namespace VipOrleans.Journal;

/// <summary>The format of what the stores keep; it is the same number in all of them.</summary>
internal static class JournalFormat
{
    /// <summary>
    /// 2: an event's hash covers its stream, a partition keeps the hash of its feed, and snapshots are sealed. 1 had none of these.
    /// </summary>
    public const int Current = 2;

    /// <summary>What to say of a store that has to be migrated first.</summary>
    public static string IsOld(string what, long format) =>
        $"{what} has format {format}, written by an older version of this program, which this one does not read. Stop every program that "
            + "uses it, make a copy, and run 'silo journal migrate'.";
}
