namespace VipOrleans.Architecture.Tests;

using System.Text.RegularExpressions;

/// <summary>What lists duplicates and patterns of hosting is for humans: nothing that decides reads it.</summary>
public sealed class ListsThatDecideNothingTests
{
    // What the lists are made of, by the names under which anything could ask for it.
    private static readonly string[] Lists =
        ["IDuplicatesGrain", "IHostingPatternsGrain", "DuplicatesFold", "HostingPatternsFold", "PatternThresholds", "HostingPattern",
            "SharingPair", "SharingCrowd", "SharedByMany", "Sharing",
            "Duplicates", "HostingPatterns"];

    // Where they are made and shown. The grain of one pair shows it as the list does.
    private static readonly string[] MayName =
    [
        "Vault/", "Contracts/People/Duplicates/", "Contracts/People/PeopleGrains.cs",
        "Domain/People/Duplicates/HostingPatterns.cs", "Grains/People/Duplicates/", "Grains/Hosting/PersonFiles.cs",
        "Gateway/People/Duplicates/",
        // A client and a page show an officer what the API lists; what is done with it is a command like any other.
        "Client/VipClient.g.cs", "Portal/Pages/OfficerPages.cs",
    ];

    [Fact]
    public void No_decider_no_saga_and_no_other_grain_reads_a_list_of_duplicates_or_patterns()
    {
        var wrong = new List<string>();
        var named = 0;
        foreach (var project in Sources.Projects.Keys)
        {
            foreach (var file in Sources.FilesOf(project))
            {
                var path = Path.GetRelativePath(Path.Combine(Sources.Root, "src"), file).Replace('\\', '/');
                var code = CodeText.Of(File.ReadAllText(file));
                foreach (var name in Lists.Where(n => Regex.IsMatch(code, $@"(?<!\w){n}(?!\w)")))
                {
                    named++;
                    if (!MayName.Any(p => path.StartsWith(p, StringComparison.Ordinal))) wrong.Add($"{path} names {name}.");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(named, 10, 200);
    }

    [Fact]
    public void The_grain_of_one_pair_asks_no_list()
    {
        var code = CodeText.Of(File.ReadAllText(Path.Combine(Sources.Root, "src", "Grains", "People", "Duplicates", "DuplicateGrain.cs")));
        foreach (var name in Lists.Except(["DuplicatesFold"])) Assert.DoesNotMatch($@"(?<!\w){name}(?!\w)", code);
    }
}
