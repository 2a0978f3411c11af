namespace VipOrleans.Architecture.Tests;

using System.Text.RegularExpressions;

/// <summary>
/// A grain is reached by the id of what it hosts (<c>grains.City(id)</c>): how a key is made from an id is written once, in Contracts.
/// </summary>
public sealed partial class GrainAccessTests
{
    [Theory]
    [InlineData("Contracts")]
    [InlineData("Grains")]
    [InlineData("Gateway")]
    [InlineData("Silo")]
    [InlineData("Pilot")]
    public void Grain_keys_are_made_in_one_place_only(string project)
    {
        var others = Sources.FilesOf(project)
            .Where(f => !Path.GetFileName(f).EndsWith("Grains.cs", StringComparison.Ordinal) || project != "Contracts")
            .SelectMany(f => ByHand().Matches(File.ReadAllText(f))
                .Select(m => m.Groups[1].Value)
                .Where(grain => grain is not ("IManagementGrain" or "IFeedNewsGrain"))
                .Select(grain => $"{Path.GetFileName(f)}: {grain}"));
        Assert.Empty(others);
    }

    [Fact]
    public void Every_grain_of_the_contracts_can_be_reached_by_an_id()
    {
        var files = Sources.FilesOf("Contracts").ToDictionary(f => f, File.ReadAllText);
        var declared = files.Values.SelectMany(text => Declared().Matches(text)).Select(m => m.Groups[1].Value).Order().ToList();
        var reached = files.Values.SelectMany(text => ByHand().Matches(text)).Select(m => m.Groups[1].Value).Distinct().Order().ToList();
        Assert.NotEmpty(declared);
        Assert.Equal(declared, reached);
    }

    // What is asked with more than that is one value, which the decider takes as it is.
    [Fact]
    public void A_command_carries_three_values_beside_its_context_at_most()
    {
        var commands = Sources.FilesOf("Contracts").SelectMany(f => Commands().Matches(File.ReadAllText(f)))
            .Select(m => (Name: m.Groups[1].Value, Values: m.Groups[2].Value.Split(',').Length)).ToList();
        Assert.True(commands.Count > 100, $"Only {commands.Count} commands were found.");
        Assert.DoesNotContain(commands, c => c.Values > 3);
    }

    // No generic type with two arguments is among them.
    [GeneratedRegex(@"Task<\w+\??> (\w+)\(CommandContext \w+,([^;]*)\);")]
    private static partial Regex Commands();

    [GeneratedRegex(@"GetGrain<(I\w+)>\(")]
    private static partial Regex ByHand();

    [GeneratedRegex(@"public interface (I\w+Grain) : IGrainWithStringKey")]
    private static partial Regex Declared();
}
