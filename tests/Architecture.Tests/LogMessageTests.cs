namespace VipOrleans.Architecture.Tests;

using System.Text.RegularExpressions;

/// <summary>An operator filters and counts log messages by their event id: each message has one, and none has two meanings.</summary>
public sealed partial class LogMessageTests
{
    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own()
    {
        var messages = Sources
            .Projects.Keys.SelectMany(Sources.FilesOf)
            .SelectMany(f => Messages(File.ReadAllText(f)).Select(id => (Id: id, File: Path.GetRelativePath(Sources.Root, f))))
            .ToList();
        Assert.InRange(messages.Count, 20, 1000);
        Assert.All(messages, m => Assert.True(m.Id is not null, $"{m.File} has a log message without an event id."));
        var twice = messages.GroupBy(m => m.Id).Where(g => g.Count() > 1).OrderBy(g => g.Key);
        Assert.Empty(twice.Select(g => $"Event id {g.Key} is used in {string.Join(", ", g.Select(m => m.File))}."));
    }

    [Theory]
    [InlineData("[LoggerMessage(7, LogLevel.Error, \"It failed.\")]", 7)]
    [InlineData("[LoggerMessage(\n    EventId = 7, Level = LogLevel.Error, Message = \"It failed.\")]", 7)]
    [InlineData("[LoggerMessage(Level = LogLevel.Error, EventId = 7, Message = \"EventId = 8\")]", 7)]
    [InlineData("[LoggerMessageAttribute(eventId: 7, LogLevel.Error, \"It failed.\")]", 7)]
    [InlineData("[LoggerMessage(Level = LogLevel.Error, Message = \"(7, EventId = 8)\")]", null)]
    [InlineData("[LoggerMessage(LogLevel.Error, \"EventId = 8\")]", null)]
    public void An_event_id_is_found_wherever_it_stands(string attribute, int? id) => Assert.Equal(id, Assert.Single(Messages(attribute)));

    private static IEnumerable<int?> Messages(string source) =>
        Attributes()
            .Matches(CodeText.Of(source))
            .Select(m => EventId().Match(m.Groups[1].Value))
            .Select(m => m.Success ? int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : (int?)null);

    [GeneratedRegex(@"\[LoggerMessage(?:Attribute)?\(([^)\]]*)")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"(?:^\s*|EventId\s*=\s*|eventId\s*:\s*)(\d+)")]
    private static partial Regex EventId();
}
