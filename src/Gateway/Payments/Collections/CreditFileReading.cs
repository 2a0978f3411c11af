namespace VipOrleans.Gateway.Payments;

using System.Xml;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;

/// <summary>Reads a file of booked credits from a stream, without holding it.</summary>
internal static class CreditFileReading
{
    /// <summary>Reads a file to its end and gives each credit on; what it came to, or the first thing that is wrong with it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="city">The city whose account it is of.</param>
    /// <param name="give">Takes a credit.</param>
    public static async Task<(CreditFileContent? Content, BankFileProblem? Problem)> Read(Stream file, CityId city,
        Func<CreditRow, ValueTask> give)
    {
        var reader = new CreditFileReader(city);
        using var xml = XmlReader.Create(file, CreditFileReader.Settings);
        try
        {
            while (await xml.ReadAsync())
            {
                var text = xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                    ? await xml.GetValueAsync() : null;
                foreach (var row in reader.Read(xml, text)) await give(row);
                if (reader.Problem is { } problem) return (null, problem);
            }

            return (reader.End(xml), reader.Problem);
        }
        catch (XmlException e)
        {
            reader.Fail(e);
            return (null, reader.Problem);
        }
    }
}
