using Azure.Data.Tables;

namespace VipOrleans.Journal;

/// <summary>How rows are made and read back.</summary>
internal static class TableRows
{
    private const string Pack = "Pack", Slices = "Slices";

    /// <summary>Puts bytes into a row, in as many properties as they need.</summary>
    public static TableEntity WithBytes(this TableEntity row, ReadOnlySpan<byte> bytes)
    {
        var slices = 0;
        for (; slices == 0 || slices * TableLimits.SliceBytes < bytes.Length; slices++)
        {
            var rest = bytes[(slices * TableLimits.SliceBytes)..];
            row[$"{Pack}{slices}"] = rest[..Math.Min(rest.Length, TableLimits.SliceBytes)].ToArray();
        }

        row[Slices] = slices;
        return row;
    }

    /// <summary>The bytes of a row.</summary>
    /// <exception cref="JournalCorruptException">Some are missing.</exception>
    public static byte[] Bytes(this TableEntity row)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; i < (row.GetInt32(Slices) ?? 0); i++)
            bytes.Write(row.GetBinary($"{Pack}{i}") ?? throw new JournalCorruptException($"The row {Where(row)} is damaged: property {Pack}{i} is missing."));
        return bytes.ToArray();
    }

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

    private static string Where(TableEntity row) => $"'{row.PartitionKey}' '{row.RowKey}'";
}
