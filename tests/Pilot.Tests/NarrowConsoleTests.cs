namespace VipOrleans.Pilot.Tests;

using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// Everything that the pilot prints, in consoles of any width. The names are of all kinds: of two cells a character, from right to left,
/// with marks above, below and beside their letters, and as long as the longest in the sample.
/// </summary>
public sealed partial class NarrowConsoleTests
{
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(10);
    private static readonly string[] Names =
    [
        "王秀英", "佐藤 恵子", "김민준", "سمير الخطيب", "प्रतिमा", "Nguyễn Thị", "Te\u0304ane Z\u030c\u0323elaz\u030co", "Ximena Ruvalcaba Ortiz",
        "Siobhán O'Dwyer-Hale", "Ng",
    ];

    public static TheoryData<int, bool> Consoles =>
        new(from width in new[] { 40, 80, 100, 200 } from colour in new[] { true, false } select (width, colour));

    [Theory]
    [MemberData(nameof(Consoles))]
    public async Task Every_value_of_every_report_can_be_read(int width, bool colour)
    {
        var printed = await Print(MadeUp, width, colour);

        AssertFits(printed, width);
        var words = MadeUp.Choices.Concat(MadeUp.Payroll!.Rows()).SelectMany(c => $"{c.What} {c.Outcome}".Split(' '));
        Assert.All(Values(MadeUp).Concat(words), value => Assert.Contains(printed, l => Holds(l, value)));
    }

    [Fact]
    public async Task No_console_is_too_narrow_to_print_at_all()
    {
        for (var width = 1; width < 140; width++)
        {
            var printed = await Print(MadeUp, width, colour: false);
            // Narrower than that, an indent with an amount behind it can be too much.
            if (width >= 24) AssertFits(printed, width);
        }
    }

    [Fact]
    public async Task A_row_takes_one_line_if_that_fits_else_two_else_a_line_for_each_value()
    {
        string[] amounts = ["1,036,265.97", "7,500.00", "3,750.00", "1,032,515.97"];
        foreach (var (width, lines) in new[] { (200, 1), (100, 2), (80, 2), (40, 10) })
        {
            var printed = await Print(MadeUp, width, colour: false);
            printed = [.. printed.SkipWhile(l => !l.Contains("Gain sharing", StringComparison.Ordinal))];
            var row = printed.SkipWhile(l => !Holds(l, "s01")).Take(lines).ToList();
            Assert.All(amounts, amount => Assert.Contains(row, l => Holds(l, amount)));
            Assert.True(Holds(printed[printed.IndexOf(row[^1]) + 1], lines < 10 ? "s02" : ""), $"{width} columns");
        }
    }

