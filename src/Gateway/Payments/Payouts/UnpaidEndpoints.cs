namespace VipOrleans.Gateway.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>What each side was paid and has with the city, and what nobody can be paid.</summary>
internal static class UnpaidEndpoints
{
    private const string About =
        "With its age, and what keeps it from being paid: nothing with the city is ever lost, whoever has left, died or was erased.";

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/cities/{city}/unpaid-shares", Shares).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Payouts").Query(Query.Limit, Query.Cursor)
            .Describes("listUnpaidShares", "List what hosts have with the city", $"Shares that are collected and not paid. {About}")
            .Answers(new Page<UnpaidBalance>([Example], null));
        v1.MapGet("/cities/{city}/unpaid-refunds", Refunds).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Payouts").Query(Query.Limit, Query.Cursor)
            .Describes("listUnpaidRefunds", "List what migrants have with the city", $"Refunds that are not on their way. {About}")
            .Answers(new Page<UnpaidBalance>([Example with { Obstacle = UnpaidObstacle.PayeeMissing }], null));
        v1.MapGet("/hosts/{host}/payments", OfHost)
            .Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity).WithTags("Payouts")
            .Describes("getHostPayments", "Read what a host was paid",
                "Of each sponsorship what waits, and the newest 200 payments with the ids that stand on the bank's statement.")
            .Answers(ExamplePayments);
        v1.MapGet("/migrants/{migrant}/payments", OfMigrant).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.AuditorOfNation)
            .WithTags("Payouts")
            .Describes("getMigrantPayments", "Read which refunds a migrant was paid",
                "Of each sponsorship what waits, and the newest 200 payments with the ids that stand on the bank's statement.")
            .Answers(ExamplePayments);
        v1.MapPut("/sponsorships/{sponsorship}/payout-threshold", SetThreshold)
            .Allows(Who.HostOfSponsorship, Who.MigrantOfSponsorship).WithTags("Payouts")
            .Describes("setPayoutThreshold", "Say from which sum on one wants to be paid",
                "Small sums wait until they come to what the city pays from. Host and migrant can each lower that for themselves; without "
                    + "'atLeast' the city's holds again.")
            .ExampleBody(new PayoutThresholdRequest { AtLeast = Money.Parse("5.00", Sample.Nzd) })
            .AnswersReceipt(Sample.Sponsorship.Value, "set");
    }

    private static UnpaidBalance Example =>
        new(Sample.Sponsorship, Sample.Host, Sample.Migrant, Money.Parse("4.20", Sample.Nzd), Sample.Day, 120, null, null);

    private static PersonPayments ExamplePayments => new(
        [new(Sample.Sponsorship, Money.Parse("4.20", Sample.Nzd), null,
            [new(Sample.Payout.Payment(1), Money.Parse("771.40", Sample.Nzd), HostPaymentState.Settled, Sample.Day, Sample.Day.AddDays(2),
                "AKL shares 2025-11")])]);

    private static Task<IResult> Shares(HttpContext http, CityId city, IGrainFactory grains) => List(http, city, Party.Host, grains);

    private static Task<IResult> Refunds(HttpContext http, CityId city, IGrainFactory grains) => List(http, city, Party.Migrant, grains);

    private static async Task<IResult> List(HttpContext http, CityId city, Party side, IGrainFactory grains)
    {
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var page = await grains.Books(city).Unpaid(side, 1, Cursor.Of(http), Cursor.Limit(http));
        var isShort = side == Party.Migrant && await grains.Guarantee(city).Get() is { } guarantee && guarantee.Cover < guarantee.Waiting;
        var items = await Task.WhenAll(page.Items.Select(async u => new UnpaidBalance(u.Sponsorship, u.Host, u.Migrant, u.Amount, u.Since,
            u.Days, u.AtLeast, await Obstacle(u))));
        return Answers.Json(Cursor.Page(http, new ListPage<UnpaidBalance> { Items = items, Next = page.Next }));

        async Task<UnpaidObstacle?> Obstacle(UnpaidEntry entry)
        {
            var hasPayee = side == Party.Migrant
                ? await grains.Migrant(entry.Migrant).HasPayee() : (await grains.Host(entry.Host).Get())?.HasPayee ?? false;
            return !hasPayee ? UnpaidObstacle.PayeeMissing : isShort ? UnpaidObstacle.GuaranteeShort : null;
        }
    }

    private static async Task<IResult> OfHost(HostId host, IGrainFactory grains)
    {
        if (await grains.Host(host).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.HostNotFound));
        var ids = new List<SponsorshipId>();
        for (long? after = 0; after is { } from && ids.Count < MaxSponsorships;)
        {
            var page = await grains.Registers(host.City).Sponsorships(new() { Host = host }, from, GatewayLimits.MaxPage);
            ids.AddRange(page.Items.Select(s => s.Id));
            after = page.Next;
        }

        return Answers.Json(await Payments(grains, Party.Host, ids));
    }

    private static async Task<IResult> OfMigrant(MigrantId migrant, IGrainFactory grains) =>
        await grains.Migrant(migrant).Sponsorships() is { } ids
            ? Answers.Json(await Payments(grains, Party.Migrant, ids)) : new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));

    private static async Task<PersonPayments> Payments(IGrainFactory grains, Party to, IReadOnlyList<SponsorshipId> ids)
    {
        var read = await Task.WhenAll(ids.TakeLast(MaxSponsorships).Select(id => grains.Sponsorship(id).PaymentsTo(to)));
        SidePayments[] sides = [.. read.OfType<SidePayments>()];
        // A payment may be from before there were batches, or from another program that settles by references of its own.
        var batches = sides.SelectMany(s => s.Payments.Select(p =>
                PayoutId.TryParsePayment(p.Payment, s.Sponsorship.City, out var batch, out _) ? batch : (PayoutId?)null))
            .OfType<PayoutId>().Distinct().ToArray();
        var views = await Task.WhenAll(batches.Select(b => grains.Payout(b).Get()));
        var references = views.OfType<PayoutView>().ToDictionary(v => v.Id, v => v.Reference);
        return new([.. sides.Select(s => new SponsorshipPayments(s.Sponsorship, s.Waiting, s.AtLeast,
            [.. s.Payments.Select(p => new OwnPayment(p.Payment, p.Amount, p.State, p.ReservedOn, p.On,
                PayoutId.TryParsePayment(p.Payment, s.Sponsorship.City, out var batch, out _)
                    ? references.GetValueOrDefault(batch) : null))]))]);
    }

    private static async Task<IResult> SetThreshold(SponsorshipId sponsorship, Command<PayoutThresholdRequest> command,
        IGrainFactory grains) =>
        command.Answer(
            await grains.Sponsorship(sponsorship).SetPayoutThreshold(command.Context,
                command.Caller.Role == Role.Host ? Party.Host : Party.Migrant, command.Body.AtLeast), sponsorship.Value);

    // More than anybody has in a life.
    private const int MaxSponsorships = 200;
}

