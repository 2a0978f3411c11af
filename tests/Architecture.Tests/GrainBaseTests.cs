namespace VipOrleans.Architecture.Tests;

using System.Text.RegularExpressions;

/// <summary>Reminders and feeds are handled by the grains' bases alone: what is hard about them is written, and tested, once.</summary>
public sealed class GrainBaseTests
{
    // What only a base may name, and the base.
    private static readonly Dictionary<string, string> OnlyIn = new()
    {
        ["IRemindable"] = "Grains/Hosting/SagaGrain.cs",
        ["ReceiveReminder"] = "Grains/Hosting/SagaGrain.cs",
        ["RegisterOrUpdateReminder"] = "Grains/Hosting/SagaGrain.cs",
        ["GetReminder"] = "Grains/Hosting/SagaGrain.cs",
        ["UnregisterReminder"] = "Grains/Hosting/SagaGrain.cs",
        ["SagaFailures"] = "Grains/Hosting/SagaGrain.cs",
        ["IFeedSource"] = "Grains/Hosting/Pro",
        ["Checkpoints"] = "Grains/Hosting/",
        ["IGrainStorage"] = "Grains/Hosting/Checkpoints.cs",
        ["FromSnapshot"] = "Grains/Hosting/ProjectionGrain.cs",
        ["ReadFeed"] = "Grains/Hosting/Projecting.cs",
        ["SaveSnapshot"] = "Grains/Hosting/",
        ["DeleteSnapshot"] = "Grains/Hosting/Checkpoints.cs",
    };

    // A fold says how it is written; the relay delivers from the feed and waits for it, the feed's own grain shows it, and a round reads
    // its own part of it once.
    private static readonly string[] MayToo =
    [
        "FromSnapshot Fold.cs", "ReadFeed Grains/Reports/Feeds/",
        "ReadFeed Grains/Hosting/Checkpoints.cs", "ReadFeed Grains/Matching/Rounds/RoundGrain.cs",
        "IFeedSource Grains/GrainsHosting.cs", "Checkpoints Grains/GrainsHosting.cs", "Checkpoints Grains/Reports/Feeds/",
        // The other base that time wakes: of projections.
        "IRemindable Grains/Hosting/ClockGrain.cs", "ReceiveReminder Grains/Hosting/ClockGrain.cs",
        "RegisterOrUpdateReminder Grains/Hosting/ClockGrain.cs", "GetReminder Grains/Hosting/ClockGrain.cs",
        // It counts the single payments of a step, each of which may fail by itself.
        "SagaFailures Grains/Payments/Payouts/PayoutGrain.cs", "SagaFailures Grains/Payments/Collections/CreditGrain.cs",
        "SagaFailures Grains/Hosting/GrainTelemetry.cs",
    ];

    public static TheoryData<string> Names => [.. OnlyIn.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_a_base_handles_reminders_and_feeds(string name)
    {
        var named = Sources.FilesOf("Grains").Where(f => Regex.IsMatch(CodeText.Of(File.ReadAllText(f)), $@"(?<!\w){name}(?!\w)"))
            .Select(f => Path.GetRelativePath(Path.Combine(Sources.Root, "src"), f).Replace('\\', '/')).ToList();

        Assert.Contains(named, f => f.StartsWith(OnlyIn[name], StringComparison.Ordinal));
        Assert.DoesNotContain(named, f => !f.StartsWith(OnlyIn[name], StringComparison.Ordinal) && !May(name, f));
    }

    // A list that follows the feed can name a thing a moment before its grain has noted that it was written.
    [Fact]
    public void What_is_being_made_is_waited_for_by_each_grain_that_may_answer_that_there_is_nothing()
    {
        var questions = Sources.FilesOf("Grains").SelectMany(f => Regex.Matches(CodeText.Of(File.ReadAllText(f)),
            @"Task<\w+\?> Get\(\)(?<body>.*?)\n    }?\r?\n", RegexOptions.Singleline).Select(m => (File: f, Body: m.Groups["body"].Value)))
            .ToList();

        Assert.True(questions.Count >= 14, $"Only {questions.Count} were found.");
        Assert.DoesNotContain(questions, q => !q.Body.Contains("await BeingMade();", StringComparison.Ordinal));
    }

    private static bool May(string name, string file) => MayToo.Any(m => m.Split(' ') is [var what, var where] && what == name
        && (file.StartsWith(where, StringComparison.Ordinal) || file.EndsWith(where, StringComparison.Ordinal)));
}
