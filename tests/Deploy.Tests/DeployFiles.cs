namespace VipOrleans.Deploy.Tests;

using System.Reflection;
using YamlDotNet.RepresentationModel;

/// <summary>The files of the repository, as they stand.</summary>
internal static class DeployFiles
{
    public static readonly string Root = Metadata("RepositoryDirectory");

    public static string Metadata(string key) =>
        typeof(DeployFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    public static YamlMappingNode Yaml(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text(path)));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>The node at a path of keys, which must all be there.</summary>
    public static YamlNode At(this YamlNode node, params string[] keys) =>
        keys.Aggregate(node,
            (at, key) =>
                ((YamlMappingNode)at).Children.TryGetValue(new YamlScalarNode(key), out var found)
                    ? found : throw new KeyNotFoundException($"'{key}' is missing."));

    public static IEnumerable<string> Keys(this YamlNode node) => ((YamlMappingNode)node).Children.Keys.Select(k => k.ToString());

    public static IEnumerable<string> Items(this YamlNode node) => ((YamlSequenceNode)node).Children.Select(c => c.ToString());
}
