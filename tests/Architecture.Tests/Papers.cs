namespace VipOrleans.Architecture.Tests;

using System.Text.RegularExpressions;

/// <summary>The Markdown files of the repository. A paper is named by its path from the root.</summary>
internal static partial class Papers
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "TestResults", ".git"];

    /// <summary>Every paper.</summary>
    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Sources.Root, "*.md", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Sources.Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(part => NotOurs.Contains(part)));

    /// <summary>Where a paper is on the disk.</summary>
    public static string PathOf(string paper) => Path.Combine(Sources.Root, paper);

    /// <summary>What a paper says.</summary>
    public static string Text(string paper) => File.ReadAllText(PathOf(paper));

    /// <summary>A text without its fenced blocks of code.</summary>
    public static string WithoutCodeBlocks(string text) => CodeBlock().Replace(text, "");

    /// <summary>Where the links and images of a paper lead, except those to other hosts.</summary>
    public static IEnumerable<string> LinksOf(string paper) =>
        Link().Matches(Code().Replace(WithoutCodeBlocks(Text(paper)), ""))
            .Select(m => m.Groups["to"].Value)
            .Where(to => !ElsewhereOrMail().IsMatch(to));

    /// <summary>True if there is the file or folder that a paper links to, and in it the heading that the link names.</summary>
    public static bool Leads(string paper, string link)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0 ? PathOf(paper) : Path.Combine(Path.GetDirectoryName(PathOf(paper))!, parts[0]);
        if (parts.Length == 1) return File.Exists(target) || Directory.Exists(target);
        return File.Exists(target) && Heading().Matches(File.ReadAllText(target)).Any(m => Anchor(m.Groups["text"].Value) == parts[1]);
    }

    // As GitHub makes it of a heading.
    private static string Anchor(string heading) => NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<to>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex ElsewhereOrMail();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
