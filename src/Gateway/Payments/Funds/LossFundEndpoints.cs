namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>A city's fund for losses of hosts, paid from the levy.</summary>
internal static class LossFundEndpoints
{
    private static readonly LossRule ExampleRule = new(LossKind.GuestLeft, Nzd("100.00"), Share.Half, Nzd("500.00"), 42, "bylaw/2025-7");

    private static readonly LossClaimView ExampleClaim = new(Sample.Sponsorship, Sample.Host, LossKind.GuestLeft, Nzd("700.00"),
        Nzd("300.00"), ExampleRule, "receipts/2025-17", LossState.Claimed, null);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var fund = v1.MapGroup("/cities/{city}/loss-fund").WithTags("Host-loss fund");
        fund.MapPut("/rules", DecideRules).Allows(Who.OfficerOfCity)
            .Describes("decideLossRules", "Decide for which losses of hosts the fund pays",
                "All rules together, at most one a kind: the part of what is above a limit, up to a most. Claims keep the rule that held "
                    + "when they were made.")
            .ExampleBody(new LossRulesRequest
            {
                Rules =
                [
                    new()
                    {
                        Kind = LossKind.GuestLeft, Above = Nzd("100.00"), Part = Share.Half, AtMost = Nzd("500.00"), WithinDays = 42,
                        Source = "bylaw/2025-7"
                    },
                ]
            })
            .AnswersReceipt(Sample.City.Value, "decided");
        fund.MapPost("/allotments", Allot).Allows(Who.OfficerOfCity)
            .Describes("allotLevy", "Allot a part of the levy to the fund",
                "Never more than the levy has brought. The same reference is the same allotment.")
            .ExampleBody(new AllotmentRequest { Reference = "budget/2025-5", Amount = Nzd("40.00") })
            .AnswersReceipt(Sample.City.Value, "allotted");
        fund.MapGet("", Get).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getLossFund", "Read the host-loss fund",
                "Its rules, what it has, and the claims that are open. A claim that is granted stays so until the bank has paid, with its "
                    + "payment as the reference then.")
            .Answers(new LossFundView(Sample.City, 3, [ExampleRule], Nzd("5000.00"), Nzd("2000.00"), Nzd("2000.00"), Nzd("0.00"),
                Nzd("0.00"), [ExampleClaim]));
        var losses = v1.MapGroup("/sponsorships/{sponsorship}").WithTags("Host-loss fund");
        losses.MapPost("/losses", Claim).Allows(Who.HostOfSponsorship, Who.OfficerOfCity)
            .Describes("claimLoss", "Claim a loss of the host",
                "A guest who left in the first weeks, or support through unemployment. It pays by the city's rules, each loss once, and is "
                    + "set against nothing that the migrant gets. After a refusal it may be claimed again with other evidence.")
            .ExampleBody(new LossRequest { Kind = LossKind.UnemploymentSupport, Loss = Nzd("700.00"), Evidence = "receipts/2025-17" })
            .AnswersReceipt(Sample.Sponsorship.Value, "claimed");
        losses.MapGet("/losses", Of).Allows(Who.HostOfSponsorship, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getLosses", "Read the claims of a sponsorship", "With the rule that each is decided by.")
            .Answers(new LossClaims([ExampleClaim]));
        losses.MapPost("/loss-decisions", Decide).Allows(Who.OfficerOfCity)
            .Describes("decideLoss", "Decide on a claim",
                "By an officer who did not claim it; as far as the fund has it. What is granted is paid with the host's next "
                    + "payment, in the same batches, files and states; one that the bank gives back is paid again.")
            .ExampleBody(new LossDecisionRequest { Kind = LossKind.UnemploymentSupport, Granted = false })
            .AnswersReceipt(Sample.Sponsorship.Value, "decided");
    }

    private static async Task<IResult> DecideRules(CityId city, Command<LossRulesRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.LossFund(city).DecideRules(command.Context, [.. command.Body.Rules.Select(r => r.ToRule())]),
            city.Value);

    private static async Task<IResult> Allot(CityId city, Command<AllotmentRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.LossFund(city).Allot(command.Context, command.Body.Reference, command.Body.Amount), city.Value);

    private static async Task<IResult> Get(CityId city, IGrainFactory grains) =>
        await grains.LossFund(city).Get() is { } view
            ? Answers.Json(view) : new ProblemResult(Problems.Of(RejectionCode.CityNotFound));

    private static async Task<IResult> Claim(SponsorshipId sponsorship, Command<LossRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.LossFund(sponsorship.City).Claim(command.Context, sponsorship, command.Body.ToLoss()),
            sponsorship.Value);

    private static async Task<IResult> Of(SponsorshipId sponsorship, IGrainFactory grains) =>
        await grains.Sponsorship(sponsorship).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound))
            : Answers.Json(new LossClaims(await grains.LossFund(sponsorship.City).Of(sponsorship)));

    private static async Task<IResult> Decide(SponsorshipId sponsorship, Command<LossDecisionRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.LossFund(sponsorship.City).Decide(command.Context, sponsorship, command.Body.Kind, command.Body.Granted),
            sponsorship.Value);

    private static Money Nzd(string amount) => Money.Parse(amount, Sample.Nzd);
}