    [Theory]
    [MemberData(nameof(Consoles))]
    public async Task Progress_says_what_is_waited_for(int width, bool colour)
    {
        var parts = Enum.GetValues<SamplePart>();
        var printed = await InTime(width, colour, console => SampleProgressBars.Show(console, parts, async progress =>
        {
            foreach (var part in parts) progress(new(part, 1, 2));
            progress(new(SamplePart.Choices, 1, 2, "the opening"));
            await Task.Yield();
            return 0;
        }));

        AssertFits(printed, width);
        Assert.Contains(printed, l => l.Contains("Choices: waiting for the opening", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("恵", 1, "恵")]
    [InlineData("恵子", 1, "恵|子")]
    [InlineData("恵子", 0, "恵|子")]
    [InlineData("恵子 恵", 2, "恵|子|恵")]
    [InlineData("恵子 恵", 3, "恵|子|恵")]
    [InlineData("恵子 恵", 4, "恵子|恵")]
    [InlineData("a bc def", 4, "a bc|def")]
    [InlineData("abcdef", 4, "abcd|ef")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301")]
    [InlineData("tab\there", 80, "tab here")]
    [InlineData("", 4, "")]
    public void A_line_breaks_between_words_then_between_letters_and_never_within_one(string text, int width, string lines) =>
        Assert.Equal(lines, string.Join('|', ReportText.Wrap(text, width)));

    // Spectre's tables, grids and texts wrap on their own, and do not end where a character of two cells meets a column of one.
    [Fact]
    public void Nothing_that_wraps_text_is_taken_from_Spectre()
    {
        string[] harmless =
        [
            "AnsiConsole", "IAnsiConsole", "IAnsiConsoleOutput", "Profile",
            "AnsiConsoleExtensions.Progress/1", "AnsiConsoleExtensions.WriteLine/1",
            "StringExtensions", "Style", "Renderable", "IRenderable", "RenderOptions", "Measurement", "Segment",
            // Their words are the pilot's own, in Latin letters.
            "Progress", "ProgressExtensions", "ProgressContext", "ProgressTask", "ProgressColumn",
            "TaskDescriptionColumn", "ProgressBarColumn", "PercentageColumn",
        ];
        var taken = Directory.EnumerateFiles(AppContext.BaseDirectory, "VipOrleans.*.dll")
            .Where(f => !f.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .SelectMany(SpectreMembers).ToList();

        Assert.NotEmpty(taken);
        Assert.All(taken, m => Assert.True(harmless.Intersect([m.Type, m.Member]).Any(), m.Member));
        Assert.Equal(
            [nameof(ReportTable), nameof(ReportText)],
            typeof(SampleTables).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IRenderable))).Select(t => t.Name).Order());
    }

    private static HashSet<(string Type, string Member)> SpectreMembers(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        var members = new HashSet<(string, string)>();
        foreach (var member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (member.Parent.Kind != HandleKind.TypeReference) continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            if (!metadata.GetString(type.Namespace).StartsWith("Spectre.Console", StringComparison.Ordinal)) continue;
            var (signature, parameters) = (metadata.GetBlobReader(member.Signature), 0);
            if (signature.ReadSignatureHeader().Kind == SignatureKind.Method) parameters = signature.ReadCompressedInteger();
            var name = metadata.GetString(type.Name);
            members.Add((name, $"{name}.{metadata.GetString(member.Name)}/{parameters}"));
        }

        return members;
    }

    // Whatever prints is found by its name; what it takes is part of the made-up report, or this fails.
    private static Task<List<string>> Print(SampleReport report, int width, bool colour) => InTime(width, colour, console =>
    {
        var prints = typeof(SampleTables).GetMethods(BindingFlags.Public | BindingFlags.Static);
        Assert.NotEmpty(prints);
        foreach (var print in prints)
        {
            var taken = print.GetParameters()[0].ParameterType;
            var part = typeof(SampleReport).GetProperties().SingleOrDefault(p => p.PropertyType == taken);
            print.Invoke(null, [taken == typeof(SampleReport) ? report : part!.GetValue(report), console]);
        }

        return Task.CompletedTask;
    });

    // A guard against printing that never ends, not a measure of its speed.
    private static async Task<List<string>> InTime(int width, bool colour, Func<IAnsiConsole, Task> print)
    {
        var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Interactive = colour ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(written),
        });
        console.Profile.Width = width;
        try
        {
            await Task.Run(() => print(console)).WaitAsync(Hanging);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Printing does not end in a console of {width} columns.");
        }

