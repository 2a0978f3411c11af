namespace VipOrleans.Journal;

using Azure.Data.Tables;
using VipOrleans.Stores;

/// <summary>How rows are made and read back.</summary>
internal static class TableRows
{
    /// <summary>The bytes of a row.</summary>
    /// <exception cref="JournalCorruptException">Some are missing.</exception>
    public static byte[] Bytes(this TableEntity row) =>
        row.BytesOrNull() ?? throw new JournalCorruptException($"The row {Where(row)} is damaged: one of its properties is missing.");

    public static List<RecordedEvent> Events(this TableEntity row) => EventPack.Read(row.Bytes(), Where(row));

    public static TableEntity Mark(string partition, string rowKey, CommandMark mark) => new(partition, rowKey)
    {
        ["CommandId"] = mark.CommandId,
        ["Fingerprint"] = mark.Fingerprint,
        ["Version"] = mark.Version,
        ["Outcome"] = mark.Outcome,
    };

    public static CommandMark Mark(TableEntity row) =>
        new(row.GetString("CommandId"), row.GetInt64("Fingerprint") ?? 0, row.GetInt64("Version") ?? 0, row.GetString("Outcome") ?? "");

    /// <summary>The hash of the feed that a header has; one that has not its length fits nothing.</summary>
    public static FeedHash Feed(TableEntity? header) =>
        header?.GetBinary("FeedHash") is { Length: FeedHash.Size } hash ? new(hash) : default;

    private static string Where(TableEntity row) => $"'{row.PartitionKey}' '{row.RowKey}'";
}
