namespace VipOrleans.Pilot.Tests;

using VipOrleans.Silo;

/// <summary>The sample's files as a person edits them.</summary>
public sealed class SampleFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SampleFilesTests()
    {
        foreach (var file in Directory.EnumerateFiles(SampleRun.Folder))
        {
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        }

    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sample_as_it_is_shipped_can_be_read()
    {
        var files = SampleFiles.Read(_folder.Path);
        Assert.Equal((36, 44, 39), (files.Hosts.Count, files.Migrants.Count, files.Sponsorships.Count));
        Assert.Equal(Enum.GetValues<SampleState>(), files.Sponsorships.Select(s => s.State).Distinct().Order());
    }

    [Theory]
    [InlineData("migrants.csv", "2025-06-30", "30.6.2025", "line 2: evidence_on is not a date")]
    [InlineData("migrants.csv", "MXN", "MXX", "line 2: currency is not a currency code")]
    [InlineData("migrants.csv", "296400.00", "296400.5", "line 2: baseline is not an amount with exactly 2 decimals")]
    [InlineData("sponsorships.csv", "active", "happy", "line 2: state is not one of")]
    [InlineData("earnings.csv", "s01,1,1,", "s01,one,1,", "line 2: year is not a whole number")]
    [InlineData("hosts.csv", "Marama Reid", "", "line 2: name is empty")]
    [InlineData("hosts.csv", "guardian", "tutor", "guardian is missing")]
    public void What_cannot_be_read_is_named_by_file_line_and_column(string file, string right, string wrong, string expected)
    {
        var path = Path.Combine(_folder.Path, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0);
        File.WriteAllText(path, text[..at] + wrong + text[(at + right.Length)..]);

        var failure = Assert.Throws<OperatorException>(() => SampleFiles.Read(_folder.Path));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        File.Delete(Path.Combine(_folder.Path, "rates.csv"));
        Assert.Contains("rates.csv", Assert.Throws<OperatorException>(() => SampleFiles.Read(_folder.Path)).Message,
            StringComparison.Ordinal);
    }
}
