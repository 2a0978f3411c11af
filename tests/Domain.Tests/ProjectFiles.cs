namespace VipOrleans.Domain.Tests;

using System.Reflection;

/// <summary>The files that stand beside the tests.</summary>
internal static class ProjectFiles
{
    public static string Directory { get; } =
        typeof(ProjectFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;

    public static string PathOf(params string[] parts) => Path.Combine([Directory, .. parts]);

    /// <summary>The rows of a table, by the names of its columns. A cell may be quoted.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(PathOf("facts", file)).Where(l => l.Length > 0).Select(Cells).ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(c => c.First, c => c.Second))];
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var (cell, quoted) = ("", false);
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell);
                cell = "";
            }
            else cell += c;
        }

        return [.. cells, cell];
    }
}