/// <summary>Decides for which losses a fund pays.</summary>
internal sealed record LossRulesRequest
{
    /// <summary>The rules, at most one a kind; none to pay nothing.</summary>
    [Items(0, LossFund.MaxRules)]
    public required IReadOnlyList<LossRuleRequest> Rules { get; init; }
}

/// <summary>When a fund pays, and how much.</summary>
internal sealed record LossRuleRequest : IRequestPart
{
    /// <summary>What kind of loss.</summary>
    public required LossKind Kind { get; init; }

    /// <summary>What the host bears.</summary>
    [NotNegative]
    public required Money Above { get; init; }

    /// <summary>The part of the rest that is paid.</summary>
    public required Share Part { get; init; }

    /// <summary>The most that is paid.</summary>
    [NotNegative]
    public required Money AtMost { get; init; }

    /// <summary>For a guest who left: within how many days of the arrival.</summary>
    [Between(1, 366)]
    public int? WithinDays { get; init; }

    /// <summary>The reference of what decided it.</summary>
    [Reference]
    public required string Source { get; init; }

    /// <summary>As the domain takes it.</summary>
    internal LossRule ToRule() => new(Kind, Above, Part, AtMost, WithinDays, Source);
}

/// <summary>Allots a part of the levy to the fund.</summary>
internal sealed record AllotmentRequest
{
    /// <summary>What decided it.</summary>
    [Reference]
    public required string Reference { get; init; }

    /// <summary>How much, above zero.</summary>
    [NotNegative]
    public required Money Amount { get; init; }
}

/// <summary>Claims a loss.</summary>
internal sealed record LossRequest
{
    /// <summary>What kind of loss.</summary>
    public required LossKind Kind { get; init; }

    /// <summary>How much the host has lost.</summary>
    [NotNegative]
    public required Money Loss { get; init; }

    /// <summary>The reference of what shows it.</summary>
    [Reference]
    public required string Evidence { get; init; }

    /// <summary>As the domain takes it.</summary>
    internal Loss ToLoss() => new(Kind, Loss, Evidence);
}

/// <summary>Decides on a claim.</summary>
internal sealed record LossDecisionRequest
{
    /// <summary>What kind of loss.</summary>
    public required LossKind Kind { get; init; }

    /// <summary>Whether it is paid.</summary>
    public required bool Granted { get; init; }
}

/// <summary>The claims of a sponsorship.</summary>
/// <param name="Items">The claims.</param>
public sealed record LossClaims(IReadOnlyList<LossClaimView> Items);