        return [.. Escape().Replace(written.ToString(), "").Split('\n', '\r')];
    }

    // Reckoned apart from the code under test, and not from Spectre's tables.
    private static int Cells(string line) => line.EnumerateRunes().Sum(r => Rune.GetUnicodeCategory(r) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => r.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) ? 2 : 1,
    });

    private static void AssertFits(IEnumerable<string> printed, int width) =>
        Assert.All(printed, line => Assert.True(Cells(line) <= width, $"{Cells(line)} cells in a console of {width}: {line}"));

    private static bool Holds(string line, string value) => Regex.IsMatch(line, $@"(^|\s){Regex.Escape(value)}(\s|$)");

    private static IEnumerable<string> Values(SampleReport r) =>
    [
        $"{r.Offered}", $"{r.Held}", $"{r.Used}", $"{r.Waiting}", $"{r.Formed}",
        .. r.Rows.Concat(r.Households.SelectMany(h => h.Rows)).SelectMany(s => new[] { s.Id, s.Host, s.Migrant, s.Origin, $"{s.Months}" }),
        .. r.Rows.Select(s => Codes<SponsorshipStatus>.Text(s.Status)),
        .. r.Rows.Concat(r.Households.SelectMany(h => h.Rows)).SelectMany(s => Amounts(s.Totals)),
        .. Amounts(r.Sum), .. r.Households.SelectMany(h => Amounts(h.Sum!)),
        .. r.Households.SelectMany(h => h.Rows).Select(s => Amount(s.Baseline)),
        .. r.Books.Accounts.SelectMany(a => new[] { a.Account, Amount(a.Balance) }),
        Amount(r.Books.Sum), Amount(r.Books.Advanced), Amount(r.Books.Repaid),
        .. r.Payout!.Totals.SelectMany(t => new[] { Codes<PaymentState>.Text(t.State), $"{t.Count}", Amount(t.Sum) }),
        .. r.Limited.SelectMany(l => new[] { l.Id, l.Profile, Amount(l.Due), Amount(l.Allowed), Amount(l.Taken), Amount(l.Expired) }),
        .. r.Corrections.SelectMany(c => new[] { c.Id, $"{c.Month} of year {c.Year}", Amount(c.Before), Amount(c.Now), Amount(c.Taken) }),
    ];

    private static IEnumerable<string> Amounts(Totals t) => [Amount(t.Earned), Amount(t.Gain), Amount(t.Share), Amount(t.Kept)];

    private static string Amount(Money money) => (money.Minor / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static Money Dollars(long minor) => new(minor, Currency.Parse("NZD"));

    private static Totals Of(long earned, long gain, long share) =>
        new(Dollars(earned), Dollars(gain), Dollars(share), Dollars(earned - share));

    private static SampleReport MadeUp { get; } = Make();

    private static SampleReport Make()
    {
        SponsorshipRow[] rows =
        [
            .. Names.Select((name, i) => new SponsorshipRow(
                $"s{i + 1:00}", name, Names[^(i + 1)], "MX", i == 1 ? SponsorshipStatus.Proposed : SponsorshipStatus.Active, i + 5,
                Dollars(28_765_97 + i), Of(1_036_265_97 + i, 7_500_00 + i, 3_750_00 + i))),
        ];
        return new()
        {
            City = "王秀英 प्रतिमा",
            Offered = 29,
            Held = 3,
            Used = 26,
            Waiting = 4,
            ByStatus = [.. Enum.GetValues<SponsorshipStatus>().Select((s, i) => (s, i + 1))],
            Formed = 31,
            Rows = rows,
            Sum = Of(1_087_643_42, 811_084_94, 404_426_17),
            Households = [new("terrace", 4, rows, Of(139_470_98, 30_000_00, 15_000_00)), new("quay", 12, rows, Of(1_00, 2_00, 3_00))],
            Books = new(
                [new("payout-in-transit", Dollars(-1_087_643_42)), new("guarantee", Dollars(1_087_643_42))],
                Dollars(0), Dollars(2_000_00), Dollars(1_500_00)),
            Payout = new(
                PayoutStatus.Instructed, false, "m", 25, Dollars(366_858_32),
                [.. Enum.GetValues<PaymentState>().Select((s, i) => new PaymentTotalAnswer(s, i + 1, Dollars(366_858_32 + i)))]),
            Limited = [new("s38", "sample-quarter", Dollars(2_353_63), Dollars(1_300_00), Dollars(1_300_01), Dollars(62_60))],
            Corrections = [new("s12", 1, 3, Dollars(4_780_16), Dollars(780_16), Dollars(-2_000_00))],
            Choices =
            [
                .. Names.Select(name => new ChoiceRow(
                    $"Suggested to {name}", $"{name}, 71 points: You both speak Nepali. You share a heritage that you both opened.")),
                new("A ballot opens Cork", "6 of 6 citizens voted: 2, 2, 3, 4, 4, 5; the median sets the quota: 3 places, by ballot"),
                new("", "short"),
            ],
            Payroll = new(
                new Dictionary<string, string> { ["w1"] = Names[0] },
                [new("kelburn-orchards", "week", [new("w1", 1, "accepted", Dollars(1_036_265_97), Dollars(0), "RF18539007547034")])],
                2,
                new Dictionary<string, Money> { ["kelburn-orchards"] = Dollars(1_036_265_97) },
                new Dictionary<string, Money> { ["kelburn-orchards"] = Dollars(0) },
                [("w1", "amount-wrong")],
                [("w1", Dollars(80_00), Dollars(45_00))],
                [new(PaymentState.Settled, 1, Dollars(1_20))],
                new([], Dollars(0), Dollars(0), Dollars(0))),
        };
    }

    [GeneratedRegex(@"\x1b\[[?\d;]*[A-Za-z]")]
    private static partial Regex Escape();
}
