namespace VipOrleans.Domain.Reports;

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

/// <summary>
/// The months that the rows of one file have reported so far. A month has one sum an employer, so a second row for it would make the first
/// one's vanish: which row is the second is decided by the file alone, and not by what the books have when it is read.
/// </summary>
/// <remarks>
/// About 40 bytes a row: the first half of a hash of what the row is for, and its line. A row that takes the report back makes room for
/// another one.
/// </remarks>
public sealed class FileMonths
{
    private readonly Dictionary<UInt128, int> _lines = [];

    /// <summary>Goes on with the next row of the file.</summary>
    /// <param name="row">The row.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The line that has reported the same month of the same employer already; null if none has. Pays add up.</returns>
    public int? Reported(EarningsRow row, int line)
    {
        if (row.IsPay) return null;
        var text = $"{row.Sponsorship}/{row.Year}/{row.Month}/{row.Employer}";
        var key = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (!row.IsWithdrawal) return _lines.TryAdd(key, line) ? null : _lines[key];
        _lines.Remove(key);
        return null;
    }
}
