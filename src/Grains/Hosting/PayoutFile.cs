namespace VipOrleans.Grains.Hosting;

using System.Security.Cryptography;
using VipOrleans.Domain.Payments;

/// <summary>The bytes of an instruction and what names them.</summary>
internal static class PayoutFile
{
    public static (byte[] Bytes, string Sha256) Of(CreditTransferFile file)
    {
        var bytes = file.ToXml();
        return (bytes, HashOf(bytes));
    }

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
