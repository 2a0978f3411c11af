namespace VipOrleans.Architecture.Tests;

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

/// <summary>The projects and sources of the repository.</summary>
internal static class Sources
{
    public static string Root { get; } =
        typeof(Sources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryDirectory").Value!;

    /// <summary>The projects under <c>src</c>, by name.</summary>
    public static IReadOnlyDictionary<string, XDocument> Projects { get; } =
        Directory.EnumerateDirectories(Path.Combine(Root, "src"))
            .SelectMany(d => Directory.EnumerateFiles(d, "*.csproj"))
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => XDocument.Load(f));

    /// <summary>The projects that a project refers to, by name.</summary>
    public static IReadOnlyList<string> ReferencesOf(string project) =>
        [.. Includes(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))];

    /// <summary>The packages that a project refers to.</summary>
    public static IReadOnlyList<string> PackagesOf(string project) => Includes(project, "PackageReference");

    /// <summary>What else a project could be bound to.</summary>
    public static IReadOnlyList<string> Includes(string project, string item) =>
        [.. Projects[project].Descendants().Where(e => e.Name.LocalName == item).Select(e => (string?)e.Attribute("Include") ?? "")];

    /// <summary>The C# files of a project, without what builds have left there.</summary>
    public static IEnumerable<string> FilesOf(string project)
    {
        var directory = Path.Combine(Root, "src", project);
        return Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(directory, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
    }

    /// <summary>The names of the types of another assembly that an assembly's code and attributes name.</summary>
    public static IReadOnlyList<string> TypesUsedOf(Assembly assembly, string other)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(t => t.ResolutionScope.Kind == HandleKind.AssemblyReference
                    && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)t.ResolutionScope).Name) == other)
                .Select(t => metadata.GetString(t.Name)),
        ];
    }
}
