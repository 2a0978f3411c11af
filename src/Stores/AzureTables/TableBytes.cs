namespace VipOrleans.Stores;

using Azure.Data.Tables;

/// <summary>Bytes of a row that are more than one property takes.</summary>
internal static class TableBytes
{
    private const string Pack = "Pack", Slices = "Slices";

    /// <summary>Puts bytes into a row, at most <see cref="TableLimits.PackBytes"/>, in as many properties as they need.</summary>
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

    /// <summary>The bytes of a row; null where some are missing.</summary>
    public static byte[]? BytesOrNull(this TableEntity row)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; i < (row.GetInt32(Slices) ?? 0); i++)
        {
            if (row.GetBinary($"{Pack}{i}") is not { } slice) return null;
            bytes.Write(slice);
        }

        return bytes.ToArray();
    }
}
