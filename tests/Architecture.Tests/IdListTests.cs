namespace VipOrleans.Architecture.Tests;

using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;

/// <summary>An id is known by being declared: nothing lists ids by hand, so nothing is forgotten when one is added.</summary>
public sealed class IdListTests
{
    [Fact]
    public void No_file_names_half_of_all_ids()
    {
        var ids = IdKinds.OfDomain.All.Select(id => id.Type.Name).ToList();
        var many = new List<string>();
        foreach (var project in Sources.Projects.Keys)
        {
            foreach (var file in Sources.FilesOf(project))
            {
                var code = CodeText.Of(File.ReadAllText(file));
                if (ids.Count(id => Regex.IsMatch(code, $@"(?<!\w){id}(?!\w)")) * 2 >= ids.Count)
                {
                    many.Add(Path.GetRelativePath(Path.Combine(Sources.Root, "src"), file).Replace('\\', '/'));
                }
            }
        }

        // The examples of the documentation name nearly all, and nothing is derived from them.
        Assert.Equal(["Gateway/OpenApi/Documentation.cs"], many);
    }
}
