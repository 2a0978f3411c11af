namespace VipOrleans.Bench;

using System.Globalization;
using Sylvan.Data.Csv;

/// <summary>The files that the model reads.</summary>
internal static class CapacityFiles
{
    /// <summary>Computes what is needed out of a folder of results, and writes it there.</summary>
    /// <param name="results">The folder with <c>figures.csv</c> and <c>report.md</c>.</param>
    /// <returns>The report.</returns>
    /// <exception cref="FormatException">A file cannot be read, or something was not measured; the message says what.</exception>
    public static string Compute(string results)
    {
        var model = new CapacityModel(Figures(File.ReadAllText(Path.Combine(results, "figures.csv"))),
            Cores(File.ReadAllText(Path.Combine(results, "report.md"))), Own("prices.csv"), Own("workload.csv"));
        var text = CapacityReport.Markdown(model);
        File.WriteAllText(Path.Combine(results, "capacity.md"), text);
        return text;
    }

    /// <summary>The figures of a run.</summary>
    /// <param name="csv">What <see cref="ReportWriter"/> wrote.</param>
    public static Results Figures(string csv)
    {
        var all = new Results();
        foreach (var row in Rows(csv))
        {
            foreach (var round in row[5].Split(';'))
            {
                all.Add(row[0], row[1], row[2], Number(row[3]), row[4], Number(round));
            }
        }

        return all;

        static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The rows of a file that lies beside the program, without its heading.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Own(string file) =>
        Rows(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Capacity", file)));

    private static List<IReadOnlyList<string>> Rows(string csv)
    {
        using var reader = CsvDataReader.Create(new StringReader(csv));
        var rows = new List<IReadOnlyList<string>>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }

    // "- Machine: 2 cores (…": the report says on what it was measured.
    private static int Cores(string report)
    {
        const string Mark = "- Machine: ";
        var line = report.Split('\n').FirstOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal));
        return int.TryParse(line?[Mark.Length..].Split(' ')[0], CultureInfo.InvariantCulture, out var cores)
            ? cores : throw new FormatException("The report does not say how many cores the machine had.");
    }
}