/// <summary>Says from which sum on one wants to be paid.</summary>
internal sealed record PayoutThresholdRequest
{
    /// <summary>The sum, above zero, in the city's currency; left out for what the city pays from.</summary>
    [NotNegative]
    public Money? AtLeast { get; init; }
}

/// <summary>What a side of a sponsorship has with the city.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant.</param>
/// <param name="Amount">How much.</param>
/// <param name="Since">The day since when something has been unpaid without a break.</param>
/// <param name="Days">How many days ago that was.</param>
/// <param name="AtLeast">From which sum on the side wants to be paid, where it has said so.</param>
/// <param name="Obstacle">What keeps it from being paid; left out where the next payout pays it, if it comes to what that pays
/// from.</param>
public sealed record UnpaidBalance(SponsorshipId Sponsorship, HostId Host, MigrantId Migrant, Money Amount, DateOnly Since, int Days,
    Money? AtLeast, UnpaidObstacle? Obstacle);

/// <summary>What keeps a balance from being paid.</summary>
[JsonConverter(typeof(CodeConverter<UnpaidObstacle>))]
public enum UnpaidObstacle
{
    /// <summary>There is no account to pay to: the person, or who takes the estate, names one.</summary>
    PayeeMissing,

    /// <summary>The guarantee account does not have enough for all refunds that wait: top it up.</summary>
    GuaranteeShort,
}

/// <summary>What a person was paid.</summary>
/// <param name="Items">By sponsorship.</param>
public sealed record PersonPayments(IReadOnlyList<SponsorshipPayments> Items);

/// <summary>What a person was paid of a sponsorship.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Waiting">What waits to be paid.</param>
/// <param name="AtLeast">From which sum on the person wants to be paid, where they have said so.</param>
/// <param name="Payments">The payments, the newest first.</param>
public sealed record SponsorshipPayments(SponsorshipId Sponsorship, Money Waiting, Money? AtLeast, IReadOnlyList<OwnPayment> Payments);

/// <summary>A payment to a person.</summary>
/// <param name="Id">Its id, as it stands on the bank's statement.</param>
/// <param name="Amount">How much.</param>
/// <param name="State">How far it has come.</param>
/// <param name="ReservedOn">The day on which it was prepared.</param>
/// <param name="On">The day on which it came as far as it has.</param>
/// <param name="Reference">What stands on the bank's statement beside the id; left out where it is not known.</param>
public sealed record OwnPayment(string Id, Money Amount, HostPaymentState State, DateOnly ReservedOn, DateOnly On, string? Reference);
