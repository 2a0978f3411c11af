namespace VipOrleans.Gateway.Sponsorships;

using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Safeguarding;

/// <summary>Fines for hosts, where the nation has them. None is ever set against a migrant.</summary>
internal static class FineEndpoints
{
    public static void Map(IEndpointRouteBuilder one)
    {
        var example = new FineView(Sample.Ruling, FineReason.DocumentsWithheld, Money.Parse("200.00", Sample.Nzd), Sample.Day, null);
        one.MapPost("/fines", Propose).Allows(Who.OfficerOfCity)
            .Describes("proposeFine", "Give notice of a fine for the host",
                "Only where the nation's floors have 'hostFines', up to their limits. The host has notice of a ruling: they can reply, "
                    + "another officer makes or drops it, and they can appeal to a third. Once it is made it is collected from what the "
                    + "host would be paid, and from nothing else: what is not there is no debt. What is lifted comes back.")
            .ExampleBody(new FineRequest
            {
                Reason = FineReason.DocumentsWithheld, Amount = Money.Parse("200.00", Sample.Nzd), Text = "The passport lay in the safe.",
                Language = "en",
            })
            .AnswersReceipt(Sample.Sponsorship.Value, "proposed");
        one.MapGet("/fines", Get).Allows(Who.HostOfSponsorship, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getFines", "Read the fines of a sponsorship's host",
                "With what was kept for them. The ruling says how each stands.")
            .Answers(new FinesView(Sample.Sponsorship, Money.Zero(Sample.Nzd), Money.Zero(Sample.Nzd), [example]));
    }

    private static async Task<IResult> Propose(SponsorshipId sponsorship, Command<FineRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Sponsorship(sponsorship)
                .ProposeFine(command.Context, new(command.Body.Reason, command.Body.Amount), command.Words()), sponsorship.Value);

    private static async Task<IResult> Get(SponsorshipId sponsorship, IGrainFactory grains) =>
        await grains.Sponsorship(sponsorship).Fines() is { } view
            ? Answers.Json(view) : new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound));
}

/// <summary>Gives notice of a fine.</summary>
internal sealed record FineRequest : IHasWords
{
    /// <summary>What for.</summary>
    public required FineReason Reason { get; init; }

    /// <summary>How much, above zero.</summary>
    [NotNegative]
    public required Money Amount { get; init; }

    /// <summary>The reasons in words, for the host. They go to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "FineRequest (not shown)";
}
